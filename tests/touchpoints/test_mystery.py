"""Mystery shopping: checklists, visits, their scores, and what testers noticed."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.urls import reverse

from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import ChecklistFactory, ItemFactory, MetricFactory, TouchpointFactory, VisitFactory
from touchpoints.models import Checklist, Finding, Item, Metric, Reading, Source, Touchpoint, Visit

SHEET = "6f3c1f0e-7a0b-4f39-8a52-0d3a3a0f6a11"


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(datetime(2026, 11, 24, 8, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def shop(team: Team) -> Touchpoint:
    return TouchpointFactory(team=team, name="Filiale")


@pytest.fixture
def checklist(team: Team, shop: Touchpoint) -> Checklist:
    checklist = ChecklistFactory(team=team, touchpoint=shop, name="Besuch als neue Kundin")
    for position, (text, weight, top) in enumerate((("Begrüßt?", 1, 2), ("Gefragt?", 2, 2), ("Kasse offen?", 3, 2))):
        ItemFactory(checklist=checklist, text=text, weight=weight, top=top, position=position)
    return checklist


def url(team: Team, name: str, *args: int) -> str:
    return reverse(f"touchpoints:{name}", args=[team.slug, *args])


def sheet(checklist: Checklist, *points: str, **changes: Any) -> dict[str, Any]:
    """A filled form of a visit."""
    given = {f"points_{item.pk}": value for item, value in zip(checklist.items.all(), points, strict=True)}
    return {"sheet": SHEET, "visited_on": "2026-11-23", "tester": "Ben", **given, **changes}


def visited(browser: Any, checklist: Checklist, *points: str, **changes: Any) -> Any:
    return browser.post(
        url(checklist.team, "create_visit", checklist.pk), sheet(checklist, *points, **changes), follow=True
    )


def words(checklist: Checklist) -> list[str]:
    return [item.text for item in checklist.items.all()]


# --- Checklists -------------------------------------------------------------------------------------


def test_checklist_begins_with_a_line_each(team: Team, ben: Membership, shop: Touchpoint) -> None:
    lines = "Begrüßt binnen 30 Sekunden?\n\n  Blickkontakt? \n<b>Übergrößen</b> da?"
    page = signed_in(ben).post(url(team, "create_checklist", shop.pk), {"name": "Besuch", "lines": lines}, follow=True)
    checklist = team.checklists.get()
    assert (checklist.name, checklist.touchpoint) == ("Besuch", shop)
    assert words(checklist) == ["Begrüßt binnen 30 Sekunden?", "Blickkontakt?", "<b>Übergrößen</b> da?"]
    assert "<b>Übergrößen" not in page.text


def test_checklist_that_does_not_fit_is_asked_again(team: Team, ben: Membership, checklist: Checklist) -> None:
    browser = signed_in(ben)
    for typed, sentence in (
        ({"name": checklist.name, "lines": ""}, "Eine Checkliste mit diesem Namen gibt es hier schon."),
        ({"name": "Neu", "lines": "\n".join(["Frage"] * 61)}, "Höchstens 60 Zeilen."),
        ({"name": "Neu", "lines": "x" * 201}, "höchstens 200 Zeichen"),
        ({"name": "x" * 81, "lines": "\0"}, "errors"),
        ({"name": " ", "lines": "y" * 200_000}, "errors"),
    ):
        answer = browser.post(url(team, "create_checklist", checklist.touchpoint.pk), typed)
        assert answer.status_code == 422
        assert sentence in answer.text
    other = TouchpointFactory(team=team)
    browser.post(url(team, "create_checklist", other.pk), {"name": checklist.name, "lines": ""})
    assert other.checklists.count() == 1


def test_lines_are_added_changed_put_into_order_and_removed(team: Team, ben: Membership, checklist: Checklist) -> None:
    browser = signed_in(ben)
    browser.post(url(team, "add_item", checklist.pk), {"text": "Verabschiedet?", "weight": 2, "top": 5})
    assert words(checklist) == ["Begrüßt?", "Gefragt?", "Kasse offen?", "Verabschiedet?"]
    last = checklist.items.last()
    assert last
    browser.post(url(team, "move_item", last.pk), {"up": ""})
    browser.post(url(team, "change_item", last.pk), {"text": "Freundlich verabschiedet?", "weight": 3, "top": 4})
    assert words(checklist) == ["Begrüßt?", "Gefragt?", "Freundlich verabschiedet?", "Kasse offen?"]
    assert "entfernen?" in browser.get(url(team, "remove_item", last.pk)).text
    browser.post(url(team, "remove_item", last.pk))
    assert words(checklist) == ["Begrüßt?", "Gefragt?", "Kasse offen?"]


def test_wrong_line_is_said_beside_its_field(team: Team, ben: Membership, checklist: Checklist) -> None:
    browser, item = signed_in(ben), checklist.items.first()
    assert item
    for typed in (
        {"text": "", "weight": 1, "top": 2},
        {"text": "x" * 201, "weight": 1, "top": 2},
        {"text": "Frage", "weight": 0, "top": 2},
        {"text": "Frage", "weight": 1, "top": 11},
        {"text": "Frage", "weight": "9" * 400, "top": 2},
    ):
        for address in (url(team, "add_item", checklist.pk), url(team, "change_item", item.pk)):
            answer = browser.post(address, typed)
            assert answer.status_code == 422
            assert 'class="errors"' in answer.text
    assert words(checklist) == ["Begrüßt?", "Gefragt?", "Kasse offen?"]


def test_what_is_gone_or_never_was_is_not_found(team: Team, ben: Membership, checklist: Checklist) -> None:
    browser, gone = signed_in(ben), ItemFactory(checklist=checklist).pk
    Item.objects.filter(pk=gone).delete()
    never = (10**17, 10**30)
    for name, numbers in {
        **dict.fromkeys(("change_item", "move_item", "remove_item"), (gone, *never)),
        **dict.fromkeys(("edit_checklist", "add_item", "remove_checklist", "create_visit", "remove_visit"), never),
    }.items():
        for number in numbers:
            assert browser.post(url(team, name, number)).status_code == 404


def test_checklist_has_an_end(team: Team, ben: Membership, checklist: Checklist) -> None:
    ItemFactory.create_batch(57, checklist=checklist)
    typed = {"text": "Noch eine?", "weight": 1, "top": 2}
    answer = signed_in(ben).post(url(team, "add_item", checklist.pk), typed)
    assert answer.status_code == 422
    assert "Mehr als 60 Prüfpunkte" in answer.text


def test_checklist_is_renamed(team: Team, ben: Membership, checklist: Checklist) -> None:
    other = ChecklistFactory(team=team, touchpoint=checklist.touchpoint, name="Anruf")
    browser = signed_in(ben)
    assert browser.post(url(team, "edit_checklist", other.pk), {"name": checklist.name}).status_code == 422
    browser.post(url(team, "edit_checklist", other.pk), {"name": "Anruf bei Störung"})
    other.refresh_from_db()
    assert other.name == "Anruf bei Störung"


# --- Visits -----------------------------------------------------------------------------------------


def test_score_leaves_out_what_does_not_apply_and_becomes_a_reading(
    team: Team, ben: Membership, checklist: Checklist
) -> None:
    page = visited(signed_in(ben), checklist, "2", "1", "na").text
    reading = Reading.objects.get()
    assert reading.value == Decimal("66.6667")
    assert (reading.source, reading.measured_on, reading.by) == (Source.MYSTERY, date(2026, 11, 23), ben.user)
    assert (reading.metric.type, reading.metric.name, reading.metric.unit) == (Metric.Type.MYSTERY, "Testkauf", "%")
    assert reading.visit.tester == "Ben"
    assert "67 % beim Testkauf" in page
    assert "trifft nicht zu" in page


def test_visits_share_the_mystery_metric_and_leave_a_namesake_alone(
    team: Team, ben: Membership, checklist: Checklist
) -> None:
    MetricFactory(touchpoint=checklist.touchpoint, name="Testkauf", type=Metric.Type.CSAT)
    browser = signed_in(ben)
    visited(browser, checklist, "2", "2", "2")
    visited(browser, checklist, "0", "0", "0", sheet="0b2ac6a1-55f3-4bd5-a8c2-4a6f7c9b3e22")
    metric = Metric.objects.get(type=Metric.Type.MYSTERY)
    assert metric.name == "Testkauf 2"
    assert [reading.value for reading in metric.readings.all()] == [100, 0]


def test_two_clicks_are_one_visit(ben: Membership, checklist: Checklist) -> None:
    browser = signed_in(ben)
    for _ in range(2):
        assert visited(browser, checklist, "2", "1", "na").status_code == 200
    assert (Visit.objects.count(), Reading.objects.count()) == (1, 1)


def test_past_visits_keep_their_words(team: Team, ben: Membership, checklist: Checklist) -> None:
    browser = signed_in(ben)
    visited(browser, checklist, "2", "1", "0")
    Item.objects.all().delete()
    page = browser.get(url(team, "visit", Visit.objects.get().pk)).text
    assert "Begrüßt?" in page
    assert "1 von 2" in page
    assert "33 % beim Testkauf" in page


@pytest.mark.parametrize(
    ("points", "changes", "sentence"),
    [
        (("2", "1", ""), {}, "Hier fehlen noch die Punkte."),
        (("3", "1", "0"), {}, "errors"),
        (("-1", "1", "0"), {}, "errors"),
        (("na", "na", "na"), {}, "Mindestens ein Prüfpunkt muss zutreffen"),
        (("2", "1", "0"), {"visited_on": "2026-11-25"}, "nicht in der Zukunft"),
        (("2", "1", "0"), {"visited_on": "0001-01-01"}, "nicht in der Zukunft"),
        (("2", "1", "0"), {"sheet": "keine"}, "errors"),
        (("2", "1", "0"), {"negative": "x" * 501}, "höchstens 500 Zeichen"),
        (("2", "1", "0"), {"positive": "x\n" * 21}, "Höchstens 20 Zeilen."),
        (("2", "1", "0"), {"note": "x" * 2001}, "errors"),
        (("2", "1", "0"), {"tester": "x" * 81}, "errors"),
    ],
)
def test_what_makes_no_visit_is_asked_again(
    ben: Membership, checklist: Checklist, points: tuple[str, ...], changes: dict[str, str], sentence: str
) -> None:
    answer = visited(signed_in(ben), checklist, *points, **changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not Visit.objects.exists()
    assert not Reading.objects.exists()
    assert not Metric.objects.exists()


def test_checklist_without_lines_gives_no_visit(team: Team, ben: Membership, shop: Touchpoint) -> None:
    empty = ChecklistFactory(team=team, touchpoint=shop)
    browser = signed_in(ben)
    assert visited(browser, empty).status_code == 422
    assert "Besuch eintragen" not in browser.get(empty.get_absolute_url()).text.replace("Noch kein Besuch", "")


def test_findings_stand_apart_and_a_bad_one_leads_to_a_round(
    team: Team, anna: Membership, ben: Membership, checklist: Checklist
) -> None:
    bad = "Keiner grüßt & alle <b>schauen</b> weg + „Übergröße“ fehlt"
    visited(signed_in(ben), checklist, "0", "0", "0", negative=f"{bad}\nKasse zu", positive="Schöne Auslage")
    assert list(Finding.objects.values_list("kind", "text")) == [
        ("negative", bad),
        ("negative", "Kasse zu"),
        ("positive", "Schöne Auslage"),
    ]
    address = url(team, "visit", Visit.objects.get().pk)
    page = signed_in(anna).get(address).text
    assert page.index("Kasse zu") < page.index("Schöne Auslage")
    plan = f"{reverse('meetings:create', args=[team.slug])}?touchpoint={checklist.touchpoint.pk}&amp;occasion="
    assert page.count(plan) == 2
    assert f"{plan}{quote(bad, safe='')}" in page
    assert plan not in signed_in(ben).get(address).text
    assert bad not in page


def test_occasion_in_the_address_is_the_first_word_of_a_round(
    team: Team, anna: Membership, checklist: Checklist
) -> None:
    plan = reverse("meetings:create", args=[team.slug])
    asked: dict[str, Any] = {"touchpoint": checklist.touchpoint.pk, "occasion": "Keiner <b>grüßt</b>\0\u202e"}
    page = signed_in(anna).get(plan, asked)
    assert page.context["form"]["what_happened"].value() == "Keiner <b>grüßt</b>"
    assert "Keiner &lt;b&gt;grüßt&lt;/b&gt;" in page.text


def test_removed_visit_takes_its_value_along(team: Team, ben: Membership, checklist: Checklist) -> None:
    browser = signed_in(ben)
    visited(browser, checklist, "2", "1", "0")
    visit = Visit.objects.get()
    assert "Diesen Besuch löschen?" in browser.get(url(team, "remove_visit", visit.pk)).text
    assert Visit.objects.exists()
    browser.post(url(team, "remove_visit", visit.pk))
    assert not Visit.objects.exists()
    assert not Reading.objects.exists()
    assert Metric.objects.exists()
    assert browser.post(url(team, "remove_visit", visit.pk)).status_code == 404


def test_visit_outlives_its_reading(team: Team, ben: Membership, checklist: Checklist) -> None:
    browser = signed_in(ben)
    visited(browser, checklist, "2", "2", "2")
    Reading.objects.all().delete()
    assert "100 % beim Testkauf" in browser.get(url(team, "visit", Visit.objects.get().pk)).text
    browser.post(url(team, "remove_visit", Visit.objects.get().pk))
    assert not Visit.objects.exists()


def test_removed_checklist_takes_visits_and_values_along(team: Team, anna: Membership, checklist: Checklist) -> None:
    browser = signed_in(anna)
    visited(browser, checklist, "2", "1", "0")
    assert "1 Besuch und sein Wert" in browser.get(url(team, "remove_checklist", checklist.pk)).text
    browser.post(url(team, "remove_checklist", checklist.pk))
    assert not team.checklists.exists()
    assert not Reading.objects.exists()


def test_only_the_lead_removes_a_checklist_with_visits(team: Team, ben: Membership, checklist: Checklist) -> None:
    browser, address = signed_in(ben), url(team, "remove_checklist", checklist.pk)
    edit = url(team, "edit_checklist", checklist.pk)
    assert address in browser.get(edit).text
    visit = VisitFactory(checklist=checklist)
    for answer in (browser.get(address), browser.post(address)):
        assert answer.headers["Location"] == checklist.get_absolute_url()
    assert "löscht nur die Leitung" in browser.get(edit).text
    assert address not in browser.get(edit).text
    visit.delete()
    browser.post(address)
    assert not team.checklists.exists()


def test_touchpoint_tells_its_checklists_and_last_complaints(
    team: Team, rita: Membership, ben: Membership, checklist: Checklist
) -> None:
    visited(signed_in(ben), checklist, "2", "1", "0", negative="Kasse zu")
    page = signed_in(rita).get(checklist.touchpoint.get_absolute_url()).text
    assert "Besuch als neue Kundin" in page
    assert "Kasse zu" in page
    assert "Checkliste anlegen" not in page


def test_checklist_costs_the_same_for_one_and_three_visits(team: Team, anna: Membership, checklist: Checklist) -> None:
    browser = signed_in(anna)
    VisitFactory(checklist=checklist)
    one = queries_of(browser, checklist.get_absolute_url())
    VisitFactory.create_batch(2, checklist=checklist)
    assert queries_of(browser, checklist.get_absolute_url()) == one
