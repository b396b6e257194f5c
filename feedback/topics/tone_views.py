"""The words that praise or complain, on the screen."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from feedback.models import Tone
from feedback.topics import editing
from feedback.topics.forms import ToneWordsForm
from teams.access import TeamRequest, everyone, writers
from teams.forms import as_key
from teams.models import Language
from touchpoints.describing import one_at_a_time


@require_safe
@everyone
def tone_words(request: TeamRequest) -> HttpResponse:
    """The words of one language, praise and complaint apart."""
    return _page(request, ToneWordsForm(team=request.team, initial={"language": _language(request)}))


@writers
@require_POST
def add_tone_words(request: TeamRequest) -> HttpResponse:
    """Add words that praise or complain."""
    with one_at_a_time(request.team):
        form = ToneWordsForm(request.POST, team=request.team)
        if form.is_valid():
            editing.add_tone_words(request.team, **form.cleaned_data)
            return _back(request, form.cleaned_data["language"])
    return _page(request, form)


@writers
@require_POST
def remove_tone_word(request: TeamRequest) -> HttpResponse:
    """Take a word out; one that is gone stays gone."""
    request.team.tone_words.filter(pk=as_key(request.POST.get("word", "")) or 0).delete()
    return _back(request, _language(request))


def _language(request: TeamRequest) -> str:
    asked = request.POST.get("language") or request.GET.get("language")
    return asked if asked in Language.values else Language.GERMAN.value


def _back(request: TeamRequest, language: str) -> HttpResponse:
    page = redirect("feedback:tone_words", request.team.slug)
    page["Location"] += f"?language={language}"
    return page


def _page(request: TeamRequest, form: ToneWordsForm) -> HttpResponse:
    language = _language(request)
    words = list(request.team.tone_words.filter(language=language))
    context = {
        "form": form,
        "language": language,
        "remove_form": "remove-word" if request.membership.can_write else "",
        "languages": Language.choices,
        "sides": [(tone, [word for word in words if word.tone == tone]) for tone in Tone],
    }
    return render(request, "feedback/topics/tone.html", context, status=422 if form.is_bound else 200)
