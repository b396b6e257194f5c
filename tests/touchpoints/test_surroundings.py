"""What a touchpoint hangs together with: resources and influences."""

import json
from collections.abc import Sequence
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone

from teams.leaving import delete_account
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import (
    InfluenceFactory,
    MembershipFactory,
    ReadingFactory,
    ResourceFactory,
    TouchpointFactory,
    UserFactory,
)
from touchpoints.influencing import circle_closed_by, connect
from touchpoints.models import Influence, Resource, Touchpoint

NEEDS = Influence.Kind.NEEDS


def url(touchpoint: Touchpoint, name: str, *args: int) -> str:
    return reverse(f"touchpoints:{name}", args=[touchpoint.team.slug, touchpoint.pk, *args])


def chain(team: Team, names: str, kind: Influence.Kind = NEEDS) -> Sequence[Touchpoint]:
    """Touchpoints of one letter each, every one of which needs the next."""
    points = [TouchpointFactory(team=team, name=name) for name in names]
    for source, target in pairwise(points):
        InfluenceFactory(source=source, target=target, kind=kind)
    return points


# --- Resources ----------------------------------------------------------------------------------


def test_system_is_added_with_its_owner_and_shown(team: Team, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    typed = {"kind": "data", "name": "Kundenstämme 🗂", "owner": ben.user.pk, "note": "Ohne Löschfrist"}
    answer = signed_in(ben).post(url(touchpoint, "add_resource"), typed)
    assert answer.headers["Location"] == url(touchpoint, "surroundings")
    page = signed_in(ben).get(url(touchpoint, "detail")).text
    assert "Kundenstämme 🗂" in page
    assert "Daten · Ben Yılmaz · Ohne Löschfrist" in page


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("name", "x" * 121), ("note", "x" * 281), ("kind", "gold"), ("owner", "9" * 30)]
)
def test_what_does_not_fit_is_said_on_the_same_page(team: Team, ben: Membership, field: str, value: str) -> None:
    touchpoint = TouchpointFactory(team=team)
    typed = {"kind": "system", "name": "Warenwirtschaft"} | {field: value}
    answer = signed_in(ben).post(url(touchpoint, "add_resource"), typed)
    assert answer.status_code == 422
    assert set(answer.context["resource_form"].errors) == {field}
    assert 'id="surroundings"' in answer.text
    assert not Resource.objects.exists()


def test_same_system_stands_once(team: Team, ben: Membership) -> None:
    resource = ResourceFactory(touchpoint__team=team, name="Warenwirtschaft")
    typed = {"kind": "system", "name": " Warenwirtschaft "}
    answer = signed_in(ben).post(url(resource.touchpoint, "add_resource"), typed)
    assert answer.context["resource_form"].errors["name"] == ["Das steht hier schon."]


def test_owner_works_in_the_team(team: Team, ben: Membership, rita: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    for person in (rita.user, UserFactory()):
        typed = {"kind": "system", "name": "Kasse", "owner": person.pk}
        assert set(signed_in(ben).post(url(touchpoint, "add_resource"), typed).context["resource_form"].errors) == {
            "owner"
        }


def test_system_is_removed_after_being_asked_once(team: Team, ben: Membership) -> None:
    resource = ResourceFactory(touchpoint__team=team)
    address = url(resource.touchpoint, "remove_resource", resource.pk)
    assert "hier entfernen?" in signed_in(ben).get(address).text
    assert Resource.objects.exists()
    signed_in(ben).post(address)
    assert not Resource.objects.exists()


@pytest.mark.parametrize("name", ["remove_resource", "edit_resource"])
def test_system_of_another_touchpoint_is_not_found_here(team: Team, ben: Membership, name: str) -> None:
    foreign = ResourceFactory()
    here = TouchpointFactory(team=team)
    assert signed_in(ben).post(url(here, name, foreign.pk)).status_code == 404


def test_system_is_edited_in_the_form_that_shows_it(team: Team, ben: Membership) -> None:
    resource = ResourceFactory(touchpoint__team=team, name="Kasse", note="alt", owner=ben.user)
    address = url(resource.touchpoint, "edit_resource", resource.pk)
    assert 'value="Kasse"' in signed_in(ben).get(address).text
    answer = signed_in(ben).post(address, {"kind": "process", "name": "Kassieren", "note": "neu"})
    assert answer.headers["Location"] == url(resource.touchpoint, "surroundings")
    resource.refresh_from_db()
    assert (resource.kind, resource.name, resource.note, resource.owner) == ("process", "Kassieren", "neu", None)


def test_system_is_not_edited_into_one_that_stands_there(team: Team, ben: Membership) -> None:
    resource = ResourceFactory(touchpoint__team=team, name="Kasse")
    other = ResourceFactory(touchpoint=resource.touchpoint, name="Lager")
    answer = signed_in(ben).post(url(other.touchpoint, "edit_resource", other.pk), {"kind": "system", "name": "Kasse"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["name"] == ["Das steht hier schon."]


# --- Influences ---------------------------------------------------------------------------------


def test_influence_is_seen_from_both_ends(team: Team, ben: Membership) -> None:
    source, target = TouchpointFactory(team=team, name="Werbung"), TouchpointFactory(team=team, name="Händler-Öffnung")
    typed = {"kind": "strengthens", "target": "händler-Öffnung", "note": "Im Frühjahr"}
    assert signed_in(ben).post(url(source, "add_influence"), typed).status_code == 302
    browser = signed_in(ben)
    assert "stärkt →</span>" in browser.get(url(source, "detail")).text
    there = browser.get(url(target, "detail")).text
    assert "stärkt → Händler-Öffnung" in there
    assert "Werbung</a>" in there


@pytest.mark.parametrize("name", ["", "Gibt es nicht", "x" * 121])
def test_influence_needs_a_touchpoint_of_the_team(team: Team, ben: Membership, name: str) -> None:
    TouchpointFactory(name="Fremd")
    source = TouchpointFactory(team=team)
    for typed in (name, "Fremd"):
        answer = signed_in(ben).post(url(source, "add_influence"), {"kind": "needs", "target": typed})
        assert answer.status_code == 422
        assert set(answer.context["influence_form"].errors) == {"target"}


def test_touchpoint_does_not_influence_itself(team: Team, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team, name="Messe")
    for kind in Influence.Kind.values:
        answer = signed_in(ben).post(url(touchpoint, "add_influence"), {"kind": kind, "target": "Messe"})
        assert answer.context["influence_form"].errors["target"] == ["Ein Kontaktpunkt wirkt nicht auf sich selbst."]


def test_same_influence_stands_once(team: Team, ben: Membership) -> None:
    a, _b = chain(team, "AB")
    answer = signed_in(ben).post(url(a, "add_influence"), {"kind": "needs", "target": "B"})
    assert answer.context["influence_form"].errors["target"] == ["Diese Wechselwirkung steht hier schon."]


def test_circle_of_needs_is_refused_and_named(team: Team, ben: Membership) -> None:
    *_others, c = chain(team, "ABC")
    answer = signed_in(ben).post(url(c, "add_influence"), {"kind": "needs", "target": "A"})
    assert answer.status_code == 422
    assert answer.context["influence_form"].errors["target"] == [
        "So entstünde ein Kreis: „C“ braucht „A“ braucht „B“ braucht „C“."
    ]


@pytest.mark.parametrize("kind", ["strengthens", "weakens", "leads_to"])
def test_other_circles_are_allowed_and_shown(team: Team, ben: Membership, kind: Influence.Kind) -> None:
    a, b = chain(team, "AB", kind)
    assert signed_in(ben).post(url(b, "add_influence"), {"kind": kind, "target": "A"}).status_code == 302
    assert signed_in(ben).get(url(a, "detail")).status_code == 200
    assert signed_in(ben).post(url(b, "add_influence"), {"kind": "needs", "target": "A"}).status_code == 302


def test_search_for_circles_ends_where_there_is_one_already(team: Team) -> None:
    a, b, c = chain(team, "ABC")
    Influence.objects.bulk_create([Influence(source=c, target=b, kind=NEEDS)])
    lone = TouchpointFactory(team=team)
    assert circle_closed_by(Influence(source=lone, target=a, kind=NEEDS)) == []


def test_influence_is_removed_from_either_end(team: Team, ben: Membership) -> None:
    for end in ("source", "target"):
        influence = InfluenceFactory(source__team=team)
        address = url(getattr(influence, end), "remove_influence", influence.pk)
        assert "entfernen?" in signed_in(ben).get(address).text
        signed_in(ben).post(address)
        assert not Influence.objects.exists()


@pytest.mark.parametrize("name", ["remove_influence", "edit_influence"])
def test_influence_of_others_is_not_found_here(team: Team, ben: Membership, name: str) -> None:
    foreign, here = InfluenceFactory(), TouchpointFactory(team=team)
    assert signed_in(ben).post(url(here, name, foreign.pk)).status_code == 404


@pytest.mark.parametrize("end", ["source", "target"])
def test_influence_is_edited_from_either_end(team: Team, ben: Membership, end: str) -> None:
    a, _b = chain(team, "AB")
    c = TouchpointFactory(team=team, name="C")
    influence = a.influences.get()
    here = getattr(influence, end)
    address = url(here, "edit_influence", influence.pk)
    assert 'value="B"' in signed_in(ben).get(address).text
    answer = signed_in(ben).post(address, {"kind": "weakens", "target": "C", "note": "selten"})
    assert answer.headers["Location"] == url(here, "surroundings")
    influence.refresh_from_db()
    assert (influence.source, influence.kind, influence.target, influence.note) == (a, "weakens", c, "selten")


def test_influence_is_not_edited_into_a_circle_of_needs(team: Team, ben: Membership) -> None:
    a, _b, c = chain(team, "ABC")
    other = InfluenceFactory(source=c, target=a)
    answer = signed_in(ben).post(url(c, "edit_influence", other.pk), {"kind": "needs", "target": "A"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["target"] == [
        "So entstünde ein Kreis: „C“ braucht „A“ braucht „B“ braucht „C“."
    ]
    other.refresh_from_db()
    assert other.kind == "leads_to"


def test_names_are_offered_while_typing(team: Team, rita: Membership) -> None:
    for name in ("Messe <b>", "Messestand", "Hotline"):
        TouchpointFactory(team=team, name=name)
    TouchpointFactory(name="Messe fremd")
    address = reverse("touchpoints:names", args=[team.slug])
    found = signed_in(rita).get(address, {"target": "mess"}).text
    assert found.count("<option") == 2
    assert "&lt;b&gt;" in found
    assert signed_in(rita).get(address, {"target": "\0"}).text.strip() == ""


# --- The page and the person --------------------------------------------------------------------


def test_reader_sees_the_surroundings_and_no_button(team: Team, rita: Membership) -> None:
    resource = ResourceFactory(touchpoint__team=team, name="Warenwirtschaft")
    page = signed_in(rita).get(url(resource.touchpoint, "detail")).text
    assert "Warenwirtschaft" in page
    assert "/surroundings/" not in page


def test_page_costs_the_same_for_one_and_three(team: Team, ben: Membership) -> None:
    touchpoint, browser = TouchpointFactory(team=team), signed_in(ben)
    something_around(touchpoint)
    once = queries_of(browser, url(touchpoint, "surroundings"))
    something_around(touchpoint)
    something_around(touchpoint)
    assert queries_of(browser, url(touchpoint, "surroundings")) == once


def something_around(touchpoint: Touchpoint) -> None:
    ResourceFactory(touchpoint=touchpoint, owner=MembershipFactory(team=touchpoint.team).user)
    InfluenceFactory(source=touchpoint)
    InfluenceFactory(source__team=touchpoint.team, target=touchpoint)


def test_export_names_what_a_person_answers_for_and_measured(team: Team, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team, name="Hotline")
    ResourceFactory(touchpoint=touchpoint, name="Telefonanlage", owner=ben.user)
    ResourceFactory(touchpoint=touchpoint, name="Kasse")
    ReadingFactory(metric__touchpoint=touchpoint, by=ben.user)
    export = json.loads(signed_in(ben).get("/profile/export/").content)["touchpoints"]
    assert export["answers_for"] == [{"team": team.name, "touchpoint": "Hotline", "name": "Telefonanlage"}]
    assert [reading["at"] for reading in export["readings"]] == ["Hotline"]


def test_export_names_what_a_person_changed(team: Team, ben: Membership, anna: Membership) -> None:
    touchpoint = TouchpointFactory(team=team, name="Hotline")
    for person, name in ((ben, "Kasse"), (anna, "Lager")):
        signed_in(person).post(url(touchpoint, "add_resource"), {"kind": "system", "name": name})
    signed_in(ben).post(url(touchpoint, "mark_key"), {"key": ""})
    changes = json.loads(signed_in(ben).get("/profile/export/").content)["touchpoints"]["changes"]
    assert [(change["kind"], change["deed"], change["what"]) for change in changes] == [
        ("touchpoint", "~", "Hotline"),
        ("resource", "+", "System „Kasse“"),
    ]


def test_change_stays_when_the_account_goes(team: Team, ben: Membership, anna: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    signed_in(ben).post(url(touchpoint, "add_resource"), {"kind": "system", "name": "Kasse"})
    delete_account(user=ben.user, at=timezone.now())
    page = signed_in(anna).get(url(touchpoint, "history"))
    assert [event.heading for event in page.context["events"] if not event.is_own] == ["System „Kasse“ hinzugefügt"]


def test_influence_that_is_removed_while_it_is_edited_stays_removed(team: Team) -> None:
    influence = InfluenceFactory(source__team=team, target__team=team)
    Influence.objects.all().delete()
    with pytest.raises(Influence.DoesNotExist):
        connect(influence)
    assert not Influence.objects.exists()
