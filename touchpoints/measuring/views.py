"""The metrics of a touchpoint: the page of one, and what people do with it."""

from decimal import Decimal
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from teams.access import TeamRequest, everyone, writers
from teams.forms import confirm_page, form_page, held_when_posted, posted, when_posted
from touchpoints.measuring import removing
from touchpoints.measuring.forms import MetricForm
from touchpoints.measuring.removing import Lost, check_may_remove
from touchpoints.measuring.series import known_key, series_of
from touchpoints.measuring.wording import figure
from touchpoints.models import Metric, Touchpoint
from touchpoints.models.metrics import telling_of_few

PAGE_SIZE = 20


def metric_of(request: TeamRequest, pk: int, metric: int) -> Metric:
    """The metric at that touchpoint of the team; 404 for any other."""
    touchpoint = get_object_or_404(request.team.touchpoints, pk=pk)
    return get_object_or_404(touchpoint.metrics, pk=metric)


@everyone
def metric(request: TeamRequest, pk: int, metric: int) -> HttpResponse:
    """One metric: its picture, its readings, and what they are held against."""
    row = metric_of(request, pk, metric)
    departments = list(request.team.departments.values_list("pk", "name"))
    source = known_key(request.GET.get("source", ""), dict(departments))
    readings = row.readings.select_related("department", "by").annotate(
        file=F("attachment__name"), unseen=telling_of_few()
    )
    paginator = Paginator(readings.order_by("-measured_on", "-pk"), PAGE_SIZE)
    context = {
        "metric": row,
        "source": source,
        "series": SimpleLazyObject(partial(series_of, row, source)),
        "departments": departments,
        "page": paginator.get_page(request.GET.get("page")),
        "baselines": list(row.baselines.select_related("set_by", "department")),
        "benchmarks": list(row.benchmarks.all()),
        "may_remove": Lost.with_(row).may_go(by=request.membership),
    }
    return render(request, "touchpoints/measuring/metric.html", context)


@writers
def create(request: TeamRequest, pk: int) -> HttpResponse:
    """Say what is measured at a touchpoint."""
    with when_posted(request, transaction.atomic()):
        touchpoint = _touchpoint(request, pk)
        form = MetricForm(posted(request), instance=Metric(touchpoint=touchpoint), team=request.team)
        return _saved_or_form(request, form, _("Die Kennzahl „%s“ ist angelegt."))


@writers
def edit(request: TeamRequest, pk: int, metric: int) -> HttpResponse:
    """Change a metric's name, direction, unit or target."""
    with when_posted(request, transaction.atomic()):
        row = get_object_or_404(held_when_posted(request, _touchpoint(request, pk).metrics.all()), pk=metric)
        form = MetricForm(posted(request), instance=row, team=request.team)
        return _saved_or_form(request, form, _("Die Kennzahl „%s“ ist geändert."))


def _touchpoint(request: TeamRequest, pk: int) -> Touchpoint:
    """The touchpoint; nobody else names a metric there until what is posted is saved."""
    return get_object_or_404(held_when_posted(request, request.team.touchpoints.all()), pk=pk)


def _saved_or_form(request: TeamRequest, form: MetricForm, done: str) -> HttpResponse:
    if form.is_valid():
        row = form.save()
        messages.success(request, done % row)
        return redirect(row)
    return form_page(request, "touchpoints/measuring/metric_form.html", form)


@writers
def remove(request: TeamRequest, pk: int, metric: int) -> HttpResponse:
    """Ask once, then remove a metric with everything that was measured; that is for the lead to do."""
    row = metric_of(request, pk, metric)
    lost = Lost.with_(row)
    try:
        check_may_remove(lost, by=request.membership)
        if request.method == "POST":
            removing.remove(row, by=request.membership)
            messages.success(request, _("Die Kennzahl „%s“ ist entfernt.") % row)
            return redirect(row.touchpoint)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect(row)
    return confirm_page(
        request,
        _("Kennzahl „%s“ entfernen?") % row,
        consequences=_consequences(row, lost),
        action=_("Entfernen"),
        cancel_url=row.get_absolute_url(),
    )


def _consequences(row: Metric, lost: Lost) -> str:
    gone = []
    if lost.readings:
        counted = ngettext("%(count)s Messung", "%(count)s Messungen", lost.readings)
        gone.append(counted % {"count": lost.readings})
    if lost.baseline is not None:
        gone.append(_("die Nullmessung (%s)") % figure(Decimal(lost.baseline), row))
    if not gone:
        return ""
    gone.append(_("alle Vergleichswerte"))
    sentence = _("Für immer verloren: %s. Unter „Änderungen“ bleibt stehen, wer das entfernt hat und was es war.")
    return sentence % ", ".join(gone)
