"""The overview: where the team stands and the one next step, by person and moment."""

from datetime import timedelta

import pytest
from django.urls import reverse

from config.standing import Step, countdown, greeting, next_step
from meetings.models import Phase
from teams.models import Membership, Role, Team
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, ActionFactory, MeetingFactory, MembershipFactory, TouchpointFactory
from tests.feedback.of_feedback import RecoveryCaseFactory


def url(team: Team) -> str:
    return reverse("overview", args=[team.slug])


def test_stranger_gets_no_overview(team: Team, clara: Membership) -> None:
    assert signed_in(clara).get(url(team)).status_code == 404


def test_empty_team_is_shown_three_first_steps_with_one_filled_button(team: Team, anna: Membership) -> None:
    page = signed_in(anna).get(url(team)).text
    assert "In drei Schritten zur ersten Runde" in page
    assert page.count("button primary") == 1


@pytest.mark.parametrize(
    ("role", "starts_in", "step"),
    [
        (Role.LEAD, timedelta(days=2), Step.PREPARE),
        (Role.MEMBER, timedelta(minutes=20), Step.ENTER),
        (Role.MEMBER, timedelta(hours=-1), Step.ENTER),
        (Role.READER, timedelta(minutes=20), Step.PREPARE),
    ],
)
def test_planned_round_is_prepared_and_then_entered(team: Team, role: Role, starts_in: timedelta, step: Step) -> None:
    membership = MembershipFactory(team=team, role=role)
    meeting = MeetingFactory(team=team, starts_at=NOW + starts_in)
    assert next_step(membership=membership, meeting=meeting, has_touchpoints=True, at=NOW) == step


@pytest.mark.parametrize(
    ("role", "has_touchpoints", "step"),
    [
        (Role.LEAD, False, Step.CAPTURE),
        (Role.LEAD, True, Step.PLAN),
        (Role.MEMBER, False, Step.CAPTURE),
        (Role.MEMBER, True, Step.WAIT),
        (Role.READER, False, Step.WAIT),
    ],
)
def test_without_a_round_the_lead_plans_one(team: Team, role: Role, has_touchpoints: bool, step: Step) -> None:
    membership = MembershipFactory(team=team, role=role)
    assert next_step(membership=membership, meeting=None, has_touchpoints=has_touchpoints, at=NOW) == step


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(minutes=1), "in 1 Minute"),
        (timedelta(minutes=25), "in 25 Minuten"),
        (timedelta(hours=3), "in 3 Stunden"),
        (timedelta(days=1), "in 1 Tag"),
        (timedelta(days=5, hours=3), "in 5 Tagen"),
        (timedelta(), ""),
    ],
)
def test_countdown_says_what_is_left_in_words(left: timedelta, words: str) -> None:
    assert countdown(until=NOW + left, at=NOW) == words


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (0, "Guten Abend, Anna"),
        (4, "Guten Abend, Anna"),
        (5, "Guten Morgen, Anna"),
        (10, "Guten Morgen, Anna"),
        (11, "Guten Tag, Anna"),
        (18, "Guten Abend, Anna"),
    ],
)
def test_the_evening_lasts_until_people_get_up(hour: int, words: str) -> None:
    assert greeting("Anna", NOW.replace(hour=hour)) == words


def test_running_round_comes_before_the_next_planned_one(team: Team, anna: Membership) -> None:
    MeetingFactory(team=team, title="Geplante", starts_at=NOW + timedelta(days=1))
    MeetingFactory(team=team, title="Laufende", phase=Phase.IDEAS, started_at=NOW, starts_at=NOW + timedelta(days=2))
    page = signed_in(anna).get(url(team))
    assert page.context["meeting"].title == "Laufende"
    assert "läuft gerade" in page.text


def test_a_round_that_was_missed_does_not_hide_the_next_one(team: Team, anna: Membership, time_machine) -> None:
    time_machine.move_to(NOW, tick=False)
    MeetingFactory(team=team, title="Verpasste", starts_at=NOW - timedelta(days=2))
    MeetingFactory(
        team=team, title="Liegengebliebene", phase=Phase.IDEAS, started_at=NOW, starts_at=NOW - timedelta(days=9)
    )
    MeetingFactory(team=team, title="Nächste", starts_at=NOW + timedelta(days=5))
    assert signed_in(anna).get(url(team)).context["meeting"].title == "Nächste"


def test_my_actions_what_is_overdue_and_what_is_asked_about(
    team: Team, ben: Membership, anna: Membership, time_machine
) -> None:
    time_machine.move_to(NOW, tick=False)
    MeetingFactory(team=team)
    today = NOW.date()
    ActionFactory(team=team, what="Meine", responsible=ben.user, due_on=today)
    ActionFactory(team=team, what="Verspätete", responsible=anna.user, due_on=today - timedelta(days=1))
    ActionFactory(team=team, what="Gefragte", due_on=today - timedelta(days=3), follow_up_on=today)
    context = signed_in(ben).get(url(team)).context
    assert [action.what for action in context["mine"]] == ["Meine"]
    assert [action.what for action in context["overdue"]] == ["Verspätete"]
    assert [action.what for action in context["follow_ups"]] == ["Gefragte"]


def test_customers_who_wait_beyond_the_deadline_are_told_and_lead_to_their_cases(
    team: Team, clara: Membership, anna: Membership, time_machine
) -> None:
    time_machine.move_to(NOW, tick=False)
    MeetingFactory(team=team)
    RecoveryCaseFactory(feedback__team=team, due_at=NOW + timedelta(hours=1))
    assert "Frist vorbei" not in signed_in(anna).get(url(team)).text
    RecoveryCaseFactory(feedback__team=team, due_at=NOW - timedelta(hours=1))
    page = signed_in(anna).get(url(team)).text
    assert "Bei 1 Kritik ist die Frist vorbei." in page and reverse("feedback:negative", args=[team.slug]) in page
    assert "Frist vorbei" not in signed_in(clara).get(url(clara.team)).text


def test_overview_costs_the_same_for_one_and_three_of_everything(team: Team, anna: Membership) -> None:
    browser = signed_in(anna)
    something_everywhere(team, anna)
    one = queries_of(browser, url(team))
    something_everywhere(team, anna)
    something_everywhere(team, anna)
    assert queries_of(browser, url(team)) == one


def something_everywhere(team: Team, lead: Membership) -> None:
    person = MembershipFactory(team=team).user
    MeetingFactory(team=team, moderator=person)
    held = {"phase": Phase.CLOSED, "started_at": NOW, "closed_at": NOW, "has_no_next": True}
    closed = MeetingFactory(team=team, set_aside_reason="Zu teuer", **held)
    closed.chosen_instead = closed.cards.create(
        author=closed.participants.create(name="Mira Sommer"), text="Lieferstatus auf die Rechnung", pinned_at=NOW
    )
    closed.save()
    for responsible in (lead.user, person, None):
        touchpoint = TouchpointFactory(team=team)
        ActionFactory(team=team, responsible=responsible, due_on="2020-01-01", touchpoint=touchpoint)
        ActionFactory(team=team, responsible=responsible, due_on="2020-01-01", follow_up_on="2020-01-02")
