"""Where a way is weak, worst first, and why: points by one table, reckoned from the plain map alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journeys.comparing.aligning import aligned
from journeys.feeling import Felt
from journeys.mapping import JourneyMap, MapStep
from journeys.models import JourneyKind
from journeys.wording import A_DAY, AN_HOUR, signed, sourced, waiting


class Weakness(TextChoices):
    """What can be wrong at a step, as the page explains its order."""

    MISSING = "missing", gettext_lazy("Ein Kontakt fehlt, den es geben müsste")
    FAR_FROM_TARGET = "far_from_target", gettext_lazy("Das Gefühl liegt zwei Stufen oder mehr unter dem Soll")
    ANGRY = "angry", gettext_lazy("Kunden sind verärgert (Gefühl um −2)")
    UNHAPPY = "unhappy", gettext_lazy("Kunden sind unzufrieden (Gefühl um −1)")
    RETIRED = "retired", gettext_lazy("Der Weg führt über einen stillgelegten Kontaktpunkt")
    SEEN_BETTER = "seen_better", gettext_lazy("Innen gilt es als deutlich besser, als Kunden es finden")
    WEEK = "week", gettext_lazy("Davor wartet man eine Woche oder länger")
    DAY = "day", gettext_lazy("Davor wartet man einen Tag oder länger")
    HOUR = "hour", gettext_lazy("Davor wartet man eine Stunde oder länger")
    BREAK = "break", gettext_lazy("Ein Medienbruch: von online nach offline oder zurück")


POINTS = {
    Weakness.MISSING: 6,
    Weakness.FAR_FROM_TARGET: 5,
    Weakness.ANGRY: 4,
    Weakness.UNHAPPY: 2,
    Weakness.RETIRED: 3,
    Weakness.SEEN_BETTER: 3,
    Weakness.WEEK: 3,
    Weakness.DAY: 2,
    Weakness.HOUR: 1,
    Weakness.BREAK: 2,
}
"""What each counts; those of one step are added up."""

AT_MOMENT_OF_TRUTH = 2
"""How many times a bad feeling counts there."""

UNHAPPY, ANGRY = -0.5, -1.5
"""Below these an emotion is nearer to −1 and to −2 than to the milder one."""

FAR = 2
"""Steps of emotion between how it is and how it should be."""

WAITS = {Weakness.WEEK: 7 * A_DAY, Weakness.DAY: A_DAY, Weakness.HOUR: AN_HOUR}
"""From how many minutes on, the longest first."""


@dataclass(frozen=True)
class Reason:
    """One thing that is wrong at a step, in words, and what it counts."""

    weakness: Weakness
    words: str
    points: int


@dataclass(frozen=True)
class WeakPoint:
    """A step at which something is wrong, with its place on the way, counted from 1, and its phase.

    Of a contact that only the way as it should be has, `way` is that way, and there is no place on this one.
    """

    step: MapStep
    number: int | None
    phase: str
    reasons: list[Reason]
    way: int | None = None

    @property
    def points(self) -> int:
        """How much is wrong here."""
        return sum(reason.points for reason in self.reasons)


@dataclass(frozen=True)
class Target:
    """The way as it should be: its primary key, and its steps each with the name of its phase."""

    way: int | None = None
    steps: Sequence[tuple[MapStep, str]] = ()


def weak_points(
    journey: JourneyMap, target: Target | None = None, seen_better: Mapping[int, str] | None = None
) -> list[WeakPoint]:
    """The weak steps of a way, most points first, then as they lie on the way.

    The same steps of the way as it should be are found as in a comparison. Those that it alone has are contacts which
    customers miss, on the way that all of them take; that one customer passed them by says nothing. `seen_better`
    says by touchpoint, in words, who inside finds it better than customers do.
    """
    target, here = target or Target(), [(step, phase.name) for phase in journey.phases for step in phase.steps]
    rows = aligned(journey.steps, [step for step, _phase in target.steps]).rows if here else []
    found = []
    for row in rows:
        planned = None if row.right is None else target.steps[row.right]
        if row.left is not None:
            step, phase = here[row.left]
            reasons = _reasons(step, planned[0].felt if planned else None, seen_better or {})
            found.append(WeakPoint(step, row.left + 1, phase, list(reasons)))
        elif planned and journey.kind == JourneyKind.ACTUAL:
            found.append(WeakPoint(planned[0], None, planned[1], [_only_planned()], target.way))
    return sorted((point for point in found if point.reasons), key=lambda point: -point.points)


def table() -> list[tuple[Weakness, int]]:
    """What counts how much, the most first: what the page says of its order."""
    return sorted(POINTS.items(), key=lambda row: -row[1])


def _only_planned() -> Reason:
    return _reason(Weakness.MISSING, _("Kontakt fehlt: Nur das Soll hat ihn"))


def _reasons(step: MapStep, target: Felt | None, seen_better: Mapping[int, str]) -> Iterator[Reason]:
    if step.is_gap:
        yield _reason(Weakness.MISSING, _("Kontakt fehlt"))
    if step.felt:
        yield from _of_feeling(step.felt, target, step.is_moment_of_truth)
    if step.is_retired:
        yield _reason(Weakness.RETIRED, _("Kontaktpunkt ist stillgelegt"))
    if step.touchpoint and (words := seen_better.get(step.touchpoint)):
        yield _reason(Weakness.SEEN_BETTER, words)
    for weakness, minutes in WAITS.items():
        if (step.waiting_minutes or 0) >= minutes:
            yield _reason(weakness, _("Wartezeit %s") % waiting(step.waiting_minutes or 0))
            break
    if step.is_break:
        yield _reason(Weakness.BREAK, _("Medienbruch: jetzt %s") % step.medium_label)


def _of_feeling(felt: Felt, target: Felt | None, is_moment_of_truth: bool) -> Iterator[Reason]:
    is_bad = felt.value < UNHAPPY
    if is_bad:
        yield _bad_feeling(felt, is_moment_of_truth)
    if target and target.value - felt.value >= FAR:
        both = {"should": signed(target.value), "is": sourced(felt)}
        told = _("im Soll %(should)s") if is_bad else _("Gefühl %(is)s, Soll %(should)s")
        yield _reason(Weakness.FAR_FROM_TARGET, told % both)


def _bad_feeling(felt: Felt, is_moment_of_truth: bool) -> Reason:
    weakness = Weakness.ANGRY if felt.value < ANGRY else Weakness.UNHAPPY
    words = {"value": sourced(felt)}
    if is_moment_of_truth:
        told = _("Gefühl %(value)s an einem Moment der Wahrheit, zählt doppelt") % words
        return _reason(weakness, told, AT_MOMENT_OF_TRUTH)
    return _reason(weakness, _("Gefühl %(value)s") % words)


def _reason(weakness: Weakness, words: str, times: int = 1) -> Reason:
    return Reason(weakness, words, POINTS[weakness] * times)
