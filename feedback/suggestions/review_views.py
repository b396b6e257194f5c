"""What the team does with a suggestion: ask experts, rate, answer, decide, and make something of it."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actions.forms import ActionForm
from feedback.errors import NotAllowed
from feedback.models import Suggestion
from feedback.suggestions import becoming, deciding, outcomes, reviewing
from feedback.suggestions.forms import AnswerForm, DecisionForm, ExpertsForm, RatingForm
from feedback.suggestions.outcome_forms import AT_MOST, PublicForm, TieForm, offered
from feedback.suggestions.page import found, shown
from teams.access import TeamRequest, writers
from teams.forms import as_key, form_page, posted, when_posted
from touchpoints.describing import one_at_a_time
from touchpoints.forms import TouchpointForm
from touchpoints.models import Status, Touchpoint

type Deed = Callable[..., object]


@require_POST
@writers
def experts(request: TeamRequest, pk: int) -> HttpResponse:
    """Name those who are to look at it."""
    suggestion = found(request, pk)
    form = ExpertsForm(request.POST, suggestion=suggestion, auto_id="id_ask_%s")
    return _do(request, suggestion, "experts_form", form, reviewing.ask, _("Die Fachleute haben Post."))


@require_POST
@writers
def rate(request: TeamRequest, pk: int) -> HttpResponse:
    """Say what one thinks of it."""
    suggestion = found(request, pk)
    form = RatingForm(request.POST, auto_id="id_rate_%s")
    return _do(request, suggestion, "rating_form", form, reviewing.rate, _("Die Wertung ist festgehalten."))


@require_POST
@writers
def answer(request: TeamRequest, pk: int) -> HttpResponse:
    """Tell the person something."""
    suggestion = found(request, pk)
    form = AnswerForm(request.POST, auto_id="id_answer_%s")
    return _do(request, suggestion, "answer_form", form, deciding.answer, _("Die Antwort ist festgehalten."))


@require_POST
@writers
def decide(request: TeamRequest, pk: int) -> HttpResponse:
    """Bring it further, with words for the person."""
    suggestion = found(request, pk)
    form = DecisionForm(request.POST, suggestion=suggestion, auto_id="id_decide_%s")
    return _do(request, suggestion, "decision_form", form, deciding.move, _("Der Stand ist festgehalten."))


def _do(
    request: TeamRequest, suggestion: Suggestion, name: str, form: forms.BaseForm, deed: Deed, done: str
) -> HttpResponse:
    """Do what a form of the page says; what is refused stands above the form, with all that was typed."""
    if form.is_valid():
        try:
            deed(suggestion=suggestion, **form.cleaned_data, by=request.user, at=timezone.now())
        except NotAllowed as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, done)
            return redirect(suggestion)
    return shown(request, found(request, suggestion.pk), **{name: form})


@writers
def into_action(request: TeamRequest, pk: int) -> HttpResponse:
    """The form of an action, filled in from the suggestion."""
    suggestion = found(request, pk)
    initial = {
        "what": suggestion.title,
        "why": suggestion.benefit or suggestion.text,
        "touchpoint": suggestion.touchpoint_id,
        "responsible": request.user,
    }
    with when_posted(request, one_at_a_time(request.team)):
        form = ActionForm(posted(request), team=request.team, by=request.membership, initial=initial)
        if form.is_valid():
            action, helpers = form.save(commit=False), form.cleaned_data["helpers"]
            at = timezone.now()
            return _become(
                request,
                suggestion,
                lambda: becoming.into_action(
                    suggestion=suggestion, action=action, helpers=helpers, by=request.user, at=at
                ),
                _("Daraus ist eine Maßnahme geworden."),
            )
    return form_page(request, "actions/form.html", form)


@writers
def tie(request: TeamRequest, pk: int) -> HttpResponse:
    """Choose the open action that does what was proposed already."""
    suggestion, words = found(request, pk), request.GET.get("q", "")
    form = TieForm(posted(request), team=request.team)
    if form.is_valid():
        action = form.cleaned_data["action"]
        done = _("Der Vorschlag gehört jetzt zu dieser Maßnahme.")
        return _become(request, suggestion, lambda: becoming.tie(suggestion=suggestion, action=action), done)
    actions = offered(suggestion, words)
    context = {
        "suggestion": suggestion,
        "words": words,
        "chosen": form["action"].value(),
        "actions": actions[:AT_MOST],
        "is_cut": actions[AT_MOST : AT_MOST + 1].exists(),
    }
    return form_page(request, "feedback/suggestions/tie.html", form, **context)


@require_POST
@writers
def untie(request: TeamRequest, pk: int) -> HttpResponse:
    """Part it from its action, which stays as it is."""
    suggestion, expected = found(request, pk), as_key(request.POST.get("action", "")) or 0
    done = _("Der Vorschlag gehört zu keiner Maßnahme mehr. Die Maßnahme selbst ist unverändert.")
    return _become(request, suggestion, lambda: becoming.untie(suggestion=suggestion, expected=expected), done)


@require_POST
@writers
def publish(request: TeamRequest, pk: int) -> HttpResponse:
    """Put it on the list under the link, in words for everyone."""
    suggestion = found(request, pk)
    form = PublicForm(request.POST, suggestion=suggestion, auto_id="id_public_%s")
    if form.is_valid():
        try:
            outcomes.publish(suggestion=suggestion, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("Steht auf der Liste."))
            return redirect(suggestion)
    return shown(request, found(request, pk), public_form=form)


@require_POST
@writers
def withdraw(request: TeamRequest, pk: int) -> HttpResponse:
    """Take it off the list."""
    suggestion = outcomes.withdraw(suggestion=found(request, pk))
    messages.success(request, _("Steht nicht mehr auf der Liste."))
    return redirect(suggestion)


@writers
def into_touchpoint(request: TeamRequest, pk: int) -> HttpResponse:
    """The form of a touchpoint, filled in from the suggestion: an idea, which customers do not meet yet."""
    suggestion = found(request, pk)
    initial = {"name": suggestion.title[:120], "target_state": suggestion.text, "status": Status.IDEA}
    with when_posted(request, one_at_a_time(request.team)):
        form = TouchpointForm(posted(request), instance=Touchpoint(), team=request.team, initial=initial)
        if form.is_valid():
            return _become(
                request,
                suggestion,
                lambda: becoming.into_touchpoint(suggestion=suggestion, make=form.save),
                _("Daraus ist ein Kontaktpunkt geworden."),
            )
    return form_page(request, "touchpoints/form.html", form)


def _become(request: TeamRequest, suggestion: Suggestion, deed: Callable[[], object], done: str) -> HttpResponse:
    """Make something of it; who comes too early or too late is told so on its page, and nothing was made."""
    try:
        deed()
    except NotAllowed as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, done)
    return redirect(suggestion)
