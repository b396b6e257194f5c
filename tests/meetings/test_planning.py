"""Planning rounds and series."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from meetings import planning
from meetings.errors import RoundMovedOn, RuleBroken
from meetings.models import FIVE_PHASES, Meeting, Phase, Series
from teams.models import Letter, Membership, Team
from tests.factories import NOW, MembershipFactory, TouchpointFactory, UserFactory

BERLIN = ZoneInfo("Europe/Berlin")
NEXT_WEEK = NOW + timedelta(days=7)


def sweep_series(at: datetime) -> None:
    for series in planning.stalled(at):
        planning.go_on(series=series, at=at)


def plan(team: Team, by: Membership, **more: Any) -> Meeting:
    details: dict[str, Any] = {"starts_at": NEXT_WEEK, "touchpoint": TouchpointFactory.create(team=team), "at": NOW}
    return planning.plan(team=team, by=by.user, **details | more)


def invited(meeting: Meeting) -> set[str]:
    return set(meeting.participants.invited().values_list("name", flat=True))


@pytest.fixture
def dora(team: Team) -> Membership:
    return MembershipFactory(team=team, user=UserFactory(name="Dora Lang"))


# --- One round ------------------------------------------------------------------------------------


def test_everyone_who_works_in_the_team_is_invited(
    team: Team, anna: Membership, ben: Membership, rita: Membership, clara: Membership
) -> None:
    assert invited(plan(team, anna)) == {"Anna Keller", "Ben Yılmaz"}


def test_readers_and_strangers_are_not_invited_even_if_named(
    team: Team, anna: Membership, ben: Membership, rita: Membership, clara: Membership
) -> None:
    assert invited(plan(team, anna, people=[ben.user, rita.user, clara.user])) == {"Anna Keller", "Ben Yılmaz"}


def test_whoever_plans_moderates_unless_another_is_named(team: Team, anna: Membership, ben: Membership) -> None:
    assert plan(team, anna).moderator == anna.user
    assert plan(team, anna, moderator=ben.user).moderator == ben.user


def test_moderator_and_deputy_are_invited_although_nobody_named_them(
    team: Team, anna: Membership, ben: Membership, dora: Membership
) -> None:
    meeting = plan(team, anna, deputy=dora.user, people=[ben.user])
    assert invited(meeting) == {"Anna Keller", "Ben Yılmaz", "Dora Lang"}


def test_a_reader_cannot_moderate(team: Team, anna: Membership, rita: Membership) -> None:
    with pytest.raises(RuleBroken):
        plan(team, anna, moderator=rita.user)
    assert not team.meetings.exists()


def test_the_moderator_cannot_be_their_own_deputy(team: Team, anna: Membership) -> None:
    with pytest.raises(RuleBroken):
        plan(team, anna, deputy=anna.user)


def test_join_codes_differ_and_are_easy_to_read(team: Team, anna: Membership) -> None:
    codes = {plan(team, anna).join_code for _round in range(20)}
    assert len(codes) == 20
    assert all(len(code) == 9 and code[4] == "-" and not set(code) & set("01IO") for code in codes)


@pytest.mark.parametrize(
    ("total", "minutes"),
    [(30, [5, 5, 10, 5, 5]), (10, [2, 2, 2, 2, 2]), (45, [8, 8, 13, 8, 8]), (120, [20, 20, 40, 20, 20])],
)
def test_the_usual_minutes_fill_the_teams_box(team: Team, anna: Membership, total: int, minutes: list[int]) -> None:
    team.round_minutes = total
    meeting = plan(team, anna)
    assert [meeting.planned_minutes(phase) for phase in FIVE_PHASES] == minutes
    assert meeting.box == timedelta(minutes=total)


# --- Changing and cancelling ----------------------------------------------------------------------


def test_a_new_time_is_a_new_version_of_the_calendar_entry(team: Team, anna: Membership) -> None:
    meeting = plan(team, anna)
    changed = planning.change(meeting=meeting, starts_at=NEXT_WEEK + timedelta(hours=1), at=NOW)
    assert (changed.uid, changed.sequence) == (meeting.uid, 1)
    assert Meeting.objects.get().starts_at == NEXT_WEEK + timedelta(hours=1)


def test_what_no_calendar_shows_makes_no_new_version(team: Team, anna: Membership, ben: Membership) -> None:
    meeting = planning.change(meeting=plan(team, anna), deputy=ben.user, title="Mahnung vor der Ware", at=NOW)
    assert meeting.sequence == 0
    assert Meeting.objects.get().title == "Mahnung vor der Ware"


def test_people_can_be_taken_out_and_asked_again(
    team: Team, anna: Membership, ben: Membership, dora: Membership
) -> None:
    meeting = plan(team, anna)
    meeting = planning.change(meeting=meeting, people=[dora.user], at=NOW)
    assert invited(meeting) == {"Anna Keller", "Dora Lang"}
    meeting = planning.change(meeting=meeting, people=[ben.user, dora.user], at=NOW)
    assert invited(meeting) == {"Anna Keller", "Ben Yılmaz", "Dora Lang"}
    assert (meeting.sequence, meeting.participants.count()) == (2, 3)


def test_guests_stay_when_the_people_change(team: Team, anna: Membership, ben: Membership) -> None:
    meeting = plan(team, anna)
    meeting.participants.create(name="Paul Huber", is_guest=True, joined_at=NOW)
    planning.change(meeting=meeting, people=[ben.user], at=NOW)
    assert meeting.participants.filter(is_guest=True, removed_at=None).exists()


def test_a_started_round_is_not_planned_anew(team: Team, anna: Membership) -> None:
    meeting = plan(team, anna)
    meeting.begin(at=NOW)
    meeting.advance(expected=Phase.LOBBY, at=NOW)
    with pytest.raises(RoundMovedOn):
        planning.change(meeting=meeting, starts_at=NOW, at=NOW)
    with pytest.raises(RoundMovedOn):
        planning.cancel(meeting=meeting, at=NOW)


def test_the_occasion_can_be_written_until_the_round_is_over(team: Team, anna: Membership) -> None:
    meeting = plan(team, anna)
    planning.write_occasion(meeting=meeting, customer="Frau Brandt", at=NOW)
    assert Meeting.objects.get().customer == "Frau Brandt"
    planning.cancel(meeting=meeting, at=NOW)
    with pytest.raises(RoundMovedOn):
        planning.write_occasion(meeting=meeting, customer="Herr Brandt", at=NOW)


def test_a_cancelled_round_is_over(team: Team, anna: Membership) -> None:
    meeting = plan(team, anna)
    assert planning.cancel(meeting=meeting, at=NOW) is None
    meeting.refresh_from_db()
    assert (meeting.phase, meeting.sequence) == (Phase.CANCELLED, 1)


# --- What follows ---------------------------------------------------------------------------------


def test_a_single_round_is_followed_when_touchpoint_and_date_are_known(
    team: Team, anna: Membership, ben: Membership, dora: Membership
) -> None:
    meeting = plan(team, anna, people=[ben.user], deputy=ben.user)
    assert planning.plan_next(meeting=meeting, at=NOW) is None
    meeting.next_touchpoint, meeting.next_starts_at = TouchpointFactory(team=team), NEXT_WEEK + timedelta(days=7)
    following = planning.plan_next(meeting=meeting, at=NOW)
    assert following is not None
    assert invited(following) == {"Anna Keller", "Ben Yılmaz"}
    assert (following.touchpoint, following.starts_at) == (meeting.next_touchpoint, meeting.next_starts_at)
    assert (following.moderator, following.deputy) == (anna.user, ben.user)


def test_whoever_has_left_does_not_stop_the_next_round(
    team: Team, anna: Membership, ben: Membership, dora: Membership
) -> None:
    meeting = plan(team, anna, moderator=ben.user, deputy=dora.user)
    meeting.next_touchpoint, meeting.next_starts_at = TouchpointFactory(team=team), NEXT_WEEK
    ben.delete()
    dora.delete()
    following = planning.plan_next(meeting=meeting, at=NOW)
    assert following is not None
    assert (following.moderator, following.deputy) == (anna.user, None)
    assert invited(following) == {"Anna Keller"}


def test_a_team_without_a_lead_still_gets_its_next_round(team: Team, anna: Membership, ben: Membership) -> None:
    meeting = plan(team, anna)
    meeting.next_touchpoint, meeting.next_starts_at = TouchpointFactory(team=team), NEXT_WEEK
    anna.user.delete()
    meeting.refresh_from_db(fields=["moderator"])
    following = planning.plan_next(meeting=meeting, at=NOW)
    assert following is not None
    assert following.moderator is None
    assert invited(following) == {"Ben Yılmaz"}


# --- A series -------------------------------------------------------------------------------------


def plan_series(team: Team, by: Membership, **more: Any) -> Series:
    details: dict[str, Any] = {"name": "Vertriebsrunde", "weekday": 1, "time": time(9), "at": NOW}
    return planning.plan_series(team=team, by=by.user, **details | more)


def test_a_series_starts_with_its_first_round(team: Team, anna: Membership, ben: Membership) -> None:
    meeting = plan_series(team, anna, touchpoint=TouchpointFactory(team=team)).meetings.get()
    assert meeting.starts_at == NEXT_WEEK
    assert meeting.touchpoint is not None
    assert invited(meeting) == {"Anna Keller", "Ben Yılmaz"}


def test_a_round_of_a_series_is_followed_by_the_next(team: Team, anna: Membership) -> None:
    meeting = plan_series(team, anna).meetings.get()
    meeting.next_touchpoint = TouchpointFactory(team=team)
    following = planning.plan_next(meeting=meeting, at=meeting.starts_at + timedelta(minutes=31))
    assert following is not None
    assert following.starts_at == NEXT_WEEK + timedelta(days=7)
    assert (following.touchpoint, following.series) == (meeting.next_touchpoint, meeting.series)


def test_a_series_keeps_its_hour_when_the_clocks_change(team: Team, anna: Membership) -> None:
    spring = datetime(2027, 3, 23, 10, tzinfo=BERLIN)
    meeting = plan_series(team, anna, at=spring).meetings.get()
    assert meeting.starts_at.astimezone(BERLIN).hour == 9
    assert meeting.starts_at == datetime(2027, 3, 30, 7, tzinfo=ZoneInfo("UTC"))


def test_a_round_that_waits_already_takes_the_touchpoint(team: Team, anna: Membership) -> None:
    series = plan_series(team, anna)
    held = plan(team, anna, starts_at=NOW, series=series)
    held.next_touchpoint = TouchpointFactory(team=team)
    following = planning.plan_next(meeting=held, at=NOW + timedelta(minutes=30))
    assert following is not None
    assert following == series.meetings.planned().get(starts_at=NEXT_WEEK)
    assert following.touchpoint == held.next_touchpoint


def test_a_cancelled_round_of_a_series_moves_to_the_next_date(team: Team, anna: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    meeting = plan_series(team, anna, touchpoint=touchpoint).meetings.get()
    planning.write_occasion(meeting=meeting, title="Mahnung vor der Ware", at=NOW)
    following = planning.cancel(meeting=meeting, at=NOW)
    assert following is not None
    assert following.starts_at == NEXT_WEEK + timedelta(days=7)
    assert (following.touchpoint, following.title) == (touchpoint, "Mahnung vor der Ware")


def test_a_paused_series_plans_nothing_until_it_goes_on(team: Team, anna: Membership) -> None:
    series = plan_series(team, anna)
    planning.pause_series(series=series)
    meeting = series.meetings.get()
    assert planning.cancel(meeting=meeting, at=NOW) is None
    planning.resume_series(series=series, at=NOW)
    planning.resume_series(series=series, at=NOW)
    assert series.meetings.planned().count() == 1


def test_the_planned_round_follows_its_series(team: Team, anna: Membership, ben: Membership, dora: Membership) -> None:
    series = plan_series(team, anna)
    planning.change_series(
        series=series, weekday=3, time=time(14, 30), moderator=ben.user, members=[anna.user], ideas_minutes=7, at=NOW
    )
    meeting = series.meetings.get()
    assert meeting.starts_at.astimezone(BERLIN) == datetime(2026, 12, 3, 14, 30, tzinfo=BERLIN)
    assert (meeting.moderator, meeting.ideas_minutes, meeting.sequence) == (ben.user, 7, 1)
    assert invited(meeting) == {"Anna Keller", "Ben Yılmaz"}


# --- A missed week --------------------------------------------------------------------------------

FIRST_DATE = NEXT_WEEK
TWO_DAYS_LATER = FIRST_DATE + timedelta(days=2)


def test_a_missed_round_does_not_stop_its_series(team: Team, anna: Membership, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    missed = plan_series(team, anna, touchpoint=touchpoint).meetings.get()
    planning.write_occasion(meeting=missed, title="Mahnung vor der Ware", at=NOW)
    sweep_series(TWO_DAYS_LATER)
    sweep_series(TWO_DAYS_LATER)
    following = Meeting.objects.exclude(pk=missed.pk).get()
    assert following.starts_at == FIRST_DATE + timedelta(days=7)
    assert (following.touchpoint, following.title) == (touchpoint, "Mahnung vor der Ware")
    assert Letter.objects.filter(key__startswith=f"round:{following.uid}").count() == 2
    assert planning.change(meeting=missed, starts_at=TWO_DAYS_LATER + timedelta(hours=1), at=TWO_DAYS_LATER)


def test_a_missed_round_that_is_held_after_all_leaves_its_occasion_behind(team: Team, anna: Membership) -> None:
    missed = plan_series(team, anna, touchpoint=TouchpointFactory(team=team)).meetings.get()
    planning.write_occasion(meeting=missed, title="Mahnung vor der Ware", at=NOW)
    sweep_series(TWO_DAYS_LATER)
    missed.refresh_from_db()
    missed.next_touchpoint = TouchpointFactory(team=team)
    following = planning.plan_next(meeting=missed, at=TWO_DAYS_LATER)
    assert following is not None
    assert (following.touchpoint, following.title) == (missed.next_touchpoint, "")


@pytest.mark.parametrize(
    "since",
    [timedelta(hours=-1), timedelta(hours=3)],
    ids=["its round is still to come", "its round may only be late"],
)
def test_a_series_whose_round_can_still_be_held_waits(team: Team, anna: Membership, since: timedelta) -> None:
    series = plan_series(team, anna)
    sweep_series(FIRST_DATE + since)
    assert series.meetings.count() == 1


def test_a_missed_round_that_is_being_held_after_all_is_waited_for(team: Team, anna: Membership) -> None:
    missed = plan_series(team, anna).meetings.get()
    missed.begin(at=TWO_DAYS_LATER)
    missed.advance(expected=Phase.LOBBY, at=TWO_DAYS_LATER)
    sweep_series(TWO_DAYS_LATER)
    assert team.meetings.count() == 1
    sweep_series(TWO_DAYS_LATER + timedelta(hours=4))
    assert team.meetings.count() == 2


def test_a_resting_series_plans_nothing_by_itself(team: Team, anna: Membership) -> None:
    series = plan_series(team, anna)
    planning.pause_series(series=series)
    sweep_series(TWO_DAYS_LATER)
    assert series.meetings.count() == 1


def test_what_was_missed_comes_after_what_is_ahead(team: Team, anna: Membership) -> None:
    missed, coming = plan(team, anna), plan(team, anna, starts_at=FIRST_DATE + timedelta(days=7))
    assert list(team.meetings.ahead(FIRST_DATE + timedelta(hours=20))) == [missed, coming]
    assert list(team.meetings.ahead(TWO_DAYS_LATER)) == [coming, missed]
