"""Doors without an account: a guest by code and name, the projector by its link."""

from __future__ import annotations

from contextlib import suppress

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_safe

from meetings import joining
from meetings.codes import tidy
from meetings.errors import RuleBroken
from meetings.live import tokens
from meetings.models import Meeting
from meetings.room.forms import CodeForm, NameForm
from meetings.room.state import look_around
from meetings.room.state import render as render_sections
from meetings.room.views import snapshot_of
from meetings.room.wall import meeting_behind
from teams.middleware import GUEST_SESSION_KEY
from teams.ratelimit import address_of

FIVE_MINUTES = 300
WRONG_CODES = 30
NAMES = 60
"""How often one address may try in five minutes: a whole office joins from one, so right codes do not count."""


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Where the code is typed."""
    form = CodeForm(request.POST or None)
    if not form.is_bound:
        return render(request, "meetings/join.html", {"form": form})
    if _tries(request, "code") >= WRONG_CODES:
        return render(request, "meetings/join.html", {"form": form, "is_too_often": True}, status=429)
    if form.is_valid() and joining.by_code(code=form.cleaned_data["code"], at=timezone.now()):
        return redirect("join_by_code", tidy(form.cleaned_data["code"]))
    _count(request, "code")
    return render(request, "meetings/join.html", {"form": form, "is_unknown": True}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def join_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Where a guest says their name; whoever belongs to the team goes straight on."""
    if _tries(request, "code") >= WRONG_CODES or _tries(request, "name") >= NAMES:
        return render(request, "meetings/join.html", {"form": CodeForm(), "is_too_often": True}, status=429)
    meeting = joining.by_code(code=code, at=timezone.now())
    if meeting is None:
        _count(request, "code")
        return render(request, "meetings/join.html", {"form": CodeForm(), "is_unknown": True}, status=404)
    if _is_in(request, meeting):
        return redirect(_room(meeting))
    return _name(request, meeting)


def _name(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _count(request, "name")
        try:
            guest = joining.enter_as_guest(meeting=meeting, name=form.cleaned_data["name"], at=timezone.now())
        except RuleBroken as refusal:
            form.add_error("name", str(refusal))
        else:
            request.session.cycle_key()
            request.session[GUEST_SESSION_KEY] = _seats(request) | {str(meeting.pk): guest.pk}
            return redirect(_room(meeting))
    status = 422 if form.errors else 200
    return render(request, "meetings/join_name.html", {"form": form, "meeting": meeting}, status=status)


def _is_in(request: HttpRequest, meeting: Meeting) -> bool:
    is_member = request.user.is_authenticated and meeting.team.memberships.filter(user=request.user).exists()
    return is_member or str(meeting.pk) in _seats(request)


def _seats(request: HttpRequest) -> dict[str, int]:
    seats: dict[str, int] = request.session.get(GUEST_SESSION_KEY, {})
    return seats


def _room(meeting: Meeting) -> str:
    return reverse("meetings:room", args=[meeting.team.slug, meeting.pk])


def _tries(request: HttpRequest, kind: str) -> int:
    return int(cache.get(_counter(request, kind), 0))


def _count(request: HttpRequest, kind: str) -> None:
    key = _counter(request, kind)
    cache.add(key, 0, FIVE_MINUTES)
    with suppress(ValueError):  # it has just lapsed: the next try begins to count anew
        cache.incr(key)


def _counter(request: HttpRequest, kind: str) -> str:
    return f"join.{kind}.{address_of(request)}"


# --- The projector --------------------------------------------------------------------------------


@require_safe
def wall(request: HttpRequest, token: str) -> HttpResponse:
    """The room for a projector: no controls, large, in the team's language."""
    meeting = _on_the_wall(token)
    with translation.override(meeting.team.language), timezone.override(meeting.team.zone):
        room = look_around(meeting, timezone.now())
        context = {
            "room": room,
            "sections": render_sections(room).html,
            "stream": _wall_stream(meeting),
            "snapshot_url": reverse("wall_snapshot", args=[token]),
        }
        return render(request, "meetings/wall.html", context)


@require_safe
def wall_snapshot(request: HttpRequest, token: str) -> HttpResponse:
    """The same for projectors behind a proxy that does not let streams through."""
    meeting = _on_the_wall(token)
    with translation.override(meeting.team.language), timezone.override(meeting.team.zone):
        room = look_around(meeting, timezone.now())
        return snapshot_of(room, request.headers.get("If-None-Match", ""), _wall_stream(meeting))


def _on_the_wall(token: str) -> Meeting:
    meeting = meeting_behind(token, timezone.now())
    if meeting is None:
        raise Http404
    return meeting


def _wall_stream(meeting: Meeting) -> str:
    return f"/live/{tokens.issue(meeting, None, meeting.team.language)}/"
