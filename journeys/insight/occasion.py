"""Why a round should take a step up, in the words in which its people will read it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from journeys.insight.weak import Reason
from journeys.mapping import JourneyMap, MapStep

LONGEST = 400
"""Characters of what is told at the step: a round's occasion has room for more than one."""


def occasion(journey: JourneyMap, step: MapStep, reasons: Sequence[Reason] = ()) -> str:
    """What is wrong at the step, what customers experience there and how they say it, a line each."""
    way = _("Journey „%(way)s“, Schritt „%(step)s“") % {"way": journey.title, "step": step.title}
    wrong = " · ".join(reason.words for reason in reasons)
    told = [step.texts.get("experience", ""), _quoted(step.texts.get("quote", ""))]
    return "\n".join(filter(None, [f"{way}: {wrong}" if wrong else way, *map(_short, told)]))


def _quoted(words: str) -> str:
    return _("„%s“") % words if words else ""


def _short(words: str) -> str:
    return Truncator(words).chars(LONGEST)
