"""Whoever leaves is expected no longer, and nobody gets letters about what is long over."""

from datetime import time, timedelta

import pytest
from time_machine import TimeMachineFixture

from meetings import casting, planning
from meetings.models import Meeting, Phase
from teams import leaving
from teams.models import Letter, Membership, Role, Team
from tests.conftest import signed_in
from tests.factories import NOW, TouchpointFactory

NEXT_WEEK = NOW + timedelta(days=7)
WEEKS_LATER = NEXT_WEEK + timedelta(days=21)


@pytest.fixture
def meeting(team: Team, anna: Membership, ben: Membership) -> Meeting:
    """Ben's round next week."""
    touchpoint = TouchpointFactory(team=team)
    return planning.plan(team=team, by=ben.user, starts_at=NEXT_WEEK, touchpoint=touchpoint, at=NOW)


def test_a_round_that_was_missed_weeks_ago_changes_hands_without_letters(
    meeting: Meeting, anna: Membership, ben: Membership
) -> None:
    letters = Letter.objects.count()
    leaving.end(membership=ben, at=WEEKS_LATER)
    meeting.refresh_from_db()
    assert meeting.moderator == anna.user
    assert not meeting.participants.filter(user=ben.user).exists()
    assert Letter.objects.count() == letters


def test_a_missed_round_that_gets_a_new_date_is_told_of(meeting: Meeting, anna: Membership, ben: Membership) -> None:
    letters = Letter.objects.count()
    planning.change(meeting=meeting, starts_at=WEEKS_LATER + timedelta(days=1), at=WEEKS_LATER)
    assert Letter.objects.count() == letters + 2


def test_a_round_that_starts_just_then_keeps_nobody_in_the_team(
    meeting: Meeting, anna: Membership, ben: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = planning.plan(
        team=anna.team, by=ben.user, starts_at=NEXT_WEEK + timedelta(days=7), touchpoint=meeting.touchpoint, at=NOW
    )
    chosen = casting.chosen

    def chosen_while_it_starts(plan: Meeting) -> object:
        if plan == meeting:
            meeting.begin(at=NEXT_WEEK)
            meeting.advance(expected=Phase.LOBBY, at=NEXT_WEEK)
        return chosen(plan)

    monkeypatch.setattr(casting, "chosen", chosen_while_it_starts)
    leaving.end(membership=ben, at=NEXT_WEEK)
    assert list(anna.team.memberships.all()) == [anna]
    later.refresh_from_db()
    assert later.moderator == anna.user


def test_who_only_reads_from_now_on_is_expected_no_longer(
    meeting: Meeting, anna: Membership, ben: Membership, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOW, tick=False)
    series = planning.plan_series(team=anna.team, by=ben.user, name="Runde", weekday=1, time=time(9), at=NOW)
    signed_in(anna).post(f"/t/vertrieb-sued/team/people/{ben.pk}/", {"role": Role.READER})
    assert not series.members.contains(ben.user)
    for each in anna.team.meetings.all():
        assert each.moderator == anna.user
        assert not each.participants.filter(user=ben.user).exists()


def test_who_goes_on_working_stays_expected(meeting: Meeting, anna: Membership, ben: Membership) -> None:
    leaving.change(membership=ben, role=Role.LEAD, department=None, at=NOW)
    meeting.refresh_from_db()
    assert meeting.moderator == ben.user
