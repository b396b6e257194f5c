"""Journeys that many companies know, to begin with.

They are data (`content/`), in both languages and in our own words. What is the same in both stands once beside them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from touchpoints.models import Kind

CONTENT = Path(__file__).parent / "content"
ORDER = ("online_shop", "machine_maker", "craftsman", "practice", "software")
"""As the page shows them, by the names of their files."""
ABOUT_THE_PLACE = {"kind", "is_personal", "stage"}
"""What a step says of its touchpoint; the rest are fields of its row."""


@dataclass(frozen=True)
class ReadyStep:
    """A contact on the way, `kind` None where it is a gap; `told` are the fields of its row."""

    name: str
    kind: Kind | None
    is_personal: bool
    stage: str
    told: Mapping[str, Any]


@dataclass(frozen=True)
class ReadyPhase:
    """A stretch of the way."""

    name: str
    steps: tuple[ReadyStep, ...]


@dataclass(frozen=True)
class ReadyJourney:
    """A way in one language, with the fields of the customer profile that takes it."""

    key: str
    title: str
    occasion: str
    notes: str
    persona: Mapping[str, Any]
    phases: tuple[ReadyPhase, ...]

    @property
    def steps(self) -> list[ReadyStep]:
        """All steps in the order in which the customer takes them."""
        return [step for phase in self.phases for step in phase.steps]

    @property
    def places(self) -> list[ReadyStep]:
        """The steps at a touchpoint, each touchpoint once."""
        return list({step.name: step for step in self.steps if step.kind}.values())

    @property
    def gap_count(self) -> int:
        """How many contacts should exist and do not."""
        return sum(step.kind is None for step in self.steps)


@cache
def all_in(language: str) -> tuple[ReadyJourney, ...]:
    """All ready journeys in that language."""
    return tuple(_journey(key, json.loads((CONTENT / f"{key}.json").read_text()), language) for key in ORDER)


def _journey(key: str, entry: dict[str, Any], language: str) -> ReadyJourney:
    return ReadyJourney(
        key=key,
        persona=entry["persona"][language],
        phases=tuple(
            ReadyPhase(phase[language], tuple(_step(step, language) for step in phase["steps"]))
            for phase in entry["phases"]
        ),
        **entry[language],
    )


def _step(step: dict[str, Any], language: str) -> ReadyStep:
    words = dict(step[language])
    same = {name: value for name, value in step.items() if name not in ABOUT_THE_PLACE and isinstance(value, int | str)}
    return ReadyStep(
        name=words.pop("name"),
        kind=Kind(step["kind"]) if "kind" in step else None,
        is_personal=step.get("is_personal", False),
        stage=step.get("stage", ""),
        told=same | words,
    )
