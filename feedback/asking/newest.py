"""The newest words that came with answers to a question, good and bad apart."""

from __future__ import annotations

from dataclasses import dataclass

from feedback.models import Feedback, FeedbackQuerySet, Question

SHOWN = 5
LOOKED_AT = 500
"""Answers in which words are looked for: the newest, so that a question of years is as quick as a new one."""


@dataclass(frozen=True)
class Newest:
    """Voices of one question, the newest first."""

    negative: list[Feedback]
    positive: list[Feedback]


def newest_of(question: Question) -> Newest:
    """A few of both sides."""
    answers = question.answers.order_by("-day", "-pk").values_list("pk", flat=True)[:LOOKED_AT]
    voices = Feedback.objects.filter(team=question.team_id, answer__in=list(answers))
    return Newest(_some(voices.negative()), _some(voices.positive()))


def _some(voices: FeedbackQuerySet) -> list[Feedback]:
    return list(voices.newest().select_related("touchpoint", "team").prefetch_related("marks__topic")[:SHOWN])
