"""Ready journeys: complete in both languages, taken with everything that comes along, never twice."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from journeys.document import as_document, map_from
from journeys.mapping import map_of
from journeys.models import CUSTOMER_TEXTS, INSIDE_TEXTS, Journey, JourneyStep, Persona
from journeys.ready_made.preview import HEIGHT, WIDTH, curve_of
from journeys.ready_made.reading import ORDER, ReadyJourney, all_in
from journeys.ready_made.taking import take
from teams.founding import found
from teams.models import Language, Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import TouchpointFactory, UserFactory
from tests.journeys.of_journeys import JourneyFactory, PersonaFactory
from touchpoints.exchange import ready_made as ready_touchpoints
from touchpoints.models import Evidence, Kind, Status

EVERY_ONE = [(language, ready) for language in Language.values for ready in all_in(language)]
IDS = [f"{language}-{ready.key}" for language, ready in EVERY_ONE]


def url(team: Team) -> str:
    return reverse("journeys:ready_made", args=[team.slug])


def shop(language: str = "de") -> ReadyJourney:
    return all_in(language)[0]


@pytest.mark.parametrize(("language", "ready"), EVERY_ONE, ids=IDS)
def test_each_is_a_whole_way_with_its_marks(language: str, ready: ReadyJourney) -> None:
    told = [step.told for step in ready.steps]
    assert 4 <= len(ready.phases) <= 6
    assert 10 <= len(ready.steps) <= 16
    assert 1 <= ready.gap_count <= 2
    assert {step["emotion"] for step in told} >= {-2, -1, 1, 2}
    assert {step["medium"] for step in told} == {"online", "offline"}
    assert sum(step.get("is_moment_of_truth", False) for step in told) >= 2
    assert any(step.get("waiting_minutes") for step in told)
    assert all(any(step.get(lane) for step in told) for lane in CUSTOMER_TEXTS)
    assert sum(any(step.get(lane) for step in told) for lane in INSIDE_TEXTS) >= 5
    assert {step.kind for step in ready.places} == set(Kind)
    assert {step.stage for step in ready.places} <= set(ready_touchpoints.STAGES)
    assert all(ready.persona[name] for name in ("name", "summary", "situation", "needs", "fears", "media_use"))
    assert all(ready.persona[name] for name in ("delights", "drives_away"))


@pytest.mark.parametrize("key", ORDER)
def test_both_languages_tell_the_same_of_the_same_steps(key: str) -> None:
    german, english = ({ready.key: ready for ready in all_in(language)}[key] for language in ("de", "en"))
    for ours, theirs in zip(german.steps, english.steps, strict=True):
        assert list(ours.told) == list(theirs.told)
        assert ours.name != theirs.name or ours.name in ("Hotline",)
    assert list(german.persona) == list(english.persona)


@pytest.mark.parametrize("language", Language.values)
def test_a_place_of_the_ready_inventory_is_the_same_here(language: str) -> None:
    listed = {entry.name: entry for entry in ready_touchpoints.all_of(language)}
    shared = [step for ready in all_in(language) for step in ready.places if step.name in listed]
    assert len(shared) > 40
    for step in shared:
        entry = listed[step.name]
        assert (step.kind, step.is_personal, step.stage) == (entry.kind, entry.is_personal, entry.stage), step.name


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "ready"), EVERY_ONE, ids=IDS)
def test_each_becomes_rows_that_hold(language: str, ready: ReadyJourney) -> None:
    team = found(team=Team(name="Neu", language=language), by=UserFactory(is_superuser=True))
    journey = take(ready, team=team).journey
    journey.full_clean()
    journey.persona.full_clean()
    for step in journey.steps.on_the_way():
        step.full_clean()
        assert step.evidence == Evidence.GUESS
    for touchpoint in team.touchpoints.all():
        touchpoint.full_clean()
        assert touchpoint.stage
    drawn = map_of(journey)
    assert [step.title for step in drawn.steps] == [step.name for step in ready.steps]
    assert sum(step.is_gap for step in drawn.steps) == ready.gap_count
    assert sum(step.is_break for step in drawn.steps) >= 2
    assert map_from(as_document(drawn)).title == drawn.title


def test_stranger_and_reader_stay_outside(team: Team, clara: Membership, rita: Membership) -> None:
    for someone, status in ((clara, 404), (rita, 403)):
        assert signed_in(someone).get(url(team)).status_code == status
        assert signed_in(someone).post(url(team), {"journey": "practice"}).status_code == status
    assert not Journey.objects.exists()


def test_the_page_shows_five_cards_and_what_comes_along(team: Team, ben: Membership) -> None:
    TouchpointFactory(team=team, name="VERPACKUNG")
    page = signed_in(ben).get(url(team)).text
    assert page.count('<svg class="ready-curve"') == len(ORDER)
    assert page.count("schon erfasst") == 1
    assert "Feierabend-Käuferin Elif" in page and "14 Schritte" in page and "2 Lücken" in page and "1 Lücke<" in page


def test_the_page_speaks_the_teams_language(team: Team, ben: Membership) -> None:
    team.language = "en"
    team.save()
    assert "After-hours shopper Elif" in signed_in(ben).get(url(team)).text


def test_one_is_taken_and_opens_as_a_map(team: Team, ben: Membership) -> None:
    answer = signed_in(ben).post(url(team), {"journey": "practice"})
    journey = team.journeys.get()
    assert answer["Location"] == journey.get_absolute_url()
    assert str(journey) == "Rückenschmerzen abklären · Patient Murat Aydin · Ist"
    assert journey.steps.count() == 11
    assert team.touchpoints.count() == 9
    assert {row.history_user for row in JourneyStep.history.all()} == {ben.user}


def test_what_is_not_offered_is_not_found(team: Team, ben: Membership) -> None:
    browser = signed_in(ben)
    for posted in ({}, {"journey": "zoo"}, {"journey": "../practice"}):
        assert browser.post(url(team), posted).status_code == 404


def test_taken_twice_it_is_there_once_and_said(team: Team, ben: Membership) -> None:
    browser = signed_in(ben)
    for _again in range(2):
        answer = browser.post(url(team), {"journey": "software"}, follow=True)
    journey = team.journeys.get()
    assert answer.redirect_chain == [(journey.get_absolute_url(), 302)]
    assert "Diese Journey gibt es schon. Hier ist sie." in answer.text
    page = browser.get(url(team)).text
    assert page.count("schon übernommen") == 1
    assert f'href="{journey.get_absolute_url()}"' in page
    assert len(re.findall(r'name="journey"', page)) == len(ORDER) - 1


def test_a_way_of_another_kind_or_occasion_is_not_the_same(team: Team) -> None:
    persona = PersonaFactory(team=team, name=shop().persona["name"])
    JourneyFactory(team=team, persona=persona, occasion=shop().occasion, kind="target")
    JourneyFactory(team=team, persona=persona, occasion="Schuhe kaufen")
    assert take(shop(), team=team).is_new
    assert team.journeys.count() == 3


def test_customers_and_touchpoints_of_the_same_name_are_used(team: Team) -> None:
    persona = PersonaFactory(team=team, name="FEIERABEND-KÄUFERIN ELIF", needs="Ruhe")
    packaging = TouchpointFactory(team=team, name="verpackung", actual_state="Zu viel Luft")
    stranger = TouchpointFactory(name="Erste Benutzung")
    journey = take(shop(), team=team).journey
    persona.refresh_from_db()
    packaging.refresh_from_db()
    assert (Persona.objects.get(), persona.needs, journey.persona) == (persona, "Ruhe", persona)
    assert (packaging.actual_state, packaging.journey_steps.count()) == ("Zu viel Luft", 1)
    assert not stranger.journey_steps.exists()
    assert take(shop(), team=team).journey == journey


def test_a_touchpoint_that_customers_no_longer_meet_is_named(team: Team, ben: Membership) -> None:
    TouchpointFactory(team=team, name="Versandnachricht", status=Status.RETIRED)
    answer = signed_in(ben).post(url(team), {"journey": "online_shop"}, follow=True)
    assert "Stillgelegt, aber auf diesem Weg gebraucht: Versandnachricht." in answer.text


def test_nothing_stays_of_half_a_journey(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journeys.placing.MOST_STEPS", 5)
    with pytest.raises(Exception, match="Mehr als 5 Schritte"):
        take(shop(), team=team)
    assert not team.journeys.exists() and not team.personas.exists() and not team.touchpoints.exists()


def test_the_page_costs_the_same_however_much_is_there(team: Team, ben: Membership) -> None:
    browser = signed_in(ben)
    empty = queries_of(browser, url(team))
    for ready in all_in("de"):
        take(ready, team=team)
    assert queries_of(browser, url(team)) == empty


def test_a_new_team_is_told_of_them_while_its_inventory_is_empty(team: Team, ben: Membership, rita: Membership) -> None:
    overview = team.get_absolute_url()
    assert url(team) in signed_in(ben).get(overview).text
    assert url(team) not in signed_in(rita).get(overview).text
    TouchpointFactory(team=team)
    assert url(team) not in signed_in(ben).get(overview).text


def test_the_preview_goes_from_edge_to_edge_and_up_with_delight() -> None:
    for ready in all_in("de"):
        curve = curve_of(ready)
        assert len(curve.dots) == len(ready.steps)
        assert (curve.dots[0].x, curve.dots[-1].x) == (8, WIDTH - 8)
        assert {dot.y for dot in curve.dots if dot.emotion == 2} == {8}
        assert {dot.y for dot in curve.dots if dot.emotion == -2} == {HEIGHT - 8}
