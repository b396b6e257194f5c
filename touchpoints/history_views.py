"""What became of a touchpoint's words: every change, any two versions side by side, and the way back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from teams.access import TeamRequest, everyone, writers
from teams.forms import as_key
from teams.history import changes, compared, versions
from touchpoints.describing import latest
from touchpoints.models import Touchpoint
from touchpoints.restoring import restore as bring_back

AT_ONCE = 50


@everyone
def history(request: TeamRequest, pk: int) -> HttpResponse:
    """All changes, the newest first; older ones behind a link."""
    touchpoint = get_object_or_404(request.team.touchpoints, pk=pk)
    found = changes(touchpoint, limit=AT_ONCE, until=_number(request, "until"))
    older = found[-1].version - 1 if found and found[-1].fields else None
    context = {"touchpoint": touchpoint, "changes": found, "newest": latest(touchpoint), "older": older}
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
    for sentence in bring_back(touchpoint, found[0]):
        messages.warning(request, sentence)
    messages.success(request, _("Der frühere Stand gilt wieder."))
    return redirect(touchpoint)


def _number(request: TeamRequest, name: str) -> int | None:
    return as_key(request.GET.get(name, ""))
