"""The room itself, its clock and its people."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from meetings import closing, joining, phases, voting
from meetings.models import Participant, Phase
from meetings.room import forms
from meetings.room.page import deed, desk_page, room_page, seated, stream_url
from meetings.room.seat import Seat
from meetings.room.state import RoomState, render
from teams.access import GuestRequest, open_to
from teams.models import Role

SCREEN_STAYS = timedelta(seconds=25)
"""How long someone counts as present after their screen was last heard of."""


@open_to(Role.LEAD, Role.MEMBER, Role.READER, guests=True)
@require_safe
def room(request: GuestRequest, pk: int) -> HttpResponse:
    """The room; coming here is coming in. Readers have no seat in it and find the round's own page."""
    if request.membership and not request.membership.can_write:
        return redirect("meetings:detail", request.team.slug, pk)
    return _room(request, pk)


@seated
def _room(seat: Seat) -> HttpResponse:
    if seat.meeting.phase == Phase.CANCELLED:
        return redirect(seat.meeting)
    return room_page(seat)


@require_safe
@seated
def desk(seat: Seat) -> HttpResponse:
    """One person's place, fetched again when the phase or the vote round has changed."""
    return desk_page(seat)


@require_safe
@seated
def snapshot(seat: Seat) -> HttpResponse:
    """The shared part as the stream sends it, for screens that a stream does not reach; renews the stream's token."""
    joining.keep_present(participant_pks=[seat.me.pk], until=seat.at + SCREEN_STAYS)
    return snapshot_of(seat.room, seat.request.headers.get("If-None-Match", ""), stream_url(seat))


def snapshot_of(room: RoomState, known: str, stream: str) -> HttpResponse:
    """The state as JSON, or 304 for a screen that has it; the clock's own moment makes no new state."""
    sections = render(room)
    content = {name: html for name, html in sections.html.items() if name not in ("clock", "phases", "head")}
    seen = json.dumps([content, sections.desk_key, room.clock.until, room.clock.total, translation.get_language()])
    etag = f'"{hashlib.sha256(seen.encode()).hexdigest()[:32]}"'
    state = {
        "now": room.clock.now,
        "sections": sections.html,
        "desk": sections.desk_key,
        "version": sections.version,
        "stream": stream,
    }
    response = HttpResponse(status=304) if etag == known else HttpResponse(json.dumps(state))
    response.headers["ETag"], response.headers["Content-Type"] = etag, "application/json"
    patch_cache_control(response, private=True, no_cache=True)
    return response


# --- Leading from phase to phase ------------------------------------------------------------------


@deed
def start(seat: Seat) -> None:
    """The moderator opens the round."""
    phases.start(meeting=seat.meeting, by=seat.me, at=seat.at)


@deed
def go_on(seat: Seat) -> None:
    """The next phase, from the one that the button stood in; a closing word that stands beside it comes along."""
    if "text" in seat.request.POST:
        form = seat.read(forms.ClosingWordForm(seat.request.POST))
        voting.write_closing_word(meeting=seat.meeting, by=seat.me, text=form.cleaned_data["text"], at=seat.at)
    phases.go_on(meeting=seat.meeting, by=seat.me, expected=seat.request.POST.get("expected", ""), at=seat.at)


@deed
def go_back(seat: Seat) -> None:
    """The phase before."""
    phases.go_back(meeting=seat.meeting, by=seat.me, expected=seat.request.POST.get("expected", ""), at=seat.at)


@deed
def pause(seat: Seat) -> None:
    """Halt the clock."""
    phases.pause(meeting=seat.meeting, by=seat.me, at=seat.at)


@deed
def resume(seat: Seat) -> None:
    """Let the clock go on."""
    phases.resume(meeting=seat.meeting, by=seat.me, at=seat.at)


@deed
def add_minute(seat: Seat) -> None:
    """One minute more for this phase."""
    phases.add_minute(meeting=seat.meeting, by=seat.me, at=seat.at)


@deed
def close_early(seat: Seat) -> None:
    """Break the round off, with a reason."""
    form = seat.read(forms.CloseEarlyForm(seat.request.POST))
    closing.close_early(meeting=seat.meeting, by=seat.me, reason=form.cleaned_data["reason"], at=seat.at)


# --- People ---------------------------------------------------------------------------------------


@deed
def set_ready(seat: Seat) -> None:
    """ "Ich bin fertig", or not yet after all."""
    joining.set_ready(meeting=seat.meeting, by=seat.me, ready=seat.request.POST.get("ready") == "1", at=seat.at)


@deed
def hand_over(seat: Seat) -> None:
    """Give the moderator's role to another member."""
    form = seat.read(forms.HandOverForm(seat.request.POST, people=seat.room.here))
    to = _person(seat, int(form.cleaned_data["to"]))
    joining.hand_over(meeting=seat.meeting, by=seat.me, to=to, at=seat.at)


@deed
def take_over(seat: Seat) -> None:
    """Step in for a moderator who is not there."""
    joining.take_over(meeting=seat.meeting, by=seat.me, at=seat.at)


@deed
def remove(seat: Seat, person: int) -> None:
    """Show someone out."""
    joining.remove(meeting=seat.meeting, by=seat.me, participant=_person(seat, person), at=seat.at)


@deed
def let_in_again(seat: Seat, person: int) -> None:
    """Open the door again to a member who was shown out."""
    joining.let_in_again(meeting=seat.meeting, by=seat.me, participant=_person(seat, person), at=seat.at)


def _person(seat: Seat, pk: int) -> Participant:
    return get_object_or_404(seat.meeting.participants, pk=pk)
