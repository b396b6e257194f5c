"""The team's own lists of why customers complain and why they are delighted, each side for itself."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from feedback.models import Polarity, Reason
from feedback.workspaces.forms import ReasonForm
from teams.access import TeamRequest, writers
from teams.forms import confirm_page, form_page, held_when_posted, posted, when_posted
from touchpoints.describing import one_at_a_time

SIDES = {Polarity.NEGATIVE, Polarity.POSITIVE}
LIST = "feedback/workspaces/reasons.html"


@writers
def reasons(request: TeamRequest, polarity: str) -> HttpResponse:
    """The reasons of one side, and a new one."""
    if polarity not in SIDES:
        raise Http404
    with when_posted(request, one_at_a_time(request.team)):
        form = ReasonForm(posted(request), instance=Reason(polarity=polarity), team=request.team)
        if form.is_valid():
            return _told(request, form.save(), _("„%s“ steht in der Liste."))
    return form_page(request, LIST, form, **_list(request, polarity))


@writers
def rename(request: TeamRequest, pk: int) -> HttpResponse:
    """Call a reason differently; the voices keep it."""
    with when_posted(request, one_at_a_time(request.team)):
        reason = get_object_or_404(held_when_posted(request, request.team.reasons.all()), pk=pk)
        form = ReasonForm(posted(request), instance=reason, team=request.team)
        if form.is_valid():
            return _told(request, form.save(), _("„%s“ ist geändert."))
    return form_page(request, LIST, form, reason=reason, **_list(request, reason.polarity))


@writers
def remove(request: TeamRequest, pk: int) -> HttpResponse:
    """Take a reason from the list, after asking; its voices stay and have none."""
    reason = get_object_or_404(request.team.reasons, pk=pk)
    if request.method == "POST":
        with transaction.atomic():
            reason.delete()
        return _told(request, reason, _("„%s“ ist aus der Liste."))
    question = _("„%s“ aus der Liste nehmen?") % reason
    consequences = _("Die Stimmen bleiben; dieser Grund steht dann nicht mehr bei ihnen.")
    cancel = _url(request, reason.polarity)
    return confirm_page(request, question, action=_("Herausnehmen"), cancel_url=cancel, consequences=consequences)


def _list(request: TeamRequest, polarity: str) -> dict[str, Any]:
    found = request.team.reasons.filter(polarity=polarity).annotate(count=Count("voices"))
    return {"polarity": Polarity(polarity), "reasons": found}


def _told(request: TeamRequest, reason: Reason, sentence: str) -> HttpResponse:
    messages.success(request, sentence % reason)
    return redirect(_url(request, reason.polarity))


def _url(request: TeamRequest, polarity: str) -> str:
    return reverse("feedback:reasons", args=[request.team.slug, polarity])
