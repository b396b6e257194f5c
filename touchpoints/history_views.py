"""What became of a touchpoint and what hangs on it: every change, any two versions side by side, and the way back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from teams.access import TeamRequest, everyone, writers
from teams.encounters import latest
from teams.forms import as_key
from teams.history import compared, versions
from touchpoints import restoring, timeline
from touchpoints.models import Touchpoint

AT_ONCE = 50


@everyone
def history(request: TeamRequest, pk: int) -> HttpResponse:
    """All changes of it and of what hangs on it, the newest first."""
    touchpoint = get_object_or_404(request.team.touchpoints, pk=pk)
    page = Paginator(timeline.entries(touchpoint), AT_ONCE).get_page(request.GET.get("page"))
    events = timeline.told(list(page))
    own = [event.version.pk for event in events if event.is_own]
    context = {"touchpoint": touchpoint, "page": page, "events": events, "own": own, "newest": latest(touchpoint)}
    return render(request, "touchpoints/history.html", context)


@everyone
def compare(request: TeamRequest, pk: int) -> HttpResponse:
    """Two versions side by side, the older one first whatever the order in the address."""
    touchpoint = get_object_or_404(request.team.touchpoints, pk=pk)
    chosen = {number for name in ("one", "other") if (number := _number(request, name)) is not None}
    found = versions(touchpoint, only=chosen)
    if len(found) < 2:
        messages.info(request, _("Zum Vergleichen gehören zwei verschiedene Stände."))
        return redirect("touchpoints:history", request.team.slug, pk)
    new, old = found
    context = {"touchpoint": touchpoint, "old": old, "new": new, "fields": compared(old, new)}
    return render(request, "touchpoints/compare.html", context | {"newest": latest(touchpoint)})


@writers
@require_POST
def restore(request: TeamRequest, pk: int, version: int) -> HttpResponse:
    """Bring an earlier version back, as a change of its own."""
    touchpoint: Touchpoint = get_object_or_404(request.team.touchpoints, pk=pk)
    found = versions(touchpoint, only={version})
    if not found:
        raise Http404
    for sentence in restoring.restore(touchpoint, found[0]):
        messages.warning(request, sentence)
    messages.success(request, _("Der frühere Stand gilt wieder."))
    return redirect(touchpoint)


@writers
@require_POST
def put_back(request: TeamRequest, pk: int, kind: str, version: int) -> HttpResponse:
    """Bring back a resource, an influence, a benchmark or a reading, as a change of its own."""
    touchpoint = get_object_or_404(request.team.touchpoints, pk=pk)
    found = timeline.version_of(touchpoint, kind, version)
    if found is None:
        raise Http404
    try:
        for sentence in restoring.put_back(touchpoint, found):
            messages.warning(request, sentence)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Der frühere Stand gilt wieder."))
    return redirect("touchpoints:history", request.team.slug, pk)


def _number(request: TeamRequest, name: str) -> int | None:
    return as_key(request.GET.get(name, ""))
