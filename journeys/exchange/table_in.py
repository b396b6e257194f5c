"""Reads a table of steps, CSV or XLSX; problems are named by row and column."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from journeys.document import FORMAT, VERSION, Document
from journeys.exchange.columns import NUMBER, Column, guessed, recognised
from journeys.exchange.fields import JOURNEY, LANE_TEXTS, empty_step
from journeys.exchange.json_in import Found
from journeys.exchange.mermaid_in import first_phase
from journeys.exchange.refusals import MOST_TOLD, Problem, Unfit, unfit
from journeys.placing import MOST_PHASES, MOST_STEPS
from touchpoints.exchange.cells import SPREADSHEET_ERROR, Misfit, quoted
from touchpoints.exchange.checking import key
from touchpoints.exchange.opening import opened
from touchpoints.exchange.refusals import Unreadable

NAMING = ("touchpoint", "name")
"""The columns of which a step fills one at least."""
RULE = re.compile(r":?-{3,}:?")
"""What Markdown draws below the headings of a table."""


def read_table(content: bytes) -> Found:
    """The journey in the table, whose persona and occasion no table says. Raises Unfit."""
    try:
        table = opened(content, known=recognised)
    except Unreadable as why:
        raise unfit(str(why)) from why
    columns = guessed(table.headings)
    if not {column.field for column in columns.values()}.intersection(NAMING):
        raise unfit(_("Keine Überschrift heißt „Kontaktpunkt“ oder „Bezeichnung“, also ist kein Schritt zu erkennen."))
    sorter = Sorter(columns)
    for row, cells in table.rows:
        if all(RULE.fullmatch(cell) for cell in cells if cell):
            continue
        sorter.take(row, dict(zip(table.headings, cells, strict=True)))
        if len(sorter.problems) >= MOST_TOLD or sorter.is_full:
            break
    if sorter.problems:
        raise Unfit(*sorter.problems)
    return Found(sorter.document(), [heading for heading in table.headings if heading not in columns])


class Sorter:
    """Puts row after row into phases and notes what does not fit."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self.columns = columns
        self.headings = {column.field: heading for heading, column in columns.items()}
        self.problems: list[Problem] = []
        self.phases: list[Document] = []
        self.steps = 0
        self.is_full = False

    def take(self, row: int, cells: Mapping[str, str]) -> None:
        """One row: a step of the phase that it names or that stands above it, or a phase without steps."""
        said = {column.field: self._value(row, heading, cells[heading]) for heading, column in self.columns.items()}
        told = {name: value for name, value in said.items() if value is not None}
        self._enter(row, told.pop("phase", None))
        told.pop(NUMBER, None)
        if told:
            self._add_step(row, told)

    def document(self) -> Document:
        """All rows, as our document."""
        journey = {name: value.empty for name, value in JOURNEY.items()}
        return {"format": FORMAT, "version": VERSION, **journey, "phases": self.phases}

    def _value(self, row: int, heading: str, cell: str) -> object:
        """What the cell says; None where it is empty or does not fit."""
        column = self.columns[heading]
        if not cell or column.field == NUMBER:
            return None
        try:
            if SPREADSHEET_ERROR.fullmatch(cell):
                raise Misfit(_("Ein Fehlerwert aus der Tabellenkalkulation: %s.") % cell)
            return column.value.from_cell(cell)
        except Misfit as misfit:
            self._note(row, heading, str(misfit))
            return "" if column.field in NAMING else None

    def _enter(self, row: int, name: object) -> None:
        """Go on in the phase, or begin it; one that has ended does not come back."""
        if not name and self.phases:
            return
        name = str(name or first_phase())
        if self.phases and key(self.phases[-1]["name"]) == key(name):
            return
        if key(name) in {key(phase["name"]) for phase in self.phases}:
            self._note(row, self.headings["phase"], _("Die Phase „%s“ gibt es schon weiter oben.") % quoted(name))
            return
        if len(self.phases) == MOST_PHASES:
            self._overflow(row, _("Mehr als %s Phasen hat eine Journey nicht.") % MOST_PHASES)
            return
        self.phases.append({"name": name, "steps": []})

    def _add_step(self, row: int, told: Document) -> None:
        if self.steps == MOST_STEPS:
            self._overflow(row, _("Mehr als %s Schritte hat eine Journey nicht.") % MOST_STEPS)
            return
        if not any(name in told for name in NAMING):
            heading = next(self.headings[name] for name in NAMING if name in self.headings)
            self._note(row, heading, _("Ein Schritt hat einen Kontaktpunkt oder sagt, was hier fehlt."))
        step = empty_step()
        step["texts"] |= {name: told.pop(name) for name in LANE_TEXTS if name in told}
        self.phases[-1]["steps"].append(step | told)
        self.steps += 1

    def _overflow(self, row: int, sentence: str) -> None:
        self.is_full = True
        self.problems.append(Problem(_("Zeile %s") % row, sentence))

    def _note(self, row: int, heading: str, sentence: str) -> None:
        place = _("Zeile %(row)s, Spalte %(column)s") % {"row": row, "column": heading}
        self.problems.append(Problem(place, sentence))
