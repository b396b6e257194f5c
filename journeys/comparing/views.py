"""A journey held against another, or against itself as it stood; and the snapshots that keep how it stood."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from journeys.comparing import offering, taking
from journeys.comparing.comparison import Comparison
from journeys.comparing.forms import SnapshotForm
from journeys.comparing.sides import Side, key_of, side_of
from journeys.document import map_from
from journeys.finding import journey_of, together
from journeys.map.asked import Asked
from journeys.map.grid import Grid
from journeys.models import Journey, Snapshot
from teams.access import TeamRequest, everyone, writers
from teams.forms import confirm_page, form_page

PLAN = "plan"
"""Instead of the right side in an address: the way as it is against the way as it should be, whichever this is."""


@require_safe
@everyone
def snapshots(request: TeamRequest, pk: int) -> HttpResponse:
    """The snapshots of a journey, and what it can be held against."""
    return _page(request, journey_of(request, pk))


@writers
@require_POST
def take_snapshot(request: TeamRequest, pk: int) -> HttpResponse:
    """Keep the journey as it stands."""
    with together(request):
        journey, form = journey_of(request, pk), SnapshotForm(request.POST)
        taken = form.saved(journey=journey, by=request.user, at=timezone.now())
    if taken:
        messages.success(request, _("Der Stand „%s“ ist festgehalten.") % taken)
        return redirect("journeys:snapshots", request.team.slug, journey.pk)
    return _page(request, journey, form)


@require_safe
@everyone
def snapshot(request: TeamRequest, pk: int, snapshot: int) -> HttpResponse:
    """The map as it was."""
    found = _snapshot(request, pk, snapshot)
    drawn = map_from(found.content)
    context = {
        "journey": found.journey,
        "snapshot": found,
        "map": drawn,
        "grid": Grid(drawn, Asked()).drawn(),
        "left": key_of(found),
        "right": key_of(found.journey),
        "may_remove": found.may_be_removed_by(request.membership),
    }
    return render(request, "journeys/comparing/snapshot.html", context)


@writers
def remove_snapshot(request: TeamRequest, pk: int, snapshot: int) -> HttpResponse:
    """Ask once, then remove a snapshot: leads any, members those that they took."""
    with together(request):
        found = _snapshot(request, pk, snapshot)
        if not found.may_be_removed_by(request.membership):
            raise PermissionDenied
        if request.method == "POST":
            taking.remove(snapshot=found)
            messages.success(request, _("Der Stand „%s“ ist entfernt.") % found)
            return redirect("journeys:snapshots", request.team.slug, pk)
    return confirm_page(
        request,
        _("Stand „%s“ entfernen?") % found,
        consequences=_("Die Journey bleibt, wie sie ist. Dieser Stand lässt sich danach nicht mehr vergleichen."),
        action=_("Entfernen"),
        cancel_url=found.get_absolute_url(),
    )


@require_safe
@everyone
def compare(request: TeamRequest, pk: int) -> HttpResponse:
    """Two sides held against each other; `left` is this journey as it stands if the address does not say."""
    journey = journey_of(request, pk)
    left, right = request.GET.get("left", key_of(journey)), request.GET.get("right", "")
    if right in ("", PLAN):
        return _chosen(request, journey, right)
    context = {
        "journey": journey,
        "comparison": Comparison(_side(request, left), _side(request, right)),
        "is_beside": request.GET.get("view") == "beside",
    }
    return render(request, "journeys/comparing/compare.html", context)


def _chosen(request: TeamRequest, journey: Journey, wanted: str) -> HttpResponse:
    """To the comparison of the way as it is with the way as it should be, or to where people choose."""
    pair = offering.plan_and_actual(journey, offering.journeys_of(request.team)) if wanted == PLAN else None
    if pair:
        query = urlencode({"left": key_of(pair[0]), "right": key_of(pair[1])})
        answer = redirect("journeys:compare", request.team.slug, journey.pk)
        answer["Location"] += f"?{query}"
        return answer
    if wanted == PLAN:
        messages.info(request, _("Zu diesem Anlass gibt es noch nicht beides, Ist und Soll."))
    return redirect("journeys:snapshots", request.team.slug, journey.pk)


def _side(request: TeamRequest, key: str) -> Side:
    if side := side_of(request.team, key):
        return side
    raise Http404


def _snapshot(request: TeamRequest, pk: int, snapshot: int) -> Snapshot:
    journey = journey_of(request, pk)
    found: Snapshot = get_object_or_404(journey.snapshots.select_related("taken_by"), pk=snapshot)
    found.journey = journey
    return found


def _page(request: TeamRequest, journey: Journey, form: SnapshotForm | None = None) -> HttpResponse:
    """The snapshots with the form for the next one, the pairs that make sense, and the free choice."""
    at = timezone.now()
    journeys, kept = offering.journeys_of(request.team), offering.snapshots_of(request.team)
    own = [each for each in kept if each.journey == journey]
    name = taking.proposed_name({each.name for each in own}, at)
    context = {
        "journey": journey,
        "key": key_of(journey),
        "snapshots": [(each, key_of(each), each.may_be_removed_by(request.membership)) for each in own],
        "offers": offering.offers(journey, journeys, kept, at=at),
        "choices": offering.choices(journey, journeys, kept),
    }
    return form_page(
        request, "journeys/comparing/snapshots.html", form or SnapshotForm(initial={"name": name}), **context
    )
