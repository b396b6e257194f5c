"""The doors without an account: proposing something by the team's link, and coming back with the receipt code.

Neither looks at who happens to be signed in at the browser.
"""

from __future__ import annotations

from http import HTTPStatus

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from feedback.models import Suggestion
from feedback.suggestions import deciding, doors
from feedback.suggestions.forms import BackForm, ByLinkForm, ReceiptForm
from feedback.suggestions.page import way_of
from feedback.suggestions.receipts import address
from feedback.suggestions.receiving import by_code, receive
from teams.forms import form_page, posted
from teams.models import Team
from teams.ratelimit import limited

TOO_MANY = _("Gerade kommt sehr viel auf einmal. In einer Minute noch einmal absenden; was hier steht, bleibt stehen.")
NO_SUCH_CODE = _("Zu diesem Code gibt es keinen Vorschlag. Stimmt jedes Zeichen?")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("suggestion_door", looking_counts=True)
def suggest_by_link(request: HttpRequest, code: str) -> HttpResponse:
    """The form for whoever has the link; one page for every link that opens nothing."""
    team = doors.behind(code)
    if team is None:
        return render(request, "feedback/suggestions/closed.html", status=HTTPStatus.NOT_FOUND)
    form = ByLinkForm(posted(request), team=team, touchpoint=request.GET.get("touchpoint", ""))
    with timezone.override(team.zone):
        if not form.is_valid():
            return form_page(request, "feedback/suggestions/suggest_by_link.html", form, team=team)
        if not ratelimit.consume(request, action="suggest"):
            form.add_error(None, TOO_MANY)
            context = {"form": form, "team": team}
            page = "feedback/suggestions/suggest_by_link.html"
            return render(request, page, context, status=HTTPStatus.TOO_MANY_REQUESTS)
        return _received(request, team, form)


def _received(request: HttpRequest, team: Team, form: ByLinkForm) -> HttpResponse:
    typed = form.cleaned_data
    made = receive(team=team, words=form.words, sheet=typed["sheet"], name=typed["name"], at=timezone.now())
    context = {"team": team, "code": made.code, "receipt_url": address()}
    return render(request, "feedback/suggestions/received_by_link.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """The state and the answers behind a code, and a way to write back; a code that fits nothing is told no more."""
    form = ReceiptForm(posted(request))
    if request.method == "POST" and not ratelimit.consume(request, action="receipt"):
        form.is_valid()
        form.add_error(None, TOO_MANY)
        return _ask(request, form, HTTPStatus.TOO_MANY_REQUESTS)
    if not form.is_valid():
        return _ask(request, form)
    suggestion = by_code(form.cleaned_data["code"])
    if suggestion is None:
        form.add_error("code", NO_SUCH_CODE)
        return _ask(request, form)
    return _behind(request, suggestion, form.cleaned_data["code"])


def _ask(request: HttpRequest, form: ReceiptForm, status: int | None = None) -> HttpResponse:
    """Ask for the code; what was written back and not taken is there to be sent again with it."""
    usual = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"form": form, "words": request.POST.get("words", "")}
    return render(request, "feedback/suggestions/receipt.html", context, status=status or usual)


def _behind(request: HttpRequest, suggestion: Suggestion, code: str) -> HttpResponse:
    back = BackForm(request.POST if "words" in request.POST else None)
    has_written = back.is_valid()
    if has_written:
        deciding.write_back(suggestion=suggestion, words=back.cleaned_data["words"], at=timezone.now())
    context = {
        "suggestion": suggestion,
        "code": code,
        "way": way_of(suggestion),
        "replies": suggestion.replies.all(),
        "has_written": has_written,
        "form": BackForm() if has_written else back,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if back.is_bound and not has_written else HTTPStatus.OK
    with timezone.override(suggestion.team.zone):
        return render(request, "feedback/suggestions/behind_receipt.html", context, status=status)
