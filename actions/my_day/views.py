"""The page of one person's day, and the deeds on it: each as a page for itself and as a part of the day's page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import reswap, retarget

from actions import deeds
from actions.errors import NotAllowed
from actions.models import Action, Deed, Status
from actions.my_day.day import day_of
from actions.my_day.wording import WORDS
from teams.access import TeamRequest, everyone, writers
from teams.forms import as_key, form_page, posted

PAGE, DEED = "actions/my_day/page.html", "actions/my_day/deed.html"


@everyone
@require_safe
def my_day(request: TeamRequest) -> HttpResponse:
    """What is mine, when it is due, and what it waits for."""
    done = as_key(request.GET.get("done", ""))
    finished = request.team.actions.filter(pk=done, status=Status.DONE, settled_at=None).first() if done else None
    return render(request, PAGE, _day(request) | {"finished": finished})


@everyone
@require_safe
def my_day_here(request: TeamRequest) -> HttpResponse:
    """Only the lines of the day."""
    return render(request, f"{PAGE}#day", _day(request))


@writers
def deed(request: TeamRequest, pk: int, deed: str) -> HttpResponse:
    """One deed on a page of its own: it asks first where there is something to say, and leads back to the day."""
    action, what = _asked(request, pk, deed)
    if not what.asks and request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form, refusal = _tried(request, action, what)
    if form is None:
        _tell(request, what, action, refusal)
        return redirect(_back(request, action, what, refusal))
    return form_page(request, DEED, form, **_about(action, what), back_to_action=_came_from_action(request))


@writers
def deed_here(request: TeamRequest, pk: int, deed: str) -> HttpResponse:
    """The same as a part of the day: the form for below its line, and after the deed the whole day anew."""
    action, what = _asked(request, pk, deed)
    if not what.asks and request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form, refusal = _tried(request, action, what)
    if form is None:
        finished = action if what == Deed.DONE and not refusal else None
        said = {"refusal": refusal, "said": _said(what, action), "finished": finished}
        return render(request, f"{PAGE}#day", _day(request) | said)
    response = form_page(request, f"{DEED}#form", form, **_about(action, what))
    return reswap(retarget(response, f"#deed-{action.pk}"), "innerHTML")


def _day(request: TeamRequest) -> dict[str, Any]:
    at = timezone.now()
    return {"day": day_of(membership=request.membership, at=at), "today": request.team.today(at)}


def _asked(request: TeamRequest, pk: int, deed: str) -> tuple[Action, Deed]:
    """The action and the deed: 404 for a stranger's and for what is no deed, 403 for a colleague's."""
    if deed not in Deed:
        raise Http404
    action, what = get_object_or_404(request.team.actions.select_related("team", "metric"), pk=pk), Deed(deed)
    if not what.is_open_to(request.membership, action):
        raise PermissionDenied
    return action, what


def _tried(request: TeamRequest, action: Action, what: Deed) -> tuple[forms.Form | None, str]:
    """The form while there is something to ask, else None once the deed is done; and what a deed refused."""
    at = timezone.now()
    form = deeds.form_of(what, posted(request), action=action, today=request.team.today(at))
    if form.is_valid():
        try:
            deeds.do(what, action=action, said=form.cleaned_data, by=request.user, at=at)
        except NotAllowed as refusal:
            if not what.asks:
                return None, str(refusal)
            form.add_error(None, str(refusal))
        else:
            return None, ""
    return form, ""


def _about(action: Action, what: Deed) -> dict[str, Any]:
    return {"action": action, "deed": what, "words": WORDS[what]}


def _tell(request: TeamRequest, what: Deed, action: Action, refusal: str) -> None:
    """In a message on the next page; that of the day says by itself what is done, and how to take it back."""
    if refusal:
        messages.error(request, refusal)
    elif what != Deed.DONE or _came_from_action(request):
        messages.success(request, _said(what, action))


def _said(what: Deed, action: Action) -> str:
    return str(WORDS[what].after) % {"action": action}


def _back(request: TeamRequest, action: Action, what: Deed, refusal: str) -> str:
    """To the action, if its page led here, or to the day; what was just done can be taken back there."""
    if _came_from_action(request):
        return action.get_absolute_url()
    page = reverse("actions:my_day", args=[request.team.slug])
    return f"{page}?done={action.pk}" if what == Deed.DONE and not refusal else page


def _came_from_action(request: TeamRequest) -> bool:
    return request.GET.get("back") == "action"
