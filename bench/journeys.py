"""A long way: eighty steps in fourteen lanes, every cell written full."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from itertools import islice
from random import Random

from bench.figure import Figure
from bench.house import APPLICATION, Page, server, signed_in
from bench.pages import EMPTY
from bench.rounds import a_team
from journeys.models import TEXTS, Journey
from teams.models import Team
from tests.factories import TouchpointFactory
from tests.journeys.of_journeys import JourneyFactory, JourneyPhaseFactory, JourneyStepFactory

PHASES, STEPS = 8, 10
WORDS = 32
"""In a cell: 200 to 300 characters."""
VOCABULARY = (
    "der Kunde sucht Rückruf Termin Angebot Rechnung wartet findet keine Antwort freundlich verständlich spät schnell "
    "Website Telefon Montage Lieferung Preis Vertrauen Ärger Freude und oder weil dann ruft schreibt fragt vergleicht"
)


def figures() -> Iterator[Figure]:
    """Opening the map beyond the empty view, the same told step by step, and how heavy the page is."""
    team, members = a_team(1)
    journey = _long_way(team)
    browser = signed_in(members[0].user)
    home = f"/t/{team.slug}/journeys/{journey.pk}"
    with server(APPLICATION) as ours:
        empty, drawn, told = ours.cpu_ms_of(
            Page(EMPTY, browser), Page(f"{home}/", browser), Page(f"{home}/steps/", browser)
        )
        weight = len(gzip.compress(ours.get(f"{home}/", browser).encode())) / 1024
    yield Figure("journey.map_80_steps_cpu_ms", drawn - empty, "ms", bar=60, floor=empty)
    yield Figure("journey.steps_80_steps_cpu_ms", told - empty, "ms", bar=60, floor=empty)
    yield Figure("journey.map_80_steps_gzip_kb", weight, "KB", bar=120)


def _long_way(team: Team) -> Journey:
    journey: Journey = JourneyFactory(team=team)
    words = _words(Random(5))
    for _phase in range(PHASES):
        phase = JourneyPhaseFactory(journey=journey)
        for number in range(STEPS):
            texts = {lane: " ".join(islice(words, WORDS)) for lane in TEXTS}
            JourneyStepFactory(
                phase=phase, touchpoint=TouchpointFactory(team=team), emotion=number % 5 - 2, medium="online", **texts
            )
    return journey


def _words(chance: Random) -> Iterator[str]:
    while True:
        yield from chance.sample(VOCABULARY.split(), 10)
