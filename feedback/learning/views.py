"""The page "Sie sagten – wir taten" inside the team, its lines, and how it is printed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from feedback.learning.beginning import Beginning, from_action, from_suggestion, from_voice
from feedback.learning.forms import LearnedForm
from feedback.learning.linking import public_url
from feedback.learning.printing import print_learned
from feedback.learning.telling import Asked, figures_of
from feedback.models import Learned
from teams.access import TeamRequest, everyone, writers
from teams.forms import as_key, confirm_page, form_page, held_when_posted, posted, when_posted
from teams.pdf import pdf_response
from touchpoints.exchange.downloads import file_name

PAGE_SIZE = 20


@require_safe
@everyone
def learned(request: TeamRequest) -> HttpResponse:
    """All lines, the newest first, with the figures of the time."""
    asked = Asked.of(request.GET)
    lines = asked.narrow(request.team.learned.select_related("touchpoint", "action"))
    context: dict[str, Any] = {
        "page": Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page")),
        "asked": asked,
        "is_narrowed": asked != Asked(),
        "years": [day.year for day in request.team.learned.dates("on", "year", order="DESC")],
        "touchpoints": request.team.touchpoints.filter(learned__isnull=False).distinct().order_by("name"),
        "figures": figures_of(request.team, asked, request.team.today(timezone.now())),
        "url": public_url(request.team),
    }
    return render(request, "feedback/learning/list.html", context)


@writers
def learn(request: TeamRequest) -> HttpResponse:
    """A new line, begun with what a voice, a suggestion or an action says."""
    form = _form(request, Learned(by=request.user), _beginning(request))
    if form.is_valid():
        form.save()
        messages.success(request, _("Das steht jetzt auf der Seite."))
        return redirect("feedback:learned", request.team.slug)
    return form_page(request, "feedback/learning/form.html", form)


@writers
def edit(request: TeamRequest, pk: int) -> HttpResponse:
    """Other words, another day, public or not."""
    with when_posted(request, transaction.atomic()):
        found = get_object_or_404(held_when_posted(request, request.team.learned.all()), pk=pk)
        form = _form(request, found)
        if form.is_valid():
            form.save()
            return redirect("feedback:learned", request.team.slug)
    return form_page(request, "feedback/learning/form.html", form, line=found)


@writers
def remove(request: TeamRequest, pk: int) -> HttpResponse:
    """Take a line away, asked once."""
    found = get_object_or_404(request.team.learned, pk=pk)
    if request.method == "POST":
        found.delete()
        messages.success(request, _("Die Zeile ist entfernt."))
        return redirect("feedback:learned", request.team.slug)
    return confirm_page(
        request,
        _("Diese Zeile entfernen?"),
        consequences=f"{found.said} → {found.done}",
        action=_("Entfernen"),
        cancel_url=_list(request),
    )


@require_safe
@everyone
def pdf(request: TeamRequest) -> HttpResponse:
    """The lines that the page shows, for the notice board."""
    now, language = timezone.now(), get_language() or request.team.language
    content = print_learned(request.team, Asked.of(request.GET), language=language, at=now)
    return pdf_response(content, file_name("sie-sagten-wir-taten", "pdf", team=request.team, at=now))


def _form(request: TeamRequest, line: Learned, beginning: Beginning | None = None) -> LearnedForm:
    today = request.team.today(timezone.now())
    return LearnedForm(posted(request), instance=line, team=request.team, today=today, beginning=beginning)


def _beginning(request: TeamRequest) -> Beginning:
    """What the address names, of this team alone; 404 for anything else."""
    given, team = request.GET, request.team
    if key := given.get("voice"):
        return from_voice(get_object_or_404(team.voices, pk=as_key(key)))
    if key := given.get("suggestion"):
        return from_suggestion(get_object_or_404(team.suggestions.select_related("action"), pk=as_key(key)))
    if key := given.get("action"):
        return from_action(get_object_or_404(team.actions, pk=as_key(key)))
    return Beginning()


def _list(request: TeamRequest) -> str:
    return redirect("feedback:learned", request.team.slug).url
