"""Voices of which nobody has said yet whether they are for or against, one at a time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from feedback.errors import NotAllowed
from feedback.models import Feedback
from feedback.topics import judging, waiting
from feedback.topics.forms import JudgementForm
from teams.access import TeamRequest, everyone, writers
from teams.forms import as_key

LAST = "judged"
"""Where the session keeps how the voice was that this person has judged last."""


@never_cache
@require_safe
@everyone
def inbox(request: TeamRequest) -> HttpResponse:
    """The next voice, with what the dictionary proposes."""
    return _page(request)


@writers
@require_POST
def judge(request: TeamRequest, pk: int) -> HttpResponse:
    """Keep what a person says of a voice; whoever comes second is told."""
    voice = get_object_or_404(request.team.voices, pk=pk)
    form = JudgementForm(request.POST, team=request.team)
    if not form.is_valid():
        return _page(request, form=form, voice=voice)
    try:
        request.session[LAST] = judging.judge(
            voice=voice,
            polarity=form.cleaned_data["polarity"],
            touchpoint=form.place,
            topics=form.cleaned_data["topics"],
            by=request.user,
            at=timezone.now(),
        )
    except NotAllowed as refusal:
        messages.warning(request, refusal.sentence)
    return _next(request)


@writers
@require_POST
def undo_judgement(request: TeamRequest) -> HttpResponse:
    """Take back the last judgement of this person, whose voice is the next again."""
    before = request.session.pop(LAST, None)
    voice = request.team.voices.filter(pk=before["voice"]).first() if before else None
    if voice is None:
        messages.info(request, _("Hier ist nichts rückgängig zu machen."))
        return _next(request)
    try:
        judging.take_back(voice=voice, before=before, by=request.user, at=timezone.now())
    except NotAllowed as refusal:
        messages.warning(request, refusal.sentence)
        return _next(request)
    page = _next(request, after="")
    page["Location"] += f"?voice={voice.pk}"
    return page


def _next(request: TeamRequest, after: str | None = None) -> HttpResponse:
    place = as_key(request.POST.get("after", "") if after is None else after)
    page = redirect("feedback:inbox", request.team.slug)
    if place:
        page["Location"] += f"?after={place}"
    return page


def _page(request: TeamRequest, *, form: JudgementForm | None = None, voice: Feedback | None = None) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    after = as_key(asked.get("after", ""))
    voice = voice or _asked_for(request) or waiting.rest(request.team, after=after).first()
    context: dict[str, Any] = {
        "after": after,
        "left": waiting.left(request.team),
        "most": waiting.MOST_COUNTED,
        "last": _last(request),
        "form": form or JudgementForm(team=request.team),
    }
    if voice:
        task = waiting.task_of(request.team, voice)
        other_topics = request.team.topics.exclude(pk__in=[topic.pk for topic in task.topics])
        context |= {"task": task, "voice": voice, "other_topics": other_topics}
    return render(request, "feedback/topics/inbox.html", context, status=422 if form else 200)


def _asked_for(request: TeamRequest) -> Feedback | None:
    """A voice that the address names, as long as it is open."""
    pk = as_key(request.GET.get("voice", ""))
    return request.team.voices.unjudged().filter(pk=pk).first() if pk else None


def _last(request: TeamRequest) -> Feedback | None:
    before = request.session.get(LAST)
    if not before or not request.membership.can_write:
        return None
    return request.team.voices.filter(pk=before["voice"], judged_by=request.user).first()
