"""The doors without an account: proposing something by the team's link, and coming back with the receipt code.

Neither looks at who happens to be signed in at the browser. Who has to wait, or whose link was renewed meanwhile,
keeps what they typed.
"""

from __future__ import annotations

from http import HTTPStatus

from allauth.core import ratelimit
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from feedback.answering import floods
from feedback.models import Listening, Suggestion
from feedback.suggestions import deciding, doors, outcomes
from feedback.suggestions.forms import BackForm, ByLinkForm, ReceiptForm
from feedback.suggestions.page import way_of
from feedback.suggestions.receipts import address
from feedback.suggestions.receiving import by_code, receive
from teams.forms import posted
from teams.models import Team

TOO_MANY = _("Gerade kommt sehr viel auf einmal. In einer Minute noch einmal absenden; was hier steht, bleibt stehen.")
PAGE_SIZE, NEWEST = 20, 3
NO_SUCH_CODE = _("Zu diesem Code gibt es keinen Vorschlag. Stimmt jedes Zeichen?")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def suggest_by_link(request: HttpRequest, code: str) -> HttpResponse:
    """The form for whoever has the link; one page for every link that opens nothing."""
    is_too_much = _is_too_often(request)
    if is_too_much and request.method != "POST":
        return wait(request)
    team = doors.behind(code)
    if team is None:
        return nowhere(request)
    form = ByLinkForm(posted(request), team=team, touchpoint=request.GET.get("touchpoint", ""))
    with timezone.override(team.zone):
        if form.is_bound and _has_to_wait(request, form, is_too_much):
            form.is_valid()
            form.add_error(None, TOO_MANY)
            return _sheet(request, team, form, HTTPStatus.TOO_MANY_REQUESTS)
        if not form.is_valid():
            return _sheet(request, team, form)
        return _received(request, team, form)


def wait(request: HttpRequest) -> HttpResponse:
    """For who only looks, and too often."""
    page = render(request, "feedback/suggestions/wait.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    return _later(page)


def nowhere(request: HttpRequest) -> HttpResponse:
    """The link opens nothing; what was typed meanwhile is there to be copied."""
    return render(request, "feedback/suggestions/closed.html", {"typed": request.POST}, status=HTTPStatus.NOT_FOUND)


def _is_too_often(request: HttpRequest) -> bool:
    """Whether this is one more at these doors than one address may; who only looks counts too."""
    return ratelimit.consume_or_429(request, action="suggestion_door", limit_get=True) is not None


def _has_to_wait(request: HttpRequest, form: ByLinkForm, is_too_much: bool) -> bool:
    """Whether it is to be sent once more; what would not pass anyway does not count as a suggestion."""
    return is_too_much or (form.is_valid() and floods.has_sent_too_much(request, "suggest"))


def _sheet(request: HttpRequest, team: Team, form: ByLinkForm, status: int | None = None) -> HttpResponse:
    usual = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    newest = outcomes.listed(team)[:NEWEST] if team.listening.shows_outcomes else []
    context = {"form": form, "team": team, "newest": newest}
    return _later(render(request, "feedback/suggestions/suggest_by_link.html", context, status=status or usual))


def _later(page: HttpResponse) -> HttpResponse:
    """Programs are told as well when it is worth to try again."""
    if page.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        page.headers["Retry-After"] = str(floods.WAIT)
    return page


def _received(request: HttpRequest, team: Team, form: ByLinkForm) -> HttpResponse:
    typed = form.cleaned_data
    made = receive(team=team, words=form.words, sheet=typed["sheet"], name=typed["name"], at=timezone.now())
    context = {"team": team, "code": made.code, "receipt_url": address()}
    return render(request, "feedback/suggestions/received_by_link.html", context)


@never_cache
@require_safe
def outcomes_by_link(request: HttpRequest, code: str) -> HttpResponse:
    """What became of suggestions, as far as it was worded for everyone; nothing where the team does not show it."""
    if _is_too_often(request):
        return wait(request)
    team = doors.behind(code)
    if team is None or not team.listening.shows_outcomes:
        return nowhere(request)
    page = Paginator(outcomes.listed(team), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"team": team, "code": code, "page": page}
    with timezone.override(team.zone):
        return render(request, "feedback/suggestions/outcomes.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """The state and the answers behind a code, and a way to write back; a code that fits nothing is told no more."""
    form = ReceiptForm(posted(request))
    if request.method == "POST" and floods.has_sent_too_much(request, "receipt"):
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
    return _later(render(request, "feedback/suggestions/receipt.html", context, status=status or usual))


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
        "is_told": bool(suggestion.public_title) and Listening.of(suggestion.team).shows_outcomes,
        "form": BackForm() if has_written else back,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if back.is_bound and not has_written else HTTPStatus.OK
    with timezone.override(suggestion.team.zone):
        return render(request, "feedback/suggestions/behind_receipt.html", context, status=status)
