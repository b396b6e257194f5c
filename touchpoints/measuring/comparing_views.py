"""What a metric is held against: the value that it started from, and values from outside."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from teams.access import TeamRequest, writers
from teams.forms import confirm_page, form_page, posted
from touchpoints.measuring import baselines
from touchpoints.measuring.forms import BaselineForm, BenchmarkForm
from touchpoints.measuring.views import metric_of
from touchpoints.models import Benchmark


@writers
def freeze(request: TeamRequest, pk: int, metric: int, reading: int) -> HttpResponse:
    """Make a reading the baseline; where there is one already, with a reason."""
    row = metric_of(request, pk, metric)
    chosen = get_object_or_404(row.readings.shown(), pk=reading)
    form = BaselineForm(posted(request), is_first=row.baseline is None)
    if form.is_valid():
        try:
            baselines.freeze(reading=chosen, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Die Nullmessung steht fest."))
            return redirect(row)
    return form_page(request, "touchpoints/measuring/baseline_form.html", form, metric=row, reading=chosen)


@writers
def create(request: TeamRequest, pk: int, metric: int) -> HttpResponse:
    """Add a value from outside."""
    benchmark = Benchmark(metric=metric_of(request, pk, metric))
    return _saved_or_form(request, benchmark, _("Der Vergleichswert „%s“ ist festgehalten."))


@writers
def edit(request: TeamRequest, pk: int, metric: int, benchmark: int) -> HttpResponse:
    """Correct a value from outside."""
    row = get_object_or_404(metric_of(request, pk, metric).benchmarks, pk=benchmark)
    return _saved_or_form(request, row, _("Der Vergleichswert „%s“ ist geändert."))


def _saved_or_form(request: TeamRequest, benchmark: Benchmark, done: str) -> HttpResponse:
    form = BenchmarkForm(posted(request), instance=benchmark, today=request.team.today(timezone.now()))
    if form.is_valid():
        messages.success(request, done % form.save().name)
        return redirect(benchmark.metric)
    return form_page(request, "touchpoints/measuring/benchmark_form.html", form, metric=benchmark.metric)


@writers
def remove(request: TeamRequest, pk: int, metric: int, benchmark: int) -> HttpResponse:
    """Ask once, then remove a value from outside."""
    row = get_object_or_404(metric_of(request, pk, metric).benchmarks, pk=benchmark)
    if request.method == "POST":
        row.delete()
        messages.success(request, _("Der Vergleichswert „%s“ ist entfernt.") % row.name)
        return redirect(row.metric)
    return confirm_page(
        request,
        _("Vergleichswert „%s“ entfernen?") % row.name,
        action=_("Entfernen"),
        cancel_url=row.metric.get_absolute_url(),
    )
