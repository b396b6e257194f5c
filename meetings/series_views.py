"""Pages of a series: the weekly place in the calendar from which rounds are made."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from meetings import planning
from meetings.forms import SeriesForm
from meetings.history import with_decisions
from meetings.models import Series
from meetings.plan_views import refusals_told
from teams.access import TeamRequest, everyone, leads
from teams.forms import form_page

SHOWN_ROUNDS = 10


def _series(request: TeamRequest, pk: int) -> Series:
    return get_object_or_404(request.team.series.select_related("team", "moderator", "deputy"), pk=pk)


@require_safe
@everyone
def all_series(request: TeamRequest) -> HttpResponse:
    """The team's series, each with its next round."""
    upcoming = request.team.meetings.coming(timezone.now()).select_related("touchpoint")
    series = request.team.series.select_related("moderator").prefetch_related(
        Prefetch("meetings", upcoming, "upcoming")
    )
    return render(request, "meetings/series_list.html", {"all_series": series})


@require_safe
@everyone
def detail(request: TeamRequest, pk: int) -> HttpResponse:
    """One series: who, when, its next and its past rounds."""
    series = _series(request, pk)
    rounds = series.meetings.select_related("touchpoint")
    context = {
        "series": series,
        "members": series.members.order_by("name"),
        "planned": rounds.coming(timezone.now()),
        "past": with_decisions(rounds.closed()).order_by("-starts_at")[:SHOWN_ROUNDS],
    }
    return render(request, "meetings/series.html", context)


@leads
@refusals_told
def create(request: TeamRequest) -> HttpResponse:
    """Start a series; its first round is planned with it."""
    form = SeriesForm(request.POST or None, team=request.team, moderator=request.user)
    if request.method == "POST" and form.is_valid():
        series = planning.plan_series(team=request.team, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Die Serie läuft. Die erste Runde ist geplant, die Einladungen sind unterwegs."))
        return redirect(series)
    return form_page(request, "meetings/series_form.html", form)


@leads
@refusals_told
def edit(request: TeamRequest, pk: int) -> HttpResponse:
    """Change a series and the rounds that are planned in it."""
    series = _series(request, pk)
    form = SeriesForm(request.POST or None, instance=series, team=request.team)
    if request.method == "POST" and form.is_valid():
        planning.change_series(series=series, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Gespeichert. Geplante Runden der Serie sind mitgezogen."))
        return redirect(series)
    return form_page(request, "meetings/series_form.html", form, series=series)


@require_POST
@leads
def pause(request: TeamRequest, pk: int) -> HttpResponse:
    """Let a series rest."""
    series = _series(request, pk)
    planning.pause_series(series=series)
    messages.success(request, _("Die Serie ruht. Was schon geplant ist, bleibt geplant."))
    return redirect(series)


@require_POST
@leads
def resume(request: TeamRequest, pk: int) -> HttpResponse:
    """Let a series go on."""
    series = _series(request, pk)
    planning.resume_series(series=series, at=timezone.now())
    messages.success(request, _("Die Serie läuft wieder."))
    return redirect(series)
