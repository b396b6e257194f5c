"""Pages before a round starts and after it ends."""

import re
from datetime import time, timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from time_machine import TimeMachineFixture

from meetings import planning
from meetings.errors import RoundMovedOn
from meetings.models import Meeting, Phase, Series
from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import NOW, ActionFactory, MeetingFactory, MinutesFactory, TouchpointFactory

NEXT_WEEK = NOW + timedelta(days=7)


@pytest.fixture(autouse=True)
def _in_tuesday(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def meeting(team: Team, anna: Membership, ben: Membership) -> Meeting:
    touchpoint = TouchpointFactory(team=team, name="Rechnung", actual_state="Kommt vor der Ware.")
    return planning.plan(team=team, by=anna.user, starts_at=NEXT_WEEK, touchpoint=touchpoint, at=NOW)


@pytest.fixture
def series(team: Team, anna: Membership, ben: Membership) -> Series:
    return planning.plan_series(team=team, by=anna.user, name="Vertriebsrunde", weekday=1, time=time(9), at=NOW)


def url(name: str, *pks: int) -> str:
    return reverse(f"meetings:{name}", args=["vertrieb-sued", *pks])


def closed(team: Team, **more: object) -> Meeting:
    meeting = MeetingFactory(team=team, phase=Phase.CLOSED, started_at=NOW, closed_at=NOW, has_no_next=True, **more)
    MinutesFactory(meeting=meeting)
    return meeting


def typed(**more: object) -> dict[str, object]:
    minutes = {f"{phase}_minutes": 5 for phase in ("actual_state", "ideas", "discussion", "vote", "plan")}
    return {"starts_at": "2026-12-01T09:00", **minutes, **more}


# --- Strangers and roles --------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["create", "create_series"])
@pytest.mark.parametrize("key", ["1" * 40, "9223372036854775808", "x"])
def test_people_with_forged_keys_are_no_choice(anna: Membership, address: str, key: str) -> None:
    response = signed_in(anna).post(url(address), typed(people=[key], members=[key]))
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert response.context["form"].errors.keys() & {"people", "members"}


@pytest.mark.parametrize("name", ["detail", "edit", "occasion", "cancel", "calendar"])
def test_strangers_find_no_round(meeting: Meeting, clara: Membership, name: str) -> None:
    assert signed_in(clara).get(url(name, meeting.pk)).status_code == HTTPStatus.NOT_FOUND
    other = reverse(f"meetings:{name}", args=[clara.team.slug, meeting.pk])
    assert signed_in(clara).get(other).status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN)


@pytest.mark.parametrize("name", ["series", "edit_series", "pause_series", "resume_series"])
def test_strangers_find_no_series(series: Series, clara: Membership, name: str) -> None:
    other = reverse(f"meetings:{name}", args=[clara.team.slug, series.pk])
    assert signed_in(clara).post(other).status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED)


@pytest.mark.parametrize("name", ["edit", "cancel", "occasion"])
def test_readers_only_read(meeting: Meeting, rita: Membership, name: str) -> None:
    browser = signed_in(rita)
    assert browser.get(url(name, meeting.pk)).status_code == HTTPStatus.FORBIDDEN
    page = browser.get(url("detail", meeting.pk)).content.decode()
    assert "Kommt vor der Ware." in page
    assert meeting.join_code not in page
    assert url("edit", meeting.pk) not in page


@pytest.mark.parametrize("name", ["edit", "cancel"])
def test_members_do_not_plan_the_rounds_of_others(meeting: Meeting, ben: Membership, name: str) -> None:
    assert signed_in(ben).get(url(name, meeting.pk)).status_code == HTTPStatus.FORBIDDEN


def test_moderators_plan_their_own_round(team: Team, anna: Membership, ben: Membership) -> None:
    own = planning.plan(team=team, by=ben.user, starts_at=NEXT_WEEK, touchpoint=None, at=NOW)
    assert signed_in(ben).get(url("edit", own.pk)).status_code == HTTPStatus.OK


# --- Planning -------------------------------------------------------------------------------------


def test_a_lead_plans_a_round(team: Team, anna: Membership, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    data = typed(touchpoint=touchpoint.pk, moderator=anna.user.pk, people=[ben.user.pk], title="Mahnung")
    response = signed_in(anna).post(url("create"), data)
    meeting = team.meetings.get()
    assert response["Location"] == meeting.get_absolute_url()
    assert (meeting.touchpoint, meeting.title, meeting.starts_at) == (touchpoint, "Mahnung", NEXT_WEEK)
    assert meeting.participants.invited().count() == 2


def test_the_form_proposes_a_touchpoint_the_team_and_its_minutes(
    team: Team, anna: Membership, ben: Membership, rita: Membership
) -> None:
    touchpoint = TouchpointFactory(team=team, name="Hotline", is_key=True)
    team.round_minutes = 45
    team.save()
    page = signed_in(anna).get(url("create"), {"touchpoint": touchpoint.pk})
    assert page.context["form"].total_minutes == 45
    assert f'<option value="{touchpoint.pk}" selected>' in page.content.decode()
    assert "Hotline (Super-Touchpoint, noch nie besprochen)" in page.content.decode()
    assert page.context["form"]["people"].value() == [anna.user.pk, ben.user.pk]


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"starts_at": "2026-11-20T09:00"}, "starts_at", "Dieser Zeitpunkt ist schon vorbei."),
        ({"starts_at": "9999-12-31T23:59"}, "starts_at", "Dieser Zeitpunkt liegt mehr als zwei Jahre in der Zukunft."),
        ({"starts_at": "2027-03-28T02:30"}, "starts_at", None),
        ({"starts_at": "irgendwann"}, "starts_at", None),
        ({"ideas_minutes": "0"}, "ideas_minutes", None),
        ({"ideas_minutes": "61"}, "ideas_minutes", None),
        ({"ideas_minutes": ""}, "ideas_minutes", None),
        ({"deputy": "anna"}, "deputy", "Vertreten kann nur jemand anderes als die Moderation."),
        ({"moderator": "rita"}, "moderator", None),
        ({"moderator": "clara"}, "moderator", None),
        ({"people": "rita"}, "people", None),
        ({"touchpoint": "foreign"}, "touchpoint", None),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    team: Team,
    anna: Membership,
    ben: Membership,
    rita: Membership,
    clara: Membership,
    wrong: dict[str, str],
    field: str,
    sentence: str | None,
) -> None:
    people = {"anna": anna.user.pk, "rita": rita.user.pk, "clara": clara.user.pk}
    known = people | {"foreign": TouchpointFactory(team=clara.team).pk}
    broken = {name: known.get(value, value) for name, value in wrong.items()}
    data = typed(moderator=anna.user.pk, title="Was ich schon schrieb") | broken
    response = signed_in(anna).post(url("create"), data)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert list(response.context["form"].errors) == [field]
    if sentence:
        assert response.context["form"].errors[field] == [sentence]
    assert "Was ich schon schrieb" in response.content.decode()
    assert not team.meetings.exists()


def test_a_round_is_moved(meeting: Meeting, anna: Membership, ben: Membership) -> None:
    data = typed(moderator=anna.user.pk, people=[ben.user.pk], starts_at="2026-12-02T14:00")
    response = signed_in(anna).post(url("edit", meeting.pk), data | {"touchpoint": meeting.touchpoint_id})
    assert response.status_code == HTTPStatus.FOUND
    meeting.refresh_from_db()
    assert (meeting.sequence, meeting.starts_at.hour) == (1, 13)


def test_a_retired_touchpoint_stays_where_it_was_chosen(meeting: Meeting, anna: Membership) -> None:
    TouchpointFactory(team=meeting.team, name="Faxabruf", status="retired")
    meeting.team.touchpoints.filter(meetings=meeting).update(status="retired", status_reason="Gibt es nicht mehr.")
    page = signed_in(anna).get(url("edit", meeting.pk)).content.decode()
    assert f'<option value="{meeting.touchpoint_id}" selected>' in page
    assert "Faxabruf" not in page


def test_a_started_round_is_no_longer_planned(meeting: Meeting, anna: Membership) -> None:
    meeting.begin(at=NOW)
    meeting.advance(expected=Phase.LOBBY, at=NOW)
    for name in ("edit", "cancel"):
        assert signed_in(anna).post(url(name, meeting.pk)).status_code == HTTPStatus.NOT_FOUND


def test_a_round_that_starts_meanwhile_is_told(
    meeting: Meeting, anna: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    def started_by_another(**_deed: object) -> None:
        raise RoundMovedOn

    monkeypatch.setattr(planning, "cancel", started_by_another)
    response = signed_in(anna).post(url("cancel", meeting.pk), follow=True)
    assert response.redirect_chain == [(url("list"), HTTPStatus.FOUND)]
    assert "Die Runde ist schon weiter." in response.content.decode()


def test_cancelling_asks_once(meeting: Meeting, anna: Membership) -> None:
    browser = signed_in(anna)
    assert "absagen?" in browser.get(url("cancel", meeting.pk)).content.decode()
    assert browser.post(url("cancel", meeting.pk))["Location"] == url("list")
    meeting.refresh_from_db()
    assert meeting.phase == Phase.CANCELLED
    assert "abgesagt" in browser.get(url("detail", meeting.pk)).content.decode()


def test_members_write_down_the_occasion(meeting: Meeting, ben: Membership) -> None:
    browser = signed_in(ben)
    assert browser.get(url("occasion", meeting.pk)).status_code == HTTPStatus.OK
    response = browser.post(url("occasion", meeting.pk), {"title": "Mahnung", "customer": "<i>Frau Brandt</i>"})
    assert response.status_code == HTTPStatus.FOUND
    assert "&lt;i&gt;Frau Brandt&lt;/i&gt;" in browser.get(url("detail", meeting.pk)).content.decode()
    long = browser.post(url("occasion", meeting.pk), {"title": "x" * 121})
    assert long.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


# --- Preparing ------------------------------------------------------------------------------------


def test_everyone_prepares_with_what_is_known(meeting: Meeting, ben: Membership) -> None:
    ActionFactory(team=meeting.team, touchpoint=meeting.touchpoint, what="Versand vor Rechnung")
    ActionFactory(team=meeting.team, what="Etwas ganz anderes")
    before = closed(meeting.team, touchpoint=meeting.touchpoint)
    page = signed_in(ben).get(url("detail", meeting.pk)).content.decode()
    for expected in ("Rechnung", "Kommt vor der Ware.", "Versand vor Rechnung", "Anna Keller", meeting.join_code):
        assert expected in page
    assert url("detail", before.pk) in page
    assert url("room", meeting.pk) in page
    assert "Etwas ganz anderes" not in page


def test_the_way_to_a_round_on_paper_stands_on_its_page(meeting: Meeting, anna: Membership, ben: Membership) -> None:
    address = url("paper", meeting.pk)
    assert address in signed_in(anna).get(url("detail", meeting.pk)).content.decode()
    assert address not in signed_in(ben).get(url("detail", meeting.pk)).content.decode()


def test_the_calendar_file_can_be_taken_from_the_page(meeting: Meeting, rita: Membership) -> None:
    response = signed_in(rita).get(url("calendar", meeting.pk))
    assert response["Content-Type"].startswith("text/calendar")
    day = f"{meeting.starts_at.astimezone(meeting.team.zone):%Y-%m-%d}"
    assert response["Content-Disposition"] == f'attachment; filename="touchpoint-runde-{day}.ics"'
    calendar = Calendar.from_ical(response.content)
    assert calendar["METHOD"] == "PUBLISH"
    assert str(meeting.uid) in str(calendar.walk("VEVENT")[0]["UID"])


# --- The list -------------------------------------------------------------------------------------


def test_the_list_tells_running_from_left_alone(team: Team, anna: Membership, meeting: Meeting) -> None:
    running = MeetingFactory(team=team, title="Läuft noch", moderator=anna.user)
    forgotten = MeetingFactory(team=team, title="Vergessen", moderator=anna.user)
    for each, at in ((running, NOW - timedelta(minutes=10)), (forgotten, NOW - timedelta(days=1))):
        each.begin(at=at)
        each.advance(expected=Phase.LOBBY, at=at)
    past = closed(team, title="Vorbei")
    response = signed_in(anna).get(url("list"))
    assert list(response.context["under_way"]) == [running]
    assert list(response.context["abandoned"]) == [forgotten]
    assert list(response.context["planned"]) == [meeting]
    assert list(response.context["past"]) == [past]
    assert url("room", running.pk) in response.content.decode()


def test_what_was_missed_is_folded_away_behind_what_is_coming(
    team: Team, anna: Membership, meeting: Meeting, time_machine: TimeMachineFixture
) -> None:
    coming = planning.plan(team=team, by=anna.user, starts_at=NEXT_WEEK + timedelta(days=7), touchpoint=None, at=NOW)
    earlier = planning.plan(team=team, by=anna.user, starts_at=NEXT_WEEK - timedelta(days=1), touchpoint=None, at=NOW)
    time_machine.move_to(NEXT_WEEK + timedelta(days=2), tick=False)
    response = signed_in(anna).get(url("list"))
    assert list(response.context["planned"]) == [coming]
    assert list(response.context["missed"]) == [meeting, earlier]
    page = response.content.decode()
    (first_step,) = re.findall(r'<a class="button small primary" href="([^"]+)"', page)
    assert first_step == url("detail", coming.pk)
    assert "2 Runden nicht gehalten</summary>" in page
    assert page.index("2 Runden nicht gehalten") < page.index(url("detail", meeting.pk))


def test_the_next_round_of_a_series_is_not_one_that_was_missed(
    series: Series, anna: Membership, time_machine: TimeMachineFixture
) -> None:
    missed = series.meetings.get()
    coming = planning.go_on(series=series, at=NEXT_WEEK + timedelta(days=2))
    assert coming is not None
    time_machine.move_to(NEXT_WEEK + timedelta(days=2), tick=False)
    for name, pks in (("all_series", []), ("series", [series.pk])):
        page = signed_in(anna).get(url(name, *pks)).content.decode()
        assert url("detail", coming.pk) in page
        assert url("detail", missed.pk) not in page


def test_an_empty_list_invites_the_lead_to_plan(team: Team, anna: Membership, ben: Membership) -> None:
    assert url("create") in signed_in(anna).get(url("list")).content.decode()
    assert url("create") not in signed_in(ben).get(url("list")).content.decode()


@pytest.mark.parametrize("name", ["list", "all_series"])
def test_lists_cost_the_same_for_one_row_and_for_three(team: Team, anna: Membership, name: str) -> None:
    def add(number: int) -> None:
        planning.plan_series(team=team, by=anna.user, name=f"Serie {number}", weekday=1, time=time(9), at=NOW)
        closed(team, moderator=anna.user)

    browser = signed_in(anna)
    add(1)
    browser.get(url(name))
    with CaptureQueriesContext(connection) as one:
        browser.get(url(name))
    add(2)
    add(3)
    with CaptureQueriesContext(connection) as three:
        browser.get(url(name))
    assert len(one) == len(three)


# --- Series ---------------------------------------------------------------------------------------


def test_a_lead_starts_changes_pauses_and_resumes_a_series(team: Team, anna: Membership, ben: Membership) -> None:
    browser = signed_in(anna)
    data = typed(name="Vertriebsrunde", weekday=1, time="09:00", moderator=anna.user.pk, members=[ben.user.pk])
    browser.post(url("create_series"), data)
    series = team.series.get()
    assert series.meetings.get().starts_at == NEXT_WEEK
    browser.post(url("edit_series", series.pk), data | {"time": "10:00"})
    assert series.meetings.get().starts_at == NEXT_WEEK + timedelta(hours=1)
    for name, active in (("pause_series", False), ("resume_series", True)):
        assert browser.post(url(name, series.pk))["Location"] == series.get_absolute_url()
        series.refresh_from_db()
        assert series.is_active is active
    assert "Vertriebsrunde" in browser.get(url("series", series.pk)).content.decode()


def test_two_series_of_one_name_are_one_too_many(series: Series, anna: Membership) -> None:
    data = typed(name="Vertriebsrunde", weekday=2, time="09:00", moderator=anna.user.pk)
    response = signed_in(anna).post(url("create_series"), data)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert response.context["form"].errors["name"] == ["Eine Serie mit diesem Namen gibt es schon."]


def test_members_and_readers_look_at_series_only(series: Series, ben: Membership, rita: Membership) -> None:
    for person in (ben, rita):
        browser = signed_in(person)
        assert browser.get(url("series", series.pk)).status_code == HTTPStatus.OK
        assert browser.get(url("edit_series", series.pk)).status_code == HTTPStatus.FORBIDDEN
        assert browser.post(url("pause_series", series.pk)).status_code == HTTPStatus.FORBIDDEN


def test_a_round_counts_as_not_held_only_when_it_should_have_ended(
    meeting: Meeting, ben: Membership, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NEXT_WEEK + timedelta(minutes=10), tick=False)
    assert "nicht gehalten" not in signed_in(ben).get(url("list")).text
    time_machine.move_to(NEXT_WEEK + timedelta(minutes=31), tick=False)
    assert "nicht gehalten" in signed_in(ben).get(url("list")).text
