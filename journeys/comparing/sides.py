"""The two sides of a comparison: each is a journey as it stands today, or one of its snapshots."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from django.utils.translation import gettext as _

from journeys.document import map_from
from journeys.mapping import JourneyMap, map_of
from journeys.models import Journey, JourneyKind, Snapshot
from teams.models import Team

KEY = re.compile(r"(?P<kind>[js])(?P<pk>\d{1,18})", re.ASCII)


class Relation(Enum):
    """What two sides are to each other; it gives the reason why one of them lacks a step."""

    TIME = auto()
    PLAN = auto()
    CASE = auto()
    OTHER = auto()


@dataclass(frozen=True)
class Side:
    """One side: `key` names it in an address, "j12" a journey, "s7" a snapshot."""

    key: str
    journey: Journey
    map: JourneyMap
    snapshot: Snapshot | None = None

    @property
    def url(self) -> str:
        """Its map."""
        return (self.snapshot or self.journey).get_absolute_url()

    @property
    def moment(self) -> str:
        """When it stood like that."""
        return _("Stand „%s“") % self.snapshot if self.snapshot else _("heute")

    def is_older_than(self, other: Side) -> bool:
        """Stood like that before the other did; what stands today is the newest."""
        if not self.snapshot or not other.snapshot:
            return bool(self.snapshot)
        return self.snapshot.taken_at < other.snapshot.taken_at

    @property
    def traits(self) -> list[str]:
        """What tells it from other sides."""
        return [self.map.occasion, self.map.persona, self.map.case_name or str(self.map.kind.label), self.moment]


def key_of(side: Journey | Snapshot) -> str:
    """How an address names a journey or a snapshot."""
    return f"{'j' if isinstance(side, Journey) else 's'}{side.pk}"


def side_of(team: Team, key: str) -> Side | None:
    """The side that an address names; None where this team has no such journey or snapshot."""
    if not (match := KEY.fullmatch(key)):
        return None
    pk = int(match["pk"])
    if match["kind"] == "j":
        journey = team.journeys.select_related("persona", "team").filter(pk=pk).first()
        return Side(key, journey, map_of(journey)) if journey else None
    rows = Snapshot.objects.filter(journey__team=team).select_related("journey__team", "journey__persona")
    snapshot = rows.filter(pk=pk).first()
    return Side(key, snapshot.journey, map_from(snapshot.content), snapshot) if snapshot else None


def names_of(left: Side, right: Side) -> tuple[str, str]:
    """What to call both sides beside each other: by what tells them apart, "Ist" and "Soll"."""
    if left.journey == right.journey:
        return left.moment, right.moment
    pairs = list(zip(left.traits, right.traits, strict=True))
    names_left, names_right = zip(*([pair for pair in pairs if pair[0] != pair[1]] or pairs), strict=True)
    return " · ".join(names_left), " · ".join(names_right)


def relation_of(left: Side, right: Side) -> Relation:
    """What the sides are to each other, whichever stands on the left."""
    if left.journey == right.journey:
        return Relation.TIME
    if left.map.persona != right.map.persona:
        return Relation.OTHER
    kinds = {left.map.kind, right.map.kind}
    if kinds == {JourneyKind.ACTUAL, JourneyKind.TARGET}:
        return Relation.PLAN
    return Relation.CASE if JourneyKind.CASE in kinds and len(kinds) > 1 else Relation.OTHER
