"""The page of priorities: what it shows, in which order, for whom, at what cost."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import MetricFactory, RatingFactory, ReadingFactory, SurveyFactory, TouchpointFactory
from touchpoints.models import Evidence, Metric, Source, Status, Touchpoint
from touchpoints.priorities.perspectives import PERSPECTIVES

VIEWS = [each.name for each in PERSPECTIVES]
RATED = {
    "importance_customer": 5,
    "performance": 2,
    "impact": 8,
    "confidence": 7,
    "effort": 3,
    "contacts_per_month": 1200,
}


def url(team: Team, name: str = "priorities", *args: int) -> str:
    return reverse(f"touchpoints:{name}", args=[team.slug, *args])


def names(answer) -> list[str]:
    return [line.candidate.name for line in answer.context["board"].lines]


def rated(team: Team, name: str, **fields) -> Touchpoint:
    return TouchpointFactory(team=team, name=name, **(RATED | fields))


def test_stranger_sees_no_priorities(team: Team, clara: Membership) -> None:
    rated(team, "Rechnung")
    assert signed_in(clara).get(url(team)).status_code == 404
    assert "Rechnung" not in signed_in(clara).get(url(clara.team)).text


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_costs_the_same_for_one_and_for_thirty(team: Team, anna: Membership, view: str) -> None:
    browser, address = signed_in(anna), f"{url(team)}?view={view}"
    full(rated(team, "Rechnung"))
    one = queries_of(browser, address)
    for number in range(29):
        full(rated(team, f"Hotline {number}", performance=1 + number % 5, effort=1 + number % 10))
    assert queries_of(browser, address) == one


def full(touchpoint: Touchpoint) -> None:
    ReadingFactory(metric=MetricFactory(touchpoint=touchpoint))
    asked(touchpoint, [(5, 2)] * 5)


def asked(touchpoint: Touchpoint, answers: list[tuple[int, int]], open_until: date = date(2020, 1, 1)) -> None:
    survey = SurveyFactory(team=touchpoint.team, open_until=open_until)
    for importance, performance in answers:
        RatingFactory(survey=survey, touchpoint=touchpoint, importance=importance, performance=performance)


# --- Who stands behind a figure ------------------------------------------------------------------


def figures(team: Team, reader: Membership) -> list[tuple[str, str]]:
    """Importance and performance of the only touchpoint, as the table says them."""
    (line,) = signed_in(reader).get(url(team)).context["board"].lines
    return [(cell.words, cell.origin) for cell in line.cells[1:3]]


def test_own_estimate_counts_while_nobody_was_asked(team: Team, rita: Membership) -> None:
    rated(team, "Rechnung", evidence=Evidence.STAFF)
    assert figures(team, rita) == [
        ("5", "Schätzung, von Mitarbeitenden gehört"),
        ("2", "Schätzung, von Mitarbeitenden gehört"),
    ]


def test_staff_count_before_the_estimate_once_five_have_answered(team: Team, rita: Membership) -> None:
    touchpoint = rated(team, "Rechnung")
    asked(touchpoint, [(4, 4)] * 4)
    assert figures(team, rita)[0][1] == "Schätzung, vermutet"
    asked(touchpoint, [(4, 3)] * 5 + [(3, 3)])
    assert figures(team, rita) == [("3,8", "Mitarbeitende, n = 6"), ("3,0", "Mitarbeitende, n = 6")]


def test_open_survey_does_not_count_yet(team: Team, rita: Membership) -> None:
    asked(rated(team, "Rechnung"), [(3, 3)] * 5, open_until=date(2099, 1, 1))
    assert figures(team, rita)[0] == ("5", "Schätzung, vermutet")


def test_customers_count_before_staff_with_their_newest_value(team: Team, rita: Membership) -> None:
    touchpoint = rated(team, "Rechnung")
    asked(touchpoint, [(4, 4)] * 5)
    metric = MetricFactory(touchpoint=touchpoint)
    answers = {"1": 0, "2": 0, "3": 20, "4": 20, "5": 10}
    ReadingFactory(metric=metric, measured_on=date(2026, 11, 3), distribution=answers)
    ReadingFactory(metric=metric, measured_on=date(2026, 11, 1), value=Decimal(10))
    ReadingFactory(metric=metric, measured_on=date(2026, 11, 9), value=Decimal(10), n=4)
    ReadingFactory(metric=metric, measured_on=date(2026, 11, 9), value=Decimal(10), source=Source.STAFF)
    assert figures(team, rita) == [("4,0", "Mitarbeitende, n = 5"), ("3,8", "Kunden, n = 50")]


def test_other_scales_of_customers_are_converted_and_say_so(team: Team, rita: Membership) -> None:
    nps = MetricFactory(touchpoint=rated(team, "Rechnung"), type=Metric.Type.NPS)
    ReadingFactory(metric=nps, value=Decimal(30), n=31)
    assert figures(team, rita)[1] == ("3,6", "Kunden, umgerechnet, n = 31")


# --- What the page shows -------------------------------------------------------------------------


def test_importance_and_performance_put_touchpoints_into_four_fields(team: Team, rita: Membership) -> None:
    for name, performance, importance in (("Rechnung", 1, 5), ("Hotline", 5, 5), ("Fax", 1, 1), ("Messe", 5, 1)):
        rated(team, name, performance=performance, importance_customer=importance)
    page = signed_in(rita).get(url(team))
    assert {line.candidate.name: line.field.label for line in page.context["board"].lines} == {
        "Rechnung": "Hier zuerst ansetzen",
        "Hotline": "Weiter so",
        "Fax": "Niedrige Priorität",
        "Messe": "Vielleicht zu viel des Guten",
    }
    assert "Rechnung: Wichtigkeit für Kunden 5, Leistung heute 1. Hier zuerst ansetzen" in page.text
    assert page.text.count("Mittelwert 3") == 2


def test_proposal_stands_on_top_with_its_reason(team: Team, anna: Membership, ben: Membership) -> None:
    start = rated(team, "Rechnung", is_key=True)
    rated(team, "Hotline", performance=4)
    page = signed_in(anna).get(url(team)).text
    assert "Die Leistung (2,0 von 5) bleibt hinter der Wichtigkeit (5,0) zurück" in page
    assert f"?touchpoint={start.pk}" in page
    assert "Runde planen" not in signed_in(ben).get(url(team)).text


def test_retired_touchpoints_compete_nowhere_and_ideas_have_no_performance(team: Team, rita: Membership) -> None:
    rated(team, "Rechnung")
    rated(team, "Fax", status=Status.RETIRED)
    rated(team, "Chat", status=Status.IDEA)
    browser = signed_in(rita)
    assert names(browser.get(url(team))) == ["Rechnung"]
    assert set(names(browser.get(f"{url(team)}?view=ice"))) == {"Rechnung", "Chat"}


def test_what_is_missing_is_said_and_leads_writers_to_the_form(team: Team, ben: Membership, rita: Membership) -> None:
    rated(team, "Rechnung")
    TouchpointFactory.create_batch(2, team=team, performance=3)
    page = signed_in(ben).get(url(team)).text
    assert "1 Kontaktpunkt eingeschätzt" in page
    assert "2 ohne Einschätzung" in page
    assert "/priorities/rate/?view=importance" in page
    reader = signed_in(rita).get(url(team)).text
    assert "2 ohne Einschätzung" in reader
    assert "/priorities/rate/" not in reader


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("view=ice", ["Rechnung", "Hotline", "Messe"]),
        ("view=ice&sort=ice", ["Hotline", "Messe", "Rechnung"]),
        ("view=ice&sort=-effort", ["Rechnung", "Hotline", "Messe"]),
        ("view=rice&sort=-effort", ["Hotline", "Messe", "Rechnung"]),
        ("view=rice&sort=-name", ["Rechnung", "Messe", "Hotline"]),
        ("view=nothing&sort=%00&page=x&cell=9-9-9", ["Hotline", "Messe", "Rechnung"]),
        ("cell=9-9", []),
    ],
)
def test_table_is_sorted_as_the_address_says(team: Team, rita: Membership, query: str, order: list[str]) -> None:
    rated(team, "Rechnung")
    for name in ("Messe", "Hotline"):
        rated(team, name, impact=2, effort=9)
    assert names(signed_in(rita).get(f"{url(team)}?{query}")) == order


def test_equal_scores_share_a_place_and_bars_follow_the_score(team: Team, rita: Membership) -> None:
    rated(team, "Rechnung")
    for name in ("Messe", "Hotline"):
        rated(team, name, impact=4)
    lines = signed_in(rita).get(f"{url(team)}?view=ice").context["board"].lines
    assert [(line.place, line.cells[0].words, line.cells[0].share) for line in lines] == [
        (1, "448", 100),
        (2, "224", 50),
        (2, "224", 50),
    ]


def test_what_matters_to_the_company_stands_beside_and_is_not_needed(team: Team, rita: Membership) -> None:
    for name, company in (("Hotline", None), ("Messe", 2), ("Rechnung", 4)):
        rated(team, name, importance_company=company)
    browser = signed_in(rita)
    lines = browser.get(url(team)).context["board"].lines
    assert [(line.candidate.name, line.cells[-1].words) for line in lines] == [
        ("Hotline", ""),
        ("Messe", "2"),
        ("Rechnung", "4"),
    ]
    assert names(browser.get(f"{url(team)}?sort=-company")) == ["Rechnung", "Messe", "Hotline"]
    assert names(browser.get(f"{url(team)}?sort=company")) == ["Messe", "Rechnung", "Hotline"]


def test_a_negative_gap_has_a_minus_and_no_hyphen(team: Team, rita: Membership) -> None:
    rated(team, "Rechnung", importance_customer=2, performance=3)
    (line,) = signed_in(rita).get(url(team)).context["board"].lines
    assert line.cells[0].words == "−1"


def test_rice_of_thousands_is_grouped(team: Team, rita: Membership) -> None:
    rated(team, "Rechnung")
    assert "2.240" in signed_in(rita).get(f"{url(team)}?view=rice").text


def test_heap_in_the_matrix_leads_to_its_list(team: Team, rita: Membership) -> None:
    for number in range(9):
        rated(team, f"Rechnung {number}")
    rated(team, "Hotline", performance=5)
    browser = signed_in(rita)
    page = browser.get(url(team))
    (heap,) = [mark for mark in page.context["board"].matrix.marks if mark.candidate is None]
    assert f"cell={heap.cell}" in page.text
    assert "3 von 10 stehen an vollen Stellen gesammelt" in page.text
    assert len(names(browser.get(f"{url(team)}?cell={heap.cell}"))) == 9


def test_empty_page_invites_writers_to_rate(team: Team, ben: Membership, rita: Membership) -> None:
    assert "Ersten Kontaktpunkt erfassen" in signed_in(ben).get(url(team)).text
    TouchpointFactory(team=team)
    assert "/priorities/rate/" in signed_in(ben).get(url(team)).text
    assert "/priorities/rate/" not in signed_in(rita).get(url(team)).text


def test_markup_in_a_name_is_text(team: Team, rita: Membership) -> None:
    rated(team, "<script>alert(1)</script>", is_key=True)
    for view in VIEWS:
        assert "<script>alert(1)" not in signed_in(rita).get(f"{url(team)}?view={view}").text


# --- Beside one touchpoint -----------------------------------------------------------------------


def test_touchpoint_says_its_field_figures_and_place(team: Team, rita: Membership) -> None:
    touchpoint = rated(team, "Rechnung", importance_company=4)
    rated(team, "Hotline", performance=4)
    answer = signed_in(rita).get(url(team, "standing", touchpoint.pk)).text
    for words in ("Hier zuerst ansetzen", "Schätzung, vermutet", "Wichtigkeit für uns", "448", "2.240", "1 von 2"):
        assert words in answer
    assert f"/priorities/{touchpoint.pk}/" in signed_in(rita).get(touchpoint.get_absolute_url()).text


def test_retired_touchpoint_and_one_without_figures_say_so(team: Team, rita: Membership) -> None:
    retired, bare = TouchpointFactory(team=team, status=Status.RETIRED), TouchpointFactory(team=team)
    browser = signed_in(rita)
    assert "Stillgelegte Kontaktpunkte stehen nicht zur Wahl." in browser.get(url(team, "standing", retired.pk)).text
    assert "Noch nicht eingeschätzt" in browser.get(url(team, "standing", bare.pk)).text


def test_place_costs_the_same_for_one_and_for_thirty(team: Team, rita: Membership) -> None:
    touchpoint, browser = rated(team, "Rechnung"), signed_in(rita)
    full(touchpoint)
    one = queries_of(browser, url(team, "standing", touchpoint.pk))
    for number in range(29):
        full(rated(team, f"Hotline {number}"))
    assert queries_of(browser, url(team, "standing", touchpoint.pk)) == one
