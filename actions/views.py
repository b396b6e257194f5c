"""One action: its page, recording it, changing it, and bringing it from one status to the next."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from actions import moving, origins
from actions.errors import NotAllowed
from actions.forms import ActionForm, MoveForm
from actions.models import Action, Status
from actions.parts.page import page_of
from actions.reaching import changeable
from actions.recording import change, record
from teams.access import TeamRequest, everyone, writers
from teams.forms import form_page, held_when_posted, posted, when_posted
from touchpoints.describing import one_at_a_time

PRESETS = ("touchpoint", "plan", "department")
"""What a link to the empty form can fill in."""

MOVED = {
    Status.PLANNED: gettext_lazy("„%s“ ist wieder geplant."),
    Status.RUNNING: gettext_lazy("„%s“ läuft."),
    Status.BLOCKED: gettext_lazy("„%s“ stockt. Der Grund steht dabei."),
    Status.DONE: gettext_lazy("„%s“ ist erledigt."),
    Status.DROPPED: gettext_lazy("„%s“ ist verworfen."),
}


@everyone
def detail(request: TeamRequest, pk: int) -> HttpResponse:
    """One action and what became of it."""
    return render(request, "actions/detail.html", page_of(request, pk))


@writers
def create(request: TeamRequest) -> HttpResponse:
    """Record an action that was decided outside a round; a plan that is chosen in it is not removed meanwhile."""
    preset = {name: request.GET[name] for name in PRESETS if name in request.GET}
    initial = {"responsible": request.user, **origins.preset(request.team, request.GET), **preset}
    with when_posted(request, one_at_a_time(request.team)):
        form = ActionForm(posted(request), team=request.team, by=request.membership, initial=initial)
        if form.is_valid():
            helpers = form.cleaned_data["helpers"]
            action = record(action=form.save(commit=False), by=request.user, helpers=helpers, at=timezone.now())
            origins.came_of(action, request.GET)
            return _told(request, action, form, _("Die Maßnahme ist festgehalten."))
    return form_page(request, "actions/form.html", form)


@writers
@require_safe
def metrics(request: TeamRequest) -> HttpResponse:
    """Only the fields of the wanted result, for the touchpoint and the metric that were chosen in the form."""
    initial = {name: request.GET.get(name) for name in ("touchpoint", "metric", "target_value")}
    form = ActionForm(team=request.team, initial=initial)
    return render(request, "actions/form.html#goal", {"form": form})


@writers
def edit(request: TeamRequest, pk: int) -> HttpResponse:
    """Change who does what until when; what is posted meets a row and plans that nobody else changes meanwhile."""
    with when_posted(request, one_at_a_time(request.team)):
        action = changeable(request, pk, held_when_posted(request, request.team.actions.all()))
        form = ActionForm(posted(request), instance=action, team=request.team, by=request.membership)
        if form.is_valid():
            action = change(action=action, values=form.changes, by=request.user, at=timezone.now())
            return _told(request, action, form, _("Die Maßnahme ist geändert."))
    return form_page(request, "actions/form.html", form)


def _told(request: TeamRequest, action: Action, form: ActionForm, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    if form.stays_as_helper:
        stays = _("Wer sie abgibt, bleibt als Hilfe dabei und kann sie weiter ändern: %s.")
        messages.info(request, stays % request.user)
    return redirect(action)


@writers
def move(request: TeamRequest, pk: int) -> HttpResponse:
    """Bring it to another status; where that needs a reason, ask for it first."""
    action = changeable(request, pk)
    form = MoveForm(posted(request), initial={"to": request.GET.get("to")})
    if form.is_valid():
        return _moved(request, action, form.cleaned_data)
    if not form.asks_for_reason:
        return redirect(action)
    return form_page(request, "actions/move.html", form, action=action)


def _moved(request: TeamRequest, action: Action, said: dict[str, Any]) -> HttpResponse:
    try:
        moving.move(action=action, to=Status(said["to"]), reason=said["reason"], at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, MOVED[Status(said["to"])] % action)
    return redirect(action)
