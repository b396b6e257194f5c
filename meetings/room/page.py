"""The room as an answer: the whole page, the desk alone, or the shared part as JSON."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_POST

from meetings.errors import RuleBroken
from meetings.live import tokens
from meetings.room.desk import desk_of
from meetings.room.seat import Seat, ShownOut, Unreadable, take_seat
from meetings.room.state import html_of
from teams.access import GuestRequest, open_to
from teams.models import Role

type Sitting[**P, R] = Callable[Concatenate[Seat, P], R]
type View = Callable[..., HttpResponse]

for_the_room = open_to(Role.LEAD, Role.MEMBER, guests=True)


def seated[**P](view: Sitting[P, HttpResponse]) -> View:
    """A page of the room: the view gets the seat of whoever asks; who was shown out reads so kindly."""

    @for_the_room
    @wraps(view)
    def wrapper(request: GuestRequest, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            seat = take_seat(request, pk)
        except ShownOut as farewell:
            return render(request, "meetings/room/shown_out.html", {"person": farewell.person}, status=403)
        with timezone.override(request.team.zone):
            return view(seat, *args, **kwargs)

    return wrapper


def deed[**P](view: Sitting[P, None]) -> View:
    """A deed of the room: then the desk (htmx) or the room; if it fails, 422 or 409 and nothing typed is lost."""

    @require_POST
    @seated
    @wraps(view)
    def wrapper(seat: Seat, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            view(seat, *args, **kwargs)
        except Unreadable:
            return answer(seat, status=422)
        except RuleBroken as refusal:
            return answer(seat, status=409, refusal=str(refusal))
        seat.form = None
        return answer(seat)

    return for_the_room(wrapper)


def answer(seat: Seat, status: int = 200, refusal: str = "") -> HttpResponse:
    """What a deed leaves behind: the person's desk, or without htmx the room (by redirect if all went well)."""
    if status == 200 and not seat.request.htmx:
        return redirect(room_url(seat))
    form, seat = seat.form, seat.again()
    seat.form = form
    page = desk_page if seat.request.htmx else room_page
    return page(seat, status=status, refusal=refusal)


def desk_page(seat: Seat, status: int = 200, refusal: str = "") -> HttpResponse:
    """The desk alone."""
    room = seat.room
    context = {"room": room, "desk": desk_of(seat, room, refusal)}
    response = render(seat.request, "meetings/room.html#desk", context, status=status)
    # htmx would put the address of a boosted form into the address bar, where a reload finds no page
    response.headers["HX-Push-Url"] = "false"
    return response


def room_page(seat: Seat, status: int = 200, refusal: str = "") -> HttpResponse:
    """The whole room."""
    room = seat.room
    context: dict[str, Any] = {
        "room": room,
        "sections": html_of(room),
        "desk": desk_of(seat, room, refusal),
        "stream": stream_url(seat),
        "snapshot_url": reverse("meetings:snapshot", args=[seat.request.team.slug, seat.meeting.pk]),
        "drafts_key": f"kontaktpunkt.{seat.meeting.pk}.{seat.me.pk}",
    }
    return render(seat.request, "meetings/room.html", context, status=status)


def room_url(seat: Seat) -> str:
    """Where the room is."""
    return reverse("meetings:room", args=[seat.request.team.slug, seat.meeting.pk])


def stream_url(seat: Seat) -> str:
    """Where this person's screen hears of changes, for the next quarter of an hour; nowhere once the round is over."""
    if seat.meeting.is_over:
        return ""
    return f"/live/{tokens.issue(seat.meeting, seat.me, translation.get_language() or 'de')}/"
