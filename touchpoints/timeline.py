"""What became of a touchpoint and of all that hangs on it, in one line of time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from teams.history import BEYOND_KEYS, NOTHING, FieldChange, Version, recorded
from touchpoints.measuring import wording
from touchpoints.measuring.removing import Lost, record_tells_of_few
from touchpoints.models import Benchmark, Influence, Metric, Reading, Resource, Touchpoint
from touchpoints.models.metrics import WITH_ITS_METRIC

TOUCHPOINT = "touchpoint"
KINDS: dict[str, type[Model]] = {
    TOUCHPOINT: Touchpoint,
    "resource": Resource,
    "influence": Influence,
    "metric": Metric,
    "benchmark": Benchmark,
    "reading": Reading,
}
"""What has a history, by the word that stands for it in an address."""

COME_BACK = {"resource", "influence", "benchmark", "reading"}
"""What can be made what it was; a metric cannot, for its readings are gone with it."""

KNOWN_BEFORE = "known before"
"""The reason of a record that says what stood there when the history began: something to compare with, no event."""

ADDED, CHANGED, REMOVED = "+", "~", "-"
IN_HEADING = {
    "resource": {"kind", "name", "touchpoint"},
    "influence": {"kind", "source", "target"},
    "metric": {"name", "touchpoint"},
    "benchmark": {"name", "metric"},
    "reading": {"metric", "measured_on", "low", "high", "distribution"},
}
"""Fields that an event's heading has said, or that say nothing more."""

OF_FEW = {"value", "n", "spread", "note"}
"""What a reading does not tell where few people of one group could have spoken."""

PLACES = ("source", "target", "metric")
"""What something hangs on beside the touchpoint; without them it does not come back."""


@dataclass(frozen=True)
class Event:
    """Something that a person did: `fields` differ from before; of what was added or removed there are `facts`."""

    kind: str
    version: Version
    fields: list[FieldChange]
    facts: list[tuple[str, str]]
    can_come_back: bool

    @property
    def is_own(self) -> bool:
        """Whether the touchpoint itself was changed, and not something that hangs on it."""
        return self.kind == TOUCHPOINT

    @property
    def is_removal(self) -> bool:
        """Whether something went."""
        return bool(self.version.record.history_type == REMOVED)

    @property
    def heading(self) -> str:
        """What was done to what."""
        what = named(self.kind, self.version)
        match self.version.record.history_type:
            case "+" if self.kind == "reading":
                return _("%(what)s zurückgeholt") % {"what": what}
            case "+":
                return _("%(what)s hinzugefügt") % {"what": what}
            case "-":
                return _("%(what)s entfernt") % {"what": what}
        return _("%(what)s geändert") % {"what": what}


type Entry = tuple[str, int, datetime]


def entries(touchpoint: Touchpoint) -> QuerySet[Any, Entry]:
    """Kind, number and moment of every event, the newest first: one query, of which a page can be cut."""
    first, *others = (
        records(touchpoint, kind)
        .exclude(history_change_reason=KNOWN_BEFORE)
        .order_by()
        .annotate(of=Value(kind))
        .values_list("of", "history_id", "history_date")
        for kind in KINDS
    )
    return first.union(*others, all=True).order_by("-history_date", "-history_id")


def told(page: Sequence[Entry]) -> list[Event]:
    """The events of these entries, in their order; two queries for each kind, whatever their number."""
    numbers = defaultdict(set)
    for kind, number, _at in page:
        numbers[kind].add(number)
    events = {(kind, event.version.pk): event for kind in numbers for event in _events(kind, numbers[kind])}
    return [events[kind, number] for kind, number, _at in page if (kind, number) in events]


def records(touchpoint: Touchpoint, kind: str) -> QuerySet[Any]:
    """All that the history of that kind has at the touchpoint; of influences, those that ever had an end there."""
    history: QuerySet[Any] = KINDS[kind].history.all()  # type: ignore[attr-defined]
    pk = touchpoint.pk
    match kind:
        case "influence":
            return history.filter(id__in=history.filter(Q(source=pk) | Q(target=pk)).order_by().values("id"))
        case "benchmark":
            return history.filter(metric__in=Metric.history.filter(touchpoint=pk).order_by().values("id"))
        case "reading":
            at_metrics = history.filter(metric__in=Metric.history.filter(touchpoint=pk).order_by().values("id"))
            return at_metrics.exclude(history_change_reason=WITH_ITS_METRIC)  # the metric's removal tells how many
        case "touchpoint":
            return history.filter(id=pk)
    return history.filter(touchpoint=pk)


def named(kind: str, version: Version) -> str:
    """What a version is a version of, in the words that it had then."""
    record = version.record
    match kind:
        case "resource":
            return _("%(kind)s „%(name)s“") % {"kind": record.get_kind_display(), "name": record.name}
        case "influence":
            ends = (version.words(record._meta.get_field(name)) for name in ("source", "target"))
            return _("Wechselwirkung „%(source)s %(kind)s %(target)s“") % dict(
                zip(("source", "target"), ends, strict=True), kind=record.get_kind_display()
            )
        case "benchmark":
            if record.metric is None:
                return _("Vergleichswert „%(name)s“") % {"name": record.name}
            return _("Vergleichswert „%(name)s“ (%(metric)s)") % {"name": record.name, "metric": record.metric}
        case "reading":
            day = date_format(record.measured_on)
            if record.metric is None:
                return _("Messung vom %(day)s") % {"day": day}
            return _("Messung vom %(day)s (%(metric)s)") % {"day": day, "metric": record.metric}
        case "metric":
            return _("Kennzahl „%(name)s“") % {"name": record.name}
    return str(record.name)


def version_of(touchpoint: Touchpoint, kind: str, number: int) -> Version | None:
    """What that record of its history says, for what can come back; None if there is no such record."""
    if kind not in COME_BACK or number >= BEYOND_KEYS:
        return None
    history: QuerySet[Any] = KINDS[kind].history.all()  # type: ignore[attr-defined]
    there = records(touchpoint, kind).filter(history_id=number).order_by()
    return next(iter(recorded(KINDS[kind], history.filter(history_id__in=there.values("history_id")))), None)


def _events(kind: str, numbers: set[int]) -> Iterator[Event]:
    history: QuerySet[Any] = KINDS[kind].history.all()  # type: ignore[attr-defined]
    of_same_row = history.filter(id=OuterRef("id")).order_by("-history_id")
    before = of_same_row.filter(history_id__lt=OuterRef("history_id"))
    around = history.filter(history_id__in=numbers).values_list(
        "history_id",
        Subquery(before.values("history_id")[:1]),
        Subquery(of_same_row.values("history_id")[:1]),
        Subquery(of_same_row.values("history_type")[:1]),
    )
    steps = list(around.order_by())
    wanted = {number for *numbered, _end in steps for number in numbered}
    records = history.filter(history_id__in=wanted)
    if kind == "reading":
        records = records.annotate(tells_of_few=record_tells_of_few())
    versions = {version.pk: version for version in recorded(KINDS[kind], records)}
    for new, old, newest, end in steps:
        is_past = end != REMOVED and bool(versions[newest].changed_since(versions[new]))
        is_gone = new == newest and end == REMOVED and _has_its_places(versions[new])
        event = _event(kind, versions[new], versions.get(old), can_come_back=kind in COME_BACK and (is_past or is_gone))
        if event.fields or event.facts or versions[new].record.history_type != CHANGED or old is None:
            yield event


def _has_its_places(version: Version) -> bool:
    return all(getattr(version.record, name) for name in PLACES if hasattr(version.record, name))


def _event(kind: str, new: Version, old: Version | None, *, can_come_back: bool) -> Event:
    is_change = new.record.history_type == CHANGED
    fields = new.changed_since(old) if is_change and old else []
    facts = [] if is_change or kind == TOUCHPOINT else [*_facts(kind, new), *_lost(kind, new)]
    return Event(kind, new, fields, facts, can_come_back)


def _facts(kind: str, version: Version) -> Iterator[tuple[str, str]]:
    untold = set(IN_HEADING[kind])
    if kind == "reading" and version.record.tells_of_few:
        untold |= OF_FEW
        yield _("Wert"), _("nicht gezeigt")
    for field in version.fields:
        if field.name not in untold and (words := version.words(field)) != NOTHING:
            yield str(field.verbose_name), words


def _lost(kind: str, version: Version) -> Iterator[tuple[str, str]]:
    """What went with a metric."""
    if kind == "metric" and version.record.history_type == REMOVED and version.record.history_change_reason:
        lost = Lost(**version.record.history_change_reason)
        yield _("Messungen"), str(lost.readings)
        if lost.baseline is not None:
            yield _("Nullmessung"), wording.figure(Decimal(lost.baseline), version.record.instance)
