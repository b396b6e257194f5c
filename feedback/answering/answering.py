"""Keeping what a customer answered: the step, the words for and against, and whom to write to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import DatabaseError, transaction

from feedback import keeping
from feedback.asking.offering import use
from feedback.models import Answer, AskedDay, Contact, Feedback, Listening, Polarity, Question, Ticket, Via
from touchpoints.measuring import counting
from touchpoints.models import Metric

WEEKS_OF_QUESTIONS = UUID("6f5d1a52-9a0e-4f0b-8b1c-3c6f1f6c1d5e")
"""Where the numbers of the readings come from into which answers are counted."""


class QuestionClosed(Exception):
    """Answers are no longer taken."""


class LinkUsed(Exception):
    """Somebody has answered by this link before."""


@dataclass(frozen=True)
class Said:
    """What somebody filled in; `sheet` makes the same form sent twice one answer, `was_seen` says that looking at the
    page has been counted already."""

    sheet: UUID
    step: int | None = None
    good: str = ""
    bad: str = ""
    name: str = ""
    address: str = ""
    reference: str = ""
    language: str = "de"
    was_seen: bool = False


def take(*, question: Question, said: Said, at: datetime, ticket: Ticket | None = None) -> bool:
    """Keep an answer with all that follows from it, or nothing; False for a sheet that is here already.

    Raises LinkUsed for a second answer by a one-use link, and QuestionClosed.
    """
    try:
        _keep(question, said, at, ticket)
    except (DatabaseError, LinkUsed, Metric.DoesNotExist) as refusal:
        if is_here(question, said.sheet):
            return False
        if not Question.objects.open().filter(pk=question.pk).exists():
            raise QuestionClosed from refusal
        raise
    return True


def is_here(question: Question, sheet: UUID) -> bool:
    """Whether that sheet has been handed in."""
    return question.answers.filter(sheet=sheet).exists()


def sheet_of(question: Question, day: date) -> UUID:
    """The number of the reading into which the answers of that day's week are counted.

    A day's few would jump between nothing and everything; a week's are more often five, from which on they count.
    """
    return uuid5(WEEKS_OF_QUESTIONS, f"{question.pk} {day - timedelta(days=day.weekday())}")


@transaction.atomic
def _keep(question: Question, said: Said, at: datetime, ticket: Ticket | None) -> None:
    day = question.team.today(at)
    if said.step is not None:  # first, because whoever removes the metric holds its row before those that hang on it
        counting.count(metric=question.metric, step=said.step, measured_on=day, sheet=sheet_of(question, day))
    if ticket and not use(ticket):
        raise LinkUsed
    answer = Answer.objects.create(
        question=question,
        sheet=said.sheet,
        step=said.step,
        reference=said.reference,
        language=said.language,
        day=day,
        answered_at=at,
    )
    _keep_words(answer, said, at)
    if ticket is None:  # links that are sent out have a response rate of their own
        AskedDay.count(question, on=day, seen=0 if said.was_seen else 1, answered=1)


def _keep_words(answer: Answer, said: Said, at: datetime) -> None:
    """A voice for each side that has words; the contact belongs to what was bad, where something was."""
    question = answer.question
    sides = [(Polarity.POSITIVE, said.good), (Polarity.NEGATIVE, said.bad)]
    voices = [
        Feedback(
            team=question.team,
            touchpoint=question.touchpoint,
            answer=answer,
            via=Via.QUESTION,
            said_on=answer.day,
            text=words,
            polarity=side,
            reference=said.reference,
        )
        for side, words in sides
        if words
    ]
    kept = keeping.keep_many(voices, at=at)
    if said.address and kept:
        days = Listening.of(question.team).days_contact_kept
        Contact.objects.create(
            feedback=kept[-1], name=said.name, address=said.address, forget_on=answer.day + timedelta(days=days)
        )
