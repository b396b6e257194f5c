"""The checklist of an action, on its page and on one of its own; every change leads back to where it was made."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actions.errors import NotAllowed
from actions.models import Step
from actions.parts import steps
from actions.parts.forms import StepForm
from actions.parts.page import checklist_of
from actions.reaching import changeable
from teams.access import TeamRequest, everyone, writers
from teams.forms import confirm_page, form_page, posted

ARRANGE = "arrange"


@everyone
@require_safe
def checklist(request: TeamRequest, pk: int) -> HttpResponse:
    """The checklist alone; `?arrange` puts its lines into order."""
    context = checklist_of(request, pk)
    arranges = ARRANGE in request.GET and context["may_change"]
    return render(request, "actions/parts/checklist_page.html", {**context, "arranges": arranges})


@writers
@require_POST
def add(request: TeamRequest, pk: int) -> HttpResponse:
    """Another line at the end."""
    action = changeable(request, pk)
    form = StepForm(request.POST, auto_id="step_%s")
    if form.is_valid():
        try:
            steps.add(action=action, **form.cleaned_data)
            return _back(request, pk)
        except NotAllowed as refusal:
            form.add_error("text", str(refusal))
    context = {**checklist_of(request, pk), "step_form": form, "arranges": ARRANGE in request.POST}
    return render(request, "actions/parts/checklist_page.html", context, status=422)


@writers
@require_POST
def tick(request: TeamRequest, pk: int, step: int) -> HttpResponse:
    """Say that a line is done, or not after all."""
    steps.tick(step=_step(request, pk, step), is_done="done" in request.POST, by=request.user, at=timezone.now())
    return _back(request, pk)


@writers
def rename(request: TeamRequest, pk: int, step: int) -> HttpResponse:
    """Give a line other words."""
    found = _step(request, pk, step)
    form = StepForm(posted(request), instance=found)
    if form.is_valid():
        steps.rename(step=found, text=form.cleaned_data["text"])
        return redirect(f"{_checklist_url(request, pk)}?{ARRANGE}")
    return form_page(request, "actions/parts/step_form.html", form, action=found.action)


@writers
@require_POST
def move(request: TeamRequest, pk: int, step: int) -> HttpResponse:
    """One place up or down."""
    steps.move(step=_step(request, pk, step), by=-1 if "up" in request.POST else 1)
    return _back(request, pk)


@writers
def remove(request: TeamRequest, pk: int, step: int) -> HttpResponse:
    """Take a line out, asked once."""
    found = _step(request, pk, step)
    if request.method == "POST":
        steps.remove(step=found)
        return redirect(f"{_checklist_url(request, pk)}?{ARRANGE}")
    return confirm_page(
        request,
        _("Schritt „%s“ entfernen?") % found,
        action=_("Entfernen"),
        cancel_url=f"{_checklist_url(request, pk)}?{ARRANGE}",
    )


def _step(request: TeamRequest, pk: int, step: int) -> Step:
    action = changeable(request, pk)
    found = get_object_or_404(action.steps, pk=step)
    found.action = action
    return found


def _checklist_url(request: TeamRequest, pk: int) -> str:
    return reverse("actions:checklist", args=[request.team.slug, pk])


def _back(request: TeamRequest, pk: int) -> HttpResponse:
    """To where the line was changed: the list in order, the list alone for htmx, or the action's page."""
    if ARRANGE in request.POST:
        return redirect(f"{_checklist_url(request, pk)}?{ARRANGE}")
    if request.htmx:
        return redirect(_checklist_url(request, pk))
    return redirect(f"{reverse('actions:detail', args=[request.team.slug, pk])}#checklist")
