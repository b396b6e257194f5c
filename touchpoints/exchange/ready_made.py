"""Touchpoints that most companies have, to begin an inventory with.

The list is data (`ready_made.json`), in both languages and in our own words; the team takes what it wants of it.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.text import slugify

from teams.models import Language, Team
from touchpoints.models import Kind, Stage, Touchpoint
from touchpoints.stages import DEFAULT_NAMES

LIST = Path(__file__).with_suffix(".json")
STAGES = dict(zip(("orientation", "purchase", "use", "service", "recommendation"), DEFAULT_NAMES, strict=True))
"""The stages that a new team has, by what the list calls them."""


@dataclass(frozen=True)
class ReadyMade:
    """One of the list: `actual` asks about today, `target` says how it could be; both help to think, no more."""

    key: str
    name: str
    stage: str
    kind: Kind
    is_personal: bool
    for_companies: bool
    for_people: bool
    channel: str
    actual: str
    target: str


@cache
def all_of(language: str) -> tuple[ReadyMade, ...]:
    """The whole list in that language, stage by stage."""
    return tuple(_read(entry, language) for entry in json.loads(LIST.read_text()))


def by_stage(entries: Collection[ReadyMade]) -> Iterator[tuple[str, list[ReadyMade]]]:
    """The entries behind the name of their stage, in the language of the moment."""
    for stage, group in groupby(entries, key=lambda entry: entry.stage):
        yield str(STAGES[stage]), list(group)


def names_in(team: Team) -> set[str]:
    """The names that the team's touchpoints have already, in small letters."""
    return {name.lower() for name in team.touchpoints.values_list("name", flat=True)}


def add(keys: Collection[str], *, team: Team) -> int:
    """Capture the chosen ones that the team does not have yet; returns how many those are."""
    stages = stages_of(team)
    there = names_in(team)
    return sum(
        _is_added(entry, stages.get(entry.stage), team)
        for entry in all_of(team.language)
        if entry.key in keys and entry.name.lower() not in there
    )


def _read(entry: dict[str, Any], language: str) -> ReadyMade:
    return ReadyMade(
        key=slugify(entry["en"]["name"]),
        stage=entry["stage"],
        kind=Kind(entry["kind"]),
        is_personal=entry["personal"],
        for_companies=entry["b2b"],
        for_people=entry["b2c"],
        channel=entry["channel"][language],
        **entry[language],
    )


def stages_of(team: Team) -> dict[str, Stage]:
    """Those of the team's own stages that still have a usual name, by what the list calls them."""
    own = {stage.name.lower(): stage for stage in team.stages.all()}
    found: dict[str, Stage] = {}
    for language in Language.values:
        with translation.override(language):
            found.update({key: own[str(name).lower()] for key, name in STAGES.items() if str(name).lower() in own})
    return found


def _is_added(entry: ReadyMade, stage: Stage | None, team: Team) -> bool:
    """False where a colleague has just captured the same."""
    touchpoint = Touchpoint(
        team=team,
        name=entry.name,
        kind=entry.kind,
        is_personal=entry.is_personal,
        channel=entry.channel,
        stage=stage,
    )
    try:
        with transaction.atomic():
            touchpoint.save()
    except IntegrityError:
        return False
    return True
