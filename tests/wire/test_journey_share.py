"""What a link to read a journey sends: byte by byte nothing of the inside view where it was not chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from journeys.feeling import Felt, Origin
from journeys.lanes import LANES, Side
from journeys.map.curve import SHAPES
from journeys.mapping import JourneyMap, MapPhase, MapStep
from journeys.models import CUSTOMER_TEXTS, INSIDE_TEXTS, Journey, JourneyKind
from journeys.sharing import linking
from journeys.sharing.outside import as_shown
from teams.models import Membership
from tests.factories import DepartmentFactory, MetricFactory, ReadingFactory, TouchpointFactory
from tests.feedback.of_feedback import FeedbackFactory
from tests.journeys.of_journeys import JourneyFactory, JourneyStepFactory

pytestmark = pytest.mark.django_db
TOLD_INSIDE = [f"Innen-{name}-🔒" for name in INSIDE_TEXTS] + [
    "Abteilung-Zitronenfalter",
    "Interne-Notiz",
    "Chef-Bereich",
]
TOLD_NEVER = ["Kennzahl-Eisvogel", "Name-im-Inventar", "Lieferantin Lisa"]


@pytest.fixture(autouse=True)
def nobody_has_looked_yet() -> None:
    cache.clear()


@pytest.fixture
def journey(anna: Membership) -> Journey:
    """Every field says something, and what it says is found nowhere else."""
    journey = JourneyFactory(team=anna.team, notes="Interne-Notiz")
    touchpoint = TouchpointFactory(
        team=anna.team, name="Name-im-Inventar", department=DepartmentFactory(team=anna.team, name="Chef-Bereich")
    )
    ReadingFactory(metric=MetricFactory(touchpoint=touchpoint, name="Kennzahl-Eisvogel"))
    JourneyStepFactory(
        phase__journey=journey,
        phase__name="Kaufen",
        touchpoint=touchpoint,
        name="Angebot",
        department=DepartmentFactory(team=anna.team, name="Abteilung-Zitronenfalter"),
        emotion=-1,
        **{name: f"Innen-{name}-🔒" for name in INSIDE_TEXTS},
        **{name: f"Kunde-{name}" for name in CUSTOMER_TEXTS},
    )
    JourneyStepFactory(phase=journey.phases.get(), touchpoint=touchpoint, name="Rückruf")
    return journey


def sent(journey: Journey, by: Membership, *, inside: bool) -> Iterator[str]:
    """All that leaves the server by the link, headers included, in both languages."""
    _share, token = linking.share(
        journey=journey, for_whom="Lieferantin Lisa", days=7, shows_inside=inside, by=by.user, at=timezone.now()
    )
    for language in ("de", "en"):
        answer = Client().get(reverse("shared_journey", args=[token]), headers={"Accept-Language": language})
        assert answer.status_code == 200
        yield f"{answer.headers}\n{answer.content.decode()}"


def test_without_the_inside_view_no_word_of_it_is_in_the_bytes(journey: Journey, anna: Membership) -> None:
    for answer in sent(journey, anna, inside=False):
        assert [word for word in (*TOLD_INSIDE, *TOLD_NEVER) if word in answer] == []
        assert [f"Kunde-{name}" for name in CUSTOMER_TEXTS if f"Kunde-{name}" not in answer] == []
        for lane in LANES:
            assert (f'data-lane="{lane.name}"' in answer) == (lane.side == Side.CUSTOMER)
        assert 'class="inside"' not in answer


def test_with_the_inside_view_its_words_are_there(journey: Journey, anna: Membership) -> None:
    for answer in sent(journey, anna, inside=True):
        assert [word for word in TOLD_INSIDE if word not in answer] == ["Interne-Notiz"]
        assert [word for word in TOLD_NEVER if word in answer] == []


@pytest.mark.parametrize("inside", [False, True])
def test_whose_case_it_was_stays_with_the_team(anna: Membership, inside: bool) -> None:
    case = JourneyFactory(team=anna.team, kind=JourneyKind.CASE, case_name="Frau Zitronella Maier")
    JourneyStepFactory(phase__journey=case)
    for answer in sent(case, anna, inside=inside):
        assert "Zitronella" not in answer


@pytest.mark.parametrize("inside", [False, True])
def test_nothing_leads_into_the_team_and_nobody_of_it_is_named(
    journey: Journey, anna: Membership, inside: bool
) -> None:
    for answer in sent(journey, anna, inside=inside):
        assert f"/t/{anna.team.slug}" not in answer
        assert str(anna.user) not in answer
        assert anna.user.email not in answer
        assert "<form" not in answer
        assert "csrf" not in answer.lower()
        assert set(re.findall(r'data-(?:step|phase|own)="(\w*)"', answer)) <= {""}


def test_where_an_emotion_was_measured_only_that_is_told() -> None:
    felt = Felt(-0.64, Origin.READINGS, metric="CSAT", n=50)
    step = MapStep(thread="t", title="Angebot", pk=7, touchpoint=9, touchpoint_name="Angebot", emotion=1, felt=felt)
    journey = JourneyMap("Berta", "Kauf", JourneyKind.ACTUAL, [MapPhase("Kaufen", [step], pk=3)], notes="geheim")
    shown = as_shown(journey, inside=True)
    assert (shown.notes, shown.phases[0].pk) == ("", None)
    (told,) = shown.steps
    assert (told.pk, told.touchpoint, told.thread, told.emotion) == (None, None, "", None)
    assert told.felt == Felt(-0.6, Origin.READINGS)


def test_where_an_emotion_was_heard_only_that_is_told_and_not_what_was_said(journey: Journey, anna: Membership) -> None:
    touchpoint = journey.team.touchpoints.get()
    touchpoint.metrics.get().readings.all().delete()
    for _number in range(7):
        FeedbackFactory(
            team=anna.team, touchpoint=touchpoint, text="Nie wieder, sagt Frau Müller.", said_on=timezone.localdate()
        )
    for answer in sent(journey, anna, inside=True):
        assert SHAPES[Origin.VOICES] in answer
        assert "Frau Müller" not in answer
        assert "n = 7" not in answer
