"""Readings are facts: recorded, removed where they were wrong, never changed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from teams.access import TeamRequest, everyone, writers
from teams.files import download
from teams.forms import confirm_page, form_page, posted
from touchpoints.measuring.reading_form import ReadingForm
from touchpoints.measuring.views import metric_of
from touchpoints.measuring.wording import figure, usual_source


@writers
def record(request: TeamRequest, pk: int, metric: int) -> HttpResponse:
    """Type in what was measured."""
    row, today = metric_of(request, pk, metric), request.team.today(timezone.now())
    form = ReadingForm(
        posted(request),
        request.FILES or None,
        team=request.team,
        metric=row,
        today=today,
        initial={"measured_on": today, "source": usual_source(row)},
    )
    if form.is_valid():
        reading = form.recorded(by=request.user)
        messages.success(request, _("Gemessen und festgehalten: %s.") % figure(reading.value, row))
        return redirect(row)
    return form_page(request, "touchpoints/measuring/reading_form.html", form, metric=row)


@writers
def remove(request: TeamRequest, pk: int, metric: int, reading: int) -> HttpResponse:
    """Ask once, then remove a reading; a baseline that was frozen from it stays."""
    row = metric_of(request, pk, metric)
    wrong = get_object_or_404(row.readings, pk=reading)
    if request.method == "POST":
        wrong.delete()
        messages.success(request, _("Die Messung ist entfernt."))
        return redirect(row)
    return confirm_page(
        request,
        _("Diese Messung entfernen?"),
        consequences=_(
            "Messungen sind Tatsachen und werden nicht geändert. War etwas falsch, wird sie entfernt und neu "
            "festgehalten. Eine Nullmessung aus ihr bleibt bestehen. Unter „Änderungen“ steht, wer sie entfernt hat, "
            "und von dort kommt sie zurück, ohne ihren Anhang."
        ),
        action=_("Entfernen"),
        cancel_url=row.get_absolute_url(),
    )


@everyone
def attachment(request: TeamRequest, pk: int, metric: int, reading: int) -> HttpResponse:
    """The file that a reading was taken from, to save; of an unseen one it would tell what the value does."""
    readings = metric_of(request, pk, metric).readings.shown().select_related("attachment")
    return download(get_object_or_404(readings, pk=reading, attachment__isnull=False).attachment)
