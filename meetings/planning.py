"""Planning: rounds and series get a place in the calendar, change it and give it up again."""

from collections.abc import Iterable
from copy import copy
from datetime import datetime, time, timedelta
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import QuerySet

from meetings import casting, inviting, resting
from meetings.announcing import announce_round
from meetings.codes import new_code
from meetings.errors import RoundMovedOn
from meetings.models import Meeting, Phase, PhasePlan, Series
from meetings.models.meeting import MISSED_AFTER
from meetings.table import at_table
from teams.models import Event, Team, User
from touchpoints.models import Touchpoint

FARTHEST = timedelta(days=2 * 366)
"""How far ahead a round may lie: beyond that it is a slip of the keyboard, and no calendar knows its clock changes."""


class Minutes(TypedDict, total=False):
    """Planned minutes of the five phases."""

    actual_state_minutes: int
    ideas_minutes: int
    discussion_minutes: int
    vote_minutes: int
    plan_minutes: int


class Occasion(TypedDict, total=False):
    """The state that can no longer be borne, and where it showed."""

    title: str
    what_happened: str
    customer: str
    problems: str
    consequences: str


class Details(Minutes, Occasion, total=False):
    """What may be said about a round beyond its time, touchpoint and people."""


class Changes(Details, total=False):
    """What of a planned round may become different."""

    starts_at: datetime
    touchpoint: Touchpoint | None
    moderator: User | None
    deputy: User | None


class SeriesChanges(Minutes, total=False):
    """What of a series may become different."""

    name: str
    weekday: int
    time: time
    moderator: User | None
    deputy: User | None


# --- One round ------------------------------------------------------------------------------------


def default_minutes(total: int) -> Minutes:
    """The usual 5/5/10/5/5 minutes stretched to a box of `total` minutes: 45 gives 8/8/13/8/8."""
    share = round(total / 6)
    return {
        "actual_state_minutes": share,
        "ideas_minutes": share,
        "discussion_minutes": total - 4 * share,
        "vote_minutes": share,
        "plan_minutes": share,
    }


def usual_start(team: Team, at: datetime) -> datetime:
    """The next moment of the weekday and time at which the team meets."""
    return Series(team=team, weekday=team.round_weekday, time=team.round_time).next_start(at)


def plan(
    *,
    team: Team,
    by: User | None,
    starts_at: datetime,
    touchpoint: Touchpoint | None,
    at: datetime,
    moderator: User | None = None,
    deputy: User | None = None,
    people: Iterable[User] | None = None,
    series: Series | None = None,
    **details: Unpack[Details],
) -> Meeting:
    """Put a round into the calendar and invite its people.

    Without a moderator `by` moderates; without people everyone who works in the team is asked to come.
    Raises RuleBroken for people who do not work in the team.
    """
    meeting = Meeting(
        team=team,
        series=series,
        touchpoint=touchpoint,
        starts_at=starts_at,
        moderator=moderator or by,
        deputy=deputy,
        join_code=new_code(),
        **{**default_minutes(team.round_minutes), **details},
    )
    with transaction.atomic():
        casting.check(meeting, moderator or by, deputy)
        meeting.save()
        casting.seat(meeting, casting.working_people(team) if people is None else people, at)
        inviting.invite(meeting=meeting, at=at)
        announce_round(Event.ROUND_PLANNED, meeting, at)
    return meeting


def change(
    *, meeting: Meeting, at: datetime, people: Iterable[User] | None = None, **changes: Unpack[Changes]
) -> Meeting:
    """Change a round that has not started; what calendars show goes out again with the next sequence number.

    Nobody is told of a round that was missed and stays where it was.
    Raises RoundMovedOn once it has started, RuleBroken for people who do not work in the team.
    """
    with at_table(meeting) as meeting:
        if meeting.phase != Phase.LOBBY:
            raise RoundMovedOn
        was, before = copy(meeting), _calendar_entry(meeting)
        for name, value in changes.items():
            setattr(meeting, name, value)
        casting.check(meeting, changes.get("moderator"), changes.get("deputy"))
        gone = casting.seat(meeting, inviting.invited_users(meeting) if people is None else people, at)
        is_told = max(was.starts_at, meeting.starts_at) >= at - MISSED_AFTER
        is_new_to_calendars = is_told and _calendar_entry(meeting) != before
        meeting.sequence += is_new_to_calendars
        meeting.save(update_fields=[*changes, "sequence"])
        if is_new_to_calendars:
            was.sequence = meeting.sequence
            inviting.call_off(meeting=was, people=gone, at=at)  # what it has become is no business of theirs
            inviting.invite(meeting=meeting, at=at)
    return meeting


def write_occasion(*, meeting: Meeting, at: datetime, **occasion: Unpack[Occasion]) -> Meeting:
    """Say why the touchpoint cannot stay as it is. Raises RoundMovedOn when the round is over."""
    with at_table(meeting) as meeting:
        if meeting.is_over:
            raise RoundMovedOn
        for name, value in occasion.items():
            setattr(meeting, name, value)
        meeting.save(update_fields=list(occasion))
    return meeting


def cancel(*, meeting: Meeting, at: datetime) -> Meeting | None:
    """Call off a round that has not started and tell everyone.

    In a running series its touchpoint moves to the next date; returns that round, or None.
    """
    with at_table(meeting) as meeting:
        meeting.cancel()
        meeting.sequence += 1
        meeting.save(update_fields=["sequence"])
        inviting.call_off(meeting=meeting, people=inviting.invited_users(meeting), at=at)
        announce_round(Event.ROUND_CANCELLED, meeting, at)
        series = meeting.series
        if series is None or not series.is_active or _waiting(series, at):
            return None
        return _plan_in(series, after=meeting, touchpoint=meeting.touchpoint, at=at, **_occasion_of(meeting))


def plan_next(*, meeting: Meeting, at: datetime) -> Meeting | None:
    """After closing: the round that follows, with the touchpoint and date that were chosen; None if there is none.

    A series goes on by itself; a single round needs both. Never refuses: whoever has left the team is not asked.
    """
    if meeting.series is None or not meeting.series.is_active:
        return _plan_alike(meeting, at=at)
    if waiting := _waiting(meeting.series, at):
        return change(
            meeting=waiting,
            at=at,
            starts_at=meeting.next_starts_at or waiting.starts_at,
            touchpoint=meeting.next_touchpoint or waiting.touchpoint,
            **_occasion_left(waiting, after=meeting),
        )
    return _plan_in(
        meeting.series, after=meeting, starts_at=meeting.next_starts_at, touchpoint=meeting.next_touchpoint, at=at
    )


# --- A series -------------------------------------------------------------------------------------


def plan_series(
    *,
    team: Team,
    by: User,
    name: str,
    weekday: int,
    time: time,
    at: datetime,
    moderator: User | None = None,
    deputy: User | None = None,
    members: Iterable[User] | None = None,
    touchpoint: Touchpoint | None = None,
    **minutes: Unpack[Minutes],
) -> Series:
    """Take a weekly place in the calendar and plan its first round; defaults as in `plan`."""
    with transaction.atomic():
        series = Series.objects.create(
            team=team,
            name=name,
            weekday=weekday,
            time=time,
            moderator=moderator or by,
            deputy=deputy,
            **{**default_minutes(team.round_minutes), **minutes},
        )
        series.members.set(casting.working_people(team) if members is None else members)
        _plan_in(series, touchpoint=touchpoint, at=at)
    return series


def change_series(
    *, series: Series, at: datetime, members: Iterable[User] | None = None, **changes: Unpack[SeriesChanges]
) -> Series:
    """Change a series and those of its rounds that are planned already."""
    with transaction.atomic():
        series = _locked(series)
        place = (series.weekday, series.time)
        for name, value in changes.items():
            setattr(series, name, value)
        series.save(update_fields=list(changes))
        if members is not None:
            series.members.set(members)
        moved = (series.weekday, series.time) != place
        moderator, deputy = casting.chosen(series)
        for meeting in series.meetings.planned().filter(starts_at__gt=at):
            change(
                meeting=meeting,
                at=at,
                people=series.members.all(),
                starts_at=_same_week(series, meeting.starts_at, at) if moved else meeting.starts_at,
                moderator=moderator,
                deputy=deputy,
                **_minutes_of(series),
            )
    return series


def pause_series(*, series: Series) -> None:
    """Let a series rest; what is planned already stays planned."""
    with transaction.atomic():
        series = _locked(series)
        series.is_active = False
        series.save(update_fields=["is_active"])


def resume_series(*, series: Series, at: datetime) -> None:
    """Let a series go on, with a round on its next date unless one is planned."""
    with transaction.atomic():
        series = _locked(series)
        series.is_active = True
        series.save(update_fields=["is_active"])
        if not _waiting(series, at):
            _plan_in(series, touchpoint=None, at=at)


def stalled(at: datetime) -> QuerySet[Series]:
    """Running series without a round that is ahead, or late by less than a day: nobody held the last one."""
    alive = Meeting.objects.unfinished().exclude(pk__in=Meeting.objects.missed(at))
    return Series.objects.filter(is_active=True).exclude(meetings__in=alive)


def go_on(*, series: Series, at: datetime) -> Meeting | None:
    """After a missed week: the series' next round, with what the missed one was about; None unless it is stalled.

    A series of which one round after the other was missed rests instead.
    """
    with transaction.atomic():
        series = _locked(series)
        if not stalled(at).filter(pk=series.pk).exists():
            return None
        missed = resting.missed_in_a_row(series, at)
        if len(missed) >= resting.PATIENCE:
            resting.lay_to_rest(series=series, missed=missed[0], at=at)
            return None
        if not missed:
            return _plan_in(series, touchpoint=None, at=at)
        return _plan_in(series, touchpoint=missed[0].touchpoint, at=at, **_occasion_of(missed[0]))


# --- What follows ---------------------------------------------------------------------------------


def _plan_in(
    series: Series,
    *,
    touchpoint: Touchpoint | None,
    at: datetime,
    after: Meeting | None = None,
    starts_at: datetime | None = None,
    **occasion: Unpack[Occasion],
) -> Meeting:
    """The series' next round, by default at its first date after that round."""
    moderator, deputy = casting.chosen(series)
    return plan(
        team=series.team,
        by=moderator,
        starts_at=starts_at or series.next_start(max(at, after.starts_at) if after else at),
        touchpoint=touchpoint,
        at=at,
        deputy=deputy,
        people=series.members.all(),
        series=series,
        **_minutes_of(series),
        **occasion,
    )


def _plan_alike(meeting: Meeting, *, at: datetime) -> Meeting | None:
    """A single round again with the same people, if both its touchpoint and its date are known."""
    if meeting.next_touchpoint is None or meeting.next_starts_at is None:
        return None
    moderator, deputy = casting.chosen(meeting)
    return plan(
        team=meeting.team,
        by=moderator,
        starts_at=meeting.next_starts_at,
        touchpoint=meeting.next_touchpoint,
        at=at,
        deputy=deputy,
        people=inviting.invited_users(meeting),
        **_minutes_of(meeting),
    )


def _waiting(series: Series, at: datetime) -> Meeting | None:
    """The round of the series that is planned already."""
    return series.meetings.planned().filter(starts_at__gt=at).order_by("starts_at").first()


def _same_week(series: Series, starts_at: datetime, at: datetime) -> datetime:
    """The series' date in the week of that moment, or its next one if that is over."""
    local = starts_at.astimezone(series.team.zone)
    sunday = datetime.combine(local.date() - timedelta(days=local.weekday() + 1), time.max, series.team.zone)
    return series.next_start(max(sunday, at))


def _locked(series: Series) -> Series:
    return Series.objects.select_for_update(of=("self",)).select_related("team").get(pk=series.pk)


def _minutes_of(plan: PhasePlan) -> Minutes:
    return {
        "actual_state_minutes": plan.actual_state_minutes,
        "ideas_minutes": plan.ideas_minutes,
        "discussion_minutes": plan.discussion_minutes,
        "vote_minutes": plan.vote_minutes,
        "plan_minutes": plan.plan_minutes,
    }


def _occasion_of(meeting: Meeting) -> Occasion:
    return {
        "title": meeting.title,
        "what_happened": meeting.what_happened,
        "customer": meeting.customer,
        "problems": meeting.problems,
        "consequences": meeting.consequences,
    }


def _occasion_left(waiting: Meeting, *, after: Meeting) -> Occasion:
    """What was told about the round that is held now does not go with the next touchpoint."""
    is_done = after.next_touchpoint and waiting.touchpoint == after.touchpoint != after.next_touchpoint
    return _occasion_of(Meeting() if is_done else waiting)


def _calendar_entry(meeting: Meeting) -> tuple[object, ...]:
    """What of the round stands in people's calendars."""
    people = frozenset(meeting.participants.invited().values_list("user", flat=True))
    return meeting.starts_at, meeting.box, meeting.touchpoint_id, meeting.moderator_id, people
