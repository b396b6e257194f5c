"""Asking the departments: a survey begins, gets another link, ends."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from teams.models import Membership, Team, User
from touchpoints.models import Survey, Touchpoint

MOST = 20
"""Touchpoints that a survey may ask about: more is no form of a minute."""

OFFERED = 40
"""Touchpoints to choose from at a time; a search finds the others."""


@dataclass(frozen=True)
class Choice:
    """What the form offers: the chosen touchpoints first, then the others that fit, and how many fit besides."""

    chosen: list[Touchpoint]
    others: list[Touchpoint]
    more: int


@transaction.atomic
def ask(*, team: Team, by: User, title: str, open_until: date, touchpoints: Iterable[Touchpoint]) -> Survey:
    """Begin a survey about these touchpoints."""
    survey = Survey(team=team, by=by, title=title, open_until=open_until, link=_new_link())
    keep_open(survey)
    survey.touchpoints.set(touchpoints)
    return survey


def keep_open(survey: Survey) -> None:
    """Save an open survey that takes answers to the end of its last day, as the team's time zone has it now."""
    survey.closes_at = datetime.combine(survey.open_until + timedelta(days=1), time.min, survey.team.zone)
    survey.save()


def renew_link(survey: Survey) -> None:
    """Give the survey another link; the old one leads nowhere from now on."""
    survey.link = _new_link()
    survey.save(update_fields=["link"])


@transaction.atomic
def remove(survey: Survey, *, by: Membership) -> None:
    """Delete a survey with its answers. Raises ValidationError where only the lead may do that."""
    Survey.objects.select_for_update().get(pk=survey.pk)  # whoever answers holds it too
    check_may_remove(survey, by=by)
    survey.delete()


def may_remove(survey: Survey, *, by: Membership) -> bool:
    """Whether that person may delete it: answers would go with it, so once there are any only the lead may."""
    return by.is_lead or (by.can_write and not survey.ratings.exists())


def check_may_remove(survey: Survey, *, by: Membership) -> None:
    """Raises ValidationError if that person may not delete it."""
    if not may_remove(survey, by=by):
        raise ValidationError(_("Antworten gingen mit verloren: Diese Umfrage löscht nur die Leitung."))


def public_url(survey: Survey) -> str:
    """The address that anybody may answer at."""
    return settings.BASE_URL + reverse("answer_survey", args=[survey.link])


def with_sheets(surveys: QuerySet[Survey]) -> QuerySet[Survey]:
    """Each with `sheets`, how many people have answered; the newest first."""
    return surveys.annotate(sheets=Count("ratings__sheet", distinct=True)).order_by("-created_at", "-pk")


def offered(team: Team, chosen: Collection[int], words: str) -> Choice:
    """The touchpoints to choose from: active ones that the words find, key ones on top."""
    active = team.touchpoints.active()
    found = active.exclude(pk__in=chosen).order_by("-is_key", "name")
    if words:
        found = found.filter(pk__in=team.touchpoints.search(words))
    return Choice(list(active.filter(pk__in=chosen)), list(found[:OFFERED]), max(0, found.count() - OFFERED))


def _new_link() -> str:
    """192 random bits, fit for an address."""
    return secrets.token_urlsafe(24)
