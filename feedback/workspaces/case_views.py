"""A case, step by step: every view takes one deed and leads back to the voice."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from feedback.errors import NotAllowed
from feedback.models import RecoveryCase
from feedback.workspaces import page, recovery
from feedback.workspaces.forms import AnswerForm, CaseForm, CloseForm, NoteForm
from teams.access import TeamRequest, writers


@writers
@require_POST
def open_case(request: TeamRequest, pk: int) -> HttpResponse:
    """Look after a dissatisfied customer."""
    voice = page.voice_of(request, pk)
    form = CaseForm(request.POST, instance=RecoveryCase(feedback=voice), team=request.team)
    deed = partial(recovery.open_case, voice=voice)
    return _done(request, pk, {"case_form": form}, deed, _("Der Fall läuft."))


@writers
@require_POST
def hand_over(request: TeamRequest, pk: int) -> HttpResponse:
    """Somebody else looks after the customer, or until another moment."""
    case = page.case_of(request, pk)
    form = CaseForm(request.POST, instance=case, team=request.team)
    deed = partial(recovery.hand_over, case=case)
    return _done(request, pk, {"owner_form": form}, deed, _("Zuständigkeit und Frist sind gespeichert."))


@writers
@require_POST
def note(request: TeamRequest, pk: int) -> HttpResponse:
    """Put down what was done or heard."""
    deed = partial(recovery.note, case=page.case_of(request, pk))
    return _done(request, pk, {"note_form": NoteForm(request.POST)}, deed, _("Notiert."))


@writers
@require_POST
def answer(request: TeamRequest, pk: int) -> HttpResponse:
    """Put down what the customer was told, or mail it to them."""
    case = page.case_of(request, pk)
    form = AnswerForm(request.POST, instance=case)
    deed = partial(recovery.answer, case=case)
    return _done(request, pk, {"answer_form": form}, deed, _("Die Antwort ist festgehalten."))


@writers
@require_POST
def close(request: TeamRequest, pk: int) -> HttpResponse:
    """End it with an outcome."""
    case = page.case_of(request, pk)
    deed = partial(recovery.close, case=case)
    return _done(request, pk, {"close_form": CloseForm(request.POST)}, deed, _("Der Fall ist abgeschlossen."))


@writers
@require_POST
def reopen(request: TeamRequest, pk: int) -> HttpResponse:
    """Take it up again."""
    try:
        recovery.reopen(case=page.case_of(request, pk), by=request.user, at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal.sentence))
    return _back(request, pk)


def _done(
    request: TeamRequest, pk: int, form_by_name: dict[str, BaseForm], deed: Callable[..., Any], sentence: str
) -> HttpResponse:
    """Take the deed with what the form says; what it refuses is said, and what was typed is shown again."""
    (form,) = form_by_name.values()
    if not form.is_valid():
        return page.shown(request, pk, status=422, **form_by_name)
    try:
        deed(**form.cleaned_data, by=request.user, at=timezone.now())
    except NotAllowed as refusal:
        typed = "\n".join(said for said in form.cleaned_data.values() if isinstance(said, str))
        return page.shown(request, pk, status=422, refusal=refusal.sentence, typed=typed)
    messages.success(request, sentence)
    return _back(request, pk)


def _back(request: TeamRequest, pk: int) -> HttpResponse:
    return redirect(reverse("feedback:voice", args=[request.team.slug, pk]) + "#case")
