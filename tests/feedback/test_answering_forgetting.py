"""What customers said is forgotten in time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.conf import settings

from feedback import tasks
from feedback.answering import forgetting
from feedback.answering.forgetting import forget_old, months_before
from feedback.models import Answer, Contact, Feedback, Listening
from teams.models import Team
from tests.factories import NOW, ReadingFactory
from tests.feedback.of_feedback import AnswerFactory, ContactFactory, FeedbackFactory, RecoveryCaseFactory
from touchpoints.models import Reading

pytestmark = pytest.mark.django_db

TWO_YEARS_AND_A_DAY = NOW - timedelta(days=2 * 365 + 1)


@pytest.mark.parametrize(
    ("at", "months", "before"),
    [
        (datetime(2028, 3, 31, 12, tzinfo=UTC), 24, datetime(2026, 3, 31, 12, tzinfo=UTC)),
        (datetime(2028, 3, 31, 12, tzinfo=UTC), 1, datetime(2028, 2, 29, 12, tzinfo=UTC)),
        (datetime(2026, 1, 15, 0, tzinfo=UTC), 1, datetime(2025, 12, 15, 0, tzinfo=UTC)),
    ],
)
def test_months_are_counted_by_the_calendar(at: datetime, months: int, before: datetime) -> None:
    assert months_before(at, months) == before


def test_a_contact_goes_on_the_promised_day_and_its_voice_stays(team: Team) -> None:
    today = ContactFactory(feedback__team=team, forget_on=NOW.date())
    tomorrow = ContactFactory(feedback__team=team, forget_on=NOW.date() + timedelta(days=1))
    assert not forget_old(NOW)
    assert list(Contact.objects.all()) == [tomorrow]
    assert Feedback.objects.filter(pk=today.feedback_id).exists()


def test_a_contact_goes_although_somebody_still_works_on_the_case(team: Team) -> None:
    contact = ContactFactory(feedback__team=team, forget_on=NOW.date())
    RecoveryCaseFactory(feedback=contact.feedback)
    forget_old(NOW)
    assert not Contact.objects.exists()


def test_words_and_answers_go_after_the_teams_months_and_readings_stay(team: Team) -> None:
    Listening.objects.create(team=team, months_kept=3)
    for at in (NOW - timedelta(days=100), NOW - timedelta(days=80)):
        answer = AnswerFactory(question__metric__touchpoint__team=team, answered_at=at, day=at.date())
        FeedbackFactory(team=team, answer=answer, created_at=at)
    ReadingFactory(metric=answer.question.metric, measured_on=date(2020, 1, 1))
    forget_old(NOW)
    assert list(Answer.objects.all()) == [answer]
    assert Feedback.objects.get().answer == answer
    assert Reading.objects.count() == 1


def test_without_a_wish_of_the_team_words_stay_two_years(team: Team) -> None:
    FeedbackFactory(team=team, created_at=TWO_YEARS_AND_A_DAY)
    kept = FeedbackFactory(team=team, created_at=NOW - timedelta(days=2 * 365 - 1))
    forget_old(NOW)
    assert Feedback.objects.get() == kept


def test_what_was_said_long_ago_and_brought_lately_stays(team: Team) -> None:
    FeedbackFactory(team=team, said_on=date(2019, 5, 4), created_at=NOW)
    forget_old(NOW)
    assert Feedback.objects.count() == 1


def test_a_voice_with_an_open_case_waits_until_it_is_closed(team: Team) -> None:
    answer = AnswerFactory(question__metric__touchpoint__team=team, answered_at=TWO_YEARS_AND_A_DAY)
    voice = FeedbackFactory(team=team, answer=answer, created_at=TWO_YEARS_AND_A_DAY)
    case = RecoveryCaseFactory(feedback=voice)
    forget_old(NOW)
    assert Feedback.objects.filter(pk=voice.pk).exists() and Answer.objects.filter(pk=answer.pk).exists()
    case.outcome, case.closed_at = "solved", NOW
    case.save()
    forget_old(NOW)
    assert not Feedback.objects.exists() and not Answer.objects.exists()


def test_a_turn_ends_before_others_wait_long(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    monkeypatch.setattr(forgetting, "TURN", -1)
    for _each in range(3):
        FeedbackFactory(team=team, created_at=TWO_YEARS_AND_A_DAY)
    assert forget_old(NOW)
    assert Feedback.objects.count() == 1


@time_machine.travel(NOW, tick=False)
def test_the_clock_sees_to_it_once_a_day_until_nothing_is_left(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    monkeypatch.setattr(forgetting, "TURN", -1)
    for _each in range(5):
        FeedbackFactory(team=team, created_at=TWO_YEARS_AND_A_DAY)
    tasks.forget_what_is_over()
    assert not Feedback.objects.exists()
    assert settings.CELERY_BEAT_SCHEDULE["old voices"]["task"] == tasks.forget_what_is_over.name
