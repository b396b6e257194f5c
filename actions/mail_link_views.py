"""The door of a link in a mail: it shows what will happen to which action, and only sending the form does it.

Scanners and previews look at links (GET, HEAD) and use nothing up. Nobody is signed in here, and whoever happens to
be signed in at this browser does nothing: the link says for whom it works. That link is the only key, so there is no
session to misuse and no cookie to ask for; without one the form also works inside a mail program.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from actions import deeds
from actions.errors import NotAllowed
from actions.mail_links import Link, LinkUsed, opened, use_of, using
from actions.my_day.wording import WORDS
from teams.forms import form_page, posted
from teams.models import User
from teams.ratelimit import limited

TEMPLATE = "actions/mail_link.html"


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("link")
def mail_link(request: HttpRequest, token: str) -> HttpResponse:
    """What the link does, and its one button; kind words when it has done it or may not any more."""
    link = opened(token, timezone.now())
    if link is None:
        return _unseen(render(request, "actions/mail_link_closed.html", status=HTTPStatus.GONE))
    with translation.override(link.user.language), timezone.override(link.user.time_zone):
        response = _unseen(_answer(request, link))
        response.headers["Content-Language"] = link.user.language
    return response


def _answer(request: HttpRequest, link: Link) -> HttpResponse:
    at, words = timezone.now(), WORDS[link.deed]
    if use := use_of(link):
        after = words.after % {"action": link.action}
        return render(request, TEMPLATE, {"link": link, "use": use, "after": after})
    if not link.deed.fits(link.action) and request.method != "POST":
        return render(request, TEMPLATE, {"link": link, "is_late": True})
    form = deeds.form_of(link.deed, posted(request), action=link.action, today=link.action.team.today(at))
    form.fields.pop("measured_value", None)  # its label names what the team measures
    if form.is_valid():
        try:
            with using(link, at) as action, _done_by(request, link.user):
                deeds.do(link.deed, action=action, said=form.cleaned_data, by=link.user, at=at)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        except LinkUsed:
            return redirect(request.path)
        else:
            return redirect(request.path)
    return form_page(request, TEMPLATE, form, link=link, words=words)


@contextmanager
def _done_by(request: HttpRequest, person: User) -> Iterator[None]:
    """The history names this person for what happens within, whoever is signed in at the browser."""
    signed_in: Any = request.user
    request.user = person
    try:
        yield
    finally:
        request.user = signed_in


def _unseen(response: HttpResponse) -> HttpResponse:
    """No search engine lists the page, and no other server learns its address."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
