"""Suggestions: the list, a new one, one suggestion, and what its person writes back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from feedback.suggestions import deciding, waiting
from feedback.suggestions.forms import BackForm, SignedInForm
from feedback.suggestions.listing import Show, counts, lines
from feedback.suggestions.page import found, is_mine, shown
from feedback.suggestions.receipts import address
from feedback.suggestions.receiving import receive
from teams.access import TeamRequest, everyone
from teams.forms import form_page, posted

PAGE_SIZE = 50


@require_safe
@everyone
def suggestions(request: TeamRequest) -> HttpResponse:
    """What the team's people propose, what became of it, and how long they wait for an answer."""
    asked = request.GET.get("show", "")
    show = Show(asked) if asked in Show.values else Show.OPEN
    numbers = counts(request.membership)
    paginator = Paginator(lines(request.membership, show), PAGE_SIZE)
    paginator.count = dict(numbers).get(show, 0)
    context = {
        "show": show,
        "numbers": numbers,
        "page": paginator.get_page(request.GET.get("page")),
        "waiting": waiting.of(request.team, at=timezone.now()),
    }
    return render(request, "feedback/suggestions/list.html", context)


@everyone
def suggest(request: TeamRequest) -> HttpResponse:
    """Propose something, with one's name or without; without, the page with the code is the only trace of it."""
    form = SignedInForm(posted(request), team=request.team, touchpoint=request.GET.get("touchpoint", ""))
    if not form.is_valid():
        return form_page(request, "feedback/suggestions/suggest.html", form)
    by = None if form.cleaned_data["is_anonymous"] else request.user
    made = receive(team=request.team, words=form.words, sheet=form.cleaned_data["sheet"], by=by, at=timezone.now())
    if made.code:
        return render(request, "feedback/suggestions/received.html", {"code": made.code, "receipt_url": address()})
    messages.success(request, _("Angekommen, danke! Sobald es etwas Neues gibt, kommt eine Mail."))
    return redirect(made.suggestion)


@require_safe
@everyone
def suggestion(request: TeamRequest, pk: int) -> HttpResponse:
    """One suggestion, how far it is and what is to do."""
    return shown(request, found(request, pk))


@require_POST
@everyone
def write_back(request: TeamRequest, pk: int) -> HttpResponse:
    """The person who made it asks back or adds something."""
    suggestion = found(request, pk)
    if not is_mine(request, suggestion):
        raise PermissionDenied
    form = BackForm(request.POST, auto_id="id_back_%s")
    if not form.is_valid():
        return shown(request, suggestion, back_form=form)
    deciding.write_back(suggestion=suggestion, words=form.cleaned_data["words"], at=timezone.now())
    messages.success(request, _("Ist angekommen."))
    return redirect(suggestion)
