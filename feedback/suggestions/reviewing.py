"""Review by named experts: who looks at a suggestion, what they think of it, and who reads that.

Experts see what others think only after they have said what they think themselves, so that nobody follows the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from statistics import fmean

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from feedback.errors import NotAllowed
from feedback.models import Rating, Suggestion, SuggestionState
from feedback.suggestions import letters
from feedback.suggestions.deciding import by_somebody_else, locked, move
from teams.models import Department, Membership, Role, User
from teams.wording import cleaned


class NobodyAsked(NotAllowed):
    """A review needs somebody who reviews."""

    sentence = _("Wer soll es prüfen? Mindestens eine Person, oder ein Bereich, in dem jemand mitarbeitet.")


class NotInReview(NotAllowed):
    """Ratings belong to the review."""

    sentence = _("Gewertet wird nur, solange geprüft wird.")


class NotAsked(NotAllowed):
    """Only the named experts rate."""

    sentence = _("Hier werten die Fachleute, die darum gebeten wurden.")


@transaction.atomic
def ask(
    *, suggestion: Suggestion, experts: Iterable[User], departments: Iterable[Department], by: User, at: datetime
) -> Suggestion:
    """Name the experts, people and all who work in these departments; each has one mail about it, once.

    A suggestion that was just received is in review from then on. The person who made it is never among them.
    Raises NobodyAsked, OwnSuggestion, NotInReview once it is decided.
    """
    held, departments = locked(suggestion), list(departments)
    by_somebody_else(held, by)
    if held.state not in (SuggestionState.RECEIVED, SuggestionState.IN_REVIEW):
        raise NotInReview
    asked = _asked(held, experts, departments)
    if not asked:
        raise NobodyAsked
    held.experts.set(asked)
    held.departments.set(departments)
    for expert in asked:
        letters.to_rate(held, expert, at=at)
    if held.state == SuggestionState.RECEIVED:
        return move(suggestion=held, expected=held.state, to=SuggestionState.IN_REVIEW, by=by, at=at)
    return held


def may_be_asked(suggestion: Suggestion) -> QuerySet[User]:
    """Who works in the team, by name, without the person who made it."""
    working = suggestion.team.memberships.working().exclude(user=suggestion.by_id)
    return User.objects.filter(pk__in=working.values("user")).order_by("name")


def _asked(suggestion: Suggestion, experts: Iterable[User], departments: list[Department]) -> list[User]:
    working = Membership.objects.filter(
        team=suggestion.team_id, department__in=departments, role__in=[Role.LEAD, Role.MEMBER]
    )
    people = {each.pk: each for each in experts} | {each.user_id: each.user for each in working.select_related("user")}
    return [person for person in people.values() if person.pk != suggestion.by_id]


@transaction.atomic
def rate(*, suggestion: Suggestion, by: User, value: int, comment: str, at: datetime) -> Rating:
    """Say from 1 to 5 what one thinks of it, or think again. Raises NotInReview, NotAsked."""
    held = locked(suggestion)
    if held.state != SuggestionState.IN_REVIEW:
        raise NotInReview
    if not is_expert(held, by):
        raise NotAsked
    said = {"value": value, "comment": cleaned(comment), "rated_at": at}
    return Rating.objects.update_or_create(suggestion=held, by=by, defaults=said)[0]


def is_expert(suggestion: Suggestion, user: User) -> bool:
    """Whether the person was asked to rate it."""
    return suggestion.experts.filter(pk=user.pk).exists()


def ratings_for(suggestion: Suggestion, membership: Membership) -> list[Rating] | None:
    """What the experts think, for those who may know it; None for those who may not.

    That are the people who work in the team: not the person who made the suggestion, to whom the answer speaks, and
    while it is reviewed no expert who has not rated it yet.
    """
    user = membership.user
    if not membership.can_write or suggestion.by_id == user.pk:
        return None
    ratings = list(suggestion.ratings.select_related("by"))
    if suggestion.state == SuggestionState.IN_REVIEW and is_expert(suggestion, user):
        return ratings if any(rating.by_id == user.pk for rating in ratings) else None
    return ratings


def mean(ratings: Iterable[Rating]) -> float | None:
    """The arithmetic mean of the ratings, None of none: 4, 5 and 3 are 4.0."""
    values = [rating.value for rating in ratings]
    return fmean(values) if values else None
