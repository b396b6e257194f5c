"""What became of suggestions, for everyone with the team's link, of whom nobody knows whether they work here.

Neither the words of the person nor those to the person stand there, which are theirs, nor the thanks, which may praise
people by name. Somebody who decides writes two short texts for the list alone, and only once it has ended; without
them a suggestion is not on it. Moments are told by month, and within a month the order is that of the alphabet.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import TruncMonth
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from feedback.collecting.personal import found_in
from feedback.errors import NotAllowed
from feedback.models import Listening, Suggestion
from feedback.models.suggestion import CLOSED
from feedback.suggestions.deciding import by_somebody_else, locked
from teams.models import Team, User
from teams.wording import cleaned, one_line


class StillOpen(NotAllowed):
    """Nothing is told of what nobody has decided."""

    sentence = _("Auf die Liste kommt nur, was entschieden ist.")


class NamesSomebody(NotAllowed):
    """The words lead to the person, or hold an address or number by which somebody can be reached."""

    def __init__(self, word: str) -> None:
        self.sentence = format_lazy(_("„{word}“ führt zu einer Person. Ohne das kann es auf die Liste."), word=word)


@transaction.atomic
def publish(*, suggestion: Suggestion, public_title: str, public_outcome: str, by: User) -> Suggestion:
    """Put it on the list in these words; again is with new ones. Raises OwnSuggestion, StillOpen, NamesSomebody."""
    held = locked(suggestion)
    by_somebody_else(held, by)
    if held.state not in CLOSED:
        raise StillOpen
    held.public_title, held.public_outcome = one_line(public_title), cleaned(public_outcome)
    if word := _leads_to_somebody(held):
        raise NamesSomebody(word)
    held.save(update_fields=["public_title", "public_outcome"])
    return held


@transaction.atomic
def withdraw(*, suggestion: Suggestion) -> Suggestion:
    """Take it off the list; safe to repeat."""
    held = locked(suggestion)
    held.public_title = held.public_outcome = ""
    held.save(update_fields=["public_title", "public_outcome"])
    return held


@transaction.atomic
def switch(*, team: Team, shows: bool) -> None:
    """Show the list under the team's link, or show it no more."""
    Listening.objects.get_or_create(team=team)
    Listening.objects.filter(team=team).update(shows_outcomes=shows)


def listed(team: Team) -> QuerySet[Suggestion, Any]:
    """What the list holds, the newest month first; nothing else is fetched of the suggestions."""
    told = team.suggestions.told().annotate(month=TruncMonth("closed_at", tzinfo=team.zone))
    return told.order_by("-month", "public_title", "pk").only("public_title", "public_outcome", "state", "closed_at")


def _leads_to_somebody(suggestion: Suggestion) -> str:
    """The first word that is part of the person's name, or an address or number; empty if there is none."""
    words = f"{suggestion.public_title}\n{suggestion.public_outcome}"
    name = suggestion.by.name if suggestion.by else suggestion.name
    for part in name.split():
        if part[0].isupper() and re.search(rf"\b{re.escape(part)}(?:['’]?s)?\b", words):
            return part
    return next((found.text for found in found_in(words)), "")
