"""Gives out figures as tables: what was measured, and the touchpoints as the priorities rank them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from touchpoints.exchange.downloads import Sheet
from touchpoints.exchange.tables import Value
from touchpoints.measuring.wording import unit_of
from touchpoints.models import Metric
from touchpoints.priorities.board import SAID, Board
from touchpoints.priorities.wording import behind

AT_ONCE = 2000
"""Readings that are in memory at a time."""


def readings(metric: Metric) -> Sheet:
    """A line for each reading whose value may be shown apart, oldest first."""
    unit = unit_of(metric)
    value = _("Wert (%(unit)s)") % {"unit": unit} if unit else _("Wert")
    bounds = [_("Untere Grenze (95 %)"), _("Obere Grenze (95 %)")]
    headings = [_("Gemessen am"), value, *bounds, "n", _("Quelle"), _("Bereich"), _("Anmerkung")]
    return Sheet(_("Messungen"), headings, _readings(metric))


def _readings(metric: Metric) -> Iterator[list[Value]]:
    rows = metric.readings.shown().select_related("department")
    for reading in rows.iterator(chunk_size=AT_ONCE):
        figures = [reading.value, reading.low, reading.high, reading.n]
        department = reading.department.name if reading.department else ""
        yield [reading.measured_on, *figures, reading.get_source_display(), department, reading.note]


def priorities(board: Board) -> Sheet:
    """The table of a perspective in its order, whatever page of it is open."""
    headings = [_("Kontaktpunkt"), _("Feld")]
    for column in board.perspective.columns:
        said = [_("%s: Quelle") % column.heading] if column.name in SAID else []
        headings += [str(column.heading), *said]
    place = [_("Platz")] if board.perspective.score else []
    return Sheet(str(board.perspective.title), [*place, *headings], _priorities(board))


def _priorities(board: Board) -> Iterator[list[Value]]:
    for candidate in board.rows:
        place = [board.places[candidate.pk]] if board.perspective.score else []
        field = board.matrix.field(candidate) if board.matrix else None
        line: list[Value] = [*place, candidate.name, str(field.label) if field else ""]
        for column in board.perspective.columns:
            line.append(_as_shown(column.value(candidate)))
            if column.name in SAID:
                line.append(behind(getattr(candidate, column.name)))
        yield line


def _as_shown(figure: float | None) -> float | None:
    """As fine as the page shows it, and a number still."""
    return figure if figure is None or isinstance(figure, int) else round(figure, 0 if figure >= 100 else 1)
