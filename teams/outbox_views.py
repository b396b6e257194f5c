"""The outbox page: mails on the machine of someone who tries the product, while no mail server is configured."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from teams import outbox

FRAMED_MAIL: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": ["data:"],
    "frame-ancestors": [CSP.SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


@never_cache
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """The newest letters."""
    _only_here(request)
    return render(request, "teams/outbox.html", {"letters": outbox.newest()})


@never_cache
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter as its reader sees it."""
    return render(request, "teams/letter.html", {"opened": _letter(request, pk)})


@never_cache
@require_safe
@xframe_options_sameorigin
@csp_override(FRAMED_MAIL)
def letter_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML of a letter alone, in a cage: it may show itself and open its links, nothing else."""
    return HttpResponse(_letter(request, pk).html)


@never_cache
@require_safe
def attachment(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A file that came with a letter, counted from 0."""
    attachments = _letter(request, pk).attachments
    if number >= len(attachments):
        raise Http404
    file = attachments[number]
    response = HttpResponse(file.content, content_type=file.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def _only_here(request: HttpRequest) -> None:
    if not outbox.is_open_to(request):
        raise Http404


def _letter(request: HttpRequest, pk: int) -> outbox.OpenedLetter:
    _only_here(request)
    opened = outbox.find(pk)
    if opened is None:
        raise Http404
    return opened
