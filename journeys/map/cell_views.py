"""Writing into one cell of the map in place.

What comes back: 200 with the cell as it reads now; 409 with what somebody else wrote meanwhile, nothing saved; 422 with
the sentence that says what is wrong with the words; 410 with the sentence that the step is gone.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from journeys.finding import journey_of, together
from journeys.lanes import EMOTION
from journeys.map.asked import Asked
from journeys.map.figures import figures_of
from journeys.map.forms import form_for
from journeys.map.grid import Grid, emotion_words
from journeys.mapping import map_of
from journeys.models import Journey, JourneyStep
from journeys.wording import mood, signed
from journeys.writing import CELLS, Conflict, write_cell
from teams.access import TeamRequest, writers
from teams.encounters import unfolded


@writers
@require_POST
def write(request: TeamRequest, pk: int, step: int, lane: str) -> HttpResponse:
    """Write a cell: POST `before`, how it read when its writer began, and `after`."""
    if lane not in CELLS:
        raise Http404
    form = form_for(lane)(request.POST)
    try:
        with together(request):
            journey = journey_of(request, pk)
            if not form.is_valid():
                return _refused(request, str(next(iter(form.errors.values()))[0]))
            found = journey.steps.select_related("journey").get(pk=step)
            written = write_cell(step=found, lane=lane, **_as_it_stands(found, lane, form.cleaned_data))
    except JourneyStep.DoesNotExist:
        return _refused(
            request, _("Diesen Schritt gibt es nicht mehr: jemand hat ihn inzwischen entfernt."), status=410
        )
    except ValidationError as error:
        return _refused(request, error.messages[0])
    except Conflict as conflict:
        return render(request, "journeys/map/conflict.html", _told(lane, conflict), status=409)
    return _emotion(request, journey, step) if lane == EMOTION else JsonResponse({"text": getattr(written, lane)})


def _as_it_stands(step: JourneyStep, lane: str, words: dict[str, Any]) -> dict[str, Any]:
    """With `before` spelled as the row has it: browsers know one kind of line end, an import may have left another."""
    stands = getattr(step, lane)
    is_same = isinstance(stands, str) and unfolded(stands) == words["before"]
    return words | {"before": stands} if is_same else words


def _refused(request: TeamRequest, sentence: str, status: int = 422) -> HttpResponse:
    return render(request, "journeys/map/refused.html", {"sentence": sentence}, status=status)


def _told(lane: str, conflict: Conflict) -> dict[str, Any]:
    theirs = conflict.theirs
    if theirs is None:
        return {"who": conflict.who, "theirs": "", "words": ""}
    words = f"{signed(theirs)} {mood(theirs)}" if lane == EMOTION else theirs
    return {"who": conflict.who, "theirs": theirs, "words": words}


def _emotion(request: TeamRequest, journey: Journey, pk: int) -> HttpResponse:
    """The cell in words, with the curve and the figures that changed with it."""
    drawn = map_of(journey)
    step = next(step for step in drawn.steps if step.pk == pk)
    return JsonResponse(
        {
            "text": "" if step.emotion is None else str(step.emotion),
            "words": emotion_words(step),
            "curve": Grid(drawn, Asked()).curve(),
            "figures": render(request, "journeys/map/figures.html", figures_of(drawn)).text,
        }
    )
