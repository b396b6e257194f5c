"""Rules 8 and 9: a round closes with a plan or a reason, and leaves its record behind."""

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import Mock
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import RestrictedError

from actions.models import Action
from meetings import cards, closing, joining, plan, voting
from meetings.errors import PlanMissing, RoundMovedOn, TextMissing
from meetings.models import Meeting, Minutes, Phase
from meetings.reading import Record
from meetings.tasks import print_minutes
from teams.models import Membership
from tests.factories import NOW, ActionFactory, SeriesFactory, TouchpointFactory
from tests.meetings.rounds import Round, a_round

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
REASON = "Die Kundin hat gekündigt."


@pytest.fixture(autouse=True)
def printed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mock]:
    """Which minutes are sent to the printer, without printing."""
    ordered = Mock()
    monkeypatch.setattr(print_minutes, "delay_on_commit", ordered)
    return ordered


@pytest.fixture
def a(anna: Membership, ben: Membership) -> Round:
    """A round in its plan, decided on ben's idea."""
    a = a_round(anna, ben).to(Phase.IDEAS)
    card = a.pin(a.ben)
    a.to(Phase.VOTE).vote(card, card, None, card)
    return a.to(Phase.PLAN)


def decide(a: Round, **words: object) -> Action:
    action = ActionFactory.build(team=a.meeting.team, **({"responsible": a.ben.user} | words))
    return plan.decide_action(meeting=a.meeting, by=a.anna, action=action, card=None, at=a.now)


def no_next(a: Round) -> None:
    plan.choose_next(meeting=a.meeting, by=a.anna, touchpoint=None, starts_at=None, at=a.now)


def close(a: Round, reason: str = "") -> Minutes:
    return closing.close(meeting=a.meeting, by=a.anna, no_action_reason=reason, at=a.now)


def asked(a: Round) -> str:
    return " ".join(map(str, closing.obstacles(a.meeting)))


# --- Rule 8 ---------------------------------------------------------------------------------------


def test_rule_8_a_round_asks_for_a_plan_and_for_what_comes_next(a: Round) -> None:
    assert "fehlt eine Maßnahme" in asked(a)
    assert "nächste Kontaktpunkt" in asked(a)
    with pytest.raises(PlanMissing):
        close(a)
    assert a.meeting.phase == Phase.PLAN
    assert not Minutes.objects.exists()


def test_rule_8_an_action_needs_someone_and_a_follow_up_date(a: Round) -> None:
    no_next(a)
    decide(a, responsible=None)
    assert "wer sie macht" in asked(a)
    assert "Folgetermin" in asked(a)
    decide(a, follow_up_on=TODAY + timedelta(days=21))
    assert closing.obstacles(a.meeting) == []


def test_rule_8_it_closes_with_an_action_and_the_next_touchpoint(a: Round, printed: Mock) -> None:
    decide(a, follow_up_on=TODAY + timedelta(days=21))
    plan.choose_next(
        meeting=a.meeting,
        by=a.anna,
        touchpoint=TouchpointFactory(team=a.meeting.team),
        starts_at=NOW + timedelta(days=7),
        at=a.now,
    )
    minutes = close(a)
    assert (a.meeting.phase, a.meeting.closed_at) == (Phase.CLOSED, a.now)
    printed.assert_called_once_with(minutes.pk)


def test_rule_8_it_closes_with_a_written_reason_for_no_action(a: Round) -> None:
    no_next(a)
    for blank in ("", "  ", "\u200b"):
        with pytest.raises(PlanMissing):
            close(a, blank)
    close(a, REASON)
    assert a.meeting.no_action_reason == REASON


def test_rule_8_a_reason_for_no_action_is_dropped_when_there_is_one(a: Round) -> None:
    no_next(a)
    decide(a, follow_up_on=TODAY + timedelta(days=21))
    close(a, REASON)
    assert a.meeting.no_action_reason == ""


def test_rule_8_a_round_closes_from_its_plan_only(anna: Membership, ben: Membership) -> None:
    a = a_round(anna, ben).to(Phase.VOTE)
    with pytest.raises(RoundMovedOn):
        close(a, REASON)


def test_rule_8_the_database_does_not_close_a_round_that_does_not_say_what_comes_next(a: Round) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=a.pk).update(phase=Phase.CLOSED, closed_at=a.now)


# --- Rule 9 ---------------------------------------------------------------------------------------


def test_rule_9_closing_makes_the_minutes_once_however_often_it_is_clicked(a: Round, printed: Mock) -> None:
    no_next(a)
    minutes = close(a, REASON)
    a.later()
    assert close(a, "Anderer Grund") == minutes
    assert a.meeting.no_action_reason == REASON
    printed.assert_called_once_with(minutes.pk)


def test_rule_9_the_next_round_of_the_series_is_made_with_its_touchpoint(anna: Membership, ben: Membership) -> None:
    series = SeriesFactory(team=anna.team, moderator=anna.user)
    a = a_round(anna, ben, series=series).to(Phase.PLAN)
    hotline = TouchpointFactory(team=anna.team, name="Hotline")
    plan.choose_next(meeting=a.meeting, by=a.anna, touchpoint=hotline, starts_at=None, at=a.now)
    close(a, REASON)
    following = series.meetings.planned().get()
    assert (following.touchpoint, following.starts_at) == (hotline, NOW + timedelta(days=7))
    assert Record(a.meeting.minutes).next_starts_at == following.starts_at


def test_rule_9_all_clocks_stand_still_in_the_record(a: Round) -> None:
    no_next(a)
    a.later(minutes=4)
    close(a, REASON)
    assert not a.meeting.clocks.exclude(running_since=None).exists()
    assert a.meeting.clocks.get(phase=Phase.PLAN).spent == timedelta(minutes=4)


def test_a_team_that_goes_takes_its_rounds_along(a: Round) -> None:
    plan.choose_next(meeting=a.meeting, by=a.anna, touchpoint=a.meeting.touchpoint, starts_at=None, at=a.now)
    decide(a, follow_up_on=TODAY + timedelta(days=21))
    close(a)
    a.meeting.team.delete()
    assert not Meeting.objects.filter(pk=a.pk).exists()


def test_a_touchpoint_that_a_round_was_about_is_kept(a: Round) -> None:
    touchpoint = a.meeting.touchpoint
    assert touchpoint is not None
    with pytest.raises(RestrictedError):
        touchpoint.delete()


# --- Ending early ---------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", [Phase.ACTUAL_STATE, Phase.IDEAS, Phase.DISCUSSION, Phase.VOTE, Phase.PLAN])
def test_a_round_ends_early_from_any_phase_with_a_reason(phase: Phase, anna: Membership, ben: Membership) -> None:
    a = a_round(anna, ben).to(Phase.ACTUAL_STATE)
    if phase != Phase.ACTUAL_STATE:
        a.to(Phase.IDEAS).pin(a.ben)
    if phase == Phase.PLAN:
        a.to(Phase.VOTE).vote(None, None, None, a.meeting.cards.get())
    a.to(phase)
    with pytest.raises(TextMissing):
        closing.close_early(meeting=a.meeting, by=a.anna, reason=" ", at=a.now)
    minutes = closing.close_early(meeting=a.meeting, by=a.anna, reason="Feueralarm", at=a.now)
    assert (a.meeting.phase, a.meeting.ended_early_reason) == (Phase.CLOSED, "Feueralarm")
    assert minutes.meeting == a.meeting


def test_what_hangs_face_down_is_revealed_for_the_minutes_and_drafts_are_not(anna: Membership, ben: Membership) -> None:
    a = a_round(anna, ben).to(Phase.IDEAS)
    a.pin(a.ben, "Angepinnt")
    cards.save_draft(meeting=a.meeting, by=a.gast, card_id=uuid4(), text="Nur für mich", at=a.now)
    minutes = closing.close_early(meeting=a.meeting, by=a.anna, reason="Feueralarm", at=a.now)
    assert "Angepinnt" in str(minutes.content)
    assert "Nur für mich" not in str(minutes.content)


def test_an_open_vote_stays_sealed_when_the_round_ends_early(anna: Membership, ben: Membership) -> None:
    a = a_round(anna, ben).to(Phase.IDEAS)
    card = a.pin(a.ben)
    a.to(Phase.VOTE).cast(a.ben, card)
    minutes = closing.close_early(meeting=a.meeting, by=a.anna, reason="Feueralarm", at=a.now)
    assert minutes.content["votes"] == []
    assert voting.decision_of(a.meeting) is None


def test_an_abandoned_round_is_closed_by_the_deputy_who_takes_over(anna: Membership, ben: Membership) -> None:
    a = a_round(anna, ben).to(Phase.IDEAS)
    a.later(days=3)
    joining.take_over(meeting=a.meeting, by=a.ben, at=a.now)
    closing.close_early(meeting=a.meeting, by=a.ben, reason="Alle mussten weg.", at=a.now)
    assert a.meeting.is_over


def test_a_round_that_has_not_started_is_not_ended_early(anna: Membership, ben: Membership) -> None:
    a = a_round(anna, ben)
    with pytest.raises(RoundMovedOn):
        closing.close_early(meeting=a.meeting, by=a.anna, reason="Feueralarm", at=a.now)
