"""Which touchpoint the next round could take, and why."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from meetings.models import Phase
from meetings.suggesting import suggestions
from teams.models import Team
from tests.factories import NOW, MeetingFactory, TouchpointFactory
from touchpoints.models import Status

pytestmark = pytest.mark.django_db


def test_suggestions_say_why(team: Team) -> None:
    TouchpointFactory(team=team, name="Nie")
    old = TouchpointFactory(team=team, name="Alt")
    key = TouchpointFactory(team=team, name="Super", is_key=True)
    TouchpointFactory(team=team, name="Stillgelegt", status=Status.RETIRED)
    TouchpointFactory(name="Von anderen")
    for touchpoint, days in ((old, 300), (key, 30)):
        MeetingFactory(team=team, touchpoint=touchpoint, starts_at=NOW - timedelta(days=days))
    MeetingFactory(team=team, touchpoint=old, phase=Phase.CANCELLED)
    now = MeetingFactory(team=team, touchpoint=TouchpointFactory(team=team, name="Heute"))
    assert [(each.name, str(each.reason)) for each in suggestions(team, besides=now)] == [
        ("Super", "Super-Touchpoint, zuletzt am 25. Oktober 2026"),
        ("Nie", "noch nie besprochen"),
        ("Alt", "zuletzt am 28. Januar 2026"),
    ]


def test_suggestions_are_few_and_cost_the_same_for_many_touchpoints(
    team: Team, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    TouchpointFactory.create_batch(20, team=team)
    with django_assert_num_queries(3):
        assert len(suggestions(team)) == 3
