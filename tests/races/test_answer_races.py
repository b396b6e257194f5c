"""Customers who answer in the same moment: none is lost, none counts twice."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from feedback.models import Answer, AskedDay, Feedback, Question, Ticket
from teams.models import Membership, Team
from teams.tokens import hash_of
from tests.feedback.asking_customers import TOKEN, hand_in, page_of
from tests.feedback.of_feedback import QuestionFactory, TicketFactory
from tests.races.at_once import at_once, statuses
from touchpoints.measuring.removing import remove
from touchpoints.models import Reading

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def question(team: Team) -> Question:
    cache.clear()
    question: Question = QuestionFactory(metric__touchpoint__team=team)
    return question


def test_those_who_answer_first_on_a_day_are_all_counted(question: Question) -> None:
    for _round in range(4):
        Reading.objects.all().delete()
        AskedDay.objects.all().delete()
        answered = [partial(hand_in, page_of(question), step=str(1 + n % 5), bad=f"Nr. {n}") for n in range(8)]
        assert statuses(at_once(answered)) == [303] * 8
        reading = Reading.objects.get()
        assert reading.n == sum((reading.distribution or {}).values()) == 8
        assert AskedDay.objects.aggregate(answered=Sum("answered")) == {"answered": 8}
    assert Answer.objects.count() == Feedback.objects.count() == 32


def test_the_same_sheet_sent_at_once_is_one_answer(question: Question) -> None:
    for _round in range(4):
        sheet = str(uuid4())
        deeds = [partial(hand_in, page_of(question), sheet=sheet, step="5", good="Ja") for _copy in range(4)]
        assert statuses(at_once(deeds)) == [303] * 4
    assert Answer.objects.count() == Feedback.objects.count() == Reading.objects.get().n == 4


def test_a_one_use_link_takes_one_of_many_answers(question: Question) -> None:
    for number in range(4):
        token = f"{TOKEN}-{number}"
        TicketFactory(batch__question=question, token_hash=hash_of(token))
        deeds = [partial(hand_in, reverse("ask_once", args=[token]), step="4", good="Ja") for _person in range(4)]
        assert statuses(at_once(deeds)) == [303, 410, 410, 410]
    assert Answer.objects.count() == Feedback.objects.count() == Reading.objects.get().n == 4
    assert not Ticket.objects.filter(is_used=False).exists()


def test_a_reading_removed_while_answers_come_breaks_none(question: Question) -> None:
    for _round in range(4):
        hand_in(page_of(question), step="5")
        deeds = [partial(hand_in, page_of(question), step="4") for _person in range(4)]
        removed = [partial(Reading.objects.filter(metric=question.metric).delete)]
        assert statuses(at_once([*deeds, *removed])) == [303] * 4
    assert Answer.objects.count() == 20


def test_a_question_closed_meanwhile_keeps_or_refuses_and_never_breaks(question: Question) -> None:
    for _round in range(4):
        Question.objects.update(closed_at=None)
        before = Answer.objects.count()
        deeds = [partial(hand_in, page_of(question), step="4") for _person in range(4)]
        closed = partial(Question.objects.filter(pk=question.pk).update, closed_at=timezone.now())
        found = statuses(at_once([*deeds, closed]))
        assert set(found) <= {303, 410}
        assert Answer.objects.count() - before == found.count(303)


def test_a_question_that_goes_meanwhile_takes_its_answers_along(question: Question, anna: Membership) -> None:
    for _round in range(4):
        gone = QuestionFactory(metric__touchpoint__team=question.team)
        deeds = [partial(hand_in, page_of(gone), step="4", good="Ja") for _person in range(3)]
        found = statuses(at_once([*deeds, partial(remove, gone.metric, by=anna)]))
        assert set(found) <= {303, 404, 410}
    assert not Answer.objects.exists()
