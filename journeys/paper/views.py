"""All ways in which a journey leaves the program, and those that show it: PDF, SVG, PNG."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from journeys.finding import journey_of
from journeys.lanes import LANES
from journeys.map.asked import Asked
from journeys.mapping import map_of
from journeys.models import Journey
from journeys.paper.picture import draw, drawn
from journeys.paper.pixels import is_legible, paint_png
from journeys.paper.printing import Paper, is_printable, print_map
from teams.access import TeamRequest, everyone
from teams.pdf import pdf_response
from teams.press import Busy
from touchpoints.exchange.downloads import file_name

ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""For a drawing that is opened by itself: it may load nothing and do nothing."""


@require_safe
@everyone
def give_out(request: TeamRequest, pk: int) -> HttpResponse:
    """The ways out, each with a sentence, and the way in."""
    hidden = Asked.of(request.GET).hidden
    lanes = [(lane, lane.name in hidden) for lane in LANES]
    context = {"journey": journey_of(request, pk), "lanes": lanes, "hidden": hidden}
    return render(request, "journeys/paper/give_out.html", context)


@require_safe
@everyone
def pdf(request: TeamRequest, pk: int) -> HttpResponse:
    """The map on paper, on A3 unless A4 is asked for."""
    journey, at, hidden = journey_of(request, pk), timezone.now(), Asked.of(request.GET).hidden
    asked, drawing = request.GET.get("paper"), map_of(journey)
    if not is_printable(drawing, hidden):
        return _refused(
            request, pk, _("Das ist zu viel für ein PDF auf einmal: Zeilen weglassen, oder als SVG ausgeben.")
        )
    paper = Paper.A4 if asked == Paper.A4 else Paper.A3
    try:
        content = print_map(drawing, team=request.team, paper=paper, hidden=hidden, at=at)
    except Busy as busy:
        return _refused(request, pk, str(busy))
    return pdf_response(content, _name(journey, "pdf"))


@require_safe
@everyone
def svg(request: TeamRequest, pk: int) -> HttpResponse:
    """The map as a drawing, to be saved: it opens nothing here."""
    journey = journey_of(request, pk)
    picture = draw(map_of(journey), hidden=Asked.of(request.GET).hidden, today=request.team.today(timezone.now()))
    return _saved(drawn(picture), "image/svg+xml", _name(journey, "svg"))


@require_safe
@everyone
def png(request: TeamRequest, pk: int) -> HttpResponse:
    """The map as a picture, to be saved."""
    journey = journey_of(request, pk)
    picture = draw(map_of(journey), hidden=Asked.of(request.GET).hidden, today=request.team.today(timezone.now()))
    if not is_legible(picture):
        return _refused(request, pk, _("Als PNG wäre das nicht mehr zu lesen: Zeilen weglassen, oder SVG nehmen."))
    try:
        content = paint_png(picture)
    except Busy as busy:
        return _refused(request, pk, str(busy))
    return _saved(content, "image/png", _name(journey, "png"))


def _saved(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": ALONE}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _refused(request: TeamRequest, pk: int, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return redirect("journeys:give_out", request.team.slug, pk)


def _name(journey: Journey, ending: str) -> str:
    return file_name(slugify(str(journey)) or "journey", ending, team=journey.team, at=timezone.now())
