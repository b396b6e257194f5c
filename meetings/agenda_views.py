"""The page that puts a touchpoint on the agenda of the next round."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from meetings import agenda
from meetings.agenda_forms import AgendaForm
from meetings.errors import RuleBroken
from meetings.models import Meeting
from meetings.plan_views import may_plan
from teams.access import TeamRequest, writers
from teams.forms import form_page, posted
from teams.wording import cleaned


@writers
def put_on_agenda(request: TeamRequest) -> HttpResponse:
    """Take a touchpoint up in the next round; `?touchpoint=` and `?occasion=` propose one, as for a new round.

    Where another one stands there, it asks first, and again where somebody was faster. Without a round, or beside it,
    leads plan one.
    """
    at = timezone.now()
    meeting = agenda.next_round(request.team, at)
    if request.membership.is_lead and (meeting is None or "own_round" in request.POST):
        return redirect(_new_round(request))
    asked = {"touchpoint": request.GET.get("touchpoint", ""), "occasion": cleaned(request.GET.get("occasion", ""))}
    may = meeting is not None and may_plan(request, meeting)
    form = AgendaForm(posted(request), team=request.team, meeting=meeting, may_plan=may, initial=asked)
    if form.is_valid() and (taken := _put(form, at)):
        messages.success(request, _("„%s“ steht auf der Tagesordnung dieser Runde.") % taken.touchpoint)
        return redirect(taken)
    return form_page(request, "meetings/agenda.html", form, meeting=form.meeting)


def _put(form: AgendaForm, at: datetime) -> Meeting | None:
    """Do as the form says; None if the round refuses, which the form says then, of the round as it stands now."""
    if form.meeting is None:
        return None
    said = {name: form.cleaned_data[name] for name in ("touchpoint", "occasion", "instead_of")}
    try:
        return agenda.put_on_agenda(meeting=form.meeting, at=at, **said)
    except RuleBroken as refusal:
        form.add_error(None, str(refusal))
        form.meeting = agenda.next_round(form.meeting.team, at)
        return None


def _new_round(request: TeamRequest) -> str:
    """Where a round is planned, with the same touchpoint and the same words."""
    told = request.POST or request.GET
    asked = {name: told[name] for name in ("touchpoint", "occasion") if told.get(name)}
    return f"{reverse('meetings:create', args=[request.team.slug])}?{urlencode(asked)}"
