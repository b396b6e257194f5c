"""Answering a survey by its link: without an account, and without a trace of who it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from touchpoints.models import Rating, Survey, Touchpoint


class SurveyClosed(Exception):
    """Answers are no longer taken."""


@dataclass(frozen=True)
class Opinion:
    """How important somebody finds a touchpoint, and how good, each from 1 to 5."""

    importance: int
    performance: int


def by_link(link: str) -> Survey | None:
    """The survey behind a link, if it is the one that holds now."""
    return Survey.objects.select_related("team").filter(link=link).first()


@transaction.atomic
def hand_in(*, survey: Survey, sheet: UUID, group: str, opinions: Mapping[Touchpoint, Opinion], at: datetime) -> None:
    """Keep one person's sheet; the same sheet a second time changes nothing.

    Raises SurveyClosed, and Survey.DoesNotExist if somebody has deleted it.
    """
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if not survey.is_open(at):
        raise SurveyClosed
    if survey.ratings.filter(sheet=sheet).exists():
        return
    Rating.objects.bulk_create(
        Rating(
            survey=survey,
            touchpoint=touchpoint,
            group=group,
            sheet=sheet,
            importance=opinion.importance,
            performance=opinion.performance,
        )
        for touchpoint, opinion in opinions.items()
    )
