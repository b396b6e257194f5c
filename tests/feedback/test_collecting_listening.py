"""How the team listens is its lead's to say, and two leads lose nothing of each other's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from feedback.models import Feedback, Listening
from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.feedback.of_feedback import ContactFactory, FeedbackFactory, RecoveryCaseFactory


@pytest.fixture
def desk(anna: Membership) -> Client:
    """Anna's browser."""
    return signed_in(anna)


def address(team: Team) -> str:
    """The settings page."""
    return reverse("feedback:listening", args=[team.slug])


def opened(desk: Client, team: Team) -> dict[str, Any]:
    """What the form would send if nothing were changed."""
    response = desk.get(address(team))
    assert response.context is not None
    form = response.context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}


def voice_of(team: Team, days: int) -> Feedback:
    """One that came in so many days ago."""
    return FeedbackFactory(team=team, created_at=timezone.now() - timedelta(days=days))


def test_looking_stores_nothing_and_shows_the_usual(desk: Client, team: Team) -> None:
    """48 hours, 24 months, 90 days, and the text that customers read in both languages."""
    page = desk.get(address(team)).content.decode()
    assert not Listening.objects.exists()
    said = opened(desk, team)
    assert (said["hours_to_answer"], said["months_kept"], said["days_contact_kept"]) == (48, 24, 90)
    assert "Ohne Konto und ohne Cookies." in page


def test_a_lead_says_how_the_team_listens(desk: Client, team: Team) -> None:
    """All of it."""
    wishes: dict[str, Any] = {
        "hours_to_answer": 24,
        "days_between": 0,
        "months_kept": 12,
        "days_contact_kept": 30,
        "privacy_de": "Nur \u202ewir.",
        "privacy_en": "Only us.",
        "alerts_rise": "on",
    }
    assert desk.post(address(team), wishes).status_code == 302
    stored = Listening.objects.get()
    assert (stored.hours_to_answer, stored.days_between, stored.months_kept) == (24, 0, 12)
    assert (stored.days_contact_kept, stored.privacy_de, stored.privacy_en) == (30, "Nur wir.", "Only us.")
    assert (stored.alerts_negative, stored.alerts_rise) == (False, True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("months_kept", "0"),
        ("months_kept", "121"),
        ("months_kept", "9" * 30),
        ("days_contact_kept", "0"),
        ("hours_to_answer", "721"),
        ("days_between", "-1"),
        ("privacy_de", "x" * 4001),
    ],
)
def test_nonsense_is_said_beside_its_field(desk: Client, team: Team, field: str, value: str) -> None:
    """422, and nothing is stored."""
    response = desk.post(address(team), opened(desk, team) | {field: value})
    assert response.status_code == 422
    assert response.context is not None
    assert list(response.context["form"].errors) == [field]
    assert not Listening.objects.exists()


def test_codes_of_other_pages_stay(desk: Client, team: Team) -> None:
    """The form knows nothing of them."""
    Listening.objects.create(team=team, suggestions_code="abc", learned_code="def")
    desk.post(address(team), opened(desk, team) | {"months_kept": 6})
    stored = Listening.objects.get()
    assert (stored.suggestions_code, stored.learned_code, stored.months_kept) == ("abc", "def", 6)


def test_what_only_another_lead_changed_stays(desk: Client, team: Team) -> None:
    """And where both wrote, the second is told once."""
    mine = opened(desk, team)
    desk.post(address(team), mine | {"months_kept": 6, "hours_to_answer": 12})
    response = desk.post(address(team), mine | {"months_kept": 36})
    assert response.status_code == 422
    assert "Hier steht inzwischen „6“" in response.content.decode()
    assert response.context is not None
    form = response.context["form"]
    again = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    assert desk.post(address(team), again).status_code == 302
    stored = Listening.objects.get()
    assert (stored.months_kept, stored.hours_to_answer) == (36, 12)


def test_a_switch_that_another_lead_turned_stays_turned(desk: Client, team: Team) -> None:
    """An untouched tick brings nothing back."""
    mine = opened(desk, team)
    off = {name: value for name, value in mine.items() if name != "alerts_rise"}
    desk.post(address(team), off)
    desk.post(address(team), mine | {"months_kept": 36})
    stored = Listening.objects.get()
    assert (stored.alerts_rise, stored.alerts_negative, stored.months_kept) == (False, True, 36)


def test_the_page_says_what_would_go_by_the_months_that_are_typed(desk: Client, team: Team) -> None:
    """What came in before; what has an open case waits; contacts go by the day that was promised."""
    voice_of(team, 20)
    ContactFactory(feedback=voice_of(team, 100), forget_on=timezone.now().date() - timedelta(days=1))
    RecoveryCaseFactory(feedback=voice_of(team, 1000))
    voice_of(team, 1000)
    FeedbackFactory(created_at=timezone.now() - timedelta(days=1000))

    def over(months: str) -> Any:
        response = desk.get(address(team), {"months_kept": months})
        assert response.context is not None
        return response.context["over"]

    def counted(months: str) -> tuple[int, int, int]:
        return over(months).voices, over(months).waiting, over(months).contacts

    assert counted("24") == (1, 1, 1)
    assert counted("2") == (2, 1, 1)
    assert counted("120") == (0, 0, 1)
    for nonsense in ("0", "abc", "-3", "9" * 40):
        assert over(nonsense) is None
    assert Feedback.objects.count() == 5


def test_only_leads_say_how_the_team_listens(team: Team, ben: Membership, rita: Membership, clara: Membership) -> None:
    """Members and readers are refused, other teams find nothing."""
    assert [signed_in(who).get(address(team)).status_code for who in (ben, rita, clara)] == [403, 403, 404]
