"""An empty table to fill in: all columns with their headings, and one line as an example."""

from typing import IO

from django.utils.translation import gettext as _

from teams.models import Team
from touchpoints.exchange.columns import COLUMNS
from touchpoints.exchange.tables import write_csv
from touchpoints.models import BrandFit, Evidence, Kind, Status


def write_example(file: IO[bytes], *, team: Team) -> None:
    """Write the table into an open file, in the language of the moment."""
    cells = _cells(team)
    write_csv(file, [column.heading for column in COLUMNS], [[cells.get(column.field, "") for column in COLUMNS]])


def _cells(team: Team) -> dict[str, str | int]:
    stage, department = team.stages.last(), team.departments.first()
    return {
        "name": _("Rechnung (Beispiel)"),
        "kind": str(Kind.DIRECT.label),
        "is_personal": _("nein"),
        "channel": _("E-Mail"),
        "stage": stage.name if stage else "",
        "tags": _("Neukunden, Stammkunden"),
        "department": department.name if department else "",
        "status": str(Status.ACTIVE.label),
        "is_key": _("nein"),
        "actual_state": _("Kommt, bevor die Ware da ist."),
        "target_state": _("Kommt zwei Tage nach der Ware und ist auf einen Blick zu verstehen."),
        "brand_fit": str(BrandFit.PARTLY.label),
        "evidence": str(Evidence.GUESS.label),
        "importance_customer": 4,
        "performance": 2,
        "contacts_per_month": 1200,
    }
