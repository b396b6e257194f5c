"""The page of one step: both sides, where the emotion comes from, voices apart, and the way into work."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Side, Tone
from journeys.insight.voices import voices_at
from journeys.models import Journey, JourneyKind, JourneyStep
from teams.models import Membership
from tests.actions.of_plans import PilotVoiceFactory, PlanFactory
from tests.conftest import queries_of, signed_in
from tests.factories import (
    ActionFactory,
    ChecklistFactory,
    MeetingFactory,
    MetricFactory,
    ReadingFactory,
    TouchpointFactory,
    VisitFactory,
)
from tests.feedback.of_feedback import FeedbackFactory
from tests.journeys.of_journeys import JourneyFactory, JourneyPhaseFactory, JourneyStepFactory
from touchpoints.models import Finding, Metric, Status, Touchpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey(anna: Membership) -> Journey:
    return JourneyFactory(team=anna.team)


@pytest.fixture
def touchpoint(journey: Journey) -> Touchpoint:
    return TouchpointFactory(
        team=journey.team, name="Angebot", actual_state="Kommt nach Wochen.", delightful="Noch am selben Tag."
    )


@pytest.fixture
def step(journey: Journey, touchpoint: Touchpoint) -> JourneyStep:
    phase = JourneyPhaseFactory(journey=journey, name="Kaufen")
    return JourneyStepFactory(phase=phase, touchpoint=touchpoint, emotion=-2, goal="Preis <b>verstehen</b>")


def shown(step: JourneyStep, to: Membership) -> str:
    return signed_in(to).get(step.get_absolute_url()).text


# --- What stands there --------------------------------------------------------------------------


def test_page_tells_both_sides_and_the_touchpoint(step: JourneyStep, anna: Membership) -> None:
    step.systems = "CRM ohne Termine"
    step.save()
    page = shown(step, anna)
    for words in (
        "Preis &lt;b&gt;verstehen&lt;/b&gt;",
        "CRM ohne Termine",
        "Kommt nach Wochen.",
        "Noch am selben Tag.",
        "Schritt 1 von 1",
        "Kaufen",
        "verärgert",
        "vermutet",
    ):
        assert words in page


def test_measured_emotion_says_of_what_and_leaves_the_own_beside_it(
    step: JourneyStep, touchpoint: Touchpoint, anna: Membership
) -> None:
    metric = MetricFactory(touchpoint=touchpoint, type=Metric.Type.CSAT, name="Zufriedenheit")
    ReadingFactory(metric=metric, value=84, n=50, measured_on=timezone.now().date() - timedelta(days=40))
    page = shown(step, anna)
    assert "gemessen am Kontaktpunkt: Zufriedenheit, n = 50" in page
    assert "<strong>+1,4</strong>" in page
    assert "am Schritt eingeschätzt: −2" in page


def test_emotion_out_of_voices_says_so_with_their_number(
    step: JourneyStep, touchpoint: Touchpoint, anna: Membership
) -> None:
    today = anna.team.today(timezone.now())
    FeedbackFactory.create_batch(5, team=anna.team, touchpoint=touchpoint, said_on=today, polarity="positive")
    page = shown(step, anna)
    assert "aus Kundenstimmen eines Jahres am Kontaktpunkt, n = 5" in page
    assert "<strong>+1</strong>" in page
    assert "am Schritt eingeschätzt: −2" in page


def test_customers_voices_stand_by_their_side_and_the_unjudged_apart(touchpoint: Touchpoint) -> None:
    for polarity, text in (
        ("negative", "Zu spät."),
        ("positive", "Sehr klar."),
        ("neutral", "Per Post."),
        ("", "Na ja"),
    ):
        FeedbackFactory(team=touchpoint.team, touchpoint=touchpoint, polarity=polarity, text=text)
    heard = voices_at(touchpoint)
    assert [voice.words for voice in heard.negative] == ["Zu spät."]
    assert [voice.words for voice in heard.positive] == ["Sehr klar."]
    assert {voice.words for voice in heard.open} == {"Per Post.", "Na ja"}


def test_what_was_done_and_measured_at_the_touchpoint_stands_there(
    step: JourneyStep, touchpoint: Touchpoint, anna: Membership
) -> None:
    action = ActionFactory(team=touchpoint.team, touchpoint=touchpoint, what="Angebot in 24 Stunden")
    meeting = MeetingFactory(team=touchpoint.team, touchpoint=touchpoint, title="Drei Wochen gewartet")
    page = shown(step, anna)
    assert action.get_absolute_url() in page
    assert meeting.get_absolute_url() in page
    assert "Drei Wochen gewartet" in page


def test_steps_before_and_after_are_one_click_away(step: JourneyStep, anna: Membership) -> None:
    before = JourneyStepFactory(phase=step.phase, name="Anfrage", position=0)
    after = JourneyStepFactory(phase=step.phase, name="Auftrag", position=99)
    JourneyStep.objects.filter(pk=step.pk).update(position=50)
    page = shown(step, anna)
    assert f'href="{before.get_absolute_url()}" rel="prev"' in page
    assert f'href="{after.get_absolute_url()}" rel="next"' in page
    assert "Schritt 2 von 3" in page


# --- Into work ----------------------------------------------------------------------------------


def test_weak_step_goes_on_the_agenda_with_its_reasons(step: JourneyStep, anna: Membership) -> None:
    step.waiting_minutes = 3 * 24 * 60
    step.save()
    page = shown(step, anna)
    assert reverse("meetings:put_on_agenda", args=[anna.team.slug]) in page
    assert "Gefühl −2 (vermutet) · Wartezeit 3 Tage" in page
    assert f"?touchpoint={step.touchpoint_id}" in page


def test_occasion_of_the_page_reaches_the_round(step: JourneyStep, anna: Membership) -> None:
    meeting = MeetingFactory(
        team=anna.team, touchpoint=None, moderator=anna.user, starts_at=timezone.now() + timedelta(days=2)
    )
    browser = signed_in(anna)
    told = browser.get(step.get_absolute_url()).context["occasion"]
    browser.post(
        reverse("meetings:put_on_agenda", args=[anna.team.slug]), {"touchpoint": step.touchpoint_id, "occasion": told}
    )
    meeting.refresh_from_db()
    assert (meeting.touchpoint, meeting.what_happened) == (step.touchpoint, told)


def test_gap_becomes_a_touchpoint_first(step: JourneyStep, anna: Membership) -> None:
    gap = JourneyStepFactory(phase=step.phase, name="Bestätigung")
    page = shown(gap, anna)
    assert reverse("journeys:into_inventory", args=[anna.team.slug, gap.journey_id, gap.pk]) in page
    assert "Auf die Tagesordnung" not in page
    assert 'id="voices"' not in page


@pytest.mark.parametrize("status", [Status.RETIRED, Status.IDEA])
def test_what_customers_do_not_meet_is_no_matter_for_a_round(
    step: JourneyStep, touchpoint: Touchpoint, anna: Membership, status: Status
) -> None:
    Touchpoint.objects.filter(pk=touchpoint.pk).update(status=status, status_reason="Umbau")
    page = shown(step, anna)
    assert "Auf die Tagesordnung" not in page
    assert ("stillgelegt" in page) == (status == Status.RETIRED)


def test_reader_reads_all_and_is_offered_nothing_to_do(step: JourneyStep, rita: Membership) -> None:
    page = shown(step, rita)
    assert "Preis" in page
    for name in ("meetings:put_on_agenda", "actions:create"):
        assert reverse(name, args=[rita.team.slug]) not in page
    assert reverse("journeys:edit_step", args=[rita.team.slug, step.journey_id, step.pk]) not in page


def test_stranger_and_wrong_journey_find_nothing(step: JourneyStep, anna: Membership, clara: Membership) -> None:
    other = JourneyFactory(team=anna.team, occasion="Wartung")
    assert signed_in(clara).get(step.get_absolute_url()).status_code == 404
    assert signed_in(clara).get(step.get_absolute_url().replace(anna.team.slug, clara.team.slug)).status_code == 404
    assert signed_in(anna).get(reverse("journeys:step", args=[anna.team.slug, other.pk, step.pk])).status_code == 404


# --- Voices -------------------------------------------------------------------------------------


def test_good_and_bad_voices_stand_apart_whatever_they_come_from(
    step: JourneyStep, touchpoint: Touchpoint, anna: Membership
) -> None:
    JourneyStep.objects.filter(pk=step.pk).update(quote="Keiner ruft zurück 😡")
    case = JourneyFactory(team=anna.team, kind=JourneyKind.CASE, case_name="Auftrag 4711", occasion="Wartung")
    phase = JourneyPhaseFactory(journey=case)
    JourneyStepFactory(phase=phase, touchpoint=touchpoint, quote="Ging flott!", emotion=1, happened_on=date(2026, 3, 1))
    JourneyStepFactory(phase=phase, touchpoint=touchpoint, quote="Aha.", emotion=0)
    pilot = PlanFactory(team=anna.team, touchpoint=touchpoint)
    PilotVoiceFactory(plan=pilot, tone=Tone.NEGATIVE, side=Side.CUSTOMERS, text="Zu teuer.", said_on=date(2026, 5, 1))
    visit = VisitFactory(checklist=ChecklistFactory(team=anna.team, touchpoint=touchpoint))
    Finding.objects.create(visit=visit, kind=Finding.Kind.POSITIVE, text="Freundlich")
    said = voices_at(touchpoint)
    assert [voice.words for voice in said.negative] == ["Zu teuer.", "Keiner ruft zurück 😡"]
    assert [voice.words for voice in said.positive] == ["Freundlich", "Ging flott!"]
    assert [voice.words for voice in said.open] == ["Aha."]
    page = shown(step, anna)
    assert page.index("Ärgerlich") < page.index("Zu teuer.") < page.index("Erfreulich") < page.index("Ging flott!")


def test_voices_of_other_touchpoints_and_teams_stay_there(touchpoint: Touchpoint) -> None:
    JourneyStepFactory(
        phase__journey=JourneyFactory(), touchpoint=TouchpointFactory(name="Angebot"), quote="Geheim", emotion=-1
    )
    assert voices_at(touchpoint).are_none


def test_nobody_has_said_anything_yet_on_a_way_as_it_should_be(touchpoint: Touchpoint) -> None:
    target = JourneyFactory(team=touchpoint.team, kind=JourneyKind.TARGET)
    JourneyStepFactory(phase__journey=target, touchpoint=touchpoint, quote="So schnell!", emotion=2)
    assert voices_at(touchpoint).are_none


def test_page_costs_the_same_queries_however_much_was_said(
    step: JourneyStep, touchpoint: Touchpoint, anna: Membership
) -> None:
    browser = signed_in(anna)

    def more(number: int) -> None:
        JourneyStepFactory(phase=step.phase, touchpoint=touchpoint, quote=f"Zitat {number}", emotion=-1)
        PilotVoiceFactory(plan=PlanFactory(team=anna.team, touchpoint=touchpoint))
        visit = VisitFactory(checklist=ChecklistFactory(team=anna.team, touchpoint=touchpoint))
        Finding.objects.create(visit=visit, text="Unfreundlich")
        ActionFactory(team=anna.team, touchpoint=touchpoint)

    more(0)
    once = queries_of(browser, step.get_absolute_url())
    more(1)
    more(2)
    assert queries_of(browser, step.get_absolute_url()) == once
