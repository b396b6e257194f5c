"""Questions at touchpoints: all of them, one with its ways to customers and what came back, and its life."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from feedback.answering.scales import SCALES
from feedback.asking import making
from feedback.asking.figures import PERIODS, USUAL_PERIOD, Period, lines_of, mailings_of, one_use
from feedback.asking.forms import NewQuestionForm, PlaceForm, QuestionForm
from feedback.asking.giving_out import LAYOUTS, ways_of
from feedback.asking.newest import newest_of
from feedback.asking.wording import ASKED_ON, USUAL
from feedback.models import Question, QuestionQuerySet
from teams.access import TeamRequest, everyone, writers
from teams.forms import as_key, confirm_page, form_page, held_when_posted, posted, when_posted
from touchpoints.models import Metric, Touchpoint

PAGE_SIZE = 30


@require_safe
@everyone
def questions(request: TeamRequest) -> HttpResponse:
    """All questions of the team, the open ones first, with what they bring."""
    found = questions_of(request).order_by(F("closed_at").desc(nulls_first=True), "-created_at", "-pk")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    lines = lines_of(page, request.team.today(timezone.now()))
    return render(request, "feedback/asking/list.html", {"page": page, "lines": lines})


@writers
def create(request: TeamRequest) -> HttpResponse:
    """Ask at a touchpoint: first which, then on what scale and in which words."""
    choice = PlaceForm(request.GET if "touchpoint" in request.GET else None, team=request.team)
    if request.method != "POST" and not choice.is_valid():
        return _choose(request, choice)
    with when_posted(request, transaction.atomic()):
        touchpoint = _posted(request) if request.method == "POST" else choice.cleaned_data["touchpoint"]
        form = NewQuestionForm(posted(request), instance=Question(touchpoint=touchpoint), team=request.team)
        if not form.is_valid():
            usual = [(str(kind.value), USUAL[kind]) for kind in ASKED_ON]
            return form_page(request, "feedback/asking/form.html", form, touchpoint=touchpoint, usual=usual)
        question = making.ask(form.save(commit=False), kind=form.kind(), by=request.user)
    messages.success(request, _("Die Frage ist gestellt: Jetzt fehlt nur noch der Weg zu den Kundinnen und Kunden."))
    return redirect(question)


@require_safe
@everyone
def question(request: TeamRequest, pk: int) -> HttpResponse:
    """Its ways to customers, how many answer and what they say."""
    found = get_object_or_404(questions_of(request), pk=pk)
    mailings = mailings_of(found)
    context: dict[str, Any] = {
        "question": found,
        "url": making.public_url(found),
        "ways": ways_of(found),
        "period": Period(found, _days(request), request.team.today(timezone.now())),
        "periods": PERIODS.items(),
        "scale": SCALES.get(found.metric.type),
        "layouts": LAYOUTS.values(),
        "mailings": mailings,
        "one_use": one_use(mailings),
        "newest": newest_of(found),
    }
    return render(request, "feedback/asking/question.html", context)


@writers
def edit(request: TeamRequest, pk: int) -> HttpResponse:
    """Other words, or contact offered or not."""
    with when_posted(request, transaction.atomic()):
        found = held(request, pk)
        form = QuestionForm(posted(request), instance=found, team=request.team)
        if form.is_valid():
            form.save()
            return redirect(found)
    usual = [(found.metric.type, USUAL[Metric.Type(found.metric.type)])] if found.metric.type in ASKED_ON else []
    context = {"question": found, "touchpoint": found.touchpoint, "usual": usual}
    return form_page(request, "feedback/asking/form.html", form, **context)


@writers
def close(request: TeamRequest, pk: int) -> HttpResponse:
    """Take no more answers, asked once."""
    found = get_object_or_404(questions_of(request), pk=pk)
    if request.method == "POST":
        making.close(found, at=timezone.now())
        messages.success(request, _("Die Frage ist geschlossen. Was gesagt wurde, bleibt."))
        return redirect(found)
    return confirm_page(
        request,
        _("Frage bei „%s“ schließen?") % found.touchpoint,
        consequences=_("Gedruckte Codes und verschickte Links nehmen dann keine Antworten mehr an. Öffnen geht nicht."),
        action=_("Schließen"),
        cancel_url=found.get_absolute_url(),
    )


@writers
def renew_code(request: TeamRequest, pk: int) -> HttpResponse:
    """Another address, because the old one got into the wrong hands; asked once."""
    with when_posted(request, transaction.atomic()):
        found = held(request, pk)
        if request.method == "POST":
            making.renew_code(found)
            messages.success(request, _("Der neue Link gilt, der alte führt nirgends mehr hin."))
            return redirect(found)
    return confirm_page(
        request,
        _("Neuen Link für die Frage bei „%s“?") % found.touchpoint,
        consequences=_("Der alte führt dann nirgends mehr hin, auch nicht von Papier, das schon gedruckt ist."),
        action=_("Neuer Link"),
        cancel_url=found.get_absolute_url(),
    )


def questions_of(request: TeamRequest) -> QuestionQuerySet:
    """The team's questions, each with what its name and address need."""
    return request.team.questions.select_related("team", "touchpoint__team", "metric__touchpoint__team")


def held(request: TeamRequest, pk: int) -> Question:
    """The question, which nobody else changes until the transaction of what is posted ends."""
    return get_object_or_404(held_when_posted(request, questions_of(request)), pk=pk)


def _posted(request: TeamRequest) -> Touchpoint:
    """The touchpoint of the form; nobody else names a metric there until what is posted is saved."""
    rows = held_when_posted(request, request.team.touchpoints.active().select_related("team"))
    return get_object_or_404(rows, pk=as_key(request.POST.get("touchpoint", "")))


def _choose(request: TeamRequest, form: PlaceForm) -> HttpResponse:
    has_any = request.team.touchpoints.active().exists()
    return form_page(request, "feedback/asking/choose.html", form, has_any=has_any)


def _days(request: TeamRequest) -> int:
    days = as_key(request.GET.get("days", ""))
    return days if days in PERIODS else USUAL_PERIOD
