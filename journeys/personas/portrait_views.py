"""The picture of a customer profile: shown, given, taken away."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import etag, require_safe

from journeys.models import Persona
from journeys.personas import pictures
from journeys.personas.forms import PortraitForm
from teams.access import TeamRequest, everyone, writers
from teams.forms import confirm_page, form_page, held_when_posted, posted, when_posted


def _digest(request: TeamRequest, persona: int) -> str | None:
    return request.team.personas.filter(pk=persona).values_list("portrait__digest", flat=True).first()


@require_safe
@everyone
@etag(_digest)
def portrait(request: TeamRequest, persona: int) -> HttpResponse:
    """The picture; whoever has kept it hears that it is still the same."""
    with_picture = request.team.personas.select_related("portrait").exclude(portrait=None)
    found = get_object_or_404(with_picture, pk=persona).portrait
    no_guessing = {"X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(found.content), content_type=found.content_type, headers=no_guessing)


@writers
def change(request: TeamRequest, persona: int) -> HttpResponse:
    """Give the profile a picture, or another one; it is made small before anybody waits for the row."""
    found = get_object_or_404(request.team.personas.with_faces(), pk=persona)
    form = PortraitForm(posted(request), request.FILES or None)
    if form.is_valid():
        with transaction.atomic():
            pictures.keep(persona=_held(request, persona), picture=form.cleaned_data["picture"])
        messages.success(request, _("„%s“ hat ein neues Bild.") % found)
        return redirect(found)
    return form_page(request, "journeys/personas/portrait.html", form, persona=found)


@writers
def remove(request: TeamRequest, persona: int) -> HttpResponse:
    """Ask once, then take the picture away."""
    with when_posted(request, transaction.atomic()):
        found = _held(request, persona)
        if request.method == "POST":
            pictures.drop(persona=found)
            return redirect(found)
    return confirm_page(
        request, _("Bild von „%s“ entfernen?") % found, action=_("Entfernen"), cancel_url=found.get_absolute_url()
    )


def _held(request: TeamRequest, persona: int) -> Persona:
    return get_object_or_404(held_when_posted(request, request.team.personas.select_related("team")), pk=persona)
