"""How the map says in words and figures what customers feel and how long they wait."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from journeys.feeling import Felt, Origin
from touchpoints.models import Evidence

MOODS = {
    2: gettext_lazy("begeistert"),
    1: gettext_lazy("zufrieden"),
    0: gettext_lazy("neutral"),
    -1: gettext_lazy("unzufrieden"),
    -2: gettext_lazy("verärgert"),
}
"""The scale of an emotion, the best on top."""

AN_HOUR, A_DAY = 60, 24 * 60
"""In minutes."""


def signed(value: float) -> str:
    """An emotion with its sign: 1 is "+1", −0.64 is "−0,6", 0 is "0"."""
    rounded = round(value, 1)
    figure = number_format(abs(rounded), decimal_pos=0 if rounded == round(rounded) else 1)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{figure}"


def mood(value: float) -> str:
    """The word that comes nearest: −0.6 is "unzufrieden", and so is −1.5, the milder of two."""
    nearest = min(MOODS, key=lambda step: (abs(step - value), abs(step)))
    return str(MOODS[nearest])


def known_from(felt: Felt) -> str:
    """How an emotion is known: "vermutet" at the step, "gemessen: CSAT, n = 50" or "aus Kundenstimmen, n = 12"."""
    if felt.origin == Origin.STEP:
        return str(Evidence(felt.evidence).label) if felt.evidence else ""
    if felt.origin == Origin.VOICES:
        words = _("aus Kundenstimmen")
    else:
        words = _("gemessen: %(metric)s") % {"metric": felt.metric} if felt.metric else _("gemessen")
    return words if felt.n is None else f"{words}, n = {felt.n}"


def sourced(felt: Felt) -> str:
    """An emotion in a figure, and how it is known: "−2 (vermutet)", "−0,6 (gemessen: CSAT, n = 50)"."""
    known = known_from(felt)
    return f"{signed(felt.value)} ({known})" if known else signed(felt.value)


def waiting(minutes: int) -> str:
    """How long somebody waits, in the unit in which people would say it: 90 is "1,5 Std.", 4320 is "3 Tage"."""
    if minutes < AN_HOUR:
        return _("%s Min.") % minutes
    if minutes < 2 * A_DAY:
        return _("%s Std.") % _short(minutes / AN_HOUR)
    days = round(minutes / A_DAY)
    return ngettext("%(days)s Tag", "%(days)s Tage", days) % {"days": number_format(days)}


def _short(value: float) -> str:
    rounded = round(value, 1)
    return number_format(rounded, decimal_pos=0 if rounded == round(rounded) else 1)
