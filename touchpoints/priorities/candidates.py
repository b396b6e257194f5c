"""The touchpoints that compete for the next round, with everything that speaks for each."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache, cached_property
from typing import Any, NamedTuple

from teams.models import Team
from touchpoints.models import MET, Status
from touchpoints.priorities import scores
from touchpoints.priorities.scores import MIDDLE, Bet, Point, Quadrant
from touchpoints.priorities.voices import Figure, Origin, customers_say, staff_say


class Facts(NamedTuple):
    """A touchpoint and what is known about its weight; what nobody has said is None."""

    pk: int
    name: str
    kind: str
    status: str
    is_key: bool
    is_moment_of_truth: bool
    importance: Figure | None = None
    performance: Figure | None = None
    impact: int | None = None
    confidence: int | None = None
    effort: int | None = None
    contacts: int | None = None
    company: int | None = None


class Candidate(Facts):
    """A touchpoint with what follows from the facts; what is asked for again and again is worked out once."""

    @property
    def is_met(self) -> bool:
        """Customers meet it today."""
        return self.status in MET

    @cached_property
    def performing(self) -> Point | None:
        """Performance to the right, importance upwards; what nobody meets yet performs nowhere."""
        if self.importance is None or self.performance is None or not self.is_met:
            return None
        return Point(self.performance.value, self.importance.value)

    @property
    def gap(self) -> float | None:
        """How far performance stays behind importance; negative where it exceeds it."""
        return self.performing and self.performing.y - self.performing.x

    @property
    def betting(self) -> Point | None:
        """Effort to the right, impact upwards."""
        return None if self.impact is None or self.effort is None else Point(self.effort, self.impact)

    @property
    def bet(self) -> Bet | None:
        """What kind of bet an improvement is."""
        return self.betting and scores.field_of(Bet, self.betting, MIDDLE)

    @property
    def is_quick_win(self) -> bool:
        """Much impact for little effort."""
        return self.bet == Bet.QUICK_WIN

    @property
    def ease(self) -> int | None:
        """How easy an improvement is."""
        return None if self.effort is None else scores.ease(self.effort)

    @property
    def ice(self) -> int | None:
        """Impact × confidence × ease."""
        if self.impact is None or self.confidence is None or self.effort is None:
            return None
        return scores.ice(self.impact, self.confidence, self.effort)

    @property
    def rice(self) -> float | None:
        """Contacts × impact × confidence / effort."""
        if self.contacts is None or self.impact is None or self.confidence is None or self.effort is None:
            return None
        return scores.rice(self.contacts, self.impact, self.confidence, self.effort)


def candidates(team: Team, *, at: datetime) -> list[Candidate]:
    """All of the team's touchpoints but the retired ones, by name; three queries.

    Customers stand behind performance where they were asked, staff behind both figures where a survey was held;
    the record's own estimates fill what is left.
    """
    customers, staff = customers_say(team), staff_say(team, at=at)
    nobody: tuple[None, None] = (None, None)
    found = []
    for *facts, evidence, importance, performance, impact, confidence, effort, contacts, company in _rows(team):
        important, performing = staff.get(facts[0], nobody)
        said = (
            important or _estimate(importance, evidence),
            customers.get(facts[0]) or performing or _estimate(performance, evidence),
        )
        found.append(Candidate._make((*facts, *said, impact, confidence, effort, contacts, company)))
    return found


def _rows(team: Team) -> Iterable[tuple[Any, ...]]:
    facts = ("pk", "name", "kind", "status", "is_key", "is_moment_of_truth", "evidence")
    customers = ("importance_customer", "performance")
    estimates = ("impact", "confidence", "effort", "contacts_per_month", "importance_company")
    return team.touchpoints.exclude(status=Status.RETIRED).values_list(*facts, *customers, *estimates)


@cache
def _estimate(value: int | None, evidence: str) -> Figure | None:
    return None if value is None else Figure(value, Origin.ESTIMATE, evidence=evidence)


def crosshair(candidates: list[Candidate]) -> Point | None:
    """The means of performance and importance over all that have both."""
    return scores.means(point for each in candidates if (point := each.performing))


def quadrant(candidate: Candidate, crosshair: Point | None) -> Quadrant | None:
    """Where a touchpoint stands among the others."""
    if crosshair is None or candidate.performing is None:
        return None
    return scores.field_of(Quadrant, candidate.performing, crosshair)
