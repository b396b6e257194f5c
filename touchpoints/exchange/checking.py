"""Holds the rows of a table against the team: what each would become, and every problem by row and column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from teams.models import Department, Team
from touchpoints.exchange.cells import Misfit, longest_name, quoted, short_enough, value_of
from touchpoints.models import ImportRun, Stage, Status

MODELS: dict[str, type[Stage | Department]] = {"stage": Stage, "department": Department}
"""What may be added on the way, by the field that points there."""


@dataclass(frozen=True)
class Problem:
    """What keeps one row out: where it stands, and a sentence in the reader's language."""

    row: int
    column: str
    sentence: str


@dataclass
class Line:
    """One row of the table, made ready: `values` by field hold its filled cells alone, relations by their words.

    `owner` is a primary key. A line with problems stays out.
    """

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The name as names are told apart."""
        return key(self.values.get("name", ""))


@dataclass(frozen=True)
class Report:
    """All rows, held against the team as it is at the moment.

    `known` are the keys of the team's touchpoints, `updates` says whether rows that name one of them are read in too,
    `missing` has by field and key what the team does not have yet.
    """

    lines: list[Line]
    known: frozenset[str]
    updates: bool
    missing: Mapping[str, Mapping[str, str]]

    @property
    def problems(self) -> list[Problem]:
        """Every problem, from the top of the table to its end."""
        return [problem for line in self.lines for problem in line.problems]

    @property
    def fitting(self) -> list[Line]:
        """The lines without problems."""
        return [line for line in self.lines if not line.problems]

    @property
    def new(self) -> int:
        """How many touchpoints would come to be."""
        return len(self.fitting) - self.existing

    @property
    def existing(self) -> int:
        """How many of the fitting lines name a touchpoint that the team has already."""
        return sum(line.key in self.known for line in self.fitting)

    @property
    def left_out(self) -> int:
        """How many lines have a problem."""
        return len(self.lines) - len(self.fitting)

    @property
    def new_stages(self) -> list[str]:
        """The stages that would come to be."""
        return self._added("stage")

    @property
    def new_departments(self) -> list[str]:
        """The departments that would come to be."""
        return self._added("department")

    def _added(self, field: str) -> list[str]:
        """What the lines that are read in need and the team has not; lines that stay out or are skipped add nothing."""
        read_in = (line for line in self.fitting if self.updates or line.key not in self.known)
        needed = {key(line.values[field]) for line in read_in if field in line.values}
        return [words for missing, words in self.missing[field].items() if missing in needed]


def key(name: str) -> str:
    """What two names share that count as one, as the database sees it."""
    return name.lower()


def keys_of(names: Iterable[str]) -> set[str]:
    """The keys of all these names."""
    return {key(name) for name in names}


def checked(run: ImportRun) -> Report:
    """What the run's rows would become with its mapping."""
    clerk = Clerk(run)
    lines = list(clerk.lines())
    known = keys_of(run.team.touchpoints.values_list("name", flat=True))
    return Report(lines, frozenset(known), run.updates, clerk.missing)


class Clerk:
    """Goes through a run's rows once and notes what the team does not have yet."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.places = [(place, run.columns[place], name) for place, name in _mapped(run)]
        self.headings = {name: heading for _place, heading, name in self.places}
        self.had = {
            "stage": keys_of(run.team.stages.values_list("name", flat=True)),
            "department": keys_of(run.team.departments.values_list("name", flat=True)),
        }
        self.may_add = {"stage": run.adds_stages, "department": run.adds_departments}
        self.missing: dict[str, dict[str, str]] = {"stage": {}, "department": {}}
        self.people = People(run.team)
        self.first_rows: dict[str, int] = {}

    def lines(self) -> Iterator[Line]:
        """A line for each row of the table."""
        for number, *cells in self.run.rows:
            line = Line(number)
            for place, heading, name in self.places:
                if cell := cells[place]:
                    self._fill(line, heading, name, cell)
            self._look_at_the_whole(line)
            yield line

    def _fill(self, line: Line, heading: str, name: str, cell: str) -> None:
        try:
            value = value_of(name, cell)
            if name in self.had:
                self._expect(name, value)
            line.values[name] = self.people.called(value) if name == "owner" else value
        except Misfit as misfit:
            line.problems.append(Problem(line.row, heading, str(misfit)))

    def _expect(self, name: str, words: str) -> None:
        """The stage or department is there or shall be added. Raises Misfit."""
        if key(words) in self.had[name]:
            return
        if not self.may_add[name]:
            sentences = {
                "stage": _("Die Kaufphase „%s“ gibt es noch nicht."),
                "department": _("Den Bereich „%s“ gibt es noch nicht."),
            }
            raise Misfit(sentences[name] % quoted(words))
        self.missing[name].setdefault(key(words), short_enough(words, longest_name(MODELS[name])))

    def _look_at_the_whole(self, line: Line) -> None:
        if not line.values.get("name"):
            if not any(problem.column == self.headings["name"] for problem in line.problems):
                sentence = _("Der Name fehlt. Bei verbundenen Zellen steht er nur in der obersten.")
                line.problems.append(Problem(line.row, self.headings["name"], sentence))
        elif (first := self.first_rows.setdefault(line.key, line.row)) != line.row:
            line.problems.append(Problem(line.row, self.headings["name"], _("Steht schon in Zeile %d.") % first))
        if line.values.get("status") == Status.RETIRED and not line.values.get("status_reason"):
            sentence = _("Wer einen Kontaktpunkt stilllegt, schreibt den Grund dazu.")
            line.problems.append(Problem(line.row, self.headings["status"], sentence))


class People:
    """Those who may own a touchpoint of the team, by name and by address."""

    def __init__(self, team: Team) -> None:
        people = list(team.memberships.working().values_list("user_id", "user__name", "user__email"))
        self.by_email = {email.lower(): pk for pk, _name, email in people}
        self.by_name = {name.lower(): pk for pk, name, _email in people}
        self.namesakes = Counter(name.lower() for _pk, name, _email in people)

    def called(self, words: str) -> int:
        """The primary key of the person. Raises Misfit if nobody is called so, or several are."""
        wanted = words.lower()
        if self.namesakes[wanted] > 1:
            raise Misfit(_("Mehrere im Team heißen „%s“. Die E-Mail-Adresse ist eindeutig.") % quoted(words))
        found = self.by_email.get(wanted) or self.by_name.get(wanted)
        if found is None:
            raise Misfit(_("Niemand, der im Team mitarbeitet, heißt „%s“ oder hat diese Adresse.") % quoted(words))
        return found


def _mapped(run: ImportRun) -> Iterator[tuple[int, str]]:
    for place, heading in enumerate(run.columns):
        if name := run.mapping.get(heading):
            yield place, name
