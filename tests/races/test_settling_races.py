"""Several people say at once what became of an action, in a round and outside: one answer and one action remain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, Outcome, Status
from actions.settling import settle
from meetings import plan
from meetings.models import Phase
from teams.models import Membership
from tests.conftest import signed_in
from tests.factories import ActionFactory
from tests.meetings.rounds import a_round
from tests.races.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked(ben: Membership) -> Action:
    return ActionFactory(team=ben.team, responsible=ben.user, follow_up_on=ben.team.today(timezone.now()))


def posting(person: Membership, action: Action, name: str, **answers: str) -> Callable[[], object]:
    browser, address = signed_in(person), reverse(f"actions:{name}", args=[action.team.slug, action.pk])
    return lambda: browser.post(address, answers).status_code


def fine_tuning(person: Membership, action: Action, days: int = 14) -> Callable[[], object]:
    again_on = (action.team.today(timezone.now()) + timedelta(days=days)).isoformat()
    return posting(person, action, "settle", outcome="fine_tune", result="Fast.", again_on=again_on)


def test_fine_tuned_by_two_at_once_one_action_follows(asked: Action, anna: Membership, ben: Membership) -> None:
    assert at_once([fine_tuning(person, asked) for person in (anna, ben, ben)]) == [302] * 3
    assert Action.objects.filter(predecessor=asked).count() == 1
    assert asked.history.filter(outcome=Outcome.FINE_TUNE).count() == 1


def test_the_following_action_is_begun_or_taken_back_but_not_both(
    asked: Action, anna: Membership, ben: Membership
) -> None:
    at = timezone.now()
    settle(
        action=asked,
        outcome=Outcome.FINE_TUNE,
        result="Fast.",
        again_on=asked.team.today(at) + timedelta(days=14),
        at=at,
    )
    follows = Action.objects.get(predecessor=asked)
    corrected = posting(anna, asked, "settle", outcome="works", result="Doch.")
    begun = posting(ben, follows, "move", to="running")
    answer, _moved = at_once([corrected, begun])
    assert answer == 302
    assert [row.status for row in Action.objects.filter(predecessor=asked)] in ([], [Status.RUNNING])


def test_answers_in_a_round_and_outside_wait_for_each_other(asked: Action, anna: Membership, ben: Membership) -> None:
    a = a_round(anna, ben).to(Phase.FOLLOW_UP)
    again_on = asked.team.today(a.now) + timedelta(days=14)

    def in_the_round() -> object:
        return plan.settle(
            meeting=a.meeting,
            by=a.ben,
            action=asked,
            outcome=Outcome.FINE_TUNE,
            result="In der Runde.",
            again_on=again_on,
            at=a.now,
        )

    at_once([in_the_round, fine_tuning(anna, asked), in_the_round, fine_tuning(ben, asked, 21)])
    assert Action.objects.filter(predecessor=asked).count() == 1
