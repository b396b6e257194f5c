"""Hands out a table as a file that a spreadsheet opens."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO

from django.http import FileResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, override

from teams.models import Team
from touchpoints.exchange.tables import IN_MEMORY, Value, csv_parts, write_csv, write_xlsx


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


def streamed(sheet: Sheet, name: str) -> StreamingHttpResponse:
    """The table as CSV, line by line as it is made: it begins at once, however long it is.

    It goes on when the view has returned, in the language of the moment.
    """
    parts = _in_language(csv_parts(sheet.headings, sheet.rows), get_language() or "de")
    response = StreamingHttpResponse(parts, content_type="text/csv")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def _in_language(parts: Iterable[bytes], language: str) -> Iterator[bytes]:
    with override(language):
        yield from parts


def file_name(stem: str, ending: str, *, team: Team, at: datetime) -> str:
    """A name that says what of which team it is, and of which day: "massnahmen-vertrieb-2026-11-22.csv"."""
    return f"{stem}-{team.slug}-{team.today(at)}.{ending}"
