"""Bringing an employee's suggestion into a round, as a card of the one who brings it.

It lies on their desk as a draft and hangs when they pin it: so the rules of silence, of the floor and of the vote hold
for it as for every card, and its words say whose idea it was. The person who proposed it need not be in the room.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import Suggestion, SuggestionState
from meetings.errors import NotInRoom, RuleBroken
from meetings.models import BroughtSuggestion, Meeting, Phase
from meetings.models.cards import TEXT_LIMIT
from meetings.models.meeting import MeetingQuerySet
from meetings.table import during, quietly_at_table
from teams.models import Team, User

STILL_OPEN = (Phase.LOBBY, Phase.FOLLOW_UP, Phase.ACTUAL_STATE, Phase.IDEAS, Phase.DISCUSSION)
"""Cards can be pinned in these phases, or in one that follows."""


def rounds_for(team: Team, user: User, at: datetime) -> MeetingQuerySet:
    """The rounds into which the person can bring something: ahead, expecting them, and not yet at the vote."""
    theirs = team.meetings.filter(participants__user=user, participants__removed_at=None, phase__in=STILL_OPEN)
    return theirs.ahead(at).select_related("touchpoint", "team")


def bring(*, meeting: Meeting, suggestion: Suggestion, by: User, at: datetime) -> BroughtSuggestion:
    """Put the suggestion as a draft on the person's desk; safe to repeat.

    Raises RoundMovedOn once cards are voted on, NotInRoom for those who do not come, RuleBroken for a suggestion that
    nobody has looked at yet or that has ended.
    """
    with quietly_at_table(meeting) as meeting:
        during(meeting, *STILL_OPEN)
        author = meeting.participants.filter(user=by, removed_at=None).first()
        if author is None:
            raise NotInRoom(gettext_lazy("In eine Runde bringt etwas mit, wer zu ihr eingeladen ist."))
        if suggestion.state not in (SuggestionState.IN_REVIEW, SuggestionState.ACCEPTED):
            raise RuleBroken(gettext_lazy("Mitbringen lässt sich, was geprüft wird oder angenommen ist."))
        brought = meeting.brought_suggestions.filter(suggestion=suggestion, by=by).first()
        if brought is None or brought.card_id is None:
            card = author.cards.create(meeting=meeting, text=words_of(suggestion))
            brought, _made = meeting.brought_suggestions.update_or_create(
                suggestion=suggestion, by=by, defaults={"card": card, "brought_at": at}
            )
        return brought


def words_of(suggestion: Suggestion) -> str:
    """What stands on the card: whose idea it is, then the idea."""
    if who := str(suggestion.by or suggestion.name or ""):
        words = _("Vorschlag von %(who)s: %(title)s") % {"who": who, "title": suggestion.title}
    else:
        words = _("Vorschlag ohne Namen: %(title)s") % {"title": suggestion.title}
    return words[:TEXT_LIMIT]
