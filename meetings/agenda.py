"""Puts a touchpoint on the agenda of the next round, with what is wrong there as its occasion."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from meetings import planning
from meetings.errors import RuleBroken, TextTooLong
from meetings.models import Meeting
from meetings.table import at_table
from teams.models import Team
from touchpoints.models import Touchpoint

LONGEST = 2000
"""Characters of what happened, as the round's row has them."""

NOTHING_TOLD: planning.Occasion = {
    "title": "",
    "what_happened": "",
    "customer": "",
    "problems": "",
    "consequences": "",
}


class TakenMeanwhile(RuleBroken):
    """Somebody else has given the round another touchpoint since the person looked."""

    sentence = _("Diese Runde hat inzwischen einen anderen Kontaktpunkt.")


def next_round(team: Team, at: datetime) -> Meeting | None:
    """The soonest round that has not started and was not missed: the one that can still take something up."""
    return team.meetings.coming(at).select_related("team", "touchpoint", "moderator").first()


def put_on_agenda(
    *, meeting: Meeting, touchpoint: Touchpoint, occasion: str, instead_of: int | None, at: datetime
) -> Meeting:
    """Let a planned round be about the touchpoint, and say why.

    `instead_of` is the primary key of the one that it was to be about; what was told about that one goes with it. Where
    the touchpoint stands already, the occasion is put below what is told there, once.
    Raises TakenMeanwhile if another one stands there, RoundMovedOn once the round has started, TextTooLong if there is
    no room left for the occasion.
    """
    with at_table(meeting) as meeting:
        told = _below(meeting.what_happened, occasion)
        if meeting.touchpoint_id == touchpoint.pk:
            return planning.write_occasion(meeting=meeting, at=at, what_happened=told)
        if meeting.touchpoint_id != instead_of:
            raise TakenMeanwhile
        if instead_of is None:
            return planning.change(meeting=meeting, at=at, touchpoint=touchpoint, what_happened=told)
        anew: planning.Occasion = {**NOTHING_TOLD, "what_happened": occasion}
        return planning.change(meeting=meeting, at=at, touchpoint=touchpoint, **anew)


def _below(told: str, occasion: str) -> str:
    """What is told already and the occasion, each once."""
    together = told if occasion in told else f"{told}\n\n{occasion}".strip()
    if len(together) > LONGEST:
        raise TextTooLong(_("Bei dieser Runde steht schon so viel, dass der Anlass nicht mehr dazu passt."))
    return together
