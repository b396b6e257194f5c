"""Customer profiles: their list, the page of one, what people write about them, the card on paper."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from journeys.models import Persona
from journeys.personas import describing
from journeys.personas.feeling import feeling_of
from journeys.personas.forms import PersonaForm
from journeys.personas.printing import print_persona
from teams.access import TeamRequest, everyone, writers
from teams.forms import confirm_page, form_page, held_when_posted, posted, when_posted
from teams.history import changes
from teams.pdf import pdf_response
from touchpoints.describing import one_at_a_time
from touchpoints.exchange.downloads import file_name

PAGE_SIZE = 48
CHANGES_BESIDE = 8


@require_safe
@everyone
def personas(request: TeamRequest) -> HttpResponse:
    """All profiles, and how many of the customers they stand for together."""
    found = request.team.personas.with_faces().with_journeys()
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    total = request.team.personas.aggregate(total=Sum("share"))["total"]
    return render(request, "journeys/personas/list.html", {"page": page, "total": total})


@require_safe
@everyone
def persona(request: TeamRequest, persona: int) -> HttpResponse:
    """Everything known about one kind of customer, and their ways."""
    found = get_object_or_404(request.team.personas.with_faces(), pk=persona)
    context = {
        "persona": found,
        "journeys": found.journeys.as_lines(),
        "feeling": feeling_of(found, today=request.team.today(timezone.now())),
        "changes": changes(found, limit=CHANGES_BESIDE),
    }
    return render(request, "journeys/personas/persona.html", context)


@writers
def create(request: TeamRequest) -> HttpResponse:
    """Describe another kind of customer."""
    with when_posted(request, one_at_a_time(request.team)):
        return _edit(request, Persona(), _("„%s“ ist angelegt."))


@writers
def edit(request: TeamRequest, persona: int) -> HttpResponse:
    """Change what is said; what is posted meets a row that nobody else changes meanwhile."""
    with when_posted(request, one_at_a_time(request.team)):
        found = get_object_or_404(held_when_posted(request, request.team.personas.all()), pk=persona)
        return _edit(request, found, _("„%s“ ist geändert."))


def _edit(request: TeamRequest, persona: Persona, done: str) -> HttpResponse:
    form = PersonaForm(posted(request), instance=persona, team=request.team)
    if form.is_valid():
        saved = describing.describe(persona=form.save(commit=False))
        messages.success(request, done % saved)
        return redirect(saved)
    return form_page(request, "journeys/personas/form.html", form)


@writers
def remove(request: TeamRequest, persona: int) -> HttpResponse:
    """Ask once, then remove it, unless journeys are drawn for it."""
    with when_posted(request, one_at_a_time(request.team)):
        found = get_object_or_404(held_when_posted(request, request.team.personas.all()), pk=persona)
        if refusal := describing.why_it_stays(found):
            messages.error(request, refusal)
            return redirect(found)
        if request.method == "POST":
            describing.remove(persona=found)
            messages.success(request, _("„%s“ ist entfernt.") % found)
            return redirect("journeys:personas", request.team.slug)
    return confirm_page(
        request, _("Kundenprofil „%s“ entfernen?") % found, action=_("Entfernen"), cancel_url=found.get_absolute_url()
    )


@require_safe
@everyone
def pdf(request: TeamRequest, persona: int) -> HttpResponse:
    """The card on paper."""
    found, at = get_object_or_404(request.team.personas.select_related("team"), pk=persona), timezone.now()
    name = file_name(slugify(found.name) or "persona", "pdf", team=request.team, at=at)
    return pdf_response(print_persona(found, at=at), name)
