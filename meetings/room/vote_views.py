"""Voting, and what follows from it."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from meetings import voting
from meetings.models import Card
from meetings.room import forms
from meetings.room.page import deed
from meetings.room.seat import Seat


@deed
def cast(seat: Seat) -> None:
    """Vote for a card, or abstain."""
    form = seat.read(forms.BallotForm(seat.request.POST, cards=seat.room.candidates))
    chosen = form.cleaned_data["card"]
    card = None if chosen == form.ABSTAIN else _card(seat, chosen)
    number = form.cleaned_data["number"]
    voting.cast(meeting=seat.meeting, by=seat.me, card=card, number=number, at=seat.at)


@deed
def mark_absent(seat: Seat, person: int) -> None:
    """The vote does not wait for this person."""
    participant = get_object_or_404(seat.meeting.participants, pk=person)
    voting.mark_absent(meeting=seat.meeting, by=seat.me, participant=participant, at=seat.at)


@deed
def unmark_absent(seat: Seat, person: int) -> None:
    """The vote waits for this person again."""
    participant = get_object_or_404(seat.meeting.participants, pk=person)
    voting.unmark_absent(meeting=seat.meeting, by=seat.me, participant=participant, at=seat.at)


@deed
def vote_again(seat: Seat) -> None:
    """Once more, after nobody voted for a card."""
    voting.vote_again(meeting=seat.meeting, by=seat.me, at=seat.at)


@deed
def write_closing_word(seat: Seat) -> None:
    """What the moderator says last."""
    form = seat.read(forms.ClosingWordForm(seat.request.POST))
    voting.write_closing_word(meeting=seat.meeting, by=seat.me, text=form.cleaned_data["text"], at=seat.at)


@deed
def set_aside(seat: Seat) -> None:
    """Not go by the result, with the reason in writing."""
    form = seat.read(forms.SetAsideForm(seat.request.POST, cards=seat.room.cards))
    chosen = form.cleaned_data["instead"]
    instead = _card(seat, chosen) if chosen else None
    voting.set_aside(meeting=seat.meeting, by=seat.me, reason=form.cleaned_data["reason"], instead=instead, at=seat.at)


@deed
def let_stand(seat: Seat) -> None:
    """Go by the result after all."""
    voting.let_stand(meeting=seat.meeting, by=seat.me, at=seat.at)


def _card(seat: Seat, pk: str) -> Card:
    return get_object_or_404(seat.meeting.cards.revealed(), pk=UUID(pk))
