"""Answering a survey by its link: for everybody who has it, once a browser, without a trace of who it was."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import DepartmentFactory, SurveyFactory, TouchpointFactory
from touchpoints.models import Rating, Survey, Touchpoint
from touchpoints.perception.asking import renew_link
from touchpoints.perception.forms import SheetForm

SHEET = "6f3c1f0e-7a0b-4f39-8a52-0d3a3a0f6a11"
WHILE_OPEN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
AFTERWARDS = datetime(2027, 1, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def hotline(team: Team) -> Touchpoint:
    return TouchpointFactory(team=team, name="Hotline", actual_state="Geheim: keiner hebt ab.")


@pytest.fixture
def survey(team: Team, hotline: Touchpoint) -> Survey:
    DepartmentFactory(team=team, name="Service")
    survey = SurveyFactory(team=team, title="Wie gut sind wir am Telefon?")
    survey.touchpoints.add(hotline)
    return survey


@pytest.fixture(autouse=True)
def _now() -> Any:
    cache.clear()
    with time_machine.travel(WHILE_OPEN, tick=False):
        yield


def url(survey: Survey) -> str:
    return reverse("answer_survey", args=[survey.link])


def sheet(survey: Survey, **changes: Any) -> dict[str, Any]:
    """A filled sheet."""
    department = survey.team.departments.get(name="Service")
    filled: dict[str, Any] = {"sheet": SHEET, "department": department.pk}
    for touchpoint in survey.touchpoints.all():
        filled |= {f"importance_{touchpoint.pk}": 5, f"performance_{touchpoint.pk}": 2}
    return filled | changes


def hand_in(survey: Survey, browser: Client | None = None, **changes: Any) -> Any:
    return (browser or Client()).post(url(survey), sheet(survey, **changes))


def test_link_alone_opens_the_sheet_and_it_says_no_more_than_it_must(
    team: Team, survey: Survey, anna: Membership
) -> None:
    TouchpointFactory(team=team, name="Rechnung, nach der nicht gefragt wird")
    page = Client().get(url(survey))
    assert page.status_code == 200
    for told in ("Vertrieb Süd", "Wie gut sind wir am Telefon?", "Hotline", "Service"):
        assert told in page.text
    for kept in ("Geheim", "Rechnung, nach der", "Anna Keller", team.slug):
        assert kept not in page.text
    assert "sessionid" not in page.cookies


def test_unknown_link_is_not_found(survey: Survey) -> None:
    assert Client().get(reverse("answer_survey", args=["x" * 32])).status_code == 404
    old = url(survey)
    renew_link(survey)
    assert Client().get(old).status_code == 404
    assert Client().get(url(survey)).status_code == 200
    assert len(survey.link) == 32


def test_filled_sheet_is_kept_and_thanked_for(survey: Survey, hotline: Touchpoint) -> None:
    browser = Client()
    answer = browser.post(url(survey), sheet(survey), follow=True)
    rating = Rating.objects.get()
    assert (rating.touchpoint, rating.group, rating.importance, rating.performance) == (hotline, "Service", 5, 2)
    assert "Danke" in answer.text
    assert "Danke" in browser.get(url(survey)).text


def test_sheet_leads_to_nobody_even_for_those_who_are_signed_in(survey: Survey, ben: Membership) -> None:
    before = {session.pk: session.session_data for session in Session.objects.all()}
    browser = signed_in(ben)
    known = {session.pk: session.session_data for session in Session.objects.all()}
    hand_in(survey, browser)
    assert {session.pk: session.session_data for session in Session.objects.all()} == known != before
    columns = {field.name for field in Rating._meta.fields}
    assert columns == {"id", "survey", "touchpoint", "group", "sheet", "importance", "performance"}


def test_browser_that_has_answered_answers_no_second_time(survey: Survey) -> None:
    browser = Client()
    hand_in(survey, browser)
    hand_in(survey, browser, sheet="0b2ac6a1-55f3-4bd5-a8c2-4a6f7c9b3e22")
    assert Rating.objects.count() == 1


def test_two_clicks_are_one_sheet(survey: Survey) -> None:
    hand_in(survey)
    assert hand_in(survey).status_code == 302
    assert Rating.objects.count() == 1


def test_touchpoint_that_somebody_does_not_know_is_left_out(survey: Survey, hotline: Touchpoint) -> None:
    survey.touchpoints.add(TouchpointFactory(team=survey.team, name="Lob & <b>Tadel</b> für Übergrößen"))
    page = Client().get(url(survey))
    assert "Lob &amp; &lt;b&gt;Tadel&lt;/b&gt; für Übergrößen" in page.text
    hand_in(survey, None, **{f"unknown_{hotline.pk}": "on"})
    assert [rating.touchpoint.name for rating in Rating.objects.all()] == ["Lob & <b>Tadel</b> für Übergrößen"]


@pytest.mark.parametrize("wrong", ["0", "6", "", "3.5", "<b>", "9" * 5000])
def test_what_is_no_number_from_one_to_five_is_asked_again(survey: Survey, hotline: Touchpoint, wrong: str) -> None:
    answer = hand_in(survey, None, **{f"performance_{hotline.pk}": wrong})
    assert answer.status_code == 422
    assert "errors" in answer.text
    assert not Rating.objects.exists()


def test_sheet_without_an_opinion_or_a_department_is_asked_again(survey: Survey, hotline: Touchpoint) -> None:
    assert "Mindestens einen Kontaktpunkt beurteilen." in hand_in(survey, None, **{f"unknown_{hotline.pk}": "on"}).text
    assert hand_in(survey, department="").status_code == 422
    assert hand_in(survey, department="999999").status_code == 422
    assert hand_in(survey, sheet="keine Nummer").status_code == 422
    assert not Rating.objects.exists()


def test_nobody_has_to_name_a_department(survey: Survey) -> None:
    assert hand_in(survey, department="0").status_code == 302
    assert Rating.objects.get().group == ""


def test_department_that_goes_leaves_its_answers(survey: Survey) -> None:
    hand_in(survey)
    survey.team.departments.all().delete()
    assert Rating.objects.get().group == "Service"
    assert Client().get(url(survey)).status_code == 200


def test_survey_closes_after_its_day_and_when_somebody_closes_it(survey: Survey) -> None:
    assert Client().get(url(survey)).status_code == 200
    with time_machine.travel(AFTERWARDS, tick=False):
        assert Client().get(url(survey)).status_code == 410
        assert hand_in(survey).status_code == 410
    survey.close(at=WHILE_OPEN)
    answer = hand_in(survey)
    assert answer.status_code == 410
    assert "Diese Umfrage ist geschlossen" in answer.text


def test_survey_that_is_deleted_meanwhile_is_not_found(survey: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    def is_valid_for_the_last_time(form: SheetForm) -> bool:
        return not form.errors and bool(Survey.objects.all().delete())

    monkeypatch.setattr(SheetForm, "is_valid", is_valid_for_the_last_time)
    assert hand_in(survey).status_code == 404
    assert not Rating.objects.exists()


def test_strangers_forge_no_sheet_from_another_page(survey: Survey) -> None:
    assert hand_in(survey, Client(enforce_csrf_checks=True)).status_code == 403


def test_flood_of_sheets_is_held_back(survey: Survey) -> None:
    answers = [Client().post(url(survey), {}).status_code for _ in range(121)]
    assert answers[0] == 422
    assert answers[-1] == 429
    assert Client().get(url(survey)).status_code == 200


def test_sheet_asks_in_english_too(survey: Survey) -> None:
    page = Client().get(url(survey), headers={"Accept-Language": "en"}).text
    assert "How good are we here today?" in page
