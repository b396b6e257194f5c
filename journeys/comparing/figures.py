"""The figures of two ways beside each other, with what lies between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from journeys.comparing.wording import Source, source_of
from journeys.feeling import Summary, summary
from journeys.mapping import JourneyMap, MapStep
from journeys.models import JourneyKind
from journeys.wording import signed, waiting

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HARDLY = 0.05
"""Emotions that lie less apart are written alike with one decimal."""


class Verdict(Enum):
    """Whether the right side is better for customers than the left one."""

    BETTER = "better"
    WORSE = "worse"
    NEITHER = ""


@dataclass(frozen=True)
class Figure:
    """One figure on both sides, in words, and the right one against the left one."""

    title: StrOrPromise
    left: str
    right: str
    difference: str = ""
    verdict: Verdict = Verdict.NEITHER


@dataclass(frozen=True)
class Known:
    """Where a side's emotions come from: of how many steps how many are measured, heard, estimated.

    Those of a plan are nothing of this: they are what is wished for.
    """

    steps: int
    measured: int
    heard: int
    estimated: int
    is_plan: bool = False

    @property
    def felt(self) -> int:
        """Steps with an emotion."""
        return self.measured + self.heard + self.estimated

    @property
    def is_of_customers(self) -> bool:
        """At least one of them is what customers said, by a figure or in words."""
        return bool(self.measured or self.heard)

    @property
    def is_unknown(self) -> bool:
        """Nothing is known of any."""
        return not self.felt


def known(journey: JourneyMap) -> Known:
    """Where the emotions of a map come from."""
    sources = Counter(map(source_of, journey.feelings))
    return Known(
        steps=len(journey.steps),
        measured=sources[Source.MEASURED],
        heard=sources[Source.HEARD],
        estimated=sources[Source.ESTIMATED],
        is_plan=journey.kind == JourneyKind.TARGET,
    )


def figures(left: JourneyMap, right: JourneyMap) -> list[Figure]:
    """Emotions first, then what weighs on the way, then how long it is."""
    return [
        *_emotions(summary(left.feelings), summary(right.feelings)),
        _counted(_("Schritte mit Gefühl (n)"), left, right, lambda step: step.felt is not None),
        _counted(_("Momente der Wahrheit"), left, right, lambda step: step.is_moment_of_truth),
        _counted(_("Medienbrüche"), left, right, lambda step: step.is_break, less_is_better=True),
        _counted(_("Lücken"), left, right, lambda step: step.is_gap),
        _figure(_("Wartezeit zusammen"), _waiting(left), _waiting(right), say=waiting, less_is_better=True),
        _counted(_("Schritte"), left, right, lambda step: True),
    ]


def _emotions(left: Summary | None, right: Summary | None) -> Iterator[Figure]:
    values: list[tuple[StrOrPromise, Callable[[Summary], float]]] = [
        (_("Mittel"), lambda of: of.mean),
        (_("Spitze"), lambda of: of.peak),
        (pgettext_lazy("figure", "Ende"), lambda of: of.end),
        (_("Spitze und Ende"), lambda of: of.peak_end),
    ]
    for title, value in values:
        sides = [value(side) if side else None for side in (left, right)]
        yield _figure(title, *sides, say=signed, more_is_better=True)


def _counted(
    title: StrOrPromise, left: JourneyMap, right: JourneyMap, is_it: Callable[[MapStep], bool], **judged: bool
) -> Figure:
    counts = [sum(map(is_it, side.steps)) for side in (left, right)]
    return _figure(title, *counts, say=str, **judged)


def _waiting(journey: JourneyMap) -> int | None:
    """Minutes on the whole way; None where no step says anything."""
    told = [step.waiting_minutes for step in journey.steps if step.waiting_minutes is not None]
    return sum(told) if told else None


def _figure[Number: (int, float)](
    title: StrOrPromise,
    left: Number | None,
    right: Number | None,
    *,
    say: Callable[[Number], str],
    more_is_better: bool = False,
    less_is_better: bool = False,
) -> Figure:
    told_left, told_right = ("–" if value is None else say(value) for value in (left, right))
    if left is None or right is None:
        return Figure(title, told_left, told_right)
    apart = right - left
    if abs(apart) < HARDLY:
        return Figure(title, told_left, told_right, "0")
    verdict = Verdict.NEITHER
    if more_is_better or less_is_better:
        verdict = Verdict.BETTER if (apart > 0) == more_is_better else Verdict.WORSE
    return Figure(title, told_left, told_right, _apart(apart, say), verdict)


def _apart[Number: (int, float)](apart: Number, say: Callable[[Number], str]) -> str:
    return ("−" if apart < 0 else "+") + say(abs(apart)).lstrip("+")
