"""What a team can take along: tables of its rows, and folders of files beside them.

Each floor names its own in a `parts(team)`; `settings.WHOLE_TEAM` lists them all, so that this floor need not know
those above. Secrets are never among them: no tokens, no hashes, no sealed ballots, no cards face down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from teams.models import Role, Team

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

AT_ONCE = 2000
"""Rows that are in memory at a time."""

NUMBER = _("Nummer, auf die andere Tabellen verweisen")


@dataclass(frozen=True)
class Column:
    """One field of a table: its name in the files, what it means, and the words that can stand in it."""

    name: str
    says: StrOrPromise
    choices: Sequence[tuple[Any, Any]] = ()


@dataclass(frozen=True)
class Table:
    """One kind of row; `rows` has a fresh pass over them each time, in the order of the columns."""

    name: str
    says: StrOrPromise
    columns: Sequence[Column]
    rows: Callable[[], Iterable[Sequence[Any]]]

    @classmethod
    def of(cls, name: str, says: StrOrPromise, rows: QuerySet[Any], /, **columns: Any) -> Table:
        """Straight from the database: by field name its meaning, or a tuple of path, meaning and, if any, choices."""
        told = {key: value if isinstance(value, tuple) else (key, value) for key, value in columns.items()}
        paths = [path for path, *_rest in told.values()]
        return cls(
            name,
            says,
            columns=[Column(key, *meaning) for key, (_path, *meaning) in told.items()],
            rows=lambda: rows.values_list(*paths).iterator(chunk_size=AT_ONCE),
        )


@dataclass(frozen=True)
class Folder:
    """Files that lie beside the tables: path inside the folder and content, one at a time."""

    name: str
    says: StrOrPromise
    files: Callable[[], Iterator[tuple[str, bytes]]]


def everything_of(team: Team) -> list[Table | Folder]:
    """All that any app keeps for the team."""
    return [part for path in settings.WHOLE_TEAM for part in import_string(path)(team)]


def parts(team: Team) -> list[Table | Folder]:
    """The team itself, its departments, its people, and who else is told what happens."""
    return [
        Table.of(
            "team",
            _("das Team und seine Einstellungen"),
            Team.objects.filter(pk=team.pk),
            name=_("Name"),
            language=_("Sprache"),
            time_zone=_("Zeitzone"),
            currency=_("Währung"),
            round_weekday=_("Wochentag der Runde, Montag ist 0"),
            round_time=_("Uhrzeit der Runde"),
            round_minutes=_("Minuten der Runde"),
            country=_("Land"),
            subdivision=_("Bundesland, Kanton, Region"),
            grace_days=_("Arbeitstage Geduld"),
            created_at=_("gegründet am"),
        ),
        Table.of(
            "departments",
            _("die Bereiche"),
            team.departments.all(),
            id=NUMBER,
            name=_("Name"),
        ),
        Table.of(
            "people",
            _("wer zum Team gehört"),
            team.memberships.order_by("pk"),
            name=("user__name", _("Name")),
            email=("user__email", _("E-Mail")),
            role=("role", _("Rolle"), Role.choices),
            department=("department__name", _("Bereich")),
            joined_at=_("dabei seit"),
        ),
        Table.of(
            "webhooks",
            _("welche Programme wovon erfahren; ihre Adressen fehlen, weil sie oft selbst geheim sind"),
            team.webhooks.order_by("pk"),
            name=_("Name"),
            events=_("Ereignisse"),
            is_on=_("eingeschaltet"),
            created_at=_("angelegt am"),
        ),
    ]
