"""Holds rows against the team: the voice that each would become, and every problem by row and column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from feedback.collecting.personal import found_in, masked
from feedback.exchange.cells import value_of
from feedback.exchange.options import Options, Unknown
from feedback.exchange.packing import unpacked
from feedback.models import Feedback, FeedbackRun
from touchpoints.exchange.cells import Misfit, quoted
from touchpoints.exchange.opening import Row

LOOKED_AT = 1000
"""Rows that are checked before a table is read in; the others are checked on their way."""
PROBLEMS_SHOWN = 50
VOICES_SHOWN = 5
MISSING_NAMED = 50


@dataclass(frozen=True)
class Problem:
    """What keeps one row out: where it stands, and a sentence in the reader's language."""

    row: int
    column: str
    sentence: str


@dataclass
class Line:
    """One row, made ready. A line with problems stays out and has no voice."""

    row: int
    voice: Feedback | None
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Report:
    """What the first rows of a table would become; `personal` counts the texts in which somebody can be recognised."""

    looked_at: int = 0
    fitting: int = 0
    personal: int = 0
    problems: list[Problem] = field(default_factory=list)
    voices: list[Feedback] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def left_out(self) -> int:
        """How many of the rows have a problem."""
        return self.looked_at - self.fitting


def checked(run: FeedbackRun, at: datetime) -> Report:
    """What the run's first rows would become with its columns."""
    clerk, report = Clerk(run, at), Report()
    for row in islice(unpacked(run.content), LOOKED_AT):
        line = clerk.line(row)
        report.looked_at += 1
        report.problems += line.problems[: PROBLEMS_SHOWN - len(report.problems)]
        if line.voice:
            report.fitting += 1
            report.voices += [line.voice][: VOICES_SHOWN - len(report.voices)]
    report.personal, report.missing = clerk.personal, list(clerk.missing.values())
    return report


class Clerk:
    """Makes voices of a run's rows; notes which touchpoints the team does not have."""

    def __init__(self, run: FeedbackRun, at: datetime) -> None:
        self.run, self.at, self.options = run, at, Options.of(run)
        self.today = run.team.today(at)
        self.columns = sorted(run.columns.items(), key=lambda column: column[1])
        self.touchpoints = {place.name.lower(): place for place in run.team.touchpoints.only("pk", "name", "team")}
        self.missing = {name.lower(): name for name in self.options.missing}
        self.personal = 0

    def lines(self, rows: Iterable[Row]) -> list[Line]:
        """A line for each row."""
        return [self.line(row) for row in rows]

    def line(self, row: Row) -> Line:
        """The row, made ready."""
        number, cells = row
        line = Line(number, None)
        values: dict[str, Any] = {}
        for name, place in self.columns:
            if cell := cells[place]:
                try:
                    values[name] = self._value(name, cell)
                except Misfit as misfit:
                    line.problems.append(Problem(number, self._heading(place), str(misfit)))
        if not values.get("text") and not any(problem.column == self._heading_of_text for problem in line.problems):
            line.problems.append(Problem(number, self._heading_of_text, _("Hier steht nicht, was gesagt wurde.")))
        if not line.problems:
            line.voice = self._voice(values)
        return line

    def _value(self, name: str, cell: str) -> Any:
        value = value_of(name, cell, scale=self.options.scale, today=self.today)
        if name == "text":
            return self._read_for_personal(value)
        return self._touchpoint(value) if name == "touchpoint" else value

    def _read_for_personal(self, text: str) -> str:
        found = found_in(text)
        self.personal += bool(found)
        return masked(text, found) if found and self.options.masks else text

    def _touchpoint(self, name: str) -> Any:
        place = self.touchpoints.get(name.lower())
        if place is None:
            if len(self.missing) < MISSING_NAMED:
                self.missing.setdefault(name.lower(), quoted(name))
            if self.options.unknown == Unknown.REFUSE:
                raise Misfit(_("Den Kontaktpunkt „%s“ gibt es im Team nicht.") % quoted(name))
        return place

    def _voice(self, values: dict[str, Any]) -> Feedback:
        voice = Feedback(team=self.run.team, recorded_by=self.run.by, via=self.options.via, said_on=self.today)
        for name, value in values.items():
            setattr(voice, name, value)
        if voice.polarity:
            voice.judged_by, voice.judged_at = self.run.by, self.at
        return voice

    def _heading(self, place: int) -> str:
        return self.options.headings[place]

    @property
    def _heading_of_text(self) -> str:
        return self._heading(self.run.columns["text"])
