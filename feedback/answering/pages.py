"""The pages that customers see: in their language, without cookies, and small."""

from __future__ import annotations

from enum import Enum
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import urlencode

from feedback.answering import floods
from feedback.answering.doors import Door
from feedback.answering.forms import AnswerForm, reference_in, sheet_in
from feedback.asking.wording import wording_of
from feedback.models import Listening
from teams.access import View

UNSEEN = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "same-origin"}
"""No search engine lists the page, and no other server learns its address."""


class Notice(Enum):
    """Why a form comes back that was sent, with the status that says so to programs."""

    INVALID = "invalid", HTTPStatus.UNPROCESSABLE_ENTITY
    TRAPPED = "trapped", HTTPStatus.UNPROCESSABLE_ENTITY
    TOO_MANY = "too many", HTTPStatus.TOO_MANY_REQUESTS
    FROM_ELSEWHERE = "from elsewhere", HTTPStatus.FORBIDDEN

    @property
    def status(self) -> int:
        """What goes over the wire."""
        return self.value[1]


def in_their_language[**P](view: View[P]) -> View[P]:
    """Speak the language that the address names, else the browser's, whoever is signed in there."""

    @wraps(view)
    def spoken(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = cast(HttpRequest, args[0])
        named = request.GET.get("lang", "")
        language = named if named in dict(settings.LANGUAGES) else translation.get_language_from_request(request)
        with translation.override(language):
            response = view(*args, **kwargs)
        response.headers["Content-Language"] = language
        return response

    return spoken


def page(name: str, *, status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
    """One of the short pages around the question."""
    html = render_to_string(f"feedback/answering/{name}.html", context)
    response = HttpResponse(html, status=status, headers=UNSEEN)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response.headers["Retry-After"] = str(floods.WAIT)
    return response


def sheet_page(request: HttpRequest, door: Door, form: AnswerForm, notice: Notice | None = None) -> HttpResponse:
    """The question with what has been filled in so far; a link that takes one answer takes no reference along."""
    question, language = door.question, translation.get_language() or "de"
    other = next(code for code, _name in settings.LANGUAGES if code != language)
    typed = request.POST if request.method == "POST" else request.GET
    reference = "" if door.ticket else reference_in(typed)
    listening = Listening.of(question.team)
    return page(
        "ask",
        status=notice.status if notice else HTTPStatus.OK,
        door=door,
        question=question,
        wording=wording_of(question, language),
        form=form,
        scale=form.scale,
        chosen=str(form["step"].value()),
        notice=notice.name if notice else "",
        sheet=sheet_in(typed),
        reference=reference,
        language=language,
        other=other,
        switch="?" + urlencode({"lang": other, **({"ref": reference} if reference else {})}),
        listening=listening,
        privacy=listening.privacy_de if language == "de" else listening.privacy_en,
    )
