"""Hands out a table as a file that a spreadsheet opens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO

from django.http import FileResponse

from teams.models import Team
from touchpoints.exchange.tables import IN_MEMORY, Value, write_csv, write_xlsx


@dataclass(frozen=True)
class Sheet:
    """A table on its way out; its rows are fetched as they are written."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Value]]

    def write(self, file: IO[bytes], ending: str) -> None:
        """Write it into an open file, as "csv" or as "xlsx", in the language of the moment."""
        if ending == "csv":
            write_csv(file, self.headings, self.rows)
        else:
            write_xlsx(file, self.headings, self.rows, title=self.title)


def download(sheet: Sheet, name: str) -> FileResponse:
    """The table under that name, whose ending says what it is written as."""
    file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the response closes it
    sheet.write(file, name.rpartition(".")[2])
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name)


def file_name(stem: str, ending: str, *, team: Team, at: datetime) -> str:
    """A name that says what of which team it is, and of which day: "massnahmen-vertrieb-2026-11-22.csv"."""
    return f"{stem}-{team.slug}-{team.today(at)}.{ending}"
