"""Journeys on their way in: a file or a text is read, what would become of it is shown, and then it is made."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from journeys.exchange.in_forms import ImportForm, ReadForm, TravellingForm
from journeys.exchange.recognising import as_text
from teams.access import TeamRequest, everyone, writers
from teams.forms import form_page

INDEX, PREVIEW = "journeys/exchange/index.html", "journeys/exchange/preview.html"


@require_safe
@everyone
def exchange(request: TeamRequest) -> HttpResponse:
    """What can be read in and what can be given out."""
    return form_page(request, INDEX, ReadForm())


@writers
@require_POST
def read_journey(request: TeamRequest) -> HttpResponse:
    """Read what was uploaded or pasted and show what would become of it; nothing is kept yet."""
    form = ReadForm(request.POST, request.FILES)
    if not form.is_valid():
        return form_page(request, INDEX, form)
    return _preview(request, ImportForm(team=request.team, found=form.found))


@writers
@require_POST
def import_journey(request: TeamRequest) -> HttpResponse:
    """Make the journey; the form sent twice makes one."""
    brought = TravellingForm(request.POST)
    if not brought.is_valid():
        return form_page(request, INDEX, brought)
    form = ImportForm(request.POST, team=request.team, found=brought.found)
    if journey := form.saved():
        messages.success(request, _("„%s“ ist eingelesen.") % journey)
        return redirect(journey)
    return _preview(request, form)


def _preview(request: TeamRequest, form: ImportForm) -> HttpResponse:
    return form_page(request, PREVIEW, form, content=as_text(form.found))
