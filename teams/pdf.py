"""Makes PDFs from templates. Nothing is fetched while rendering: not from the network, not from the disk."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

import weasyprint
from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint.urls import URLFetcher, URLFetcherResponse

from teams.press import a_turn

PRINT_STYLES = settings.BASE_DIR / "static" / "css" / "minutes.css"
PICTURE_INSIDE = "data:image/jpeg;base64,"


class ClosedFetcher(URLFetcher):
    """Refuses every address: what a document needs is in the document. A picture's address can hold the picture."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Read the picture out of its address; refuse all else."""
        if url.startswith(PICTURE_INSIDE):
            return super().fetch(url, headers)
        raise ValueError(f"printing fetches nothing, not even {url}")


@cache
def print_styles() -> weasyprint.CSS:
    """The one style sheet of everything printed, read once a process."""
    return weasyprint.CSS(filename=str(PRINT_STYLES), url_fetcher=ClosedFetcher())


def print_html(html: str) -> bytes:
    """A tagged PDF (PDF/UA-1) of the document."""
    document = weasyprint.HTML(string=html, url_fetcher=ClosedFetcher())
    return document.write_pdf(stylesheets=[print_styles()], pdf_variant="pdf/ua-1")


def print_template(
    template: str,
    context: dict[str, Any],
    *,
    language: str,
    turn: Callable[[], AbstractContextManager[None]] = a_turn,
) -> bytes:
    """A PDF of the template, in that language, made when it is its turn. Raises Busy where too many wait."""
    with turn(), translation.override(language):
        return print_html(render_to_string(template, {**context, "language": language}))


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """A PDF to look at in the browser, with a name for saving it."""
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
