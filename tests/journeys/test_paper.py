"""The map on paper, and the page with all ways out."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack

import pikepdf
import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from journeys.lanes import LANES
from journeys.mapping import JourneyMap
from journeys.models import Journey, JourneyKind
from journeys.paper import printing, views
from journeys.paper.curve import Curve
from journeys.paper.printing import Paper, is_printable, print_map, sheets_of
from teams import press
from teams.models import Membership
from tests.conftest import signed_in
from tests.factories import NOW
from tests.journeys.of_journeys import JourneyFactory, JourneyPhaseFactory, JourneyStepFactory
from tests.journeys.of_paper import a_map, a_step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_german() -> Iterator[None]:
    with translation.override("de"):
        yield


@pytest.fixture
def journey(anna: Membership) -> Journey:
    return JourneyFactory(team=anna.team)


def url(journey: Journey, name: str) -> str:
    return reverse(f"journeys:{name}", args=[journey.team.slug, journey.pk])


def pages(content: bytes) -> list[str]:
    """The words of each page."""
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True).stdout
    return told.decode().split("\f")[:-1]


@pytest.mark.parametrize("name", ["give_out", "pdf", "svg", "png"])
def test_strangers_get_nothing_out_and_readers_everything(
    journey: Journey, clara: Membership, rita: Membership, name: str
) -> None:
    JourneyStepFactory(phase__journey=journey)
    assert signed_in(clara).get(url(journey, name)).status_code == 404
    assert signed_in(rita).get(url(journey, name)).status_code == 200


def test_page_leads_to_every_way_out_and_leaves_out_lanes(journey: Journey, rita: Membership) -> None:
    page = signed_in(rita).get(url(journey, "give_out") + "?hide=goal&hide=nonsense").text
    for name in ("pdf", "svg", "png", "csv", "json", "mermaid", "shares"):
        assert url(journey, name) in page
    assert 'value="goal" checked' in page
    assert page.count("checked") == 1


def test_looking_at_the_ways_out_costs_few_queries(journey: Journey, rita: Membership) -> None:
    browser = signed_in(rita)
    with CaptureQueriesContext(connection) as one:
        browser.get(url(journey, "give_out"))
    JourneyStepFactory.create_batch(3, phase__journey=journey)
    with CaptureQueriesContext(connection) as three:
        browser.get(url(journey, "give_out"))
    assert len(one) == len(three)


def test_steps_are_spread_evenly_over_sheets_with_phases_that_go_on() -> None:
    sheets = sheets_of(a_map(14, phases=2), Paper.A4, [])
    assert [sheet.span for sheet in sheets] == [5, 5, 4]
    assert [sheet.blank for sheet in sheets] == [0, 0, 1]
    assert [[(band.name, band.span, band.goes_on) for band in sheet.bands] for sheet in sheets] == [
        [("Abschnitt 1", 5, False)],
        [("Abschnitt 1", 2, True), ("Abschnitt 2", 3, False)],
        [("Abschnitt 2", 4, True)],
    ]
    assert [column.number for sheet in sheets for column in sheet.columns] == list(range(1, 15))


def test_curve_goes_on_from_sheet_to_sheet() -> None:
    steps = a_map(10).steps
    pieces = [Curve(steps, 0, 5), Curve(steps, 5, 10)]
    assert [piece.view_box for piece in pieces] == ["0 0 1120 200", "1120 0 1120 200"]
    assert [[dot.point.column for dot in piece.dots] for piece in pieces] == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]
    assert pieces[0].lines[0].endswith("1232 97")
    assert pieces[1].lines[0].startswith("M1008 71")


@pytest.mark.parametrize(("paper", "size"), [("a3", (1191, 842)), ("a4", (842, 595)), ("", (1191, 842))])
def test_paper_is_landscape_tagged_and_in_the_readers_language(
    journey: Journey, rita: Membership, paper: str, size: tuple[int, int]
) -> None:
    JourneyStepFactory(phase__journey=journey)
    rita.user.language = "en"
    rita.user.save()
    answer = signed_in(rita).get(url(journey, "pdf"), {"paper": paper})
    with pikepdf.open(io.BytesIO(answer.content)) as printed:
        _x, _y, width, height = (float(side) for side in printed.pages[0].mediabox)
        assert (round(width), round(height)) == size
        assert str(printed.Root.Lang) == "en"
        assert printed.Root.MarkInfo.Marked
        assert b"pdfuaid" in printed.Root.Metadata.read_bytes()


def test_every_page_repeats_the_heads_and_says_which_it_is(anna: Membership) -> None:
    content = print_map(
        a_map(14, phases=2, words="Wärmepumpe " * 25), team=anna.team, paper=Paper.A4, hidden=[], at=NOW
    )
    told = pages(content)
    assert len(told) > 3
    for number, page in enumerate(told, start=1):
        assert f"Seite {number} von {len(told)}" in page
        assert "Abschnitt" in page
        assert "Kontakt" in page
    assert "Stand 24. November 2026" in told[0]
    assert "Gefühl: Mittel" in told[0]
    assert sum("Teil 1 von 3" in page for page in told) == 1


def test_lanes_that_are_left_out_are_not_printed(anna: Membership) -> None:
    inside = [lane.name for lane in LANES if lane.side == "inside"]
    told = "".join(pages(print_map(a_map(3), team=anna.team, paper=Paper.A4, hidden=inside, at=NOW)))
    assert "Kundensicht" in told
    assert "Innenansicht" not in told
    assert "Vertrieb" not in told.replace(str(anna.team), "")


def test_way_without_phases_or_steps_is_printed_as_well(anna: Membership) -> None:
    nothing = JourneyMap("Berta", "Heizung tauschen", JourneyKind.ACTUAL, [])
    for journey, said in ((nothing, "Hier steht noch nichts"), (a_map(0), "noch kein Schritt")):
        assert said in "".join(pages(print_map(journey, team=anna.team, paper=Paper.A3, hidden=[], at=NOW)))


def test_odd_words_are_printed_and_nothing_is_markup(anna: Membership) -> None:
    words = "<img src=http://127.0.0.1/x> 🎁 مرحبا بكم Überschwänglichkeit " + "Rindfleischetikettierung" * 20
    told = "".join(pages(print_map(a_map(2, words=words), team=anna.team, paper=Paper.A4, hidden=[], at=NOW)))
    assert "<img" in told


def test_cell_longer_than_a_page_runs_on(anna: Membership) -> None:
    journey = a_map(0)
    journey.phases[0].steps.append(a_step(0, "Zeile\n" * 160))
    hidden = [lane.name for lane in LANES if lane.name != "goal"]
    told = pages(print_map(journey, team=anna.team, paper=Paper.A4, hidden=hidden, at=NOW))
    assert sum(page.count("Zeile") for page in told) == 160
    assert len(told) > 2


def test_more_than_is_printed_at_once_is_told(
    journey: Journey, rita: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    JourneyStepFactory(phase=JourneyPhaseFactory(journey=journey), goal="Zehn Zeichen und mehr", process="kurz")
    monkeypatch.setattr(printing, "MOST_LETTERS", 10)
    assert is_printable(a_map(1, words="x"), ["goal", "doing", "thinking", "expectation"])
    answer = signed_in(rita).get(url(journey, "pdf"))
    assert answer.status_code == 302
    assert "zu viel für ein PDF" in str(next(iter(get_messages(answer.wsgi_request))))
    assert signed_in(rita).get(url(journey, "pdf") + "?hide=goal").status_code == 200


@pytest.mark.parametrize("kind", ["pdf", "png"])
def test_many_who_print_at_once_hold_nobody_up(journey: Journey, rita: Membership, kind: str) -> None:
    with ExitStack() as printing_already:
        for _person in range(press.AT_ONCE):
            printing_already.enter_context(press.a_place())
        answer = signed_in(rita).get(url(journey, kind))
        assert answer.status_code == 302
        assert "In einer Minute" in str(next(iter(get_messages(answer.wsgi_request))))
    assert signed_in(rita).get(url(journey, kind)).status_code == 200


def test_file_is_named_after_the_journey(journey: Journey, rita: Membership) -> None:
    answer = signed_in(rita).get(url(journey, "pdf"))
    assert "heizung-tauschen-bauherrin-berta" in answer["Content-Disposition"]
    assert views.ALONE.endswith("sandbox")
