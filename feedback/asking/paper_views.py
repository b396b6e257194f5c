"""A question's code as a drawing and on paper."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from feedback.asking.giving_out import LAYOUTS, drawn_code, print_sheet
from feedback.asking.making import public_url
from feedback.asking.views import questions_of
from feedback.models import Question
from teams.access import TeamRequest, everyone
from teams.pdf import pdf_response
from touchpoints.exchange.downloads import file_name

ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""For a drawing that is opened by itself: it may load nothing and do nothing."""


@require_safe
@everyone
def svg(request: TeamRequest, pk: int) -> HttpResponse:
    """The code of the open link, to be saved and put onto whatever is printed elsewhere."""
    found = get_object_or_404(questions_of(request), pk=pk)
    name = _name(found, "code", "svg")
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": ALONE}
    drawing = drawn_code(public_url(found), title=str(found.touchpoint))
    return HttpResponse(drawing, content_type="image/svg+xml", headers=headers)


@require_safe
@everyone
def pdf(request: TeamRequest, pk: int, layout: str) -> HttpResponse:
    """A sheet to print, in the language that is asked for."""
    if layout not in LAYOUTS:
        raise Http404
    found = get_object_or_404(questions_of(request), pk=pk)
    asked = request.GET.get("lang", "")
    language = asked if asked in dict(settings.LANGUAGES) else get_language() or found.team.language
    content = print_sheet(found, LAYOUTS[layout], team=request.team, language=language)
    return pdf_response(content, _name(found, f"{layout}-{language}", "pdf"))


def _name(question: Question, what: str, ending: str) -> str:
    stem = slugify(str(question.touchpoint)) or "question"
    return file_name(f"{stem}-{what}", ending, team=question.team, at=timezone.now())
