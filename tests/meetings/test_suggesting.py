"""Which touchpoint the next round could take, and why."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from meetings.models import Phase
from meetings.suggesting import suggestions
from teams.models import Membership, Team
from tests.conftest import signed_in
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
    assert [(each.name, str(each.reason)) for each in suggestions(team, at=NOW, besides=now)] == [
        ("Super", "Super-Touchpoint, zuletzt am 25. Oktober 2026"),
        ("Nie", "noch nie besprochen"),
        ("Alt", "zuletzt am 28. Januar 2026"),
    ]


def test_suggestions_are_few_and_cost_the_same_for_many_touchpoints(
    team: Team, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    TouchpointFactory.create_batch(20, team=team)
    with django_assert_num_queries(7):
        assert len(suggestions(team, at=NOW)) == 3


RATED = {"importance_customer": 5, "impact": 8, "effort": 3}


def test_what_figures_speak_for_comes_first_with_their_reason_and_only_once(team: Team) -> None:
    weak = TouchpointFactory(team=team, name="Rechnung", is_key=True, performance=2, **RATED)
    TouchpointFactory(team=team, name="Hotline", performance=4, **RATED)
    first, *others = suggestions(team, at=NOW)
    assert (first.pk, first.reason) == (
        weak.pk,
        "Die Leistung (2,0 von 5) bleibt hinter der Wichtigkeit (5,0) zurück; "
        "dazu: viel Wirkung für wenig Aufwand, Super-Touchpoint.",
    )
    assert [each.name for each in others] == ["Hotline"]


@pytest.mark.parametrize(("days", "first"), [(89, "Hotline"), (-7, "Hotline"), (91, "Rechnung")])
def test_what_a_round_has_just_taken_or_will_take_up_rests(team: Team, days: int, first: str) -> None:
    weak = TouchpointFactory(team=team, name="Rechnung", performance=2, **RATED)
    TouchpointFactory(team=team, name="Hotline", performance=4, **RATED)
    MeetingFactory(team=team, touchpoint=weak, starts_at=NOW - timedelta(days=days))
    assert suggestions(team, at=NOW)[0].name == first


def test_the_priorities_propose_what_planning_a_round_does(team: Team, anna: Membership) -> None:
    weak = TouchpointFactory(team=team, name="Rechnung", performance=2, **RATED)
    TouchpointFactory(team=team, name="Hotline", performance=4, **RATED)
    browser = signed_in(anna)
    assert proposed(browser, team) == suggestions(team, at=timezone.now())[0].name == "Rechnung"
    planned = MeetingFactory(team=team, touchpoint=weak, starts_at=timezone.now() + timedelta(days=7))
    assert proposed(browser, team) == suggestions(team, at=timezone.now())[0].name == "Hotline"
    planned.cancel()
    assert proposed(browser, team) == "Rechnung"


def proposed(browser: Client, team: Team) -> str:
    """What the page of priorities says to start with."""
    page = browser.get(reverse("touchpoints:priorities", args=[team.slug])).text
    start = re.search(r"Hier anfangen:.*?>([^<]+)</a>", page)
    assert start
    return start[1]
