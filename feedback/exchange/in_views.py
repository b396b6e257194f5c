"""Voices on their way in: a table is uploaded, its columns are named, its problems are told, its rows are taken in."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from feedback.exchange import importing, undoing
from feedback.exchange.checking import checked
from feedback.exchange.example import write_example
from feedback.exchange.in_forms import MappingForm, UploadForm
from feedback.exchange.options import Options
from feedback.models import FeedbackRun
from feedback.tasks import carry_on_table
from feedback.workspaces.filters import VoiceFilter
from teams.access import TeamRequest, everyone, writers
from teams.forms import confirm_page, posted
from touchpoints.exchange.refusals import NotNow

RUNS_SHOWN = 8


@require_safe
@everyone
def overview(request: TeamRequest) -> HttpResponse:
    """What can be read in and what can be given out."""
    return _overview(request, UploadForm())


@writers
@require_POST
def upload(request: TeamRequest) -> HttpResponse:
    """Take a file and look for a table in it."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _overview(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    name = form.cleaned_data["file"].name
    return redirect(importing.receive(team=request.team, by=request.user, file_name=name, table=form.table))


@require_safe
@everyone
def empty_table(request: TeamRequest) -> HttpResponse:
    """A table to fill in, with two lines as an example."""
    file, name = BytesIO(), _("Kundenstimmen-Vorlage")
    write_example(file, team=request.team, at=timezone.now())
    return HttpResponse(
        file.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


@writers
def run(request: TeamRequest, pk: int) -> HttpResponse:
    """One table: its columns and problems; once it is started, how far it is."""
    table = get_object_or_404(request.team.feedback_runs, pk=pk)
    if table.state != FeedbackRun.State.UPLOADED:
        return render(request, "feedback/exchange/status.html", _progress(table))
    form = MappingForm(posted(request), run=table)
    if not form.is_valid():
        return _columns(request, "feedback/exchange/columns.html", form)
    return _after(request, table, lambda: importing.name_columns(run=form.named))


@writers
@require_POST
def check(request: TeamRequest, pk: int) -> HttpResponse:
    """Only what the columns mean for the rows, each time something is named differently."""
    form = MappingForm(request.POST, run=get_object_or_404(request.team.feedback_runs, pk=pk))
    try:
        if form.is_valid():
            importing.name_columns(run=form.named)
    except NotNow:
        return HttpResponseClientRefresh()
    return _columns(request, "feedback/exchange/columns.html#check", form)


@writers
@require_POST
def start(request: TeamRequest, pk: int) -> HttpResponse:
    """Read the table in, with the columns as they are named now."""
    table = get_object_or_404(request.team.feedback_runs, pk=pk)
    form = MappingForm(request.POST, run=table)
    if table.state != FeedbackRun.State.UPLOADED:
        return _after(request, table, lambda: importing.start(run=table, by=request.user))
    if not form.is_valid():
        return _columns(request, "feedback/exchange/columns.html", form)
    return _after(request, table, lambda: importing.start(run=form.named, by=request.user))


@writers
@require_POST
def discard(request: TeamRequest, pk: int) -> HttpResponse:
    """Forget an upload that is not started."""
    table = get_object_or_404(request.team.feedback_runs.defer("content"), pk=pk)
    return _after(request, table, lambda: importing.discard(run=table))


@require_safe
@writers
def progress(request: TeamRequest, pk: int) -> HttpResponse:
    """Only how far it is; asked for again until it is over."""
    table = get_object_or_404(request.team.feedback_runs.defer("content"), pk=pk)
    return render(request, "feedback/exchange/status.html#status", _progress(table))


@writers
def undo(request: TeamRequest, pk: int) -> HttpResponse:
    """Ask once, then take back what the table brought."""
    table = get_object_or_404(request.team.feedback_runs.defer("content"), pk=pk)
    if request.method == "POST":
        return _after(request, table, lambda: undoing.undo(run=table, by=request.user, at=timezone.now()))
    return confirm_page(
        request,
        _("„%s“ rückgängig machen?") % table,
        consequences=_(
            "Die Stimmen daraus werden gelöscht. Womit seitdem jemand gearbeitet hat, bleibt, zum Beispiel mit einem "
            "Fall, einem Thema von Hand oder anderen Worten."
        ),
        action=_("Rückgängig machen"),
        cancel_url=table.get_absolute_url(),
    )


def _after(request: TeamRequest, table: FeedbackRun, deed: Callable[[], None]) -> HttpResponse:
    """Do it and go where the table is then; who comes too late is told so."""
    try:
        deed()
    except NotNow as refusal:
        messages.warning(request, str(refusal))
    now = request.team.feedback_runs.defer("content").filter(pk=table.pk).first()
    if now is None:
        return redirect("feedback:exchange", request.team.slug)
    if now.is_moving:
        carry_on_table.delay_on_commit(now.pk)
    return redirect(now)


def _overview(request: TeamRequest, form: UploadForm, status: int = HTTPStatus.OK) -> HttpResponse:
    runs = request.team.feedback_runs.defer("content", "problems").select_related("by")[:RUNS_SHOWN]
    narrowing = VoiceFilter(request.GET, team=request.team)
    return render(
        request, "feedback/exchange/index.html", {"form": form, "runs": runs, "narrowing": narrowing}, status=status
    )


def _columns(request: TeamRequest, template: str, form: MappingForm) -> HttpResponse:
    """The columns with what they mean for the rows: nothing yet while they do not fit together."""
    context: dict[str, Any] = {"form": form, "run": form.run, "earlier": importing.earlier(form.run)}
    if "text" in form.run.columns and (form.is_valid() or not form.is_bound):
        context["report"] = checked(form.run, timezone.now())
    invalid = form.is_bound and not form.is_valid()
    return render(request, template, context, status=HTTPStatus.UNPROCESSABLE_ENTITY if invalid else HTTPStatus.OK)


def _progress(table: FeedbackRun) -> dict[str, Any]:
    return {
        "run": table,
        "missing": Options.of(table).missing,
        "undoable_until": undoing.undoable_until(table, timezone.now()),
        "stayed": list(undoing.stayed(table)),
    }
