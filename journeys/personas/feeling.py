"""What a kind of customer feels on all the ways that they take today."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from journeys.feeling import Felt, Origin, felt_today
from journeys.map.telling import in_words
from journeys.models import JourneyKind, JourneyStep, Persona
from journeys.wording import mood, signed

TOLD = ("emotion", "evidence", "name", "touchpoint__name", "journey__occasion", "journey__team__slug")
"""Of a step; of its words nothing is asked."""


@dataclass(frozen=True)
class Feeling:
    """The mean of all steps whose emotion is known, of how many steps it is, and the worst of them."""

    mean: float
    worst: JourneyStep
    felt: Felt
    of: int
    origins: Counter[Origin]

    @property
    def in_words(self) -> str:
        """The mean: "−0,4 neutral"."""
        return f"{signed(self.mean)} {mood(self.mean)}"

    @property
    def worst_in_words(self) -> str:
        """What is felt at the worst step and how that is known: "−2, verärgert (vermutet)"."""
        return in_words(self.felt)

    @property
    def known(self) -> int:
        """Steps whose emotion is known."""
        return self.origins.total()

    @property
    def measured(self) -> int:
        """Of these, whose touchpoint was measured."""
        return self.origins[Origin.READINGS]

    @property
    def heard(self) -> int:
        """Of these, of whose touchpoint customers spoke."""
        return self.origins[Origin.VOICES]

    @property
    def estimated(self) -> int:
        """Of these, whose emotion was put down at the step."""
        return self.origins[Origin.STEP]


def feeling_of(persona: Persona, *, today: date) -> Feeling | None:
    """What they feel on their ways as they are; None where nothing is known. Three queries, however many ways.

    What is wished for, and what a single customer went through, is no part of it. Of several equally bad steps the
    first counts as the worst.
    """
    ways = JourneyStep.objects.filter(journey__persona=persona, journey__kind=JourneyKind.ACTUAL)
    in_order = ways.order_by("journey", "phase__position", "phase", "position", "pk")
    steps = list(in_order.select_related("touchpoint", "journey__team").only(*TOLD))
    felt = felt_today(steps, today=today)
    known = [(step, felt[step.pk]) for step in steps if step.pk in felt]
    if not known:
        return None
    worst, lowest = min(known, key=lambda each: each[1].value)
    return Feeling(
        mean=fmean(each.value for _step, each in known),
        worst=worst,
        felt=lowest,
        of=len(steps),
        origins=Counter(each.origin for _step, each in known),
    )
