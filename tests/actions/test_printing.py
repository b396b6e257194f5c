"""The action plan on paper: for the wall and for a meeting."""

import io
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta

import pikepdf
import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from actions import printing
from actions.models import Action, Dependency, Milestone, Outcome, Plan, Status
from actions.timeline.drawing import Grouping
from actions.timeline.layout import AIR
from actions.timeline.scales import FIT
from teams import pdf
from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import NOW, ActionFactory, TouchpointFactory

TODAY = date(2026, 11, 24)
PAPERS = ["wall_pdf", "board_pdf"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_today_in_german(time_machine) -> Iterator[None]:
    time_machine.move_to(NOW, tick=False)
    with translation.override("de"):
        yield


def url(team: Team, name: str) -> str:
    return reverse(f"actions:{name}", args=[team.slug])


@pytest.fixture
def plan(team: Team, anna: Membership) -> Plan:
    """A plan with an overdue action, a blocked one that comes after it, and a milestone."""
    plan = Plan.objects.create(team=team, name="Rechnung verständlich machen")
    Milestone.objects.create(plan=plan, name="Freigabe", due_on=TODAY + timedelta(days=9))
    late = ActionFactory(team=team, plan=plan, what="Entwerfen", due_on=TODAY - timedelta(days=5), budget=1000)
    blocked = ActionFactory(
        team=team,
        plan=plan,
        what="Drucken",
        responsible=anna.user,
        touchpoint=TouchpointFactory(team=team, name="Rechnung"),
        status=Status.BLOCKED,
        blocked_reason="ERP steht.",
    )
    Dependency.objects.create(action=blocked, after=late)
    ActionFactory(
        team=team, what="Testanrufe", status=Status.DONE, done_at=NOW, outcome=Outcome.WORKS, result="Alle zufrieden."
    )
    return plan


def printed(content: bytes) -> str:
    """The words of a PDF."""
    return subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("name", PAPERS)
def test_stranger_gets_no_plan_and_reader_does(team: Team, clara: Membership, rita: Membership, name: str) -> None:
    ActionFactory(team=team)
    assert signed_in(clara).get(url(team, name)).status_code == 404
    answer = signed_in(rita).get(url(team, name))
    assert answer["Content-Type"] == "application/pdf"
    assert "vertrieb-sued-2026-11-24.pdf" in answer["Content-Disposition"]


@pytest.mark.parametrize("name", PAPERS)
def test_papers_are_tagged_and_speak_the_readers_language(team: Team, rita: Membership, plan: Plan, name: str) -> None:
    rita.user.language = "en"
    rita.user.save()
    answer = signed_in(rita).get(url(team, name))
    with pikepdf.open(io.BytesIO(answer.content)) as paper:
        assert str(paper.Root.Lang) == "en"
        assert paper.Root.MarkInfo.Marked
        assert b"pdfuaid" in paper.Root.Metadata.read_bytes()


def test_the_poster_is_a3_with_pages_bars_and_who_does_what(team: Team, plan: Plan) -> None:
    content = printing.print_for_wall(team.actions.open(), team=team, by=Grouping.PLAN, is_part=True, at=NOW)
    with pikepdf.open(io.BytesIO(content)) as paper:
        _x, _y, width, height = (float(side) for side in paper.pages[0].mediabox)
        assert (round(width), round(height)) == (1191, 842)
    words = printed(content)
    for said in (
        "Aktionsplan",
        "Freigabe",
        "überfällig",
        "stockt",
        "heute, 24. Nov.",
        "Wer macht was bis wann",
        "Anna Keller",
        "eine Auswahl",
        "Seite 1 von",
    ):
        assert said in words


def test_rows_of_the_poster_are_as_high_as_the_style_sheet_says() -> None:
    millimetres = 272.4 / (FIT + 2 * AIR) * 44
    assert round(millimetres, 2) == 13.2
    css = pdf.PRINT_STYLES.read_text()
    assert "width: 272.4mm" in css
    assert "height: 13.2mm" in css


def test_the_paper_for_a_meeting_begins_with_what_presses(team: Team, plan: Plan) -> None:
    words = printed(printing.print_for_meeting(team.actions.open(), team=team, by=Grouping.PLAN, is_part=False, at=NOW))
    for said in (
        "Zuerst: überfällig oder stockend",
        "ERP steht.",
        "Umsetzungsquote",
        "zu wenige",
        "1.000 €",
        "Alle zufrieden.",
        "Seite 1 von",
    ):
        assert said in words.replace("\u00a0", " ")
    assert words.index("Zuerst") < words.index("Rechnung verständlich machen")


def test_answers_lie_at_most_a_quarter_back(team: Team, plan: Plan) -> None:
    team.actions.filter(what="Testanrufe").update(settled_at=NOW - printing.DECIDED - timedelta(days=1))
    assert printing.decided(team, NOW) == []


def test_odd_words_are_printed_and_nothing_is_markup(team: Team) -> None:
    ActionFactory(team=team, what="<img src=http://127.0.0.1/x> 🎁 مرحبا بكم " + "Rindfleischetikettierung" * 8)
    ActionFactory(team=team, due_on=date.max, starts_on=date.min)
    for print_found in (printing.print_for_wall, printing.print_for_meeting):
        words = printed(print_found(team.actions.all(), team=team, by=Grouping.PERSON, is_part=False, at=NOW))
        assert "<img src" in words


@pytest.mark.parametrize("name", PAPERS)
def test_an_empty_plan_is_a_page_that_says_so(team: Team, rita: Membership, name: str) -> None:
    assert "Hier steht noch nichts" in printed(signed_in(rita).get(url(team, name)).content)


@pytest.mark.parametrize("name", PAPERS)
def test_too_many_are_refused_with_a_way_out(team: Team, rita: Membership, name: str) -> None:
    Action.objects.bulk_create(
        Action(team=team, what=f"Nr. {number}", due_on=TODAY, promised_on=TODAY) for number in range(printing.MOST + 1)
    )
    answer = signed_in(rita).get(url(team, name), {"state": "open"})
    assert answer.status_code == 302
    assert answer["Location"] == f"{url(team, 'timeline')}?state=open"
    assert "höchstens 300 Maßnahmen" in str(next(iter(get_messages(answer.wsgi_request))))


@pytest.mark.parametrize("print_found", [printing.print_for_wall, printing.print_for_meeting])
def test_printing_costs_the_same_queries_for_one_and_three(
    team: Team, plan: Plan, monkeypatch: pytest.MonkeyPatch, print_found
) -> None:
    monkeypatch.setattr(pdf, "print_html", lambda html: html.encode())

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            print_found(team.actions.open(), team=team, by=Grouping.PLAN, is_part=False, at=NOW)
        return len(captured)

    two = queries()
    for number in range(3):
        other = Plan.objects.create(team=team, name=f"Plan {number}")
        ActionFactory(team=team, plan=other, touchpoint=TouchpointFactory(team=team))
    assert queries() == two
