"""The follow-up outside a round: what became of an action."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from actions import settling
from actions.errors import NotAllowed
from actions.models import Action
from actions.settle_form import SettleForm
from teams.access import TeamRequest, writers
from teams.forms import form_page, posted


@writers
def settle(request: TeamRequest, pk: int) -> HttpResponse:
    """Say what became of it; fine-tuning leads on to the action that follows."""
    action, at = _asked_about(request, pk), timezone.now()
    form = SettleForm(posted(request), action=action, today=request.team.today(at), initial=_said(action))
    if form.is_valid():
        try:
            settled = settling.settle(action=action, **form.cleaned_data, by=request.user, at=at)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Festgehalten, was daraus wurde."))
            return redirect(settled.follower or settled)
    return form_page(request, "actions/settle.html", form, action=action)


def _said(action: Action) -> dict[str, Any]:
    """What an earlier answer said, to be corrected."""
    again_on = action.follower.follow_up_on if action.follower else None
    return {**model_to_dict(action, ("outcome", "result", "measured_value")), "again_on": again_on}


def _asked_about(request: TeamRequest, pk: int) -> Action:
    action = get_object_or_404(request.team.actions.select_related("team", "metric__touchpoint"), pk=pk)
    if not action.may_be_changed_by(request.membership):
        raise PermissionDenied
    return action
