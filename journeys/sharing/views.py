"""The links to read a journey: which there are, a new one, the end of one."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from journeys.finding import journey_of, together
from journeys.models import Journey
from journeys.sharing import linking
from journeys.sharing.forms import ShareForm
from teams.access import TeamRequest, everyone, writers
from teams.forms import form_page

TEMPLATE = "journeys/sharing/shares.html"


@require_safe
@everyone
def shares(request: TeamRequest, pk: int) -> HttpResponse:
    """Every link that was made, and the form for one more."""
    return form_page(request, TEMPLATE, ShareForm(), **_known(request, journey_of(request, pk)))


@never_cache
@writers
@require_POST
def create_share(request: TeamRequest, pk: int) -> HttpResponse:
    """A new link, shown this once."""
    form = ShareForm(request.POST)
    with together(request):
        journey = journey_of(request, pk)
        if not form.is_valid():
            return form_page(request, TEMPLATE, form, **_known(request, journey))
        made, token = linking.share(journey=journey, **form.cleaned_data, by=request.user, at=timezone.now())
    url = settings.BASE_URL + reverse("shared_journey", args=[token])
    context = {"form": ShareForm(), "made": made, "url": url}
    return render(request, TEMPLATE, _known(request, journey) | context)


@writers
@require_POST
def revoke_share(request: TeamRequest, pk: int, share: int) -> HttpResponse:
    """The link opens nothing any more."""
    with together(request):
        found = get_object_or_404(journey_of(request, pk).shares, pk=share)
        if not linking.may_revoke(found, request.membership):
            raise PermissionDenied
        linking.revoke(share=found, at=timezone.now())
    messages.success(request, _("Der Link für „%s“ öffnet nichts mehr.") % found)
    return redirect("journeys:shares", request.team.slug, pk)


def _known(request: TeamRequest, journey: Journey) -> dict[str, Any]:
    now = timezone.now()
    lines = [
        (share, share.is_open(now), share.is_open(now) and linking.may_revoke(share, request.membership))
        for share in journey.shares.select_related("created_by")
    ]
    return {"journey": journey, "lines": lines}
