"""The door of a survey: whoever has the link answers, and nothing tells who it was."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from teams.forms import form_page, posted
from teams.ratelimit import limited
from touchpoints.models import Survey
from touchpoints.perception.answering import SurveyClosed, by_link, hand_in
from touchpoints.perception.forms import SheetForm

A_YEAR = 366 * 24 * 3600


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("survey")
def answer(request: HttpRequest, link: str) -> HttpResponse:
    """The sheet; thanks once this browser has handed one in; a friendly word when it is too late."""
    survey = by_link(link)
    if survey is None:
        raise Http404
    if _mark(survey) in request.COOKIES:
        return render(request, "touchpoints/perception/thanks.html", {"survey": survey})
    if not survey.is_open(timezone.now()):
        return _closed(request, survey)
    form = SheetForm(posted(request), survey=survey)
    if form.is_valid():
        return _hand_in(request, survey, form)
    return form_page(request, "touchpoints/perception/answer.html", form, survey=survey)


def _hand_in(request: HttpRequest, survey: Survey, form: SheetForm) -> HttpResponse:
    try:
        hand_in(
            survey=survey,
            sheet=form.cleaned_data["sheet"],
            group=form.group(),
            opinions=form.opinions(),
            at=timezone.now(),
        )
    except SurveyClosed:
        return _closed(request, survey)
    except Survey.DoesNotExist:
        raise Http404 from None
    response = redirect("answer_survey", survey.link)
    response.set_cookie(_mark(survey), "1", max_age=A_YEAR, httponly=True, secure=settings.HTTPS, samesite="Lax")
    return response


def _closed(request: HttpRequest, survey: Survey) -> HttpResponse:
    return render(request, "touchpoints/perception/closed.html", {"survey": survey}, status=HTTPStatus.GONE)


def _mark(survey: Survey) -> str:
    """The cookie by which a browser knows that it has answered; a session would tell the server who it was."""
    mark = salted_hmac("touchpoints.survey", str(survey.pk), algorithm="sha256").hexdigest()
    return f"survey_{mark[:16]}"
