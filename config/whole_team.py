"""Packs all that a team has into one ZIP of open formats, with a README that explains it.

Rows are read once and written in small parts: neither a table nor the archive is ever in memory as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone, translation

from teams.models import Language, Team
from teams.whole_team import Folder, Table, everything_of
from touchpoints.exchange.tables import Numeral, Value, write_csv

PLACES = 4
"""Digits behind the comma; measured values have no more."""


AS_JSON = DjangoJSONEncoder(ensure_ascii=False)
"""Days and moments are written as ISO 8601 has them."""


def pack(file: IO[bytes], *, team: Team, at: datetime) -> None:
    """Write the archive into the open file, explained in the team's language, in its time zone."""
    with (
        translation.override(team.language),
        timezone.override(team.zone),
        ZipFile(file, "w", ZIP_DEFLATED) as archive,
    ):
        parts = everything_of(team)
        archive.writestr("README.txt", _readme(parts, team, at))
        for part in parts:
            if isinstance(part, Table):
                _write_table(archive, part, comma="," if team.language == Language.GERMAN else ".")
            else:
                _write_folder(archive, part)


def _readme(parts: Sequence[Table | Folder], team: Team, at: datetime) -> str:
    context = {
        "team": team,
        "at": timezone.localtime(at),
        "tables": [part for part in parts if isinstance(part, Table)],
        "folders": [part for part in parts if isinstance(part, Folder)],
    }
    return render_to_string("whole_team_readme.txt", context)


def _write_table(archive: ZipFile, table: Table, *, comma: str) -> None:
    """Write both files in one pass over the rows: an archive takes one file at a time, so the CSV waits beside it."""
    names = [column.name for column in table.columns]
    with TemporaryFile() as aside:
        with archive.open(f"{table.name}.json", "w", force_zip64=True) as file:
            write_csv(aside, names, _noted(table.rows(), names, file, comma))
        aside.seek(0)
        with archive.open(f"{table.name}.csv", "w", force_zip64=True) as file:
            copyfileobj(aside, file)


def _noted(rows: Iterable[Sequence[Any]], names: Sequence[str], file: IO[bytes], comma: str) -> Iterator[list[Value]]:
    """The rows for the CSV; as they pass, each is written as JSON, an object a line, so that an editor can show it."""
    keys, between = [f"{AS_JSON.encode(name)}: " for name in names], "[\n"
    for row in rows:
        told = [_told(value, comma) for value in row]
        fields = ", ".join([key + text for key, (text, _cell) in zip(keys, told, strict=True)])
        file.write(f"{between}{{{fields}}}".encode(errors="replace"))
        between = ",\n"
        yield [cell for _text, cell in told]
    file.write(b"[]\n" if between == "[\n" else b"\n]\n")


def _told(value: Any, comma: str) -> tuple[str, Value]:
    """The value as JSON and as it stands in the CSV, where numbers read as a spreadsheet of that language has them."""
    match value:
        case None:
            return "null", None
        case str():
            return AS_JSON.encode(value), value
        case bool() | list() | dict():
            text = AS_JSON.encode(value)
            return text, text
        case int():
            return str(value), value
        case Decimal() | float():
            digits = f"{value:.{PLACES}f}".rstrip("0").rstrip(".")
            return digits if isinstance(value, Decimal) else repr(value), Numeral(digits.replace(".", comma))
        case _:
            text = AS_JSON.default(value)
            return AS_JSON.encode(text), text


def _write_folder(archive: ZipFile, folder: Folder) -> None:
    for name, content in folder.files():
        archive.writestr(f"{folder.name}/{name}", content)
