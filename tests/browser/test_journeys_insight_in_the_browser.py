"""From the map to work as people do it: a weak step is found, read and put on the agenda of the next round."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from journeys.models import Journey, JourneyKind
from meetings.models import Meeting
from teams.models import Membership
from tests.actions.of_plans import PilotVoiceFactory, PlanFactory
from tests.browser.conftest import Enter
from tests.browser.inspection import complaints_about
from tests.factories import (
    ActionFactory,
    DepartmentFactory,
    MeetingFactory,
    MetricFactory,
    ReadingFactory,
    TouchpointFactory,
)
from tests.journeys.of_journeys import JourneyFactory, JourneyPhaseFactory, JourneyStepFactory
from touchpoints.models import Status

pytestmark = pytest.mark.browser


@pytest.fixture
def journey(anna: Membership) -> Journey:
    """A way with every weakness: a gap, a bad moment of truth, a long wait, a break, a retired touchpoint."""
    team = anna.team
    journey = JourneyFactory(team=team, persona__team=team, persona__name="Bauherrin Berta")
    asking, buying = (JourneyPhaseFactory(journey=journey, name=name) for name in ("Anfragen", "Kaufen"))
    website, offer, stand = (
        TouchpointFactory(team=team, name=name) for name in ("Website", "Angebot per Post", "Messestand")
    )
    stand.retire(reason="Seit 2025 ohne Messe.")
    offer.actual_state = "Kommt nach drei Wochen, zwölf Seiten, niemand erklärt es."
    offer.target_state = "Am nächsten Tag, eine Seite, mit einem Anruf."
    offer.disappointing, offer.delightful = "Länger als eine Woche warten.", "Ein Anruf, bevor man fragen muss."
    offer.save()
    JourneyStepFactory(phase=asking, touchpoint=stand, medium="offline")
    JourneyStepFactory(phase=asking, touchpoint=website, medium="online", emotion=1, goal="Preise vergleichen")
    JourneyStepFactory(phase=buying, name="Rückruf am selben Tag", emotion=-1)
    JourneyStepFactory(
        phase=buying,
        touchpoint=offer,
        medium="offline",
        emotion=-1,
        is_moment_of_truth=True,
        waiting_minutes=21 * 24 * 60,
        goal="Wissen, was es kostet, bevor jemand den Keller betritt.",
        doing="Blättert, sucht die Summe.",
        thinking="Warum dauert das so lange?",
        experience="Drei Wochen Stille, dann zwölf Seiten.",
        quote="Ich dachte, die wollen den Auftrag nicht. 😡",
        process="Außendienst schreibt von Hand, Innendienst tippt ab.",
        systems="CRM ohne Termine",
        rules="Rabatte ab 3 % gibt die Leitung frei.",
        department=DepartmentFactory(team=team, name="Vertrieb Innendienst"),
    )
    ReadingFactory(
        metric=MetricFactory(touchpoint=offer, name="Zufriedenheit mit dem Angebot"),
        value=12,
        n=48,
        measured_on=timezone.now().date() - timedelta(days=12),
    )
    PilotVoiceFactory(plan=PlanFactory(team=team, touchpoint=offer, name="Angebot in 24 Stunden"))
    ActionFactory(team=team, touchpoint=offer, what="Vorlage auf eine Seite kürzen")
    target = JourneyFactory(team=team, persona=journey.persona, occasion=journey.occasion, kind=JourneyKind.TARGET)
    JourneyStepFactory(phase__journey=target, touchpoint=offer, emotion=2)
    return journey


@pytest.fixture
def meeting(anna: Membership) -> Meeting:
    other = TouchpointFactory(team=anna.team, name="Rechnung")
    return MeetingFactory(
        team=anna.team,
        touchpoint=other,
        moderator=anna.user,
        starts_at=timezone.now() + timedelta(days=2),
        what_happened="Mahnung kam vor der Ware.",
    )


def weak_points(journey: Journey) -> str:
    return f"/t/{journey.team.slug}/journeys/{journey.pk}/weak-points/"


def test_weakest_step_goes_from_the_list_to_the_next_round(
    enter: Enter, anna: Membership, journey: Journey, meeting: Meeting
) -> None:
    page = enter(anna.user).go(weak_points(journey)).page
    first = page.locator(".weak-point").first
    expect(first.get_by_role("heading", name="Angebot per Post")).to_be_visible()
    first.get_by_role("link", name="Angebot per Post", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Angebot per Post")).to_be_visible()
    expect(page.get_by_text("gemessen am Kontaktpunkt: Zufriedenheit mit dem Angebot, n = 48")).to_be_visible()
    page.get_by_role("button", name="Auf die Tagesordnung").click()
    expect(page.get_by_text("Diese Runde hat sich schon etwas vorgenommen: „Rechnung“.")).to_be_visible()
    expect(page.get_by_text("Mahnung kam vor der Ware.")).to_be_visible()
    page.get_by_role("button", name="Stattdessen diesen Kontaktpunkt").click()
    expect(page.get_by_text("„Angebot per Post“ steht auf der Tagesordnung dieser Runde.")).to_be_visible()
    meeting.refresh_from_db()
    assert "Wartezeit 21 Tage" in meeting.what_happened


def test_way_is_walked_step_by_step_with_the_keyboard_alone(enter: Enter, rita: Membership, journey: Journey) -> None:
    step = journey.steps.on_the_way()[0]
    page = enter(rita.user).go(step.get_absolute_url()).page
    for name in ("Website", "Rückruf am selben Tag", "Angebot per Post"):
        page.get_by_role("link", name=f"Danach: {name}").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    expect(page.get_by_role("link", name="Danach:")).to_have_count(0)


def test_pages_stand_both_schemes_a_phone_and_a_strict_reader(
    enter: Enter, anna: Membership, journey: Journey, meeting: Meeting
) -> None:
    visitor = enter(anna.user)
    worst, retired = journey.steps.get(waiting_minutes__gt=0), journey.steps.get(touchpoint__status=Status.RETIRED)
    gap = journey.steps.gaps().get()
    agenda = f"/t/{anna.team.slug}/rounds/agenda/?touchpoint={worst.touchpoint_id}&occasion=Drei+Wochen"
    assert worst.touchpoint
    paths = [
        weak_points(journey),
        *(step.get_absolute_url() for step in (worst, retired, gap)),
        agenda,
        worst.touchpoint.get_absolute_url(),
        f"{worst.touchpoint.get_absolute_url()}retire/",
    ]
    assert [complaint for path in paths for complaint in complaints_about(visitor, path)] == []
