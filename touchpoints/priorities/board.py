"""One look at the priorities of a team: what a page shows for what stands in its address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from teams.forms import as_key
from teams.models import Team
from touchpoints.priorities.candidates import Candidate, candidates
from touchpoints.priorities.freshness import known_until
from touchpoints.priorities.matrix import Matrix
from touchpoints.priorities.perspectives import Column, Perspective, perspective
from touchpoints.priorities.proposal import Proposal, proposal
from touchpoints.priorities.scores import Bet, Quadrant
from touchpoints.priorities.wording import behind, written

PAGE_SIZE = 50
CELL = re.compile(r"\d{1,2}-\d{1,2}", re.ASCII)
"""How the address names a place of the matrix."""
SAID = ("importance", "performance")
"""Figures behind which somebody stands."""


class Head(NamedTuple):
    """The head of a column: the order that choosing it asks for, and the one that holds now ("ascending" or so)."""

    name: str
    words: str | Promise
    order: str
    now: str
    is_aside: bool = False


class Entry(NamedTuple):
    """One cell: a figure and who stands behind it, with a bar where it is the score."""

    column: Column
    words: str
    origin: str = ""
    share: int | None = None


class Line(NamedTuple):
    """One touchpoint in the table."""

    candidate: Candidate
    place: int | None
    field: Quadrant | Bet | None
    cells: list[Entry]


@dataclass(frozen=True)
class Board:
    """The candidates of a team from one perspective; worked out where the page asks for it, and not before."""

    team: Team
    at: datetime
    perspective: Perspective
    order: str
    cell: str = ""
    number: int = 1
    resting: frozenset[int] = frozenset()
    """Primary keys of what is not proposed, however much speaks for it."""

    @cached_property
    def everyone(self) -> list[Candidate]:
        """All who compete."""
        return candidates(self.team, at=self.at)

    @property
    def freshness(self) -> str:
        """What stays the same until there is something else to show."""
        return f"{known_until(self.team, at=self.at)} {sorted(self.resting)}"

    @property
    def query(self) -> QueryDict:
        """The address that asks for this and no more: what else stood in it is in no link and in no key."""
        given = {
            "view": self.perspective.name,
            "sort": self.order if self.order != self.perspective.order else "",
            "cell": self.cell,
            "page": self.number if self.number > 1 else "",
        }
        return QueryDict(urlencode({name: value for name, value in given.items() if value}))

    @property
    def known(self) -> list[Candidate]:
        """Those about which enough is said to stand here."""
        return self._parted[True]

    @property
    def missing(self) -> list[Candidate]:
        """Those that belong here but miss a figure, by name."""
        return self._parted[False]

    @cached_property
    def proposal(self) -> Proposal | None:
        """The one to start with."""
        return proposal(self.everyone, resting=self.resting)

    @cached_property
    def matrix(self) -> Matrix | None:
        """The picture, where this perspective has one and there is something to see."""
        if self.perspective.axes is None or not self.known:
            return None
        return Matrix(self.perspective.axes, self.known, self.proposal.candidate.pk if self.proposal else None)

    @cached_property
    def rows(self) -> list[Candidate]:
        """What the table shows, in order: all, or those at the chosen place of the matrix."""
        found = self.known
        if self.matrix and self.cell:
            here = {"{}-{}".format(*cell): dots for cell, dots in self.matrix.cells.items()}
            found = [dot.candidate for dot in here.get(self.cell, [])]
        return self.perspective.ordered(found, self.order)

    @property
    def heads(self) -> list[Head]:
        """Above the columns."""
        return [
            self._head("name", _("Kontaktpunkt")),
            *(self._head(c.name, c.heading, is_aside=c.is_aside) for c in self.perspective.columns),
        ]

    @cached_property
    def page(self) -> Page[Candidate]:
        """Fifty of the rows."""
        return Paginator(self.rows, PAGE_SIZE).get_page(self.number)

    @cached_property
    def lines(self) -> list[Line]:
        """The rows of the page as the table shows them."""
        return [
            Line(
                each,
                self.places.get(each.pk),
                self.matrix.field(each) if self.matrix else None,
                [self._entry(column, each) for column in self.perspective.columns],
            )
            for each in self.page
        ]

    @cached_property
    def places(self) -> dict[int, int]:
        """The place of each by its score, the same for equal scores; empty without a score."""
        score = self.perspective.score
        if score is None:
            return {}
        values = sorted((score.value(each) for each in self.known), reverse=True)
        first = {value: place for place, value in reversed(list(enumerate(values, start=1)))}
        return {each.pk: first[score.value(each)] for each in self.known}

    @cached_property
    def _parted(self) -> dict[bool, list[Candidate]]:
        parted: dict[bool, list[Candidate]] = {True: [], False: []}
        for each in filter(self.perspective.concerns, self.everyone):
            parted[self.perspective.knows(each)].append(each)
        return parted

    @cached_property
    def _largest(self) -> float:
        score = self.perspective.score
        return max((score.value(each) for each in self.known), default=0) if score else 0

    def _head(self, name: str, words: str | Promise, *, is_aside: bool = False) -> Head:
        """Choosing a figure orders by it downwards first, a name upwards; choosing it again turns it round."""
        up, down = name, f"-{name}"
        after = {up: down, down: up}.get(self.order, up if name == "name" else down)
        return Head(name, words, after, {up: "ascending", down: "descending"}.get(self.order, ""), is_aside)

    def _entry(self, column: Column, candidate: Candidate) -> Entry:
        value = column.value(candidate)
        figure = getattr(candidate, column.name) if column.name in SAID else None
        share = round(100 * value / self._largest) if column.is_score and self._largest else None
        words = "" if value is None else written(value)
        return Entry(column, words, behind(figure) if figure else "", share)


def board(team: Team, asked: QueryDict, *, at: datetime) -> Board:
    """The board that an address asks for; what makes no sense in it is passed over."""
    chosen = perspective(asked.get("view", ""))
    order, cell = asked.get("sort", ""), asked.get("cell", "")
    is_known = order.removeprefix("-") == "name" or chosen.column(order.removeprefix("-")) is not None
    return Board(
        team,
        at,
        chosen,
        order=order if is_known else chosen.order,
        cell=cell if CELL.fullmatch(cell) else "",
        number=as_key(asked.get("page", "")) or 1,
    )
