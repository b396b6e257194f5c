"""A voice that is there: put right, masked, deleted."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback import keeping
from feedback.collecting import correcting
from feedback.collecting.forms import EditForm
from feedback.collecting.masking import offers, without
from feedback.models import Feedback
from teams.access import TeamRequest, writers
from teams.forms import confirm_page, form_page, held_when_posted, posted, when_posted


@writers
def edit_voice(request: TeamRequest, pk: int) -> HttpResponse:
    """Everything about a voice."""
    now = timezone.now()
    with when_posted(request, transaction.atomic()):
        voice = _voice(request, pk)
        form = EditForm(posted(request), instance=voice, team=request.team, at=now)
        if not form.is_valid():
            voice.refresh_from_db()
            return form_page(request, "feedback/collecting/edit.html", form, voice=voice)
        correcting.correct(voice=voice, values=form.corrected(), by=request.user, at=now)
    messages.success(request, _("Gespeichert."))
    return redirect(voice)


@writers
def mask(request: TeamRequest, pk: int) -> HttpResponse:
    """What in a voice tells who spoke, made unreadable for good."""
    chosen = set(request.POST.getlist("mask"))
    with when_posted(request, transaction.atomic()):
        voice = _voice(request, pk)
        found = offers([voice.text])
        masked = [offer for offer in found if offer.text in chosen]
        if not masked:
            context = {"voice": voice, "offers": found, "is_asked_again": request.method == "POST"}
            status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
            return render(request, "feedback/collecting/mask.html", context, status=status)
        keeping.reword(voice, text=without(voice.text, chosen))
    said = ngettext("%s Angabe ist für immer maskiert.", "%s Angaben sind für immer maskiert.", len(masked))
    messages.success(request, said % len(masked))
    return redirect(voice)


@writers
def remove_voice(request: TeamRequest, pk: int) -> HttpResponse:
    """Delete a voice, asked once."""
    with when_posted(request, transaction.atomic()):
        voice = _voice(request, pk)
        if request.method == "POST":
            correcting.remove(voice=voice)
            messages.success(request, _("Die Stimme ist gelöscht."))
            return redirect("feedback:list", request.team.slug)
    parts = [_("„%s“") % voice, _("Fall, Lob und Kontakt gehen mit.")]
    if voice.answer_id:
        parts.append(_("Was dazu auf der Skala gewählt wurde, bleibt."))
    return confirm_page(
        request,
        _("Stimme löschen?"),
        consequences=" ".join(parts),
        action=_("Löschen"),
        cancel_url=voice.get_absolute_url(),
    )


def _voice(request: TeamRequest, pk: int) -> Feedback:
    voices = request.team.voices.select_related("team", "touchpoint")
    return get_object_or_404(held_when_posted(request, voices), pk=pk)
