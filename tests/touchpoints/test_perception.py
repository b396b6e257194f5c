"""Surveys inside the team: begun, shared, closed, read."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import (
    DepartmentFactory,
    MetricFactory,
    RatingFactory,
    ReadingFactory,
    SurveyFactory,
    TouchpointFactory,
)
from touchpoints.models import Metric, Source, Survey, Touchpoint
from touchpoints.perception.customers import customers_view
from touchpoints.perception.gaps import results_of
from touchpoints.priorities.voices import customers_say

OPEN = {"title": "Wie sehen wir uns?", "open_until": "2026-12-08"}


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(datetime(2026, 11, 24, 8, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def hotline(team: Team) -> Touchpoint:
    return TouchpointFactory(team=team, name="Hotline")


def url(team: Team, name: str = "surveys", *args: int) -> str:
    return reverse(f"touchpoints:{name}", args=[team.slug, *args])


def closed(team: Team, *touchpoints: Touchpoint, open_until: date = date(2026, 11, 20)) -> Survey:
    survey: Survey = SurveyFactory(team=team, open_until=open_until)
    survey.touchpoints.set(touchpoints)
    return survey


def rated(survey: Survey, touchpoint: Touchpoint, group: str, *performances: int, importance: int = 4) -> None:
    for performance in performances:
        RatingFactory(survey=survey, touchpoint=touchpoint, group=group, performance=performance, importance=importance)


def asked_customers(touchpoint: Touchpoint, *counts: int, **changes: Any) -> None:
    distribution = {str(step): count for step, count in enumerate(counts, start=1)}
    given = {"metric": MetricFactory(touchpoint=touchpoint), "distribution": distribution, "n": sum(counts)}
    ReadingFactory(**given | changes)


# --- Beginning and ending ---------------------------------------------------------------------------


def test_survey_begins_with_its_touchpoints_and_shows_link_and_square(
    team: Team, ben: Membership, hotline: Touchpoint
) -> None:
    page = signed_in(ben).post(url(team, "create_survey"), {**OPEN, "touchpoints": [hotline.pk]}, follow=True)
    survey = team.surveys.get()
    assert list(survey.touchpoints.all()) == [hotline]
    assert survey.by == ben.user
    assert f"/survey/{survey.link}/" in page.text
    assert "join-qr" in page.text


def test_survey_needs_a_day_ahead_and_between_one_and_twenty_touchpoints(team: Team, ben: Membership) -> None:
    many = [touchpoint.pk for touchpoint in TouchpointFactory.create_batch(21, team=team)]
    stranger = TouchpointFactory()
    browser = signed_in(ben)
    for changes, sentence in (
        ({"touchpoints": []}, "Mindestens einen Kontaktpunkt auswählen."),
        ({"touchpoints": many}, "Mehr als 20"),
        ({"touchpoints": [stranger.pk]}, "errors"),
        ({"touchpoints": ["9" * 40]}, "errors"),
        ({"touchpoints": many[:1], "open_until": "2026-11-23"}, "Dieser Tag ist schon vorbei."),
        ({"touchpoints": many[:1], "open_until": "2036-11-23"}, "mehr als ein Jahr"),
        ({"touchpoints": many[:1], "title": "x" * 81}, "errors"),
    ):
        answer = browser.post(url(team, "create_survey"), {**OPEN, **changes})
        assert answer.status_code == 422
        assert sentence in answer.text
    assert not team.surveys.exists()


def test_search_narrows_what_can_be_chosen_and_keeps_what_is(team: Team, ben: Membership, hotline: Touchpoint) -> None:
    TouchpointFactory(team=team, name="Rechnung über Übergrößen")
    TouchpointFactory(name="Übergrößen einer anderen")
    browser = signed_in(ben)
    chosen = [str(hotline.pk), "x", "9" * 40]
    lines = browser.get(url(team, "survey_choices"), {"q": "Übergrößen", "touchpoints": chosen})
    assert "Rechnung über Übergrößen" in lines.text
    assert re.search(r'value="\d+" checked>\s*Hotline', lines.text)
    assert "einer anderen" not in lines.text
    assert "<html" not in lines.text
    page = browser.post(url(team, "create_survey"), {**OPEN, "q": "nirgends", "touchpoints": hotline.pk, "search": ""})
    assert page.status_code == 200
    assert "Hotline" in page.text
    assert "Rechnung" not in page.text
    assert "Wie sehen wir uns?" in page.text


def test_long_inventory_is_offered_in_part(team: Team, ben: Membership) -> None:
    TouchpointFactory.create_batch(43, team=team)
    page = signed_in(ben).get(url(team, "create_survey")).text
    assert page.count('name="touchpoints"') == 40
    assert "Und 3 weitere" in page


def test_open_survey_is_prolonged_a_closed_one_stays_closed(team: Team, ben: Membership, hotline: Touchpoint) -> None:
    survey, over = SurveyFactory(team=team, open_until=date(2026, 11, 25)), closed(team, hotline)
    browser = signed_in(ben)
    browser.post(url(team, "edit_survey", survey.pk), {**OPEN, "open_until": "2026-12-24"})
    browser.post(url(team, "edit_survey", over.pk), {**OPEN, "open_until": "2026-12-24"})
    survey.refresh_from_db()
    over.refresh_from_db()
    assert survey.open_until == date(2026, 12, 24)
    assert over.open_until == date(2026, 11, 20)


def test_closed_survey_stays_closed_when_the_team_moves_to_where_it_is_still_yesterday(
    team: Team, ben: Membership, hotline: Touchpoint
) -> None:
    survey = closed(team, hotline, open_until=date(2026, 11, 23))
    team.time_zone = "Pacific/Honolulu"
    team.save()
    assert team.today(timezone.now()) == survey.open_until
    browser = signed_in(ben)
    assert "geschlossen" in browser.get(survey.get_absolute_url()).text
    assert Client().get(reverse("answer_survey", args=[survey.link])).status_code == 410
    browser.post(url(team, "edit_survey", survey.pk), OPEN)
    survey.refresh_from_db()
    assert survey.open_until == date(2026, 11, 23)


def test_survey_takes_answers_to_the_end_of_its_day_at_home(team: Team, ben: Membership, hotline: Touchpoint) -> None:
    browser = signed_in(ben)
    browser.post(url(team, "create_survey"), {**OPEN, "touchpoints": [hotline.pk]})
    survey = team.surveys.get()
    assert survey.closes_at == datetime(2026, 12, 8, 23, 0, tzinfo=UTC)
    browser.post(url(team, "edit_survey", survey.pk), {**OPEN, "open_until": "2026-11-24"})
    survey.refresh_from_db()
    assert survey.closes_at == datetime(2026, 11, 24, 23, 0, tzinfo=UTC)


def test_survey_is_closed_once_after_a_question(team: Team, ben: Membership) -> None:
    survey = SurveyFactory(team=team)
    browser = signed_in(ben)
    assert "jetzt schließen?" in browser.get(url(team, "close_survey", survey.pk)).text
    for _ in range(2):
        assert browser.post(url(team, "close_survey", survey.pk)).status_code == 302
    survey.refresh_from_db()
    assert survey.closes_at == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    assert "geschlossen" in browser.get(survey.get_absolute_url()).text


def test_new_link_takes_the_place_of_the_old_one(team: Team, ben: Membership) -> None:
    survey = SurveyFactory(team=team)
    page = signed_in(ben).post(url(team, "renew_survey_link", survey.pk), follow=True).text
    assert survey.link not in page
    survey.refresh_from_db()
    assert survey.link in page


@pytest.mark.parametrize("is_closed", [False, True])
def test_only_the_lead_removes_a_survey_with_answers(team: Team, ben: Membership, is_closed: bool) -> None:
    survey = SurveyFactory(team=team)
    if is_closed:
        survey.close(at=timezone.now())
    browser, address = signed_in(ben), url(team, "remove_survey", survey.pk)
    assert address in browser.get(survey.get_absolute_url()).text
    RatingFactory(survey=survey)
    for answer in (browser.get(address), browser.post(address)):
        assert answer.headers["Location"] == survey.get_absolute_url()
    page = browser.get(survey.get_absolute_url()).text
    assert "löscht nur die Leitung" in page
    assert address not in page
    survey.ratings.all().delete()
    browser.post(address)
    assert not team.surveys.exists()


def test_removed_survey_takes_its_answers_along(team: Team, anna: Membership) -> None:
    rating = RatingFactory(survey=SurveyFactory(team=team))
    browser = signed_in(anna)
    assert "löschen?" in browser.get(url(team, "remove_survey", rating.survey.pk)).text
    browser.post(url(team, "remove_survey", rating.survey.pk))
    assert not team.surveys.exists()
    assert rating.touchpoint.ratings.count() == 0


# --- What came out ----------------------------------------------------------------------------------


def test_open_survey_shows_how_many_answered_and_nothing_of_what(
    team: Team, anna: Membership, hotline: Touchpoint
) -> None:
    survey = SurveyFactory(team=team)
    survey.touchpoints.add(hotline)
    rated(survey, hotline, "Service", 1, 1, 1, 1, 1, 1, importance=2)
    for address in (survey.get_absolute_url(), hotline.get_absolute_url(), url(team)):
        page = signed_in(anna).get(address).text
        assert "1,0" not in page
    assert "6 Antworten" in signed_in(anna).get(survey.get_absolute_url()).text


def test_small_group_is_neither_in_the_page_nor_left_as_a_difference(
    team: Team, anna: Membership, hotline: Touchpoint
) -> None:
    survey = closed(team, hotline)
    rated(survey, hotline, "Service", 5, 5, 5, 5, 5, 5)
    rated(survey, hotline, "Lager", 4, 4, 4, 4, 4)
    rated(survey, hotline, "Personal", 1, 1)
    page = signed_in(anna).get(survey.get_absolute_url()).text
    assert "Personal" not in page
    assert "Lager" not in page
    assert "Übrige" in page
    assert "Service" in page
    shown = {
        group.name: (group.n, group.performance.value) for group in results_of(survey, [hotline]).answered[0].groups
    }
    assert shown == {"Service": (6, 5.0), "": (7, pytest.approx(22 / 7))}
    panel = signed_in(anna).get(hotline.get_absolute_url()).text
    assert "Personal" not in panel


def test_fewer_than_five_answers_show_nothing(team: Team, anna: Membership, hotline: Touchpoint) -> None:
    survey = closed(team, hotline)
    rated(survey, hotline, "Service", 2, 2, 2, 2)
    page = signed_in(anna).get(survey.get_absolute_url()).text
    assert "zu wenige Antworten" in page
    assert "2,0" not in page


def test_touchpoint_tells_of_the_newest_survey_that_five_answered(
    team: Team, anna: Membership, hotline: Touchpoint
) -> None:
    told, hardly = closed(team, hotline), closed(team, hotline)
    rated(told, hotline, "Service", 2, 2, 2, 2, 3)
    rated(hardly, hotline, "Service", 5, 5, 5, 5)
    rated(hardly, TouchpointFactory(team=team), "Service", 5)
    page = signed_in(anna).get(hotline.get_absolute_url()).text
    assert "2,2" in page
    assert told.get_absolute_url() in page
    assert "Zu wenige Antworten" not in page


def test_touchpoint_says_where_too_few_have_answered(team: Team, anna: Membership, hotline: Touchpoint) -> None:
    rated(closed(team, hotline), hotline, "Service", 5, 5, 5, 5)
    assert "Zu wenige Antworten" in signed_in(anna).get(hotline.get_absolute_url()).text


def test_gap_is_staff_minus_customers_with_welchs_interval(team: Team, anna: Membership, hotline: Touchpoint) -> None:
    survey = closed(team, hotline)
    rated(survey, hotline, "Service", 5, 4, 5, 4, 5, 4)
    asked_customers(hotline, 10, 10, 10, 0, 0)
    gap = results_of(survey, [hotline]).gaps[0]
    assert gap.difference.value == pytest.approx(4.5 - 2.0)
    assert gap.difference.low == pytest.approx(1.90, abs=0.005)
    assert gap.difference.high == pytest.approx(3.10, abs=0.005)
    page = signed_in(anna).get(survey.get_absolute_url()).text
    assert "+2,5" in page
    assert "sieht sich besser" in page
    assert "<svg" in page
    assert "n = 30" in page


def test_five_who_all_tick_the_same_are_no_certainty(team: Team, hotline: Touchpoint) -> None:
    survey = closed(team, hotline)
    rated(survey, hotline, "Service", 4, 4, 4, 4, 4)
    asked_customers(hotline, 10, 10, 10, 0, 0)
    assert [str(gap.verdict) for gap in results_of(survey, [hotline]).gaps] == ["ohne Streuung nicht zu sagen"]


def test_largest_gap_comes_first_and_one_within_chance_is_called_so(team: Team, hotline: Touchpoint) -> None:
    invoice = TouchpointFactory(team=team, name="Rechnung")
    survey = closed(team, hotline, invoice)
    rated(survey, hotline, "Service", 3, 3, 3, 4, 3)
    rated(survey, invoice, "Service", 1, 1, 2, 1, 1)
    asked_customers(hotline, 2, 2, 3, 2, 2)
    asked_customers(invoice, 0, 0, 0, 5, 20)
    gaps = results_of(survey, [hotline, invoice]).gaps
    assert [gap.touchpoint for gap in gaps] == [invoice, hotline]
    assert [str(gap.verdict) for gap in gaps] == ["sieht sich schlechter", "kein Unterschied erkennbar"]


def test_departments_that_disagree_stand_beside_each_other(team: Team, anna: Membership, hotline: Touchpoint) -> None:
    survey = closed(team, hotline)
    rated(survey, hotline, "Vertrieb", 5, 5, 4, 5, 5)
    rated(survey, hotline, "Service", 2, 1, 2, 2, 1)
    page = signed_in(anna).get(survey.get_absolute_url()).text
    assert "Wo Bereiche es verschieden sehen" in page
    assert "−3,2" in page


def test_one_disagreement_among_many_comparisons_may_be_chance(
    team: Team, anna: Membership, hotline: Touchpoint
) -> None:
    def told(*others: Touchpoint) -> str:
        survey = closed(team, hotline, *others)
        rated(survey, hotline, "Vertrieb", 5, 4, 4, 4, 5, 5)
        rated(survey, hotline, "Service", 3, 4, 3, 4, 3, 4)
        for other in others:
            for group in ("Vertrieb", "Service"):
                rated(survey, other, group, 3, 4, 3, 4, 3, 4)
        return signed_in(anna).get(survey.get_absolute_url()).text

    alone, among = told(), told(*TouchpointFactory.create_batch(8, team=team))
    assert "2 Vergleiche" in alone
    assert "+1,0" in alone or "−1,0" in alone
    assert "18 Vergleiche" in among
    assert "Nirgends so weit auseinander" in among


def test_only_customers_on_the_same_scale_are_compared(team: Team, anna: Membership, hotline: Touchpoint) -> None:
    asked_customers(hotline, 0, 0, 0, 0, 50, measured_on=date(2026, 1, 1))
    asked_customers(hotline, 0, 0, 0, 10, 0, measured_on=date(2026, 10, 1))
    assert customers_view([hotline])[hotline.pk].mean.value == 4.0
    asked_customers(hotline, 0, 0, 0, 0, 4, measured_on=date(2026, 11, 1))
    assert customers_view([hotline])[hotline.pk].mean.value == 4.0
    other = TouchpointFactory(team=team, name="Messestand")
    asked_customers(other, 9, 9, 9, 9, 9, source=Source.STAFF)
    asked_customers(other, 9, 9, 9, 9, 9, distribution=None)
    asked_customers(other, 1, 1, 1, 1, 0)
    asked_customers(other, 9, 9, metric=MetricFactory(touchpoint=other, type=Metric.Type.NPS))
    assert customers_view([other]) == {}
    survey = closed(team, other)
    rated(survey, other, "Service", 3, 3, 3, 3, 3)
    assert "Hier fehlt dafür eine CSAT-Messung" in signed_in(anna).get(survey.get_absolute_url()).text


def test_customers_of_one_department_do_not_speak_for_all(team: Team, hotline: Touchpoint) -> None:
    asked_customers(hotline, 0, 0, 0, 10, 0, measured_on=date(2026, 10, 1))
    service = DepartmentFactory(team=team)
    for touchpoint in (hotline, TouchpointFactory(team=team)):
        asked_customers(touchpoint, 10, 0, 0, 0, 0, measured_on=date(2026, 11, 1), department=service)
    assert {pk: view.mean.value for pk, view in customers_view(team.touchpoints.all()).items()} == {hotline.pk: 4.0}
    assert {pk: figure.value for pk, figure in customers_say(team).items()} == {hotline.pk: 4.0}


def test_results_cost_the_same_for_one_and_three_touchpoints(team: Team, anna: Membership) -> None:
    def survey_about(count: int) -> str:
        touchpoints = TouchpointFactory.create_batch(count, team=team)
        survey = closed(team, *touchpoints)
        for touchpoint in touchpoints:
            rated(survey, touchpoint, "Service", 3, 3, 4, 3, 3)
            rated(survey, touchpoint, "Vertrieb", 5, 5, 4, 5, 5)
            asked_customers(touchpoint, 1, 2, 3, 4, 5)
        return survey.get_absolute_url()

    browser = signed_in(anna)
    assert queries_of(browser, survey_about(1)) == queries_of(browser, survey_about(3))


def test_list_names_surveys_with_their_answers(team: Team, rita: Membership, hotline: Touchpoint) -> None:
    survey = closed(team, hotline)
    rated(survey, hotline, "Service", 3, 3)
    page = signed_in(rita).get(url(team)).text
    assert "Wie sehen wir uns?" in page
    assert "geschlossen" in page
    assert "Umfrage beginnen" not in page
    SurveyFactory(title="Fremde Umfrage")
    assert "Fremde" not in signed_in(rita).get(url(team)).text
