"""What was decided and must be done: list, one action, and what people do with it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import push_url

from actions.effect import effect_of
from actions.filters import ActionFilter
from actions.forms import ActionForm, DropForm, SettleForm
from actions.models import Action
from teams.access import TeamRequest, everyone, writers
from teams.forms import form_page, posted
from teams.history import changes

PAGE_SIZE = 50


@everyone
def plan(request: TeamRequest) -> HttpResponse:
    """The team's actions, filtered as the address says."""
    return render(request, "actions/list.html", _found(request))


@everyone
def lines(request: TeamRequest) -> HttpResponse:
    """Only the lines that the filter finds; the address bar shows the page they belong to."""
    response = render(request, "actions/list.html#lines", _found(request))
    page_url = reverse("actions:list", args=[request.team.slug])
    return push_url(response, f"{page_url}?{request.GET.urlencode()}")


def _found(request: TeamRequest) -> dict[str, Any]:
    today = request.team.today(timezone.now())
    team_actions = request.team.actions.all()
    found = ActionFilter(request.GET, team_actions.select_related("responsible", "touchpoint"), request=request)
    return {
        "form": found.form,
        "page": Paginator(found.qs.open_first(), PAGE_SIZE).get_page(request.GET.get("page")),
        "today": today,
        "census": team_actions.census(today),
    }


@everyone
def detail(request: TeamRequest, pk: int) -> HttpResponse:
    """One action and what became of it."""
    action = get_object_or_404(request.team.actions.select_related("responsible", "touchpoint", "metric"), pk=pk)
    today = request.team.today(timezone.now())
    context = {
        "action": action,
        "may_change": action.may_be_changed_by(request.membership),
        "today": today,
        "asks": action.asks_for_result(today),
        "effect": effect_of(action),
        "changes": changes(action),
    }
    return render(request, "actions/detail.html", context)


@writers
def create(request: TeamRequest) -> HttpResponse:
    """Record an action that was decided outside a round."""
    form = ActionForm(
        posted(request),
        team=request.team,
        initial={"touchpoint": request.GET.get("touchpoint"), "responsible": request.user},
    )
    return _saved_or_form(request, form, _("Die Maßnahme ist festgehalten."))


@writers
@require_safe
def metrics(request: TeamRequest) -> HttpResponse:
    """Only the choice of a metric, for the touchpoint that was chosen in the form."""
    form = ActionForm(team=request.team, initial={"touchpoint": request.GET.get("touchpoint")})
    return render(request, "actions/form.html#metric", {"form": form})


@writers
def edit(request: TeamRequest, pk: int) -> HttpResponse:
    """Change who does what until when."""
    form = ActionForm(posted(request), instance=_changeable(request, pk), team=request.team)
    return _saved_or_form(request, form, _("Die Maßnahme ist geändert."))


def _saved_or_form(request: TeamRequest, form: ActionForm, done: str) -> HttpResponse:
    if form.is_valid():
        action = form.save()
        messages.success(request, done)
        return redirect(action)
    return form_page(request, "actions/form.html", form)


@writers
@require_POST
def finish(request: TeamRequest, pk: int) -> HttpResponse:
    """Mark it as done."""
    action = _changeable(request, pk)
    action.finish(at=timezone.now())
    messages.success(request, _("„%s“ ist erledigt.") % action)
    return redirect(action)


@writers
@require_POST
def reopen(request: TeamRequest, pk: int) -> HttpResponse:
    """Take it up again."""
    action = _changeable(request, pk)
    action.reopen()
    messages.success(request, _("„%s“ ist wieder offen.") % action)
    return redirect(action)


@writers
def drop(request: TeamRequest, pk: int) -> HttpResponse:
    """Give it up, with a reason."""
    action = _changeable(request, pk)
    form = DropForm(posted(request))
    if form.is_valid():
        action.drop(reason=form.cleaned_data["reason"])
        messages.success(request, _("„%s“ ist verworfen.") % action)
        return redirect(action)
    return form_page(request, "actions/drop.html", form, action=action)


@writers
def settle(request: TeamRequest, pk: int) -> HttpResponse:
    """Say what became of it."""
    action, at = _changeable(request, pk), timezone.now()
    form = SettleForm(posted(request), today=request.team.today(at))
    if form.is_valid():
        action.settle(**form.cleaned_data, at=at)
        messages.success(request, _("Festgehalten, was daraus wurde."))
        return redirect(action)
    return form_page(request, "actions/settle.html", form, action=action)


def _changeable(request: TeamRequest, pk: int) -> Action:
    """The action, if this person may change it: 404 for a stranger's, 403 for a colleague's."""
    action = get_object_or_404(request.team.actions, pk=pk)
    if not action.may_be_changed_by(request.membership):
        raise PermissionDenied
    return action
