"""The three ways in which an action may go, told in one form."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from actions.parts import scenarios
from actions.parts.forms import ScenariosForm
from actions.reaching import changeable
from teams.access import TeamRequest, writers
from teams.forms import form_page, posted


@writers
def tell(request: TeamRequest, pk: int) -> HttpResponse:
    """Say how it may go at best, realistically and at worst."""
    action = changeable(request, pk, request.team.actions.select_related("metric"))
    form = ScenariosForm(posted(request), action=action)
    if form.is_valid():
        scenarios.tell(action=action, cases=form.changes)
        messages.success(request, _("Die drei Szenarien sind festgehalten."))
        return redirect(f"{action.get_absolute_url()}#scenarios")
    return form_page(request, "actions/parts/scenarios_form.html", form, action=action)
