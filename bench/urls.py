"""Addresses that only the bench asks for: a page that costs nothing, and how often the room was rendered."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as of_the_program
from meetings.room import state
from meetings.room.state import Sections

renders = 0
really_render = state.shared_sections


def counted(meeting_pk: int, language: str, at: datetime) -> Sections:
    """Render and count."""
    global renders
    renders += 1
    return really_render(meeting_pk, language, at)


state.shared_sections = counted


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing but the way through the server and Django."""
    return HttpResponse("ok")


def how_many_renders(request: HttpRequest) -> HttpResponse:
    """Since the process started."""
    return HttpResponse(str(renders))


urlpatterns = [path("bench/empty/", empty), path("bench/renders/", how_many_renders), *of_the_program]
