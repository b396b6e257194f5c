"""Leading a round from phase to phase, and its clocks. Nothing advances by itself."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from meetings import cards, voting
from meetings.announcing import announce_round
from meetings.errors import NothingDecided, RoundMovedOn, RuleBroken
from meetings.models import Meeting, Participant, Phase
from meetings.models.phases import RUNNING
from meetings.plan import due_follow_ups
from meetings.table import at_table, during, in_chair
from teams.models import Event

ONE_MINUTE = timedelta(minutes=1)


def start(*, meeting: Meeting, by: Participant, at: datetime) -> Phase:
    """Open the round with the look back, or with the actual state when no follow-up is due.

    Raises OnlyModerator, RoundMovedOn once it has started, RuleBroken without a touchpoint.
    """
    with at_table(meeting) as meeting:
        in_chair(meeting, by)
        during(meeting, Phase.LOBBY)
        if meeting.touchpoint_id is None:
            raise RuleBroken(_("Erst den Kontaktpunkt wählen, dann geht es los."))
        meeting.begin(at=at)
        announce_round(Event.ROUND_STARTED, meeting, at)
        phase = meeting.advance(expected=Phase.LOBBY, at=at)
        if due_follow_ups(meeting, at).exists():
            return phase
        return meeting.advance(expected=Phase.FOLLOW_UP, at=at)


def go_on(*, meeting: Meeting, by: Participant, expected: str, at: datetime) -> Phase:
    """Go to the next phase. Leaving the ideas reveals them, entering the vote opens it.

    Raises OnlyModerator, RoundMovedOn if the round is not in the expected phase, NothingDecided from an open vote.
    """
    with at_table(meeting) as meeting:
        _to_be_left(meeting, by, expected)
        if meeting.phase == Phase.PLAN:
            raise RoundMovedOn(_("Nach dem To-do-Plan kommt der Abschluss."))
        if meeting.phase == Phase.VOTE and not voting.is_settled(meeting):
            raise NothingDecided(_("Weiter geht es, sobald die Abstimmung entschieden ist."))
        if meeting.phase == Phase.IDEAS:
            cards.reveal(meeting=meeting, at=at)
        return _prepared(meeting, meeting.advance(expected=expected, at=at), at)


def go_back(*, meeting: Meeting, by: Participant, expected: str, at: datetime) -> Phase:
    """Go one phase back; nothing is destroyed: what was revealed or decided stays so, and clocks count on.

    Raises OnlyModerator, RoundMovedOn if the round is not in the expected phase or in its first.
    """
    with at_table(meeting) as meeting:
        _to_be_left(meeting, by, expected)
        if meeting.phase == Phase.FOLLOW_UP:
            raise RoundMovedOn(_("Weiter zurück geht es nicht."))
        return _prepared(meeting, meeting.step_back(expected=expected, at=at), at)


def pause(*, meeting: Meeting, by: Participant, at: datetime) -> None:
    """Halt the clock of the phase; safe to repeat. Raises OnlyModerator, RoundMovedOn if none runs."""
    with at_table(meeting) as meeting:
        in_chair(meeting, by)
        during(meeting, *RUNNING)
        meeting.clocks.filter(phase=meeting.phase).stop(at)


def resume(*, meeting: Meeting, by: Participant, at: datetime) -> None:
    """Let the clock of the phase go on; safe to repeat. Raises as `pause`."""
    with at_table(meeting) as meeting:
        in_chair(meeting, by)
        during(meeting, *RUNNING)
        _leave_out_pause(meeting, at)
        meeting.clocks.filter(phase=meeting.phase).run(at)


def add_minute(*, meeting: Meeting, by: Participant, at: datetime) -> None:
    """Give the phase one more minute. Raises as `pause`."""
    with at_table(meeting) as meeting:
        in_chair(meeting, by)
        during(meeting, *RUNNING)
        _leave_out_pause(meeting, at)
        meeting.clock.add(ONE_MINUTE, at=at)


def _leave_out_pause(meeting: Meeting, at: datetime) -> None:
    """Give the speaker back the time for which the clock has stood still since it was last moved."""
    clock = meeting.clock
    if meeting.speaking_since and clock.running_since is None:
        meeting.speaking_since += at - max(clock.moved_at, meeting.speaking_since)
        meeting.save(update_fields=["speaking_since"])


def _to_be_left(meeting: Meeting, by: Participant, expected: str) -> None:
    in_chair(meeting, by)
    during(meeting, *RUNNING)
    if meeting.phase != expected:
        raise RoundMovedOn


def _prepared(meeting: Meeting, phase: Phase, at: datetime) -> Phase:
    if phase == Phase.IDEAS:
        meeting.participants.exclude(ready_at=None).update(ready_at=None)
    if phase == Phase.VOTE:
        voting.prepare(meeting=meeting, at=at)
    return phase
