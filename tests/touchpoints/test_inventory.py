"""The inventory's list: what it finds, for whom, at what cost."""

import pytest
from django.urls import reverse

from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import (
    ActionFactory,
    DepartmentFactory,
    MeetingFactory,
    StageFactory,
    TagFactory,
    TouchpointFactory,
    UserFactory,
)
from touchpoints.models import Evidence, Kind, Status


def url(team: Team, name: str = "list", *args: int) -> str:
    return reverse(f"touchpoints:{name}", args=[team.slug, *args])


def test_stranger_sees_nothing_of_the_inventory(team: Team, clara: Membership) -> None:
    TouchpointFactory(team=team, name="Kopierte Rechnung")
    assert signed_in(clara).get(url(team)).status_code == 404
    assert "Kopierte" not in signed_in(clara).get(url(clara.team)).text


def test_list_names_counts_and_all_touchpoints(team: Team, rita: Membership) -> None:
    TouchpointFactory(team=team, name="Rechnung", is_key=True)
    TouchpointFactory(team=team, name="Meinungsportal", kind=Kind.INDIRECT)
    page = signed_in(rita).get(url(team)).text
    assert "2 erfasst · 1 direkt, 1 indirekt · 1 Super-Touchpoint" in page
    assert "★ Rechnung" in page
    assert "Meinungsportal" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Hotline", "Rechnung", "Portal"}),
        ("kind=indirect", {"Portal"}),
        ("key=on", {"Rechnung"}),
        ("q=ware", {"Rechnung"}),
        ("q=rech+WARE", {"Rechnung"}),
        ("q=nirgends", set()),
        ("status=retired", {"Fax"}),
        ("status=", {"Hotline", "Rechnung", "Portal", "Fax", "Treuekarte"}),
        ("status=idea", {"Treuekarte"}),
        ("status=changing", {"Portal"}),
        ("status=active", {"Hotline", "Rechnung"}),
        ("channel=E-Mail+%26+Brief", {"Rechnung"}),
        ("evidence=measured", {"Hotline"}),
        ("truth=on", {"Hotline"}),
        ("kind=unknown&stage=x&page=x&q=%00&tag=x&evidence=x", {"Hotline", "Rechnung", "Portal"}),
        (f"tag={'9' * 30}&stage={'9' * 18}&status=x", set()),
    ],
)
def test_filters_stand_in_the_address(team: Team, rita: Membership, query: str, found: set[str]) -> None:
    words = {"actual_state": "Kommt vor der Ware an.", "channel": "E-Mail & Brief"}
    TouchpointFactory(team=team, name="Rechnung", is_key=True, **words)
    TouchpointFactory(team=team, name="Portal", kind=Kind.INDIRECT, status=Status.CHANGING)
    TouchpointFactory(team=team, name="Hotline", evidence=Evidence.MEASURED, is_moment_of_truth=True)
    TouchpointFactory(team=team, name="Fax", status=Status.RETIRED)
    TouchpointFactory(team=team, name="Treuekarte", status=Status.IDEA)
    page = signed_in(rita).get(f"{url(team)}?{query}")
    assert {line["name"] for line in page.context["page"]} == found


def test_filters_by_stage_and_department_of_the_team_alone(team: Team, anna: Membership) -> None:
    kauf, service = StageFactory(team=team, name="Kauf"), DepartmentFactory(team=team, name="Service")
    StageFactory(name="Fremde Phase")
    TouchpointFactory(team=team, name="Rechnung", stage=kauf)
    TouchpointFactory(team=team, name="Hotline", department=service)
    browser = signed_in(anna)
    assert [line["name"] for line in browser.get(f"{url(team)}?stage={kauf.pk}").context["page"]] == ["Rechnung"]
    page = browser.get(f"{url(team)}?department={service.pk}")
    assert [line["name"] for line in page.context["page"]] == ["Hotline"]
    assert "Fremde Phase" not in page.text


def test_filters_by_tag_and_offers_the_teams_own(team: Team, rita: Membership) -> None:
    praxen = TagFactory(team=team, name="Praxen 🩺")
    TagFactory(name="Fremde Zielgruppe")
    TouchpointFactory(team=team, name="Rechnung", channel="E-Mail").tags.add(praxen)
    TouchpointFactory(team=team, name="Hotline")
    page = signed_in(rita).get(url(team), {"tag": praxen.pk})
    assert [line["name"] for line in page.context["page"]] == ["Rechnung"]
    assert f'<option value="{praxen.pk}" selected>Praxen 🩺</option>' in page.text
    further = signed_in(rita).get(url(team, "further_filters")).text
    assert '<option value="E-Mail">' in further
    assert "Fremde Zielgruppe" not in further


def test_rare_filters_cost_nothing_until_they_are_asked_for(team: Team, rita: Membership) -> None:
    TagFactory(team=team)
    TouchpointFactory(team=team, channel="E-Mail")
    browser = signed_in(rita)
    assert "<select" not in browser.get(url(team)).text
    assert queries_of(browser, url(team)) == queries_of(browser, f"{url(team)}?more=on") - 4


@pytest.mark.parametrize(
    "asked", ["stage=1", "department=1", "status=", "status=retired", "tag=1", "truth=on", "step=captured"]
)
def test_filter_that_an_address_uses_is_never_hidden(team: Team, rita: Membership, asked: str) -> None:
    browser = signed_in(rita)
    assert "<select" in browser.get(f"{url(team)}?{asked}").text
    assert "<select" not in browser.get(f"{url(team)}?status=met&q=rech").text


@pytest.mark.parametrize(("words", "is_found"), [("x", False), ("r " * 20 + "x", True), ("r" + " " * 200 + "x", True)])
def test_search_looks_at_the_first_words_alone(team: Team, words: str, is_found: bool) -> None:
    TouchpointFactory(team=team, name="Rechnung")
    assert team.touchpoints.search(words).exists() == is_found


def test_search_takes_any_number_of_words(team: Team, anna: Membership) -> None:
    assert signed_in(anna).get(url(team), {"q": "r " * 1000}).status_code == 200


def test_lines_are_a_fragment_that_puts_the_page_into_the_address_bar(team: Team, anna: Membership) -> None:
    TouchpointFactory(team=team, name="Rechnung")
    answer = signed_in(anna).get(url(team, "lines"), {"q": "rech"})
    assert answer.headers["HX-Push-Url"] == f"{url(team)}?q=rech"
    assert "Rechnung" in answer.text
    assert "<html" not in answer.text


def test_long_inventory_comes_in_pages_that_keep_the_filter(team: Team, anna: Membership) -> None:
    TouchpointFactory.create_batch(51, team=team)
    page = signed_in(anna).get(url(team), {"kind": "direct"})
    assert len(page.context["page"]) == 50
    assert "?kind=direct&amp;page=2" in page.text


def test_open_and_overdue_actions_stand_beside_their_touchpoint(team: Team, anna: Membership) -> None:
    late, planned = TouchpointFactory(team=team), TouchpointFactory(team=team)
    ActionFactory(team=team, touchpoint=late, due_on="2020-01-01")
    ActionFactory(team=team, touchpoint=planned, due_on="2099-01-01")
    page = signed_in(anna).get(url(team)).text
    assert "1 überfällig" in page
    assert "1 offen" in page


def test_key_touchpoints_that_no_round_has_taken_up_wait_beside_the_list(team: Team, anna: Membership) -> None:
    TouchpointFactory(team=team, name="Hotline", is_key=True)
    MeetingFactory(team=team, touchpoint=TouchpointFactory(team=team, name="Rechnung", is_key=True))
    beside = signed_in(anna).get(url(team, "beside")).text
    assert "★ Hotline" in beside
    assert "★ Rechnung" not in beside
    assert "Rechnung kommt vor der Ware an" in beside


def test_list_costs_the_same_for_one_and_three_touchpoints(team: Team, anna: Membership) -> None:
    browser = signed_in(anna)
    full_line(team)
    one = queries_of(browser, url(team))
    full_line(team)
    full_line(team)
    assert queries_of(browser, url(team)) == one


def full_line(team: Team) -> None:
    touchpoint = TouchpointFactory(
        team=team,
        stage=StageFactory(team=team),
        department=DepartmentFactory(team=team),
        owner=UserFactory(),
    )
    ActionFactory(team=team, touchpoint=touchpoint)


def test_empty_inventory_invites_to_capture_the_first(team: Team, ben: Membership, rita: Membership) -> None:
    assert "Ersten Kontaktpunkt erfassen" in signed_in(ben).get(url(team)).text
    assert "Ersten Kontaktpunkt erfassen" not in signed_in(rita).get(url(team)).text
