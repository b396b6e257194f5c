"""What of everything learned is told: narrowed by touchpoint and year, with the figures of the same time beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.http import QueryDict

from actions.models import Status
from feedback.models import LearnedQuerySet, Polarity, SuggestionState
from teams.forms import as_key
from teams.models import Team

FIRST_YEAR, LAST_YEAR = 1950, 9998
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Asked:
    """The filter of a page; None is all."""

    touchpoint: int | None = None
    year: int | None = None
    only_public: bool = False

    @classmethod
    def of(cls, given: QueryDict) -> Asked:
        """As the address says it; what it says wrongly is not asked."""
        year = as_key(given.get("year", ""))
        return cls(
            as_key(given.get("touchpoint", "")),
            year if year and FIRST_YEAR <= year <= LAST_YEAR else None,
            given.get("public") == "1",
        )

    def narrow(self, lines: LearnedQuerySet) -> LearnedQuerySet:
        """The lines that are asked for, the newest first."""
        if self.touchpoint is not None:
            lines = lines.filter(touchpoint=self.touchpoint)
        if self.year is not None:
            lines = lines.filter(on__year=self.year)
        return (lines.public() if self.only_public else lines).order_by("-on", "-pk")

    def days(self, today: date) -> tuple[date, date]:
        """First and last day of the year that is asked for, else of the last twelve months."""
        if self.year is None:
            return today - A_YEAR + timedelta(days=1), today
        return date(self.year, 1, 1), date(self.year, 12, 31)


@dataclass(frozen=True)
class Figures:
    """What came in and what was finished from one day to another; complaints and praise are never summed."""

    since: date
    until: date
    negative: int
    positive: int
    cases: int
    suggestions: int
    actions: int


def figures_of(team: Team, asked: Asked, today: date) -> Figures:
    """The figures for the filter, in four queries."""
    since, until = asked.days(today)
    at = {} if asked.touchpoint is None else {"touchpoint": asked.touchpoint}
    voices = team.voices.said(since, until).filter(polarity__in=[Polarity.NEGATIVE, Polarity.POSITIVE], **at)
    said = dict(voices.order_by().values_list("polarity").annotate(n=Count("pk")))
    finished = Q(closed_at__date__range=(since, until))
    cases = team.cases.filter(finished, **{f"feedback__{name}": value for name, value in at.items()})
    suggestions = team.suggestions.filter(finished, state=SuggestionState.DONE, **at)
    actions = team.actions.filter(status=Status.DONE, done_at__date__range=(since, until), **at)
    return Figures(
        since,
        until,
        negative=said.get(Polarity.NEGATIVE, 0),
        positive=said.get(Polarity.POSITIVE, 0),
        cases=cases.count(),
        suggestions=suggestions.count(),
        actions=actions.count(),
    )
