"""Quick entry by hand, and from a mail that is pasted."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from feedback.collecting import recording
from feedback.collecting.forms import PasteForm, RecordForm
from feedback.collecting.pasted import letter_of
from feedback.models import Feedback, Polarity, Via
from feedback.models.voice import BY_HAND
from teams.access import TeamRequest, writers
from teams.forms import as_key, form_page, posted

TEMPLATE = "feedback/collecting/record.html"


@writers
def record(request: TeamRequest) -> HttpResponse:
    """What a customer said, typed in within ten seconds."""
    form = RecordForm(posted(request), team=request.team, at=timezone.now(), initial=_asked_for(request))
    if not form.is_valid():
        return form_page(request, TEMPLATE, form)
    voices, is_new = recording.record(team=request.team, typed=form.typed(), by=request.user, at=timezone.now())
    _say(request, voices, is_new=is_new)
    if "next" in request.POST:
        return redirect(_next_address(request, voices[0]))
    return redirect(voices[0])


@require_safe
@writers
def is_kept(request: TeamRequest, sheet: UUID) -> HttpResponse:
    """Whether what stands in a draft of the browser is stored."""
    return JsonResponse({"kept": recording.kept_from(request.team, sheet).exists()})


def _asked_for(request: TeamRequest) -> dict[str, Any]:
    """What the address says already; what makes no sense is passed over."""
    asked: dict[str, Any] = {}
    if (key := as_key(request.GET.get("touchpoint", ""))) and (
        found := request.team.touchpoints.filter(pk=key).first()
    ):
        asked["touchpoint"] = found.name
    if request.GET.get("via") in dict(BY_HAND):
        asked["via"] = request.GET["via"]
    if request.GET.get("polarity") in Polarity.values:
        asked["polarity"] = request.GET["polarity"]
    return asked


def _next_address(request: TeamRequest, voice: Feedback) -> str:
    kept = {"via": voice.via} | ({"touchpoint": voice.touchpoint_id} if voice.touchpoint_id else {})
    return f"{reverse('feedback:record', args=[request.team.slug])}?{urlencode(kept)}"


def _say(request: TeamRequest, voices: list[Feedback], *, is_new: bool) -> None:
    said = ngettext("Gespeichert: eine Stimme.", "Gespeichert: zwei Stimmen, Kritik und Lob getrennt.", len(voices))
    sentence = said if is_new else _("Das ist schon gespeichert.")
    messages.success(request, sentence)


@writers
def paste_mail(request: TeamRequest) -> HttpResponse:
    """What a customer wrote, pasted as it came; it is shown as it was read before anything is stored."""
    form = PasteForm(posted(request))
    if not form.is_valid():
        return form_page(request, "feedback/collecting/paste.html", form)
    letter = letter_of(form.cleaned_data["raw"], request.team.zone)
    if form.cleaned_data["keeps_history"]:
        letter = letter.with_history()
    now = timezone.now()
    said: dict[str, Any] = {"text": letter.words, "via": Via.MAIL, "name": letter.name, "address": letter.address}
    if letter.said_on and letter.said_on <= request.team.today(now):
        said["said_on"] = letter.said_on
    filled = RecordForm(None, team=request.team, at=now, initial=said)
    return form_page(request, TEMPLATE, filled, letter=letter, raw=form.cleaned_data["raw"])
