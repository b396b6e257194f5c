"""The list of journeys: what it can be narrowed down to, and what stands together on a page of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from journeys.feeling import Origin
from journeys.models import Journey, JourneyKind, JourneyQuerySet, JourneyStep, Persona
from journeys.models.step import HIGHEST, LOWEST
from teams.forms import as_key
from touchpoints.models.touchpoint import SEARCHED_CHARACTERS, SEARCHED_WORDS

JOURNEYS_A_PAGE = 60
WIDTH, HEIGHT, EDGE = 120, 28, 3
"""Of the small line of emotions, as its template has them."""
NOTHING = {"q": "", "persona": "", "kind": ""}


@dataclass(frozen=True)
class Entry:
    """A journey in the list, and the emotions of its steps in order as far as they are known."""

    journey: Journey
    emotions: list[int]

    @property
    def source(self) -> str:
        """Where these are known from; of a way as it should be they are wished for."""
        return _("angestrebt") if self.journey.kind == JourneyKind.TARGET else str(Origin.STEP.label)

    @property
    def line(self) -> str:
        """The emotions as the points of a line, the highest at the top; empty where there is no way between two."""
        if len(self.emotions) < 2:
            return ""
        stride = (WIDTH - 2 * EDGE) / (len(self.emotions) - 1)
        rise = (HEIGHT - 2 * EDGE) / (HIGHEST - LOWEST)
        return " ".join(
            f"{EDGE + place * stride:.1f},{EDGE + (HIGHEST - emotion) * rise:.1f}"
            for place, emotion in enumerate(self.emotions)
        )


@dataclass(frozen=True)
class Occasion:
    """What one kind of customer does on one occasion: the ways of it that stand on this page."""

    persona: Persona
    name: str
    entries: list[Entry]


def asked_for(query: QueryDict) -> dict[str, str]:
    """What an address asks for, by filter, as typed."""
    return {name: query.get(name, usual).replace("\0", "") for name, usual in NOTHING.items()}


def occasions_on(
    journeys: JourneyQuerySet, asked: dict[str, str], *, number: str | None
) -> tuple[Page[int], list[Occasion]]:
    """A page of the journeys that fit, and how they stand together; as many queries for one as for many."""
    keys = narrowed(journeys, asked).in_order().values_list("pk", flat=True)
    page = Paginator(keys, JOURNEYS_A_PAGE).get_page(number)  # counting the steps of those on the page is enough
    rows = list(journeys.filter(pk__in=list(page)).as_lines())
    emotions = _emotions(rows)
    by_occasion = groupby(rows, key=lambda row: (row.persona_id, row.occasion.casefold()))
    return page, [_occasion([Entry(row, emotions[row.pk]) for row in group]) for _key, group in by_occasion]


def narrowed(journeys: JourneyQuerySet, asked: dict[str, str]) -> JourneyQuerySet:
    """The journeys that fit. What makes no sense is passed over: a mistyped address still shows the list."""
    if (persona := as_key(asked["persona"])) is not None:
        journeys = journeys.filter(persona=persona)
    if asked["kind"] in JourneyKind.values:
        journeys = journeys.filter(kind=asked["kind"])
    for word in asked["q"][:SEARCHED_CHARACTERS].split()[:SEARCHED_WORDS]:
        journeys = journeys.filter(
            Q(occasion__icontains=word) | Q(persona__name__icontains=word) | Q(case_name__icontains=word)
        )
    return journeys


def _occasion(entries: list[Entry]) -> Occasion:
    first = entries[0].journey
    return Occasion(first.persona, first.occasion, entries)


def _emotions(journeys: Iterable[Journey]) -> dict[int, list[int]]:
    by_journey: dict[int, list[int]] = defaultdict(list)
    steps = JourneyStep.objects.filter(journey__in=[journey.pk for journey in journeys], emotion__isnull=False)
    way = steps.order_by("phase__position", "phase", "position", "pk")
    for journey, emotion in way.values_list("journey", "emotion"):
        by_journey[journey].append(emotion or 0)
    return by_journey
