"""What a journey is held against: the pairs that make sense first, then everything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from journeys.comparing.sides import key_of
from journeys.models import Journey, JourneyKind, Snapshot
from teams.models import Team

YEAR, ABOUT = timedelta(days=365), timedelta(days=185)
"""How old last year's snapshot is, and by how much at most it may be older or younger."""

MOST_CASES, MOST_PERSONAS = 5, 8
"""Of one kind of pair that are offered at once; the rest is in the free choice."""


@dataclass(frozen=True)
class Offer:
    """A pair that makes sense: the keys of both sides."""

    title: str
    why: str
    left: str
    right: str


@dataclass(frozen=True)
class Choices:
    """Everything a journey can be held against: each choice with its key and its words."""

    own: list[tuple[str, str]]
    journeys: list[tuple[str, str]]
    snapshots: list[tuple[str, str]]


def journeys_of(team: Team) -> list[Journey]:
    """The team's journeys with their customers."""
    return list(team.journeys.select_related("persona"))


def snapshots_of(team: Team) -> list[Snapshot]:
    """The snapshots of all journeys of the team, the newest first, without what they hold."""
    rows = Snapshot.objects.filter(journey__team=team).select_related("journey__persona", "journey__team", "taken_by")
    return list(rows.defer("content"))


def choices(journey: Journey, journeys: Sequence[Journey], snapshots: Sequence[Snapshot]) -> Choices:
    """The journey itself and its snapshots, the other journeys, and their snapshots."""
    kept = [(each, _("Stand „%s“") % each) for each in snapshots]
    return Choices(
        own=[(key_of(journey), _("heute"))]
        + [(key_of(each), words) for each, words in kept if each.journey == journey],
        journeys=[(key_of(each), str(each)) for each in journeys if each != journey],
        snapshots=[(key_of(each), f"{each.journey} · {words}") for each, words in kept if each.journey != journey],
    )


def offers(
    journey: Journey, journeys: Sequence[Journey], snapshots: Sequence[Snapshot], *, at: datetime
) -> list[Offer]:
    """The pairs that make sense, the most telling first. `snapshots` are given newest first."""
    return [
        *_plan(journey, journeys),
        *_times(journey, [each for each in snapshots if each.journey == journey], at),
        *list(_cases(journey, journeys))[:MOST_CASES],
        *list(_personas(journey, journeys))[:MOST_PERSONAS],
    ]


def plan_and_actual(journey: Journey, journeys: Sequence[Journey]) -> tuple[Journey, Journey] | None:
    """The way as it is and as it should be, on this occasion; None where one of the two is not drawn yet."""
    kinds = {each.kind: each for each in journeys if _is_same_way(each, journey) and each.kind != JourneyKind.CASE}
    actual, target = kinds.get(JourneyKind.ACTUAL), kinds.get(JourneyKind.TARGET)
    return (actual, target) if actual and target else None


def _is_same_way(one: Journey, other: Journey) -> bool:
    return one.persona_id == other.persona_id and one.occasion.casefold() == other.occasion.casefold()


def _plan(journey: Journey, journeys: Sequence[Journey]) -> Iterator[Offer]:
    if (pair := plan_and_actual(journey, journeys)) and not journey.is_case:
        yield Offer(_("Ist und Soll"), _("Was sich ändern soll"), *map(key_of, pair))


def _times(journey: Journey, snapshots: Sequence[Snapshot], at: datetime) -> Iterator[Offer]:
    """The newest snapshot, and the one that is nearest to a year old; if both are the same, as that of last year."""
    if not snapshots:
        return
    newest, year_ago = snapshots[0], _of_last_year(snapshots, at)
    if newest != year_ago:
        why = _("Was seit dem jüngsten Stand anders ist")
        yield Offer(_("Seit „%s“") % newest, why, key_of(newest), key_of(journey))
    if year_ago:
        title = _("Vor etwa einem Jahr: „%s“") % year_ago
        yield Offer(title, _("Dieses Jahr gegen das letzte"), key_of(year_ago), key_of(journey))


def _of_last_year(snapshots: Sequence[Snapshot], at: datetime) -> Snapshot | None:
    def off(snapshot: Snapshot) -> timedelta:
        return abs(at - snapshot.taken_at - YEAR)

    nearest = min(snapshots, key=off)
    return nearest if off(nearest) <= ABOUT else None


def _cases(journey: Journey, journeys: Sequence[Journey]) -> Iterator[Offer]:
    """A case against the way as it is usually taken."""
    same = [each for each in journeys if _is_same_way(each, journey)]
    actual = next((each for each in same if each.kind == JourneyKind.ACTUAL), None)
    for case in same:
        if actual and case.is_case and journey in (case, actual):
            why = _("Was dieser Kunde erlebt hat, gegen den üblichen Weg")
            yield Offer(_("Fall „%s“") % case.case_name, why, key_of(actual), key_of(case))


def _personas(journey: Journey, journeys: Sequence[Journey]) -> Iterator[Offer]:
    """The same way of other customers."""
    for other in journeys:
        is_same = other.kind == journey.kind and other.occasion.casefold() == journey.occasion.casefold()
        if is_same and other.persona_id != journey.persona_id and not journey.is_case:
            yield Offer(str(other.persona), _("Derselbe Anlass, andere Kunden"), key_of(journey), key_of(other))
