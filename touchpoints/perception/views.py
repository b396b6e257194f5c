"""Surveys inside the team: beginning one, sharing its link, reading what came out."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from teams.access import TeamRequest, everyone, writers
from teams.forms import as_key, confirm_page, form_page, held_when_posted, posted, when_posted
from touchpoints.models import Survey
from touchpoints.perception import asking
from touchpoints.perception.forms import SurveyDatesForm, SurveyForm
from touchpoints.perception.gaps import results_of

PAGE_SIZE = 20


@require_safe
@everyone
def surveys(request: TeamRequest) -> HttpResponse:
    """All surveys of the team, the newest first."""
    found = asking.with_sheets(request.team.surveys.all())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    lines = [(survey, survey.is_open(timezone.now())) for survey in page]
    return render(request, "touchpoints/perception/list.html", {"page": page, "lines": lines})


@writers
def create(request: TeamRequest) -> HttpResponse:
    """Begin a survey; searching posts the form too, so that it works without JavaScript."""
    if "search" in request.POST:
        form = SurveyForm(team=request.team, today=_today(request), initial=request.POST.dict())
        return _form(request, form, request.POST)
    form = SurveyForm(posted(request), team=request.team, today=_today(request))
    if form.is_valid():
        return redirect(asking.ask(team=request.team, by=request.user, **form.cleaned_data))
    return _form(request, form, request.POST if form.is_bound else request.GET)


@require_safe
@writers
def choices(request: TeamRequest) -> HttpResponse:
    """Only the list to choose from, as the search narrows it."""
    context = {"choice": _choice(request, request.GET), "most": asking.MOST}
    return render(request, "touchpoints/perception/form.html#choices", context)


@require_safe
@everyone
def survey(request: TeamRequest, survey: int) -> HttpResponse:
    """The link while answers are taken, the results once it is closed."""
    found = _found(request, survey)
    context: dict[str, Any] = {"survey": found, "touchpoints": found.touchpoints.select_related("team")}
    context["may_remove"] = asking.may_remove(found, by=request.membership)
    if found.is_open(timezone.now()):
        return render(request, "touchpoints/perception/open.html", {**context, "url": asking.public_url(found)})
    context["results"] = results_of(found, context["touchpoints"])
    return render(request, "touchpoints/perception/results.html", context)


@writers
def edit(request: TeamRequest, survey: int) -> HttpResponse:
    """Another title or a later day, while it is open; what is closed stays closed."""
    with when_posted(request, transaction.atomic()):
        return _edit(request, _held(request, survey))


def _edit(request: TeamRequest, found: Survey) -> HttpResponse:
    if not found.is_open(timezone.now()):
        messages.warning(request, _("Diese Umfrage ist geschlossen und bleibt, wie sie ist."))
        return redirect(found)
    form = SurveyDatesForm(posted(request), instance=found, team=request.team, today=_today(request))
    if form.is_valid():
        asking.keep_open(form.save(commit=False))
        return redirect(found)
    return form_page(request, "touchpoints/perception/edit.html", form, survey=found)


@writers
@require_POST
@transaction.atomic
def renew_link(request: TeamRequest, survey: int) -> HttpResponse:
    """Another link, because the old one got into the wrong hands."""
    found = _held(request, survey)
    asking.renew_link(found)
    messages.success(request, _("Der neue Link gilt, der alte führt nirgends mehr hin."))
    return redirect(found)


@writers
def close(request: TeamRequest, survey: int) -> HttpResponse:
    """End it before its day, asked once."""
    with when_posted(request, transaction.atomic()):
        found = _held(request, survey)
        if request.method == "POST":
            if found.is_open(timezone.now()):
                found.close(at=timezone.now())
            return redirect(found)
    return confirm_page(
        request,
        _("Umfrage „%s“ jetzt schließen?") % found,
        consequences=_("Danach zeigt sie, was herauskam, und nimmt keine Antworten mehr an. Öffnen geht nicht wieder."),
        action=_("Schließen"),
        cancel_url=found.get_absolute_url(),
    )


@writers
def remove(request: TeamRequest, survey: int) -> HttpResponse:
    """Delete it with all answers, asked once; with answers that is for the lead to do."""
    found = _found(request, survey)
    try:
        asking.check_may_remove(found, by=request.membership)
        if request.method == "POST":
            asking.remove(found, by=request.membership)
            messages.success(request, _("Die Umfrage „%s“ ist gelöscht.") % found)
            return redirect("touchpoints:surveys", request.team.slug)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect(found)
    return confirm_page(
        request,
        _("Umfrage „%s“ löschen?") % found,
        consequences=_("Alle Antworten gehen mit ihr."),
        action=_("Löschen"),
        cancel_url=found.get_absolute_url(),
    )


def _found(request: TeamRequest, survey: int) -> Survey:
    return get_object_or_404(asking.with_sheets(request.team.surveys.select_related("team")), pk=survey)


def _held(request: TeamRequest, survey: int) -> Survey:
    """The survey, which nobody else changes or answers until the transaction of what is posted ends."""
    return get_object_or_404(held_when_posted(request, request.team.surveys.select_related("team")), pk=survey)


def _today(request: TeamRequest) -> date:
    return request.team.today(timezone.now())


def _form(request: TeamRequest, form: SurveyForm, asked: QueryDict) -> HttpResponse:
    context = {"choice": _choice(request, asked), "most": asking.MOST, "words": asked.get("q", "")}
    return form_page(request, "touchpoints/perception/form.html", form, **context)


def _choice(request: TeamRequest, asked: QueryDict) -> asking.Choice:
    chosen = [key for typed in asked.getlist("touchpoints") if (key := as_key(typed)) is not None]
    return asking.offered(request.team, chosen, asked.get("q", "").replace("\0", ""))
