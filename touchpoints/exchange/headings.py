"""Guesses what stands in a column by what stands above it: in German or English, in the product's words or others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from django.conf import settings
from django.utils import translation

from teams.models import Team
from touchpoints.exchange.columns import COLUMNS

SIGNS = re.compile(r"[\W_]+")

type Known = Callable[[Iterable[str]], set[str]]
"""Tells which fields of a kind of table such cells name."""

ALSO_CALLED = {
    "name": "Kontaktpunkt|Touchpoint|Bezeichnung|Titel|Title",
    "kind": "Typ|Type|direkt oder indirekt|direct or indirect",
    "is_personal": "personal|mit Menschen",
    "channel": "Medium|Kontaktkanal|contact channel",
    "stage": "Phase|Stage|Customer Journey Phase|Journey Phase|Journey Stage|Kaufprozess",
    "tags": "Tags|Zielgruppe|Segment|Segmente|Segments|Persona|Personas|Kundengruppe|Audience",
    "department": "Abteilung|Department|Team|Funktion|Unit",
    "owner": "Verantwortlicher|Verantwortliche|Verantwortliche Person|Zuständig|Owner|Responsible|E-Mail",
    "status": "Zustand|State",
    "status_reason": "Grund|Reason|Statusgrund",
    "is_key": "Schlüssel-Touchpoint|Key Touchpoint|Super Touchpoint|wichtigste",
    "is_moment_of_truth": "MOT|Moment of Truth",
    "goal": "Ziel|Goal|Zweck|Purpose",
    "actual_state": "Ist|Ist-Zustand|Istzustand|Heute|Actual|Current state|As is|Beschreibung|Description",
    "target_state": "Soll|Soll-Zustand|Sollzustand|Target|Target state|To be",
    "disappointing": "enttäuschend|disappointing",
    "okay": "okay|ok",
    "delightful": "begeisternd|delightful",
    "ending": "Ende|Abschluss|Ending",
    "brand_fit": "Markenpassung|Brand fit|passt zur Marke",
    "evidence": "Belegt|Evidence|Grundlage",
    "importance_customer": "Wichtigkeit|Importance|Wichtigkeit Kunde|Bedeutung für Kunden",
    "importance_company": "Wichtigkeit Unternehmen|Wichtigkeit für das Unternehmen|Importance for us",
    "performance": "Leistung|Performance",
    "contacts_per_month": "Kontakte|Häufigkeit|Frequenz|Contacts|Frequency",
    "impact": "Wirkung|Impact|Nutzen",
    "confidence": "Sicherheit|Confidence",
    "effort": "Aufwand|Effort",
}
"""What else people write above a column."""


def guessed(headings: Iterable[str]) -> dict[str, str]:
    """The field of each heading that is understood; a field is given once, to the first that asks for it."""
    found: dict[str, str] = {}
    for heading in headings:
        field = _known().get(plain(heading))
        if field and field not in found.values():
            found[heading] = field
    return found


def recognised(cells: Iterable[str]) -> set[str]:
    """The fields that these cells name, if they are headings."""
    return {field for cell in cells if (field := _known().get(plain(cell)))}


def remembered(team: Team, headings: list[str]) -> dict[str, str]:
    """How the team last read a table with the same headings; empty if it never did."""
    earlier = team.imports.exclude(mapping={}).values_list("columns", "mapping")[:50]
    return next((mapping for columns, mapping in earlier if columns == headings), {})


@cache
def _known() -> dict[str, str]:
    known = {plain(column.field): column.field for column in COLUMNS}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for column in COLUMNS:
                known.setdefault(plain(column.heading), column.field)
    for field, words in ALSO_CALLED.items():
        for word in words.split("|"):
            known.setdefault(plain(word), field)
    return known


def plain(heading: str) -> str:
    """The heading without what people write differently in it: case, blanks and marks."""
    return SIGNS.sub("", heading.casefold())
