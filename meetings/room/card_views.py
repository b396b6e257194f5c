"""Writing, pinning and discussing cards."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from meetings import cards
from meetings.errors import RuleBroken
from meetings.models import Card
from meetings.room import forms
from meetings.room.page import deed, for_the_room, seated
from meetings.room.seat import Seat


@seated
def _save_draft(seat: Seat) -> HttpResponse:
    form = forms.CardForm(seat.request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    try:
        cards.save_draft(meeting=seat.meeting, by=seat.me, at=seat.at, **form.cleaned_data)
    except RuleBroken as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


save_draft = for_the_room(require_POST(_save_draft))
"""Keep what someone is writing. 204 leaves the page as it is, with JavaScript or without."""


@deed
def pin(seat: Seat) -> None:
    """Hang a card, or change one that hangs face down."""
    form = seat.read(forms.CardForm(seat.request.POST))
    cards.pin(meeting=seat.meeting, by=seat.me, at=seat.at, **form.cleaned_data)


@deed
def take_back(seat: Seat, card: UUID) -> None:
    """Make one's own card a draft again."""
    cards.take_back(meeting=seat.meeting, by=seat.me, card=_mine(seat, card), at=seat.at)


@deed
def discard(seat: Seat, card: UUID) -> None:
    """Throw one's own draft away."""
    cards.discard(meeting=seat.meeting, by=seat.me, card=_mine(seat, card), at=seat.at)


@deed
def give_floor(seat: Seat) -> None:
    """The next card's turn; no card means that all have had theirs."""
    chosen = seat.read(forms.FloorForm(seat.request.POST)).cleaned_data["card"]
    next_up = _revealed(seat, chosen) if chosen else None
    cards.give_floor(meeting=seat.meeting, by=seat.me, card=next_up, at=seat.at)


@deed
def explained(seat: Seat, card: UUID) -> None:
    """The mark "erläutert", set or taken away."""
    value = seat.request.POST.get("value") == "1"
    cards.explained(meeting=seat.meeting, by=seat.me, card=_revealed(seat, card), value=value, at=seat.at)


@deed
def write_note(seat: Seat, card: UUID) -> None:
    """A short note to a card."""
    form = seat.read(forms.NoteForm(seat.request.POST))
    cards.write_note(
        meeting=seat.meeting, by=seat.me, card=_revealed(seat, card), text=form.cleaned_data["text"], at=seat.at
    )


@deed
def merge(seat: Seat) -> None:
    """Put two equal cards together."""
    form = seat.read(forms.MergeForm(seat.request.POST, cards=seat.room.cards))
    card, into = (_revealed(seat, UUID(form.cleaned_data[name])) for name in ("card", "into"))
    cards.merge(meeting=seat.meeting, by=seat.me, card=card, into=into, at=seat.at)


@deed
def unmerge(seat: Seat, card: UUID) -> None:
    """Take a merged card apart again."""
    cards.unmerge(meeting=seat.meeting, by=seat.me, card=_revealed(seat, card), at=seat.at)


def _mine(seat: Seat, pk: UUID) -> Card:
    return get_object_or_404(seat.me.cards, pk=pk)


def _revealed(seat: Seat, pk: UUID) -> Card:
    return get_object_or_404(seat.meeting.cards.revealed(), pk=pk)
