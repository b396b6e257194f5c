"""The inventory on its way in: a table is uploaded, its columns are named, its problems are told, its rows are read."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from teams.access import TeamRequest, everyone, writers
from teams.forms import confirm_page, posted
from touchpoints.exchange import importing, undoing
from touchpoints.exchange.checking import checked
from touchpoints.exchange.example import write_example
from touchpoints.exchange.headings import guessed, remembered
from touchpoints.exchange.in_forms import MappingForm, UploadForm
from touchpoints.exchange.refusals import NotNow
from touchpoints.models import ImportRun
from touchpoints.tasks import carry_on_import

PROBLEMS_ON_A_PAGE = 25
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
    run = importing.receive(
        team=request.team,
        by=request.user,
        file_name=form.cleaned_data["file"].name,
        table=form.table,
        mapping=remembered(request.team, form.table.headings) or guessed(form.table.headings),
    )
    return redirect(run)


@require_safe
@everyone
def empty_table(request: TeamRequest) -> HttpResponse:
    """A table to fill in, with one line as an example."""
    file = BytesIO()
    write_example(file, team=request.team)
    name = _("Kontaktpunkte-Vorlage")
    return HttpResponse(
        file.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


@writers
def run(request: TeamRequest, run: int) -> HttpResponse:
    """One table: its columns and problems; once it is started, how far it is."""
    table = get_object_or_404(request.team.imports, pk=run)
    if table.state != ImportRun.State.UPLOADED:
        return render(request, "touchpoints/exchange/status.html", _progress(table))
    form = MappingForm(posted(request), instance=table)
    if not form.is_valid():
        return _columns(request, "touchpoints/exchange/columns.html", form)
    return _after(request, table, lambda: importing.name_columns(run=form.named))


@writers
@require_POST
def check(request: TeamRequest, run: int) -> HttpResponse:
    """Only what the columns mean for the rows, each time a column is named differently."""
    table = get_object_or_404(request.team.imports, pk=run)
    form = MappingForm(request.POST, instance=table)
    try:
        if form.is_valid():
            importing.name_columns(run=form.named)
    except NotNow:
        return HttpResponseClientRefresh()
    return _columns(request, "touchpoints/exchange/columns.html#check", form)


@writers
@require_POST
def start(request: TeamRequest, run: int) -> HttpResponse:
    """Read the table in, with the columns as they are named now."""
    table = get_object_or_404(request.team.imports, pk=run)
    form = MappingForm(request.POST, instance=table)
    if not form.is_valid() and table.state == ImportRun.State.UPLOADED:
        return _columns(request, "touchpoints/exchange/columns.html", form)
    return _after(request, table, lambda: importing.start(run=form.named, by=request.user))


@writers
@require_POST
def discard(request: TeamRequest, run: int) -> HttpResponse:
    """Forget an upload that is not started."""
    table = get_object_or_404(request.team.imports.defer("rows"), pk=run)
    return _after(request, table, lambda: importing.discard(run=table))


@require_safe
@writers
def progress(request: TeamRequest, run: int) -> HttpResponse:
    """Only how far it is; asked for again until it is over."""
    table = get_object_or_404(request.team.imports.defer("rows"), pk=run)
    return render(request, "touchpoints/exchange/status.html#status", _progress(table))


@writers
def undo(request: TeamRequest, run: int) -> HttpResponse:
    """Ask once, then take back what the table made."""
    table = get_object_or_404(request.team.imports.defer("rows"), pk=run)
    if request.method == "POST":
        return _after(request, table, lambda: undoing.undo(run=table))
    return confirm_page(
        request,
        _("„%s“ rückgängig machen?") % table,
        consequences=_(
            "Was dabei entstanden ist, wird gelöscht, und was sich geändert hat, bekommt seine alten Werte. "
            "Was seitdem jemand bearbeitet hat, bleibt, wie es ist."
        ),
        action=_("Rückgängig machen"),
        cancel_url=table.get_absolute_url(),
    )


def _after(request: TeamRequest, table: ImportRun, deed: Callable[[], None]) -> HttpResponse:
    """Do it and go where the table is then; who comes too late is told so."""
    try:
        deed()
    except NotNow as refusal:
        messages.warning(request, str(refusal))
    now = request.team.imports.defer("rows").filter(pk=table.pk).first()
    if now is None:
        return redirect("touchpoints:exchange", request.team.slug)
    if now.is_moving:
        carry_on_import.delay_on_commit(now.pk)
    return redirect(now)


def _overview(request: TeamRequest, form: UploadForm, status: int = HTTPStatus.OK) -> HttpResponse:
    runs = request.team.imports.defer("rows").select_related("by")[:RUNS_SHOWN]
    return render(request, "touchpoints/exchange/index.html", {"form": form, "runs": runs}, status=status)


def _columns(request: TeamRequest, template: str, form: MappingForm) -> HttpResponse:
    """The columns with what they mean for the rows: nothing yet while they do not fit together."""
    run: ImportRun = form.instance
    context: dict[str, Any] = {"form": form, "run": run}
    if "name" in run.mapping.values() and (form.is_valid() or not form.is_bound):
        report = checked(run)
        problems = Paginator(report.problems, PROBLEMS_ON_A_PAGE).get_page(request.GET.get("page"))
        context |= {"report": report, "page": problems}
    invalid = form.is_bound and not form.is_valid()
    return render(request, template, context, status=HTTPStatus.UNPROCESSABLE_ENTITY if invalid else HTTPStatus.OK)


def _progress(table: ImportRun) -> dict[str, Any]:
    return {"run": table, "kept": undoing.kept(table) if table.kept else ()}
