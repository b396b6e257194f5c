"""Praise reaches those who earned it, once each, and the team puts down what it repeats because of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from feedback.errors import NoSuchMove
from feedback.models import Feedback, Praise
from feedback.models.voice import FeedbackQuerySet
from feedback.workspaces import letters
from teams.models import Department, Team, User
from teams.wording import cleaned


@transaction.atomic
def show(
    *,
    voice: Feedback,
    departments: Collection[Department] = (),
    people: Collection[User] = (),
    repeat: str = "",
    by: User,
    at: datetime,
) -> Praise:
    """Show the voice to these people and to everyone of these departments, and put down what is repeated.

    Whoever has been shown it already hears nothing again; who shows it needs no mail about it. With nobody named only
    `repeat` is put down. Raises NoSuchMove if the voice is no praise.
    """
    voice = Feedback.objects.select_for_update(of=("self",)).select_related("team").get(pk=voice.pk)
    if not voice.is_positive:
        raise NoSuchMove
    praise, _made = Praise.objects.get_or_create(feedback=voice)
    praise.repeat = cleaned(repeat)
    fresh = _concerned(voice.team, departments, people).exclude(praise=praise)
    if departments or people:
        praise.shown_at, praise.shown_by = praise.shown_at or at, praise.shown_by or by
        praise.departments.add(*departments)
        _tell(praise, list(fresh), by, at)
    praise.save()
    return praise


def mine(team: Team, person: User) -> FeedbackQuerySet:
    """The voices that praise this person, as colleagues showed them, the newest first.

    Without the plus SQLite would go through all voices of the team in search of the person.
    """
    voices: FeedbackQuerySet = Feedback.objects.filter(praise__people=person)
    return voices.annotate(of_team=F("team") + 0).filter(of_team=team.pk).newest()


def _concerned(team: Team, departments: Collection[Department], people: Collection[User]) -> QuerySet[User]:
    named = Q(user__in=[person.pk for person in people])
    inside = Q(department__in=[department.pk for department in departments])
    return User.objects.filter(pk__in=team.memberships.filter(named | inside).values("user")).order_by("pk")


def _tell(praise: Praise, fresh: list[User], by: User, at: datetime) -> None:
    praise.people.add(*fresh)
    for person in fresh:
        if person != by:
            letters.praise(praise.feedback, person, by=by, at=at)
