"""Words that German uses for several things, and English does not."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils.translation import override

from journeys.models import JourneyStep
from teams.models import Language, Membership
from tests.conftest import signed_in
from tests.journeys.of_journeys import JourneyStepFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def step(ben: Membership) -> Iterator[JourneyStep]:
    ben.user.language = Language.ENGLISH
    ben.user.save()
    with override(None):
        yield JourneyStepFactory(phase__journey__team=ben.team, emotion=1)


def page(of: Membership, name: str, *keys: int) -> str:
    return signed_in(of).get(reverse(f"journeys:{name}", args=[of.team.slug, *keys])).content.decode()


def test_lanes_are_on_and_off(ben: Membership, step: JourneyStep) -> None:
    shown = page(ben, "map", step.journey.pk)
    assert 'data-on="on" data-off="off"' in shown
    assert ">on</span> Goal" in shown


def test_the_way_has_an_end(ben: Membership, step: JourneyStep) -> None:
    assert ">End</" in page(ben, "map", step.journey.pk)


def test_phases_are_called_by_what_customers_are_doing(ben: Membership, step: JourneyStep) -> None:
    shown = page(ben, "create")
    assert "Comparing\nBuying" in shown


def test_a_step_is_moved_not_postponed(ben: Membership, step: JourneyStep) -> None:
    JourneyStepFactory(phase=step.phase)
    shown = page(ben, "edit_step", step.journey.pk, step.pk)
    assert ">Move</button>" in shown
    assert "Postpone" not in shown
