"""Voices on pages of other floors: at a touchpoint, before a round, beside an action that came of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from actions.models import Action, Status
from feedback.elsewhere.beside_actions import heard_around
from feedback.models import Feedback, Polarity
from meetings.models import Phase
from teams.middleware import GUEST_SESSION_KEY
from teams.models import Membership
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, ActionFactory, MeetingFactory, TouchpointFactory
from tests.feedback.of_feedback import FeedbackFactory, SuggestionFactory
from tests.meetings.rounds import a_round
from touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


@pytest.fixture
def stand(anna: Membership) -> Touchpoint:
    return TouchpointFactory(team=anna.team, name="Messestand")


@pytest.fixture
def complaint(stand: Touchpoint) -> Feedback:
    return FeedbackFactory(team=stand.team, touchpoint=stand, text="Kein Stuhl weit und breit.")


def said(touchpoint: Touchpoint, day: date, polarity: str = Polarity.NEGATIVE) -> None:
    FeedbackFactory(team=touchpoint.team, touchpoint=touchpoint, said_on=day, polarity=polarity)


# --- At a touchpoint and before a round -----------------------------------------------------------


def test_touchpoint_shows_its_voices_and_open_suggestions(
    stand: Touchpoint, complaint: Feedback, ben: Membership
) -> None:
    SuggestionFactory(team=stand.team, touchpoint=stand, title="Hocker mitnehmen")
    page = signed_in(ben).get(stand.get_absolute_url()).text
    for words in (complaint.text, "Hocker mitnehmen", f"?touchpoint={stand.pk}", "Stimme notieren", "Kunden fragen"):
        assert words in page


def test_readers_are_offered_no_writing(stand: Touchpoint, rita: Membership) -> None:
    page = signed_in(rita).get(stand.get_absolute_url()).text
    assert "Noch hat hier niemand etwas gesagt" in page
    assert "Stimme notieren" not in page


def test_preparation_of_a_round_shows_the_voices_of_its_touchpoint(
    stand: Touchpoint, complaint: Feedback, ben: Membership
) -> None:
    meeting = MeetingFactory(team=stand.team, touchpoint=stand)
    page = signed_in(ben).get(meeting.get_absolute_url()).text
    assert complaint.text in page
    assert "Was Kundinnen und Kunden sagen" in page


def test_pages_cost_the_same_for_one_and_for_many_voices(
    stand: Touchpoint, complaint: Feedback, ben: Membership
) -> None:
    SuggestionFactory(team=stand.team, touchpoint=stand)
    action = ActionFactory(team=stand.team, touchpoint=stand, status=Status.DONE, done_at=NOW - timedelta(days=20))
    complaint.actions.add(action)
    places = [page.get_absolute_url() for page in (stand, MeetingFactory(team=stand.team, touchpoint=stand), action)]
    browser = signed_in(ben)
    few = [queries_of(browser, place) for place in places]
    for polarity in ("", *Polarity.values) * 3:
        FeedbackFactory(team=stand.team, touchpoint=stand, polarity=polarity).actions.add(action)
        SuggestionFactory(team=stand.team, touchpoint=stand, action=action)
    assert [queries_of(browser, place) for place in places] == few


def test_round_that_looks_at_today_has_the_voices_on_members_desks_and_not_on_guests(
    anna: Membership, ben: Membership
) -> None:
    a = a_round(anna, ben).to(Phase.ACTUAL_STATE)
    FeedbackFactory(team=anna.team, touchpoint=a.meeting.touchpoint, text="Frau Müller wartet noch.")
    room = reverse("meetings:room", args=[anna.team.slug, a.pk])
    assert "Frau Müller wartet noch." in signed_in(ben).get(room).text
    guest = Client()
    session = guest.session
    session[GUEST_SESSION_KEY] = {str(a.pk): a.gast.pk}
    session.save()
    page = guest.get(room)
    assert page.status_code == 200
    assert "Frau Müller" not in page.text


# --- Beside an action -----------------------------------------------------------------------------


def test_action_that_is_recorded_from_a_voice_is_linked_with_it(
    stand: Touchpoint, complaint: Feedback, ben: Membership
) -> None:
    address, browser = reverse("actions:create", args=[stand.team.slug]) + f"?voice={complaint.pk}", signed_in(ben)
    form = browser.get(address).context["form"]
    assert form.initial["touchpoint"] == stand.pk
    assert form.initial["why"] == "„Kein Stuhl weit und breit.“"
    due = stand.team.today(NOW) + timedelta(days=4000)
    answer = browser.post(address, {"what": "Hocker kaufen", "due_on": due.isoformat(), "priority": 2})
    action = Action.objects.get()
    assert answer.headers["Location"] == action.get_absolute_url()
    assert list(complaint.actions.all()) == [action]
    page = browser.get(action.get_absolute_url()).text
    assert complaint.text in page
    assert reverse("feedback:voice", args=[stand.team.slug, complaint.pk]) in page


@pytest.mark.parametrize("key", ["", "x", "0", "9" * 30, "-1"])
def test_voice_that_is_none_fills_in_and_links_nothing(ben: Membership, key: str) -> None:
    address = reverse("actions:create", args=[ben.team.slug]) + f"?voice={key}"
    assert "why" not in signed_in(ben).get(address).context["form"].initial


def test_other_teams_voice_is_neither_shown_nor_linked(complaint: Feedback, clara: Membership) -> None:
    address, browser = reverse("actions:create", args=[clara.team.slug]) + f"?voice={complaint.pk}", signed_in(clara)
    assert complaint.text not in browser.get(address).text
    due = clara.team.today(NOW) + timedelta(days=4000)
    browser.post(address, {"what": "Abwerben", "due_on": due.isoformat(), "priority": 2})
    assert Action.objects.get().voices.count() == 0


def test_voices_before_and_after_an_action_are_counted_over_equal_times_good_and_bad_apart(stand: Touchpoint) -> None:
    done_at = datetime(2026, 11, 14, 12, tzinfo=UTC)
    action = ActionFactory(
        team=stand.team, touchpoint=stand, status=Status.DONE, done_at=done_at, starts_on=date(2026, 11, 2)
    )
    for day in ("10-23", "10-22", "11-01", "11-02", "11-14", "11-15", "11-24"):
        said(stand, date.fromisoformat(f"2026-{day}"))
    said(stand, date(2026, 11, 20), Polarity.POSITIVE)
    said(stand, date(2026, 11, 20), "")
    around = heard_around(action, today=TODAY)
    assert around is not None
    assert around.days == 10
    assert (around.before.first, around.before.last) == (date(2026, 10, 23), date(2026, 11, 1))
    assert (around.after.first, around.after.last) == (date(2026, 11, 15), date(2026, 11, 24))
    assert (around.before.negative, around.before.positive) == (2, 0)
    assert (around.after.negative, around.after.positive) == (2, 1)


def test_neither_side_reaches_further_than_three_months(stand: Touchpoint) -> None:
    action = ActionFactory(team=stand.team, touchpoint=stand, status=Status.DONE, done_at=NOW - timedelta(days=400))
    around = heard_around(action, today=TODAY)
    assert around is not None
    assert around.days == 91


def test_open_and_just_finished_actions_and_those_without_a_place_have_nothing_to_compare(stand: Touchpoint) -> None:
    actions = [
        ActionFactory(team=stand.team, touchpoint=stand),
        ActionFactory(team=stand.team, touchpoint=stand, status=Status.DONE, done_at=NOW),
        ActionFactory(team=stand.team, touchpoint=None, status=Status.DONE, done_at=NOW - timedelta(days=9)),
    ]
    assert [heard_around(action, today=TODAY) for action in actions] == [None] * 3
