"""Closing a round: with a plan, or early with a reason. It makes the minutes and the next round."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings import cards
from meetings.announcing import announce_round
from meetings.errors import PlanMissing
from meetings.minutes import freeze
from meetings.models import Meeting, Minutes, Participant, Phase
from meetings.models.phases import RUNNING
from meetings.planning import plan_next
from meetings.table import at_table, during, in_chair
from meetings.tasks import print_minutes
from meetings.wording import fitting, required
from teams.models import Event

REASON_LIMIT = 1000


def obstacles(meeting: Meeting) -> list[str | Promise]:
    """What rule 8 still asks for, as sentences: a plan or a reason for none, and what comes next."""
    return [*_missing_in_plan(meeting), *_missing_next(meeting)]


def close(*, meeting: Meeting, by: Participant, no_action_reason: str, at: datetime) -> Minutes:
    """Close the round with its plan, or with the reason for having none; safe to repeat.

    Freezes the minutes, plans the next round and has the minutes printed and mailed.
    Raises OnlyModerator, RoundMovedOn outside the plan, PlanMissing for what rule 8 still asks for.
    """
    reason = fitting(no_action_reason, limit=REASON_LIMIT)
    with at_table(meeting) as meeting:
        in_chair(meeting, by)
        if meeting.phase == Phase.CLOSED:
            return meeting.minutes
        during(meeting, Phase.PLAN)
        meeting.no_action_reason = "" if meeting.decided_actions.exists() else reason
        if missing := obstacles(meeting):
            raise PlanMissing(missing[0])
        meeting.save(update_fields=["no_action_reason"])
        meeting.advance(expected=Phase.PLAN, at=at)
        return _recorded(meeting, at)


def close_early(*, meeting: Meeting, by: Participant, reason: str, at: datetime) -> Minutes:
    """End a running round from any phase with a written reason; what hangs face down is revealed for the minutes.

    An open vote stays sealed for good. The touchpoint comes again, unless another was chosen already.
    Raises OnlyModerator, RoundMovedOn unless it runs, TextMissing.
    """
    reason = required(reason, limit=REASON_LIMIT, sentence=_("Warum endet die Runde hier?"))
    with at_table(meeting) as meeting:
        in_chair(meeting, by)
        during(meeting, *RUNNING)
        cards.reveal(meeting=meeting, at=at)
        meeting.ended_early_reason = reason
        if not meeting.has_no_next:
            meeting.next_touchpoint_id = meeting.next_touchpoint_id or meeting.touchpoint_id
        meeting.save(update_fields=["ended_early_reason", "next_touchpoint"])
        meeting.close_early(at=at)
        return _recorded(meeting, at)


def _missing_in_plan(meeting: Meeting) -> list[str | Promise]:
    actions = [decided.action for decided in meeting.decided_actions.select_related("action")]
    if not actions:
        return [] if meeting.no_action_reason else [_("Es fehlt eine Maßnahme, oder der Grund, warum es keine gibt.")]
    missing: list[str | Promise] = []
    if not any(action.responsible_id for action in actions):
        missing.append(_("Keine Maßnahme sagt, wer sie macht."))
    if not any(action.follow_up_on for action in actions):
        missing.append(_("Es fehlt ein Folgetermin, an dem die Runde fragt, was daraus wurde."))
    return missing


def _missing_next(meeting: Meeting) -> list[str | Promise]:
    if meeting.next_touchpoint_id or meeting.has_no_next:
        return []
    return [_("Es fehlt der nächste Kontaktpunkt, oder das Wort, dass es keinen gibt.")]


def _recorded(meeting: Meeting, at: datetime) -> Minutes:
    following = plan_next(meeting=meeting, at=at)
    minutes = freeze(meeting=meeting, following=following, at=at)
    print_minutes.delay_on_commit(minutes.pk)
    announce_round(Event.ROUND_CLOSED, meeting, at)
    return minutes
