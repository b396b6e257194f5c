"""A ready journey that is taken while others take it too, or capture what it brings along."""

from __future__ import annotations

from functools import partial

import pytest

from journeys.models import Persona
from journeys.personas.describing import describe
from journeys.ready_made.reading import all_in
from journeys.ready_made.taking import Taken, take
from teams.models import Team
from tests.races.at_once import at_once
from touchpoints.exchange import ready_made

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_clicks_are_one_journey(team: Team) -> None:
    practice = all_in("de")[3]
    results = at_once([partial(take, practice, team=team)] * 3)
    assert sorted(result.is_new for result in results if isinstance(result, Taken)) == [False, False, True]
    assert team.journeys.get().steps.count() == len(practice.steps)
    assert team.touchpoints.count() == len(practice.places)


def test_what_a_colleague_captures_meanwhile_is_used(team: Team) -> None:
    shop = all_in("de")[0]
    colleague = Persona(team=team, name=shop.persona["name"].upper())
    keys = [entry.key for entry in ready_made.all_of("de")]

    def writes_the_profile() -> bool:
        try:
            describe(persona=colleague)
        except Exception as late:  # whoever comes second is told so by the form
            return "persona_name_once_a_team" in str(late) or "UNIQUE" in str(late)
        return True

    taken, _added, is_told = at_once(
        [lambda: take(shop, team=team), lambda: ready_made.add(keys, team=team), writes_the_profile]
    )
    assert isinstance(taken, Taken) and is_told
    assert team.personas.get() == taken.journey.persona
    names = [name.lower() for name in team.touchpoints.values_list("name", flat=True)]
    assert len(names) == len(set(names))
    assert taken.journey.steps.count() == len(shop.steps)
