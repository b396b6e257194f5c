"""A series that nobody holds any more stops inviting, and its leads hear of it."""

from datetime import datetime, time, timedelta

import pytest

from meetings import planning
from meetings.models import Meeting, Phase, Series
from teams.models import Letter, Membership, Role, Team
from tests.conftest import signed_in
from tests.factories import NOW, MeetingFactory, MembershipFactory, TouchpointFactory, UserFactory

WEEK = timedelta(days=7)


@pytest.fixture
def series(team: Team, anna: Membership, ben: Membership) -> Series:
    """Tuesdays at nine; its first round is in a week."""
    touchpoint = TouchpointFactory(team=team)
    return planning.plan_series(
        team=team, by=anna.user, name="Vertriebsrunde", weekday=1, time=time(9), touchpoint=touchpoint, at=NOW
    )


def sweep(at: datetime) -> None:
    for series in planning.stalled(at):
        planning.go_on(series=series, at=at)


def weeks_pass(number: int, *, after: datetime = NOW) -> datetime:
    """The worker looks every day, and nobody holds a round."""
    for day in range(7 * number):
        sweep(after + timedelta(days=day))
    return after + number * WEEK


def told() -> list[str]:
    return list(Letter.objects.filter(key__startswith="series-rests:").order_by("pk").values_list("to", flat=True))


def hold(meeting: Meeting, at: datetime) -> None:
    Meeting.objects.filter(pk=meeting.pk).delete()
    MeetingFactory(
        team=meeting.team,
        series=meeting.series,
        starts_at=meeting.starts_at,
        phase=Phase.CLOSED,
        started_at=at,
        closed_at=at,
        has_no_next=True,
    )


def test_after_three_missed_rounds_a_series_rests_and_tells_its_leads_once(
    series: Series, team: Team, anna: Membership, ben: Membership
) -> None:
    dora = MembershipFactory(team=team, user=UserFactory(name="Dora Lang"), role=Role.LEAD)
    weeks_pass(10)
    series.refresh_from_db()
    assert not series.is_active
    assert series.meetings.count() == 3
    assert set(told()) == {anna.user.email, dora.user.email}
    assert len(told()) == 2


def test_two_missed_rounds_are_borne(series: Series) -> None:
    weeks_pass(3)
    series.refresh_from_db()
    assert series.is_active
    assert series.meetings.count() == 3
    assert told() == []


def test_a_round_that_is_held_begins_the_count_anew(series: Series) -> None:
    third_week = weeks_pass(3)
    hold(series.meetings.planned().latest("starts_at"), third_week)
    weeks_pass(3, after=third_week)
    series.refresh_from_db()
    assert series.is_active


def test_a_resting_series_is_taken_up_again_with_one_click(series: Series, anna: Membership) -> None:
    weeks_pass(10)
    series.refresh_from_db()
    (letter,) = Letter.objects.filter(key__startswith="series-rests:")
    assert series.get_absolute_url() in bytes(letter.mime).decode()
    browser = signed_in(anna)
    assert "ruht" in browser.get(series.get_absolute_url()).text
    browser.post(f"{series.get_absolute_url()}resume/")
    series.refresh_from_db()
    assert series.is_active
