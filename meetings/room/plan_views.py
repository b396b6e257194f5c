"""What became of earlier actions, the new plan, what comes next, and the end."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from actions.models import Outcome as ActionOutcome
from meetings import closing, plan, voting
from meetings.room import forms
from meetings.room.desk import next_form
from meetings.room.page import deed
from meetings.room.seat import Seat


@deed
def settle(seat: Seat, action: int) -> None:
    """What became of an earlier action."""
    form = seat.read(forms.SettleForm(seat.request.POST))
    plan.settle(
        meeting=seat.meeting,
        by=seat.me,
        action=get_object_or_404(seat.request.team.actions, pk=action),
        outcome=ActionOutcome(form.cleaned_data["outcome"]),
        result=form.cleaned_data["result"],
        again_on=form.cleaned_data["again_on"],
        measured_value=form.cleaned_data["measured_value"],
        at=seat.at,
    )


@deed
def decide_action(seat: Seat) -> None:
    """One more action on the plan, tied to the card that was chosen."""
    form = seat.read(forms.ActionForm(seat.request.POST, team=seat.request.team))
    action, card = form.save(commit=False), voting.decision_of(seat.meeting)
    plan.decide_action(meeting=seat.meeting, by=seat.me, action=action, card=card, at=seat.at)


@deed
def withdraw_action(seat: Seat, action: int) -> None:
    """Take an action off the plan."""
    found = get_object_or_404(seat.request.team.actions, pk=action)
    plan.withdraw_action(meeting=seat.meeting, by=seat.me, action=found, at=seat.at)


@deed
def choose_next(seat: Seat) -> None:
    """What the team takes up next, and when."""
    form = seat.read(next_form(seat, seat.request.POST))
    chosen = form.cleaned_data["touchpoint"]
    touchpoint = None if chosen == form.NONE else get_object_or_404(seat.request.team.touchpoints, pk=int(chosen))
    starts_at = form.cleaned_data["starts_at"]
    plan.choose_next(meeting=seat.meeting, by=seat.me, touchpoint=touchpoint, starts_at=starts_at, at=seat.at)


@deed
def close(seat: Seat) -> None:
    """Close the round; the minutes follow."""
    form = seat.read(forms.CloseForm(seat.request.POST))
    closing.close(meeting=seat.meeting, by=seat.me, no_action_reason=form.cleaned_data["no_action_reason"], at=seat.at)
