"""The ways to look at priorities: what each needs to know, shows in its table and puts first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from touchpoints.priorities.candidates import Candidate, crosshair
from touchpoints.priorities.scores import MIDDLE, Bet, Point, Quadrant

type Value = Callable[[Candidate], Any]
"""A figure of a candidate, None where nobody has said it."""


@dataclass(frozen=True)
class Column:
    """One column of figures: its word in the address, its heading, and where its figures come from."""

    name: str
    heading: Promise
    value: Value
    is_score: bool = False
    is_aside: bool = False
    """Told where it is known; nothing hangs on it."""


@dataclass(frozen=True)
class Axes:
    """How a matrix is drawn: its scale from 1 to `top`, what the axes and fields mean, where the crosshair stands."""

    top: int
    x: Promise
    y: Promise
    fields: type[Quadrant] | type[Bet]
    point: Callable[[Candidate], Point | None]
    crosshair: Callable[[list[Candidate]], Point | None]
    crosshair_label: Promise


@dataclass(frozen=True)
class Perspective:
    """One way to look at priorities; the figure that orders it stands first, where a phone has room for it."""

    name: str
    title: Promise
    explanation: Promise
    columns: tuple[Column, ...]
    order: str
    needs: tuple[str, ...]
    axes: Axes | None = None
    has_ideas: bool = True

    def concerns(self, candidate: Candidate) -> bool:
        """Whether a touchpoint has a place here at all: what customers do not meet yet has no performance."""
        return self.has_ideas or candidate.is_met

    def knows(self, candidate: Candidate) -> bool:
        """Whether all that it needs has been said."""
        return all(column.is_aside or column.value(candidate) is not None for column in self.columns)

    @property
    def score(self) -> Column | None:
        """The column that ranks, where one does."""
        return next((column for column in self.columns if column.is_score), None)

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return next((column for column in self.columns if column.name == name), None)

    def ordered(self, candidates: Iterable[Candidate], order: str) -> list[Candidate]:
        """By a column, downwards behind a minus; what is equal there by name, and what has no figure there last."""
        by_name = sorted(candidates, key=lambda each: (each.name.casefold(), each.pk))
        column, downwards = self.column(order.removeprefix("-")), order.startswith("-")
        if column is None:
            return by_name[::-1] if downwards else by_name
        known = [each for each in by_name if column.value(each) is not None]
        unknown = [each for each in by_name if column.value(each) is None]
        return sorted(known, key=column.value, reverse=downwards) + unknown


def _importance(candidate: Candidate) -> float | None:
    return candidate.importance and candidate.importance.value


def _performance(candidate: Candidate) -> float | None:
    return candidate.performing and candidate.performing.x


def _yield(candidate: Candidate) -> float | None:
    return candidate.betting and candidate.betting.y / candidate.betting.x


IMPACT = Column("impact", pgettext_lazy("of an improvement", "Wirkung"), lambda each: each.impact)
CONFIDENCE = Column("confidence", _("Sicherheit"), lambda each: each.confidence)
EFFORT = Column("effort", _("Aufwand"), lambda each: each.effort)

PERSPECTIVES = (
    Perspective(
        "importance",
        _("Wichtigkeit und Leistung"),
        _("Was Kunden wichtig ist und heute schwach läuft, steht oben links: Dort lohnt sich die nächste Runde."),
        columns=(
            Column("gap", _("Lücke"), lambda each: each.gap),
            Column("importance", _("Wichtigkeit"), _importance),
            Column("performance", _("Leistung"), _performance),
            Column("company", _("Wichtigkeit für uns"), lambda each: each.company, is_aside=True),
        ),
        order="-gap",
        needs=("importance_customer", "performance"),
        axes=Axes(
            top=5,
            x=_("Leistung heute"),
            y=_("Wichtigkeit für Kunden"),
            fields=Quadrant,
            point=lambda each: each.performing,
            crosshair=crosshair,
            crosshair_label=_("Mittelwert"),
        ),
        has_ideas=False,
    ),
    Perspective(
        "effort",
        _("Wirkung und Aufwand"),
        _("Viel Wirkung für wenig Aufwand ist ein Quick Win. Er steht oben links."),
        columns=(Column("yield", _("Wirkung je Aufwand"), _yield), IMPACT, EFFORT),
        order="-yield",
        needs=("impact", "effort"),
        axes=Axes(
            top=10,
            x=_("Aufwand"),
            y=_("Wirkung einer Verbesserung"),
            fields=Bet,
            point=lambda each: each.betting,
            crosshair=lambda _candidates: MIDDLE,
            crosshair_label=_("Mitte"),
        ),
    ),
    Perspective(
        "ice",
        _("ICE"),
        _("Wirkung × Sicherheit × Leichtigkeit, je 1 bis 10. Leichtigkeit ist 11 minus Aufwand."),
        columns=(
            Column("ice", _("ICE"), lambda each: each.ice, is_score=True),
            IMPACT,
            CONFIDENCE,
            Column("ease", _("Leichtigkeit"), lambda each: each.ease),
        ),
        order="-ice",
        needs=("impact", "confidence", "effort"),
    ),
    Perspective(
        "rice",
        _("RICE"),
        _("Kontakte im Monat × Wirkung × Sicherheit als Anteil, geteilt durch den Aufwand."),
        columns=(
            Column("rice", _("RICE"), lambda each: each.rice, is_score=True),
            Column("contacts", _("Kontakte"), lambda each: each.contacts),
            IMPACT,
            CONFIDENCE,
            EFFORT,
        ),
        order="-rice",
        needs=("contacts_per_month", "impact", "confidence", "effort"),
    ),
)


def perspective(name: str) -> Perspective:
    """The one of that name; the first where a mistyped address names none."""
    return next((each for each in PERSPECTIVES if each.name == name), PERSPECTIVES[0])
