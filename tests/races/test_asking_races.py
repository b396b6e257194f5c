"""Questions and one-use links in the same moment: one answer a link, one mailing a person, one question a metric."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from feedback.asking import offering, sending
from feedback.models import Batch, Question, Ticket
from teams.models import Membership
from teams.tokens import hash_of
from tests.factories import MetricFactory
from tests.feedback.of_feedback import BatchFactory, QuestionFactory, TicketFactory
from tests.races.at_once import at_once, posting, statuses
from touchpoints.models import Metric

pytestmark = pytest.mark.django_db(transaction=True)


def test_link_that_many_use_at_once_is_good_for_one(anna: Membership) -> None:
    for number in range(5):
        ticket = TicketFactory(
            batch__question__metric__touchpoint__team=anna.team, token_hash=hash_of(f"ticket {number}")
        )
        assert sorted(map(bool, at_once([partial(offering.use, ticket)] * 4))) == [False, False, False, True]


def test_person_on_two_lists_at_once_is_asked_by_one(anna: Membership, ben: Membership) -> None:
    question = QuestionFactory(metric__touchpoint__team=anna.team)
    until = (timezone.now() + timedelta(days=9)).date().isoformat()
    people = "\n".join(f"K{number}" for number in range(40))
    deeds = [
        posting(who, "feedback:create_links", question.pk, name=f"Versand {name}", customers=people, expires_on=until)
        for name, who in (("A", anna), ("B", ben))
    ]
    results: list[Any] = at_once(deeds)
    for result in results:
        result.close()
    assert sorted(result.status_code for result in results) == [200, 422]
    assert (Batch.objects.count(), Ticket.objects.count()) == (1, 40)


def test_links_taken_back_while_somebody_answers_lose_no_answer(anna: Membership) -> None:
    for number in range(5):
        question = QuestionFactory(metric__touchpoint__team=anna.team)
        ticket = TicketFactory(batch=BatchFactory(question=question), token_hash=hash_of(f"back {number}"))

        def take_back(batch: Batch = ticket.batch) -> bool:
            try:
                sending.discard(batch)
            except sending.AlreadyAnswered:
                return False
            return True

        was_used, is_gone = at_once([partial(offering.use, ticket), take_back])
        assert was_used != is_gone
        assert Ticket.objects.filter(pk=ticket.pk, is_used=True).exists() == was_used


def test_metric_that_two_ask_on_at_once_gets_one_open_question(anna: Membership, ben: Membership) -> None:
    metric = MetricFactory(touchpoint__team=anna.team, type=Metric.Type.CES)
    said = {"touchpoint": metric.touchpoint_id, "scale": metric.pk}
    assert statuses(at_once([posting(who, "feedback:create_question", **said) for who in (anna, ben)])) == [302, 422]
    assert Question.objects.filter(metric=metric).count() == 1
