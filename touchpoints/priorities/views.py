"""The priorities: matrices, rankings, and the form that fills in what is missing."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import ngettext

from teams.access import TeamRequest, everyone, writers
from teams.forms import posted
from touchpoints.priorities import rating, waiting
from touchpoints.priorities.board import board
from touchpoints.priorities.forms import RatingForm
from touchpoints.priorities.freshness import known_until
from touchpoints.priorities.perspectives import PERSPECTIVES, perspective
from touchpoints.priorities.standing import standing


@everyone
def overview(request: TeamRequest) -> HttpResponse:
    """The touchpoints from the perspective that the address names."""
    here = board(request.team, request.GET, at=timezone.now())
    request.GET = here.query  # type: ignore[assignment]  # which nobody changes either
    context = {"board": here, "perspectives": PERSPECTIVES}
    return render(request, "touchpoints/priorities/overview.html", context)


@everyone
def of_touchpoint(request: TeamRequest, pk: int) -> HttpResponse:
    """Where one touchpoint stands among all: what its page fetches behind itself."""
    touchpoint, at = get_object_or_404(request.team.touchpoints, pk=pk), timezone.now()
    context = {
        "touchpoint": touchpoint,
        "freshness": known_until(request.team, at=at),
        "standing": SimpleLazyObject(lambda: standing(request.team, touchpoint, at=at)),
    }
    return render(request, "touchpoints/priorities/standing.html", context)


@writers
def rate(request: TeamRequest) -> HttpResponse:
    """Rate a handful of touchpoints at once."""
    handful = waiting.asked(request.team, request.GET, at=timezone.now())
    data = posted(request)
    rows = handful.touchpoints if data is None else waiting.answered(request.team, data)
    forms = [RatingForm(data, touchpoint=row) for row in rows]
    if data is not None and all(form.is_valid() for form in forms):
        count = rating.rate(team=request.team, ratings={form.touchpoint.pk: form.ratings for form in forms})
        return _next(request, handful, forms, count)
    context = {
        "forms": forms,
        "handful": handful,
        "perspective": perspective(request.GET.get("view", "")),
        "is_invalid": data is not None,
    }
    return render(request, "touchpoints/priorities/rate.html", context, status=422 if context["is_invalid"] else 200)


def _next(request: TeamRequest, handful: waiting.Handful, forms: list[RatingForm], count: int) -> HttpResponse:
    """On to the next handful, or back to where the figures are shown."""
    words = ngettext("%(count)s Kontaktpunkt eingeschätzt.", "%(count)s Kontaktpunkte eingeschätzt.", count)
    if count:
        messages.success(request, words % {"count": count})
    if "touchpoint" in request.GET and len(forms) == 1:
        return redirect(forms[0].touchpoint)
    name = "rate" if handful.behind else "priorities"
    query = {"view": perspective(request.GET.get("view", "")).name}
    if handful.behind:
        query["after"] = forms[-1].touchpoint.name if forms else ""
    return redirect(f"{reverse(f'touchpoints:{name}', args=[request.team.slug])}?{urlencode(query)}")
