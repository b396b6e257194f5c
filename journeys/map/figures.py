"""What the emotions along a way come to, and how well that is known."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from journeys.feeling import Origin, summary
from journeys.mapping import JourneyMap
from journeys.models import JourneyKind
from journeys.wording import mood, signed


class Figure(NamedTuple):
    """One figure of the summary, in the reader's language."""

    name: str
    value: str
    mood: str
    why: str


def figures_of(journey: JourneyMap) -> dict[str, Any]:
    """The figures, and of how many steps they are: known ones, all there are, measured, heard and estimated ones."""
    feelings = journey.feelings
    origins = Counter(felt.origin for felt in feelings)
    return {
        "figures": _figures(journey),
        "known": len(feelings),
        "of": len(journey.steps),
        "measured": origins[Origin.READINGS],
        "heard": origins[Origin.VOICES],
        "estimated": origins[Origin.STEP],
        "is_plan": journey.kind == JourneyKind.TARGET,
    }


def _figures(journey: JourneyMap) -> list[Figure]:
    found = summary(journey.feelings)
    if found is None:
        return []
    named = (
        (_("Mittel"), found.mean, _("aller Schritte, deren Gefühl bekannt ist")),
        (_("Stärkster Moment"), found.peak, _("am weitesten von 0")),
        (pgettext("figure", "Ende"), found.end, _("der letzte bekannte Schritt")),
        (_("Was bleibt"), found.peak_end, _("Peak-End: stärkster Moment und Ende, gemittelt")),
    )
    return [Figure(name, signed(value), mood(value), why) for name, value, why in named]
