"""Measuring as people do it: a metric, its readings in three scales, its baseline, and what an action has changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.inspection import stumbling_blocks
from tests.browser.visitor import PHONE, Visitor
from tests.factories import ActionFactory, MetricFactory, ReadingFactory, TouchpointFactory
from touchpoints.models import Metric, Touchpoint

pytestmark = pytest.mark.browser


@pytest.fixture
def hotline(ben: Membership) -> Touchpoint:
    """Where something is measured."""
    return TouchpointFactory(team=ben.team, name="Hotline")


def days_ago(days: int) -> str:
    """A day as the browser's calendar takes it."""
    return (timezone.localdate() - timedelta(days=days)).isoformat()


def measure(visitor: Visitor, *, day: str, **counted: int) -> None:
    """Open the form from the metric's page, type in a reading and keep it."""
    page = visitor.page
    page.get_by_role("link", name="essung festhalten").click()
    for name, count in counted.items():
        page.locator(f"#id_{name}").fill(str(count))
    page.get_by_label("Gemessen am").fill(day)
    visitor.press("Festhalten")
    expect(page.get_by_role("heading", name="Messungen")).to_be_visible()


def test_metric_is_measured_frozen_compared_and_begun_anew(enter: Enter, ben: Membership, hotline: Touchpoint) -> None:
    visitor = enter(ben.user).go(hotline.get_absolute_url())
    page = visitor.page
    page.get_by_role("link", name="Kennzahl anlegen").click()
    page.get_by_label("Name").fill("Weiterempfehlung")
    page.get_by_label("Art", exact=True).select_option(label="NPS: Weiterempfehlung, −100 bis 100")
    page.get_by_label("Ziel").fill("70")
    assert not stumbling_blocks(visitor)
    visitor.press("Anlegen")
    expect(page.get_by_text("Wie gut ist es heute?")).to_be_visible()
    assert not stumbling_blocks(visitor)
    measure(visitor, day=days_ago(60), promoters=18, passives=11, detractors=2)
    newest = page.locator(".readings tbody tr").first
    expect(newest).to_contain_text("51,6")
    expect(newest).to_contain_text("25,5 bis 68,6")
    measure(visitor, day=days_ago(5), promoters=24, passives=7, detractors=2)

    page.get_by_role("link", name="Die erste nehmen").click()
    assert not stumbling_blocks(visitor)
    visitor.press("Festlegen")
    baseline = page.get_by_role("heading", name="Nullmessung", exact=True).locator("..")
    expect(baseline).to_contain_text("51,6")
    page.get_by_role("link", name="Hinzufügen").click()
    page.get_by_label("Wer", exact=True).fill("Wettbewerb Nord")
    page.get_by_label("Wert").fill("61,5")
    page.get_by_label("Stand").fill(days_ago(30))
    page.get_by_label("Quelle").fill("Branchenbericht")
    assert not stumbling_blocks(visitor)
    visitor.press("Speichern")

    chart = page.locator("svg.chart.wide")
    expect(chart.locator(".bar")).to_have_count(2)
    for kind, words in (("baseline", "Nullmessung +51,6"), ("target", "Ziel +70"), ("benchmark", "Wettbewerb Nord")):
        expect(chart.locator(f".reference.{kind}")).to_have_count(1)
        expect(chart.locator(f".reference-label.{kind}")).to_contain_text(words)
    assert not stumbling_blocks(visitor)

    page.get_by_role("link", name="Als Nullmessung").first.click()
    visitor.press("Festlegen")
    expect(page.get_by_label("Grund")).to_be_focused()
    page.get_by_label("Grund").fill("Neuer Fragebogen")
    visitor.press("Festlegen")
    expect(baseline).to_contain_text("Neuer Fragebogen")
    baseline.get_by_text("Frühere Nullmessungen").click()
    expect(baseline.locator("details li")).to_contain_text(["51,6"])
    assert not visitor.complaints


@pytest.mark.parametrize(
    ("kind", "counted", "told"),
    [
        (Metric.Type.CSAT, {"hits": 42, "of": 50}, ["84 %", "71,5 bis 91,7", "50"]),
        (Metric.Type.CES, {"counted_5": 2, "counted_6": 4, "counted_7": 4}, ["6,2", "10"]),
    ],
)
def test_reading_is_typed_in_on_a_phone(
    enter: Enter, ben: Membership, hotline: Touchpoint, kind: str, counted: dict[str, int], told: list[str]
) -> None:
    metric = MetricFactory(touchpoint=hotline, type=kind)
    visitor = enter(ben.user, **PHONE).go(metric.get_absolute_url())
    measure(visitor, day=days_ago(1), **counted)
    for words in told:
        expect(visitor.page.locator(".readings tbody tr")).to_contain_text(words)
    expect(visitor.page.locator("svg.chart.narrow")).to_be_visible()
    assert not stumbling_blocks(visitor)


def test_finished_action_asks_for_a_reading_and_then_says_whether_it_has_worked(
    enter: Enter, ben: Membership, hotline: Touchpoint
) -> None:
    metric = MetricFactory(touchpoint=hotline, name="Zufriedenheit")
    before = timezone.localdate() - timedelta(days=20)
    ReadingFactory(metric=metric, measured_on=before, value=60, n=80, low="49.0", high="70.0")
    other = TouchpointFactory(team=ben.team, name="Rechnung")
    visitor = enter(ben.user).go(f"{reverse('actions:create', args=[ben.team.slug])}?touchpoint={other.pk}")
    page = visitor.page
    page.get_by_label("Was").fill("Rückruf nach einer Minute")
    page.get_by_label("Bis").fill((timezone.localdate() + timedelta(days=7)).isoformat())
    page.get_by_label("Kontaktpunkt").select_option(label="Hotline")
    page.get_by_text("Woran es sich zeigt").click()
    page.get_by_label("Kennzahl").select_option(label="Zufriedenheit")
    assert not stumbling_blocks(visitor)
    visitor.press("Festhalten")
    visitor.press("Erledigt")
    expect(page.get_by_text("Seit dem Abschluss fehlt noch eine Messung.")).to_be_visible()
    assert not stumbling_blocks(visitor)

    action = ben.team.actions.get()
    type(action).objects.filter(pk=action.pk).update(done_at=timezone.now() - timedelta(days=10))
    measure(visitor, day=days_ago(1), hits=66, of=70)
    visitor.go(action.get_absolute_url())
    effect = page.get_by_role("region", name="Wirkung")
    expect(effect).to_contain_text("hat gewirkt")
    expect(effect).to_contain_text("Auch mit der Unsicherheit beider Seiten ist der Wert besser als vorher.")
    expect(effect.get_by_role("row", name="Unterschied")).to_contain_text("34,3")
    assert not stumbling_blocks(visitor)


def test_unfinished_action_says_nothing_about_its_effect(enter: Enter, ben: Membership, hotline: Touchpoint) -> None:
    metric = MetricFactory(touchpoint=hotline, name="Zufriedenheit")
    action = ActionFactory(team=ben.team, touchpoint=hotline, metric=metric, responsible=ben.user)
    page = enter(ben.user).go(action.get_absolute_url()).page
    expect(page.get_by_role("link", name="Zufriedenheit")).to_be_visible()
    expect(page.get_by_role("region", name="Wirkung")).to_have_count(0)
