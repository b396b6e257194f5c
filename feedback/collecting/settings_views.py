"""How the team listens."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.collecting.over import Over, over
from feedback.collecting.settings_form import ListeningForm
from feedback.models import Listening
from teams.access import TeamRequest, leads
from teams.forms import form_page, posted, when_posted
from touchpoints.describing import one_at_a_time


@leads
def listening(request: TeamRequest) -> HttpResponse:
    """What customers are told, how long voices are kept, and when somebody is written to."""
    with _alone(request):
        form = ListeningForm(posted(request), instance=Listening.of(request.team))
        if form.is_valid():
            form.save()
            messages.success(request, _("Einstellungen gespeichert."))
            return redirect("feedback:listening", request.team.slug)
        wishes = Listening.of(request.team)
    return form_page(request, "feedback/collecting/listening.html", form, over=_over(request, form), stored=wishes)


def _alone(request: TeamRequest) -> AbstractContextManager[None]:
    """The row may not be there yet, so the team's is held."""
    return when_posted(request, one_at_a_time(request.team))


def _over(request: TeamRequest, form: ListeningForm) -> Over | None:
    """What would go by the months in the form or the address; None where these are no months."""
    field: Any = Listening._meta.get_field("months_kept")
    try:
        months = field.clean(request.GET.get("months_kept") or form["months_kept"].value(), None)
    except ValidationError:
        return None
    return over(request.team, months=months, at=timezone.now())
