"""Several people at the inventory in the same moment: nobody sees an error page, and no rule is passed by."""

import pytest

from teams.models import Membership, Team
from tests.factories import InfluenceFactory, TouchpointFactory
from tests.races.at_once import at_once, posting, statuses
from touchpoints.models import Influence

pytestmark = pytest.mark.django_db(transaction=True)

ENTRY = {"name": "Rechnung", "kind": "direct", "evidence": "guess", "status": "active"}


def test_same_name_and_tag_typed_by_five_at_once_make_one_touchpoint(team: Team, ben: Membership) -> None:
    results = at_once([posting(ben, "touchpoints:create", **ENTRY, new_tags="Praxen") for _click in range(5)])
    assert statuses(results) == [302, 422, 422, 422, 422]
    assert team.touchpoints.get().tags.get().name == "Praxen"


def test_two_halves_of_a_circle_at_once_leave_no_circle(team: Team, anna: Membership, ben: Membership) -> None:
    a, b, c, d = [TouchpointFactory(team=team, name=name) for name in "ABCD"]
    for source, target in ((b, c), (d, a)):
        InfluenceFactory(source=source, target=target, kind=Influence.Kind.NEEDS)
    results = at_once(
        [
            posting(anna, "touchpoints:add_influence", a.pk, kind="needs", target="B"),
            posting(ben, "touchpoints:add_influence", c.pk, kind="needs", target="D"),
        ]
    )
    assert statuses(results) == [302, 422]
    assert Influence.objects.count() == 3


def test_different_fields_changed_at_once_are_all_kept(team: Team, anna: Membership, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team, name="Rechnung")
    seen = touchpoint.history.get().pk
    results = at_once(
        [
            posting(anna, "touchpoints:edit", touchpoint.pk, **ENTRY, seen=seen, told=seen, goal="Dank"),
            posting(ben, "touchpoints:edit", touchpoint.pk, **ENTRY, seen=seen, told=seen, ending="Gruß"),
            posting(ben, "touchpoints:mark_key", touchpoint.pk, key=""),
        ]
    )
    assert statuses(results) == [302, 302, 302]
    touchpoint.refresh_from_db()
    assert (touchpoint.goal, touchpoint.ending, touchpoint.is_key) == ("Dank", "Gruß", True)


def test_same_system_added_twice_at_once_stands_once(team: Team, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    typed = {"kind": "system", "name": "Kasse"}
    assert statuses(
        at_once([posting(ben, "touchpoints:add_resource", touchpoint.pk, **typed) for _click in range(3)])
    ) == [
        302,
        422,
        422,
    ]
    assert touchpoint.resources.count() == 1
