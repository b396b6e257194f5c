"""The ready list to begin an inventory with."""

import pytest
from django.urls import reverse

from teams.founding import found
from teams.models import Language, Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import TouchpointFactory, UserFactory
from touchpoints.exchange import ready_made
from touchpoints.models import Kind


def url(team: Team) -> str:
    return reverse("touchpoints:ready_made", args=[team.slug])


@pytest.mark.parametrize("language", Language.values)
def test_the_list_is_complete_in_both_languages(language: str) -> None:
    entries = ready_made.all_of(language)
    assert len(entries) >= 60
    assert len({entry.key for entry in entries}) == len({entry.name.lower() for entry in entries}) == len(entries)
    assert all(all((entry.name, entry.actual, entry.target, entry.channel)) for entry in entries)
    assert {entry.kind for entry in entries} == set(Kind)
    assert {entry.stage for entry in entries} == set(ready_made.STAGES)
    assert all(entry.for_companies or entry.for_people for entry in entries)
    assert all(len(entry.name) <= 120 and len(entry.channel) <= 60 for entry in entries)


def test_stranger_and_reader_stay_outside(team: Team, clara: Membership, rita: Membership) -> None:
    assert signed_in(clara).get(url(team)).status_code == 404
    assert signed_in(rita).get(url(team)).status_code == 403


def test_what_is_there_already_is_marked_and_can_not_be_ticked(team: Team, ben: Membership) -> None:
    TouchpointFactory(team=team, name="HOTLINE")
    page = signed_in(ben).get(url(team)).text
    assert page.count("schon erfasst") == 1
    assert 'id="entry-hotline" aria-describedby="hint-hotline" disabled' in page


def test_companies_and_people_meet_different_touchpoints(team: Team, ben: Membership) -> None:
    browser = signed_in(ben)
    assert "Messestand" in browser.get(url(team), {"for": "b2b"}).text
    assert "Messestand" not in browser.get(url(team), {"for": "b2c"}).text
    assert "Schaufenster" not in browser.get(url(team), {"for": "b2b"}).text
    assert "Messestand" in browser.get(url(team), {"for": "nobody"}).text


def test_all_are_ticked_by_a_link(team: Team, ben: Membership) -> None:
    browser = signed_in(ben)
    assert " checked" not in browser.get(url(team)).text
    assert browser.get(url(team), {"tick": "all"}).text.count(" checked") == len(ready_made.all_of("de"))


def test_the_chosen_ones_are_captured_in_their_stage(db: None) -> None:
    founder = UserFactory(is_superuser=True)
    team = found(team=Team(name="Neu", language="en"), by=founder)
    assert ready_made.add(["hotline", "review-portal"], team=team) == 2
    hotline = team.touchpoints.get(name="Hotline")
    assert (str(hotline.stage), hotline.channel, hotline.is_personal) == ("Service", "Phone", True)
    assert team.touchpoints.get(name="Review portal").kind == Kind.INDIRECT
    assert hotline.history.count() == 1


def test_nothing_is_captured_twice(team: Team, ben: Membership) -> None:
    TouchpointFactory(team=team, name="hotline")
    browser = signed_in(ben)
    answer = browser.post(url(team), {"entry": ["hotline", "invoice", "unknown"]}, follow=True)
    assert "1 Kontaktpunkt ist erfasst." in answer.text
    again = browser.post(url(team), {"entry": ["hotline", "invoice"]}, follow=True)
    assert "Es ist nichts dazugekommen" in again.text
    assert sorted(team.touchpoints.values_list("name", flat=True)) == ["Rechnung", "hotline"]


def test_a_colleague_who_was_faster_breaks_nothing(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    TouchpointFactory(team=team, name="Hotline")
    monkeypatch.setattr(ready_made, "names_in", lambda team: set())
    assert ready_made.add(["hotline", "invoice"], team=team) == 1


def test_the_page_costs_the_same_however_much_is_there(team: Team, ben: Membership) -> None:
    browser = signed_in(ben)
    none = queries_of(browser, url(team))
    TouchpointFactory.create_batch(3, team=team)
    assert queries_of(browser, url(team)) == none


def test_an_empty_inventory_offers_the_list(team: Team, ben: Membership, rita: Membership) -> None:
    inventory = reverse("touchpoints:list", args=[team.slug])
    assert url(team) in signed_in(ben).get(inventory).text
    assert url(team) in signed_in(ben).get(team.get_absolute_url()).text
    assert url(team) not in signed_in(rita).get(inventory).text
