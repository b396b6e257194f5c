"""Several people at one customer profile in the same moment: nobody sees an error page, and no rule is passed by."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from journeys import making
from journeys.models import Journey, Persona, Portrait
from journeys.personas import pictures
from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.journeys.of_journeys import PersonaFactory
from tests.journeys.of_pictures import picture
from tests.races.at_once import at_once, statuses

pytestmark = pytest.mark.django_db(transaction=True)


def url(team: Team, name: str, *args: int) -> str:
    return reverse(f"journeys:{name}", args=[team.slug, *args])


def test_removing_a_profile_while_a_journey_is_drawn_leaves_both_or_none(team: Team, ben: Membership) -> None:
    berta = PersonaFactory(team=team)

    def draw() -> object:
        try:
            return making.make(journey=Journey(team=team, persona=berta, occasion="Heizung"), phases=["Kaufen"])
        except ValidationError as refusal:
            return refusal

    removing = partial(signed_in(ben).post, url(team, "remove_persona", berta.pk))
    _drawn, response = at_once([draw, removing])
    assert response.status_code == 302  # type: ignore[attr-defined]
    assert Journey.objects.count() == Persona.objects.count()


def test_two_profiles_of_one_name_at_once_are_one(team: Team, ben: Membership, anna: Membership) -> None:
    typed = {"name": "Berta", "evidence": "guess"}
    posts = [partial(signed_in(who).post, url(team, "create_persona"), typed) for who in (ben, anna, ben)]
    assert sorted(statuses(at_once(posts))) == [302, 422, 422]


def test_two_pictures_at_once_are_one(team: Team) -> None:
    berta, small = PersonaFactory(team=team), pictures.made_small(picture())
    results = at_once([partial(pictures.keep, persona=berta, picture=small) for _click in range(3)])
    assert all(isinstance(result, Portrait) for result in results)
    assert Portrait.objects.count() == 1


def test_removing_twice_at_once_removes_once(team: Team, ben: Membership, anna: Membership) -> None:
    berta = PersonaFactory(team=team)
    posts = [partial(signed_in(who).post, url(team, "remove_persona", berta.pk)) for who in (ben, anna)]
    assert sorted(statuses(at_once(posts))) == [302, 404]
