"""The page on which customers answer, and what stands around it.

It is made without the request, sets no cookie and asks for none. So there is no token against forged requests either,
and nothing to protect by one: whoever has the link may answer, and nobody's rights come into it. Only a form that the
browser itself says to come from another site is shown once more before it counts, so that no foreign page makes its
visitors answer.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from feedback.answering import floods
from feedback.answering.answering import LinkUsed, QuestionClosed, is_here, take
from feedback.answering.doors import Door, by_code, by_token
from feedback.answering.forms import AnswerForm, form_of, reworded, sheet_in
from feedback.answering.pages import Notice, in_their_language, page, sheet_page
from feedback.models import AskedDay

type Find = Callable[[str], Door | None]


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@in_their_language
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """The question behind an open link, and the way in for its answers."""
    return _answered(request, code, by_code)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@in_their_language
def ask_once(request: HttpRequest, token: str) -> HttpResponse:
    """The question behind a link that takes one answer; thanks, once it has been given."""
    return _answered(request, token, _once)


@csrf_exempt
@require_POST
def ask_seen(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody looks at the question behind the open link; how many of the others are used is known without."""
    door = by_code(code)
    if door and door.is_open and not floods.has_sent_too_much(request, "ask_seen"):
        AskedDay.count(door.question, on=door.question.team.today(timezone.now()), seen=1)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@never_cache
@require_safe
@in_their_language
def ask_thanks(request: HttpRequest, code: str) -> HttpResponse:
    """Thanks, and the way back for whoever comes next."""
    door = by_code(code)
    return page("thanks", door=door) if door else page("nowhere", status=HTTPStatus.NOT_FOUND)


def _once(token: str) -> Door | None:
    return by_token(token, timezone.now())


def _answered(request: HttpRequest, key: str, find: Find) -> HttpResponse:
    if request.method != "POST" and floods.has_guessed_too_much(request):
        return page("wait", status=HTTPStatus.TOO_MANY_REQUESTS)
    is_too_much = request.method == "POST" and floods.has_sent_too_much(request)
    door = find(key)
    if door is None:
        floods.note_guess(request)
        return page("nowhere", status=HTTPStatus.NOT_FOUND, typed=request.POST)
    try:
        return _sent(request, door, is_too_much) if request.method == "POST" else _looked_at(request, door)
    except RequestDataTooBig:
        return page("too_long", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE, door=door)


def _looked_at(request: HttpRequest, door: Door) -> HttpResponse:
    if door.is_used:
        return page("thanks", door=door)
    if not door.is_open:
        return page(_why_shut(door), status=HTTPStatus.GONE, door=door)
    return sheet_page(request, door, form_of(request, door.question))


def _sent(request: HttpRequest, door: Door, is_too_much: bool) -> HttpResponse:
    typed = request.POST
    if not door.is_open:
        return _too_late(door, typed)
    if "switch" in typed:
        return sheet_page(request, door, reworded(typed, door.question))
    form = form_of(request, door.question)
    if notice := _held_back(request, form, is_too_much):
        return sheet_page(request, door, form, notice)
    try:
        take(
            question=door.question, said=form.said(reference=door.ticket is None), ticket=door.ticket, at=timezone.now()
        )
    except (LinkUsed, QuestionClosed) as refusal:
        return _too_late(door, typed, is_used=isinstance(refusal, LinkUsed))
    return _thanked(door)


def _held_back(request: HttpRequest, form: AnswerForm, is_too_much: bool) -> Notice | None:
    """Why the form has to be sent once more before it counts."""
    if is_too_much:
        return Notice.TOO_MANY
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return Notice.FROM_ELSEWHERE
    if form.is_trapped:
        return Notice.TRAPPED
    return None if form.is_valid() else Notice.INVALID


def _too_late(door: Door, typed: QueryDict, *, is_used: bool = False) -> HttpResponse:
    """Thanks to whom we had heard before, for a browser that did not learn of it asks again; else what was typed."""
    if is_here(door.question, sheet_in(typed)):
        return _thanked(door)
    name = "used" if is_used or door.is_used else _why_shut(door)
    return page(name, status=HTTPStatus.GONE, door=door, typed=typed)


def _why_shut(door: Door) -> str:
    return "revoked" if door.is_revoked else "closed"


def _thanked(door: Door) -> HttpResponse:
    return HttpResponseRedirect(f"{door.thanks}?lang={get_language()}", status=HTTPStatus.SEE_OTHER)
