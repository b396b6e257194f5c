"""Who is reminded of what, and when: by the team's working days and on each person's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from actions.models import Action, Reminder, ReminderKind, ReminderWish
from actions.reminders import noting
from actions.reminders.moments import clock_on, moment_after, moment_for, zone_of
from meetings.models import Phase
from teams import leaving
from teams.models import Membership, Role, Team, User
from tests.actions.reminding import LONG_AGO, TODAY, an_action, days, kinds_told, note, run, told
from tests.factories import NOW, MeetingFactory, MembershipFactory, TeamFactory

BERLIN = zone_of("Europe/Berlin")
HOUR = timedelta(hours=1)


def at(day: date, clock: str = "08:00", zone: str = "Europe/Berlin") -> datetime:
    """That time of that day."""
    return clock_on(day, time.fromisoformat(clock), zone_of(zone))


# --- The days of each kind ------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_action_is_announced_due_and_missed_once_each(ben: Membership) -> None:
    an_action(ben, due_on=date(2026, 11, 26))
    seen = [told(at(date(2026, 11, day))) for day in range(23, 31)]
    assert [[kind for _name, kind, _day in day] for day in seen] == [
        [],
        ["due_soon"],
        [],
        ["due_today"],
        ["overdue"],
        *[[], [], []],
    ]


@pytest.mark.django_db
def test_working_days_are_counted_over_the_weekend(ben: Membership) -> None:
    monday = date(2026, 11, 30)
    an_action(ben, due_on=monday)
    assert told(at(date(2026, 11, 25))) == []
    assert told(at(date(2026, 11, 26))) == [("Ben", "due_soon", "2026-11-30")]


@pytest.mark.django_db
def test_what_is_due_on_a_day_off_is_said_on_the_working_day_before(ben: Membership) -> None:
    an_action(ben, due_on=date(2026, 11, 28))
    assert [kinds_told(at(date(2026, 11, day))) for day in (26, 27, 28, 29, 30)] == [
        [("Ben", "due_soon")],
        [("Ben", "due_today")],
        [],
        [],
        [("Ben", "overdue")],
    ]


@pytest.mark.django_db
def test_over_a_long_holiday_it_is_said_before_it(ben: Membership) -> None:
    easter_monday, thursday = date(2027, 3, 29), date(2027, 3, 25)
    an_action(ben, due_on=easter_monday)
    run(at(date(2027, 3, 24)))
    assert told(at(thursday, "07:59")) == []
    assert told(at(thursday)) == [("Ben", "due_today", "2027-03-29")]


@pytest.mark.django_db
def test_who_does_not_rest_hears_on_the_day_itself(ben: Membership) -> None:
    ReminderWish.objects.create(person=ben.user, rests=False)
    an_action(ben, due_on=date(2026, 11, 28), follow_up_on=date(2026, 11, 29))
    days_told = [kinds_told(at(date(2026, 11, day))) for day in (26, 27, 28, 29)]
    assert days_told == [[("Ben", "due_soon")], [], [("Ben", "due_today")], [("Ben", "follow_up")]]


@pytest.mark.django_db
def test_a_follow_up_on_a_day_off_waits_for_the_next_working_day(ben: Membership) -> None:
    an_action(ben, follow_up_on=date(2026, 11, 29))
    assert kinds_told(at(date(2026, 11, 29), "23:00")) == []
    assert kinds_told(at(date(2026, 11, 30))) == [("Ben", "follow_up")]


@pytest.mark.django_db
def test_the_lead_hears_of_it_after_the_teams_grace_in_working_days(anna: Membership, ben: Membership) -> None:
    an_action(ben, due_on=date(2026, 11, 26))
    for day in range(26, 31):
        assert ("Anna", "escalation") not in kinds_told(at(date(2026, 11, day)))
    assert kinds_told(at(date(2026, 12, 1))) == [("Anna", "escalation")]


@pytest.mark.django_db
@pytest.mark.parametrize(("grace", "day"), [(0, 27), (1, 30), (30, 68)])
def test_the_grace_is_the_teams_own(anna: Membership, ben: Membership, grace: int, day: int) -> None:
    Team.objects.update(grace_days=grace)
    an_action(ben, due_on=date(2026, 11, 26))
    morning = at(date(2026, 11, 1) + timedelta(days=day - 1))
    assert ("Anna", "escalation") not in kinds_told(morning - timedelta(days=1))
    assert (("Anna", "escalation") in kinds_told(morning)) == (grace < 30)


@pytest.mark.django_db
def test_public_holidays_of_the_teams_state_are_no_working_days(ben: Membership) -> None:
    epiphany = date(2027, 1, 6)
    an_action(ben, due_on=epiphany - timedelta(days=1))
    Team.objects.update(subdivision="BY")
    run(at(date(2027, 1, 5)))
    assert kinds_told(at(epiphany)) == []
    assert kinds_told(at(date(2027, 1, 7))) == [("Ben", "overdue")]


@pytest.mark.django_db
def test_a_leap_day_is_a_day_like_any_other(ben: Membership) -> None:
    an_action(ben, due_on=date(2028, 2, 29), follow_up_on=date(2028, 2, 29))
    assert kinds_told(at(date(2028, 2, 25))) == [("Ben", "due_soon")]
    assert kinds_told(at(date(2028, 2, 29))) == [("Ben", "due_today"), ("Ben", "follow_up")]
    assert kinds_told(at(date(2028, 3, 1))) == [("Ben", "overdue")]


# --- Whom it concerns -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_nobody_has_taken_on_concerns_every_lead(anna: Membership, ben: Membership, rita: Membership) -> None:
    MembershipFactory(team=anna.team, role=Role.LEAD, user__name="Zoe Lang")
    an_action(None, team=anna.team, due_on=TODAY, follow_up_on=TODAY)
    assert kinds_told() == [(name, kind) for name in ("Anna", "Zoe") for kind in ("due_today", "follow_up")]


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["left", "reads", "inactive"])
def test_what_somebody_left_behind_concerns_the_lead(anna: Membership, ben: Membership, how: str) -> None:
    an_action(ben, due_on=days(-1))
    match how:
        case "left":
            leaving.end(membership=ben, at=NOW)
        case "reads":
            leaving.change(membership=ben, role=Role.READER, department=None, at=NOW)
        case _:
            User.objects.filter(pk=ben.user.pk).update(is_active=False)
    assert kinds_told() == [("Anna", "overdue")]


@pytest.mark.django_db
def test_leads_are_not_told_twice_of_their_own_actions(anna: Membership) -> None:
    an_action(anna, due_on=days(-10))
    run()
    assert set(Reminder.objects.values_list("kind", flat=True)) == {"overdue", "digest"}


@pytest.mark.django_db
def test_another_teams_lead_hears_nothing(ben: Membership, clara: Membership) -> None:
    an_action(ben, due_on=days(-10), follow_up_on=days(-3))
    run()
    assert not Reminder.objects.filter(person=clara.user).exists()


@pytest.mark.django_db
def test_what_is_done_dropped_or_settled_reminds_nobody(anna: Membership, ben: Membership) -> None:
    an_action(ben, due_on=days(-1), status="done", done_at=LONG_AGO)
    an_action(ben, due_on=days(-1), follow_up_on=days(-1), status="dropped", result="Zu teuer.")
    an_action(ben, due_on=days(-1), follow_up_on=days(-1), status="done", done_at=LONG_AGO, outcome="works")
    note()
    assert set(Reminder.objects.values_list("kind", flat=True)) == {"digest"}


# --- Assignments ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_who_is_given_an_action_by_somebody_else_hears_of_it_soon(anna: Membership, ben: Membership) -> None:
    an_action(ben, assigned_at=NOW, assigned_by=anna.user)
    assert kinds_told(NOW + timedelta(minutes=9)) == []
    assert kinds_told(NOW + timedelta(minutes=10)) == [("Ben", "assigned")]
    assert kinds_told(NOW + HOUR) == []


@pytest.mark.django_db
def test_who_takes_an_action_on_is_not_told_of_it(ben: Membership) -> None:
    an_action(ben, assigned_at=NOW, assigned_by=ben.user)
    an_action(ben, assigned_at=NOW, assigned_by=ben.user, due_on=days(1))
    run(NOW + HOUR)
    assert not Reminder.objects.filter(state=Reminder.State.SENT).exists()


@pytest.mark.django_db
def test_an_assignment_in_the_evening_is_said_in_the_morning(anna: Membership, ben: Membership) -> None:
    friday = date(2026, 11, 27)
    an_action(ben, assigned_at=at(friday, "19:55"), assigned_by=anna.user, due_on=days(60))
    assert kinds_told(at(date(2026, 11, 29), "12:00")) == []
    assert ("Ben", "assigned") in kinds_told(at(date(2026, 11, 30)))


@pytest.mark.django_db
def test_given_away_and_back_on_another_day_is_said_again(anna: Membership, ben: Membership) -> None:
    action = an_action(ben, assigned_at=NOW, assigned_by=anna.user)
    assert kinds_told(NOW + HOUR) == [("Ben", "assigned")]
    later = NOW + timedelta(days=2)
    Action.objects.filter(pk=action.pk).update(assigned_at=later)
    assert kinds_told(later + HOUR) == [("Ben", "assigned")]


@pytest.mark.django_db
def test_who_chose_the_evening_hears_until_the_next_morning(anna: Membership, ben: Membership) -> None:
    ReminderWish.objects.create(person=ben.user, at_time=time(22))
    night, noon = at(TODAY, "02:00"), at(TODAY, "12:00")
    assert moment_after(anna.team, ben.user, night) == night + timedelta(minutes=10)
    assert moment_after(anna.team, ben.user, noon) == at(TODAY, "22:00")


# --- Before a round -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_before_a_round_people_hear_what_it_will_ask(anna: Membership, ben: Membership) -> None:
    MeetingFactory(team=anna.team, starts_at=at(date(2026, 11, 30), "09:00"))
    asked = an_action(ben, due_on=days(-20), status="done", done_at=LONG_AGO, follow_up_on=date(2026, 11, 30))
    an_action(ben, due_on=date(2026, 12, 1))
    assert kinds_told(at(date(2026, 11, 26))) == []
    assert told(at(date(2026, 11, 27))) == [
        ("Ben", "before_round", "2026-11-30"),
        ("Ben", "due_soon", "2026-12-01"),
    ]
    assert Reminder.objects.get(kind="before_round").action == asked


@pytest.mark.django_db
def test_a_round_that_was_called_off_reminds_nobody(anna: Membership, ben: Membership) -> None:
    meeting = MeetingFactory(team=anna.team, starts_at=at(date(2026, 11, 30), "09:00"))
    an_action(ben, due_on=days(-20), status="done", done_at=LONG_AGO, follow_up_on=date(2026, 11, 30))
    note(at(date(2026, 11, 26)))
    meeting.phase = Phase.CANCELLED
    meeting.save()
    assert kinds_told(at(date(2026, 11, 27))) == []
    assert Reminder.objects.get(kind="before_round").state == Reminder.State.NEEDLESS


# --- Clocks ---------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Berlin", "2026-11-24T07:00"),
        ("America/New_York", "2026-11-24T13:00"),
        ("Pacific/Kiritimati", "2026-11-23T18:00"),
        ("Pacific/Pago_Pago", "2026-11-24T19:00"),
    ],
)
def test_eight_in_the_morning_is_each_persons_own(ben: Membership, zone: str, expected: str) -> None:
    User.objects.filter(pk=ben.user.pk).update(time_zone=zone)
    an_action(ben, due_on=TODAY)
    moment = datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert ("Ben", "due_today") not in kinds_told(moment - timedelta(seconds=1))
    assert ("Ben", "due_today") in kinds_told(moment)


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["", "Europe/Atlantis", "../etc/passwd", "\x00"])
def test_who_has_no_time_zone_lives_in_the_teams(ben: Membership, zone: str) -> None:
    ben.user.time_zone = zone
    assert moment_for(ben.team, ben.user, ReminderKind.DUE_TODAY, TODAY) == at(TODAY)


@pytest.mark.django_db
def test_a_team_without_a_time_zone_keeps_nobody_elses_mail_back(ben: Membership) -> None:
    odd = MembershipFactory(team=TeamFactory(time_zone="Europe/Atlantis", country="QQ"), user__name="Otto")
    an_action(odd, due_on=TODAY)
    an_action(ben, due_on=TODAY)
    assert kinds_told() == [("Ben", "due_today"), ("Otto", "due_today")]


def test_a_time_that_the_clock_skips_comes_an_hour_later_and_one_that_comes_twice_comes_first() -> None:
    skipped = clock_on(date(2027, 3, 28), time(2, 30), BERLIN)
    twice = clock_on(date(2026, 10, 25), time(2, 30), BERLIN)
    assert skipped.astimezone(BERLIN).time() == time(3, 30)
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2026, 10, 25)])
def test_on_days_when_the_clock_changes_a_reminder_comes_once(ben: Membership, day: date) -> None:
    ReminderWish.objects.create(person=ben.user, rests=False, at_time=time(2, 30))
    an_action(ben, due_on=day)
    Action.objects.update(created_at=at(day) - timedelta(days=60), assigned_at=at(day) - timedelta(days=60))
    midnight = at(day, "00:00")
    heard = [kinds_told(midnight + timedelta(minutes=5 * step)) for step in range(0, 12 * 25, 3)]
    assert [told_then for told_then in heard if told_then] == [[("Ben", "due_today")]]


# --- In parts -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_rows_are_written_in_parts_and_none_is_left_out(
    anna: Membership, ben: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noting, "AT_ONCE", 2)
    for _number in range(5):
        an_action(None, team=anna.team, due_on=TODAY)
    MembershipFactory(team=anna.team, role=Role.LEAD)
    parts = [None for _part in noting.note(NOW)]
    assert Reminder.objects.filter(kind="due_today").count() == 10
    assert len(parts) >= 5
    note()
    assert Reminder.objects.filter(kind="due_today").count() == 10


@pytest.mark.django_db
def test_what_people_know_already_is_not_said(ben: Membership) -> None:
    an_action(ben, assigned_at=NOW, assigned_by=ben.user, due_on=days(1))
    an_action(ben, assigned_at=NOW, assigned_by=ben.user, due_on=days(-3))
    note()
    assert set(Reminder.objects.filter(person=ben.user, day__lt=days(1)).values_list("state", flat=True)) == {
        Reminder.State.NEEDLESS
    }
    assert Reminder.objects.get(kind="due_soon").state == Reminder.State.NEEDLESS
