"""The inventory on its way out: as a table, printed, all of it or what a filter finds."""

import io
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from teams import pdf
from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import (
    DepartmentFactory,
    MembershipFactory,
    StageFactory,
    TagFactory,
    TouchpointFactory,
    UserFactory,
)
from tests.touchpoints.tables import content_of, csv_lines
from touchpoints.exchange import printing
from touchpoints.exchange.columns import COLUMNS
from touchpoints.models import Kind, Status

FIELDS = [column.field for column in COLUMNS]


def url(team: Team, ending: str = "csv") -> str:
    return reverse(f"touchpoints:{ending}", args=[team.slug])


def table(answer: Any) -> list[dict[str, str]]:
    _headings, *lines = csv_lines(answer)
    return [dict(zip(FIELDS, line, strict=True)) for line in lines]


def full_touchpoint(team: Team, **fields: Any) -> Any:
    touchpoint = TouchpointFactory(
        team=team,
        stage=StageFactory(team=team),
        department=DepartmentFactory(team=team),
        owner=MembershipFactory(team=team).user,
        **fields,
    )
    touchpoint.tags.set([TagFactory(team=team), TagFactory(team=team)])
    return touchpoint


@pytest.mark.parametrize("ending", ["csv", "xlsx", "pdf"])
def test_stranger_gets_nothing(team: Team, clara: Membership, ending: str) -> None:
    assert signed_in(clara).get(url(team, ending)).status_code == 404


def test_a_reader_may_take_the_table_along(team: Team, rita: Membership, clara: Membership) -> None:
    TouchpointFactory(team=team, name="Rechnung")
    TouchpointFactory(team=clara.team, name="Fremdes")
    answer = signed_in(rita).get(url(team))
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="kontaktpunkte-vertrieb-sued-')
    assert [line["name"] for line in table(answer)] == ["Rechnung"]


def test_every_cell_says_what_the_page_says(team: Team, anna: Membership) -> None:
    touchpoint = full_touchpoint(
        team,
        name="Größe & Maß 😀",
        kind=Kind.INDIRECT,
        is_key=True,
        actual_state="Zwei\nZeilen",
        importance_customer=5,
        status=Status.RETIRED,
        status_reason="gibt es nicht mehr",
    )
    (line,) = table(signed_in(anna).get(url(team), {"status": ""}))
    assert line["name"] == "Größe & Maß 😀"
    assert (line["kind"], line["is_key"], line["is_personal"]) == ("indirekt", "ja", "nein")
    assert (line["stage"], line["department"]) == (touchpoint.stage.name, touchpoint.department.name)
    assert line["owner"] == touchpoint.owner.name
    assert line["tags"] == ", ".join(tag.name for tag in touchpoint.tags.all())
    assert line["actual_state"] == "Zwei\nZeilen"
    assert (line["importance_customer"], line["effort"]) == ("5", "")
    assert (line["status"], line["status_reason"]) == ("stillgelegt", "gibt es nicht mehr")


def test_people_who_share_a_name_are_told_apart_by_their_address(team: Team, anna: Membership) -> None:
    one, other = (MembershipFactory(team=team, user=UserFactory(name="Eva", email=f"eva{n}@example.com")) for n in "12")
    TouchpointFactory(team=team, name="A", owner=one.user)
    TouchpointFactory(team=team, name="B", owner=other.user)
    lines = table(signed_in(anna).get(url(team)))
    assert [line["owner"] for line in lines] == ["eva1@example.com", "eva2@example.com"]


def test_the_table_has_what_the_filter_finds(team: Team, anna: Membership) -> None:
    TouchpointFactory(team=team, name="Rechnung", is_key=True)
    TouchpointFactory(team=team, name="Hotline")
    assert [line["name"] for line in table(signed_in(anna).get(url(team), {"key": "on"}))] == ["Rechnung"]


def test_a_formula_in_a_name_is_defused(team: Team, anna: Membership) -> None:
    TouchpointFactory(team=team, name="=cmd|' /C calc'!A0")
    (line,) = table(signed_in(anna).get(url(team)))
    assert line["name"] == "'=cmd|' /C calc'!A0"


def test_the_workbook_says_the_same_in_the_readers_language(team: Team, anna: Membership) -> None:
    anna.user.language = "en"
    anna.user.save()
    TouchpointFactory(team=team, name="=1+1", importance_company=4)
    book = load_workbook(io.BytesIO(content_of(signed_in(anna).get(url(team, "xlsx")))))
    headings, line = book.active.iter_rows(values_only=True)
    told = dict(zip(FIELDS, line, strict=True))
    assert "Stage" in headings
    assert (told["name"], told["kind"], told["importance_company"]) == ("=1+1", "direct", 4)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "pdf"])
def test_it_costs_the_same_for_one_and_three_touchpoints(team: Team, anna: Membership, ending: str) -> None:
    browser, costs = signed_in(anna), []
    for more in (1, 2):
        for _each in range(more):
            full_touchpoint(team)
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(url(team, ending))
            assert answer.status_code == 200
            assert content_of(answer)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_list_offers_what_it_shows(team: Team, rita: Membership) -> None:
    TouchpointFactory(team=team, name="Rechnung", is_key=True)
    page = signed_in(rita).get(reverse("touchpoints:list", args=[team.slug]), {"key": "on", "page": "1"}).text
    for ending in ("csv", "xlsx", "pdf"):
        assert f'href="{url(team, ending)}?key=on"' in page


def test_the_landing_page_offers_the_whole_team_to_leads_alone(team: Team, anna: Membership, ben: Membership) -> None:
    page = reverse("touchpoints:exchange", args=[team.slug])
    assert reverse("whole_team", args=[team.slug]) in signed_in(anna).get(page).text
    assert reverse("whole_team", args=[team.slug]) not in signed_in(ben).get(page).text


def test_the_printed_inventory_goes_by_stage_in_the_teams_language(team: Team, anna: Membership) -> None:
    team.language = "en"
    team.save()
    TouchpointFactory(
        team=team, name="Rechnung 😀", stage=StageFactory(team=team, name="Kauf"), actual_state="<b>fett</b>"
    )
    TouchpointFactory(team=team, name="Hotline")
    answer = signed_in(anna).get(url(team, "pdf"))
    with pikepdf.open(io.BytesIO(answer.content)) as printed:
        assert str(printed.Root.Lang) == "en"
        with printed.open_outline() as outline:
            assert [item.title for item in outline.root[0].children] == ["Kauf", "Without a stage"]


def test_many_are_printed_as_a_list(team: Team, anna: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    full_touchpoint(team, name="Rechnung", actual_state="Kommt zu früh.")
    TouchpointFactory(team=team, name="Hotline", actual_state="Besetzt.")
    pages: list[str] = []

    def noted(html: str) -> bytes:
        pages.append(html)
        return b"%PDF"

    monkeypatch.setattr(pdf, "print_html", noted)
    for most in (2, 1):
        monkeypatch.setattr(printing, "IN_FULL", most)
        signed_in(anna).get(url(team, "pdf"))
    in_full, listed = pages
    assert "Kommt zu früh." in in_full
    assert "Eine Liste" not in in_full
    assert "Kommt zu früh." not in listed
    assert "Eine Liste" in listed
    assert "Rechnung" in listed
    assert "Hotline" in listed


def test_too_many_are_not_printed_but_sent_back_to_filter(
    team: Team, anna: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "MOST", 1)
    TouchpointFactory.create_batch(2, team=team)
    answer = signed_in(anna).get(url(team, "pdf"), {"kind": "direct"}, follow=True)
    assert answer.redirect_chain == [(f"{reverse('touchpoints:list', args=[team.slug])}?kind=direct", 302)]
    assert "Gedruckt werden höchstens 1 Kontaktpunkte auf einmal" in answer.text
    assert "als Excel (XLSX) ausgeben" in answer.text
