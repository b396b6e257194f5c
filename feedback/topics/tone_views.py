"""The words that praise or complain, on the screen."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from feedback.models import Tone
from feedback.topics import editing, spelling
from feedback.topics.forms import ToneWordsForm
from teams.access import TeamRequest, everyone, writers
from teams.forms import as_key
from teams.models import Language
from touchpoints.describing import one_at_a_time


@require_safe
@everyone
def tone_words(request: TeamRequest) -> HttpResponse:
    """The words of one language, praise and complaint apart: one letter at a time, or those that hold `q`."""
    return _page(request, ToneWordsForm(team=request.team, initial={"language": _language(request)}))


@writers
@require_POST
def add_tone_words(request: TeamRequest) -> HttpResponse:
    """Add words that praise or complain."""
    with one_at_a_time(request.team):
        form = ToneWordsForm(request.POST, team=request.team)
        if form.is_valid():
            editing.add_tone_words(request.team, **form.cleaned_data)
            letter = spelling.letter_of(form.cleaned_data["words"][0])
            return _back(request, language=form.cleaned_data["language"], letter=letter)
    return _page(request, form)


@writers
@require_POST
def remove_tone_word(request: TeamRequest) -> HttpResponse:
    """Take a word out; one that is gone stays gone."""
    request.team.tone_words.filter(pk=as_key(request.POST.get("word", "")) or 0).delete()
    where = {name: request.POST.get(name, "") for name in ("letter", "q")}
    return _back(request, language=_language(request), **where)


def _language(request: TeamRequest) -> str:
    asked = request.POST.get("language") or request.GET.get("language")
    return asked if asked in Language.values else Language.GERMAN.value


def _back(request: TeamRequest, **where: str) -> HttpResponse:
    page = redirect("feedback:tone_words", request.team.slug)
    page["Location"] += f"?{urlencode({name: value for name, value in where.items() if value})}"
    return page


def _page(request: TeamRequest, form: ToneWordsForm) -> HttpResponse:
    language = _language(request)
    words = list(request.team.tone_words.filter(language=language))
    shown = spelling.shown(words, letter=request.GET.get("letter", ""), sought=request.GET.get("q", "").strip())
    context = {
        "form": form,
        "language": language,
        "shown": shown,
        "remove_form": "remove-word" if request.membership.can_write else "",
        "languages": Language.choices,
        "sides": [
            (tone, sum(word.tone == tone for word in words), [word for word in shown.words if word.tone == tone])
            for tone in Tone
        ],
    }
    return render(request, "feedback/topics/tone.html", context, status=422 if form.is_bound else 200)
