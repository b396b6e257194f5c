"""Journeys on their way out: tables, JSON, Mermaid, and what stands in each of them."""

from __future__ import annotations

import json as json_text

from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from journeys.document import as_document
from journeys.exchange.columns import as_sheet
from journeys.exchange.describing import columns, example, json_fields, scores
from journeys.exchange.mermaid_out import UNKNOWN, written
from journeys.exchange.schema import schema
from journeys.exchange.terms import TERMS
from journeys.mapping import JourneyMap, map_of
from journeys.placing import MOST_PHASES, MOST_STEPS
from teams.access import TeamRequest, everyone
from touchpoints.exchange.downloads import download, file_name

LONGEST_STEM = 100
"""Characters of a file's name that tell of the journey."""


@require_safe
@everyone
def formats(request: TeamRequest) -> HttpResponse:
    """What stands in the files, in tables."""
    context = {"columns": columns(), "groups": json_fields(), "scores": scores(), "terms": TERMS}
    context |= {"most_phases": MOST_PHASES, "most_steps": MOST_STEPS, "unknown": UNKNOWN, "example": example()}
    return render(request, "journeys/exchange/formats.html", context)


@require_safe
@everyone
def json_schema(request: TeamRequest) -> JsonResponse:
    """The JSON document, described for machines."""
    response = JsonResponse(schema(), json_dumps_params={"indent": 2})
    response.headers["Content-Type"] = "application/schema+json"
    return response


@require_safe
@everyone
def csv(request: TeamRequest, pk: int) -> FileResponse:
    """One journey as CSV."""
    journey = _map(request, pk)
    return download(as_sheet(journey), _file_name(request, journey, "csv"))


@require_safe
@everyone
def xlsx(request: TeamRequest, pk: int) -> FileResponse:
    """One journey as a workbook."""
    journey = _map(request, pk)
    return download(as_sheet(journey), _file_name(request, journey, "xlsx"))


@require_safe
@everyone
def json(request: TeamRequest, pk: int) -> HttpResponse:
    """One journey as JSON, with all that its map shows."""
    journey = _map(request, pk)
    content = json_text.dumps(as_document(journey), ensure_ascii=False, indent=2) + "\n"
    return _text(content, _file_name(request, journey, "json"), "application/json")


@require_safe
@everyone
def mermaid(request: TeamRequest, pk: int) -> HttpResponse:
    """One journey as text from which Mermaid draws it."""
    journey = _map(request, pk)
    return _text(written(journey), _file_name(request, journey, "mmd"), "text/plain; charset=utf-8")


def _map(request: TeamRequest, pk: int) -> JourneyMap:
    return map_of(get_object_or_404(request.team.journeys.select_related("persona"), pk=pk))


def _text(content: str, name: str, content_type: str) -> HttpResponse:
    as_file = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": as_file})


def _file_name(request: TeamRequest, journey: JourneyMap, ending: str) -> str:
    stem = slugify(journey.title)[:LONGEST_STEM].strip("-") or "journey"
    return file_name(stem, ending, team=request.team, at=timezone.now())
