"""Makes a value of what stands in a cell, or says in a sentence why it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.db.models import CharField, Field, Model, TextField
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from teams.wording import LineField, one_line
from touchpoints.exchange.columns import COLUMNS
from touchpoints.models import RATINGS, Tag, Touchpoint
from touchpoints.tagging import names_in

WHOLE = re.compile(r"(\d{1,18})(?:[.,]0+)?")
WHOLE_BY_THOUSANDS = re.compile(r"\d{1,3}(?:[.,’' \u00a0\u202f]\d{3}){1,5}")
MOST_CONTACTS = 100_000_000
YES = frozenset(["ja", "j", "yes", "y", "true", "wahr", "x", "1", "✓", "✔", "★"])
NO = frozenset(["nein", "n", "no", "false", "falsch", "0", "-", "–", "—"])
SPREADSHEET_ERROR = re.compile(r"#(N/?[AV]|REF!|BEZUG!|VALUE!|WERT!|DIV/0!|NAME\?|NULL!|NUM!|ZAHL!)", re.IGNORECASE)
SHOWN = 40
"""Characters of a cell that a sentence about it repeats."""


class Misfit(Exception):
    """The cell does not fit its column; `str` of it says why, in the reader's language."""


def value_of(field: str, cell: str) -> Any:
    """The value of a filled cell for that field; of stage, department and owner the words. Raises Misfit."""
    if SPREADSHEET_ERROR.fullmatch(cell):
        raise Misfit(_("Ein Fehlerwert aus der Tabellenkalkulation: %s.") % cell)
    return _readers()[field](cell)


def quoted(cell: str) -> str:
    """The cell's beginning, for a sentence about it."""
    line = one_line(cell)
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


def short_enough(words: str, most: int) -> str:
    """The words. Raises Misfit if they are too many."""
    if len(words) > most:
        raise Misfit(_("Höchstens %(most)d Zeichen, hier sind es %(length)d.") % {"most": most, "length": len(words)})
    return words


def longest_name(model: type[Model]) -> int:
    """How many characters a name of such a row may have."""
    return model._meta.get_field("name").max_length or 0  # type: ignore[union-attr]


@cache
def _readers() -> Mapping[str, Callable[[str], Any]]:
    return {column.field: _reader(column.field) for column in COLUMNS}


def _reader(name: str) -> Callable[[str], Any]:
    if name == "tags":
        return _tags
    field = Touchpoint._meta.get_field(name)
    if name in RATINGS:
        return partial(whole, lowest=1, highest=RATINGS[name])
    if name == "contacts_per_month":
        return partial(whole, lowest=0, highest=MOST_CONTACTS)
    if isinstance(field, Field) and field.choices:
        return partial(choice, field)
    if isinstance(field, (CharField, TextField)):
        return partial(_line if isinstance(field, LineField) else short_enough, most=field.max_length or 0)
    return one_line if field.is_relation else flag


def _line(cell: str, most: int) -> str:
    return short_enough(one_line(cell), most)


def _tags(cell: str) -> list[str]:
    return [short_enough(name, longest_name(Tag)) for name in names_in(cell)]


def flag(cell: str) -> bool:
    """Yes or no, in the words that people have for it. Raises Misfit."""
    word = cell.casefold()
    if word not in YES | NO:
        raise Misfit(_("„%s“ ist weder ja noch nein.") % quoted(cell))
    return word in YES


def whole(cell: str, *, lowest: int, highest: int) -> int:
    """A whole number from 0 on, with or without marks between its thousands. Raises Misfit."""
    if WHOLE_BY_THOUSANDS.fullmatch(cell):
        number = int(re.sub(r"\D", "", cell))
    else:
        number = int(found[1]) if (found := WHOLE.fullmatch(cell)) else -1
    if not lowest <= number <= highest:
        words = {"cell": quoted(cell), "lowest": lowest, "highest": number_format(highest, force_grouping=True)}
        raise Misfit(_("„%(cell)s“ ist keine ganze Zahl von %(lowest)s bis %(highest)s.") % words)
    return number


def choice(field: Field[Any, Any], cell: str) -> str:
    """The value of the field that is called so in one of the languages. Raises Misfit."""
    value = _choices(field).get(cell.casefold())
    if value is None:
        labels = ", ".join(str(label) for value, label in field.flatchoices if value)
        raise Misfit(_("„%(cell)s“ passt nicht. Es gibt: %(choices)s.") % {"cell": quoted(cell), "choices": labels})
    return value


@cache
def _choices(field: Field[Any, Any]) -> Mapping[str, str]:
    """The values by what they are called in every language, and by themselves."""
    words = {str(value).casefold(): value for value, _label in field.flatchoices if value}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words |= {str(label).casefold(): value for value, label in field.flatchoices if value}
    return words
