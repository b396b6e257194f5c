"""How measured values read: with sign, unit and the reader's decimal mark."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext, pgettext

from touchpoints.measuring.formulas import Estimate, difference
from touchpoints.models import Baseline, Metric, Reading, Source

NO_BREAK = "\u00a0"
PERCENT = frozenset({Metric.Type.CSAT, Metric.Type.RATE, Metric.Type.MYSTERY})
OWN_UNIT = frozenset({Metric.Type.COUNT, Metric.Type.DURATION, Metric.Type.MONEY})
VERSION_OF_CES = "CES 2.0"
FIXED_UNITS = {**dict.fromkeys(PERCENT, "%"), Metric.Type.NPS: "", Metric.Type.CES: VERSION_OF_CES}
"""What stands as unit where the scale is given; of CES it is the version, because the first one ran downwards."""

MORE_IS_BETTER = frozenset({Metric.Type.NPS, Metric.Type.CSAT, Metric.Type.CES, Metric.Type.MYSTERY})
"""What has its direction from its scale; a rate can be of complaints."""

PLACES = {Metric.Type.CES: 2, Metric.Type.DURATION: 2, Metric.Type.MONEY: 2}

type Number = Decimal | float


def figure(value: Number, metric: Metric) -> str:
    """A value of the metric as people read it: "84 %", "+52", "6,2", "3,5 Tage"."""
    words = number(value, metric)
    if metric.type in PERCENT:
        return pgettext("share", "%(number)s %%") % {"number": words}
    if metric.type == Metric.Type.NPS and value > 0:
        return f"+{words}"
    return words + NO_BREAK + metric.unit if metric.type in OWN_UNIT and metric.unit else words


def unit_of(metric: Metric) -> str:
    """What the metric counts, as its type or its own words say."""
    return FIXED_UNITS.get(Metric.Type(metric.type), metric.unit)


def number(value: Number, metric: Metric) -> str:
    """The value alone, as fine as its type deserves."""
    rounded = round(Decimal(value), PLACES.get(Metric.Type(metric.type), 1))
    is_whole = rounded == rounded.to_integral_value()
    places = 0 if is_whole else 2 if metric.type == Metric.Type.MONEY else -int(rounded.normalize().as_tuple().exponent)
    digits = number_format(abs(rounded), places, use_l10n=True, force_grouping=True)
    return f"−{digits}" if rounded < 0 else digits


def interval(low: Number | None, high: Number | None, metric: Metric) -> str:
    """Where the value lies with 95 % certainty; empty where nobody can say."""
    if low is None or high is None:
        return ""
    return gettext("%(low)s bis %(high)s") % {"low": number(low, metric), "high": number(high, metric)}


def estimate_of(row: Reading | Baseline) -> Estimate:
    """The row's value and bounds as a figure to reckon with."""
    low, high = (None if bound is None else float(bound) for bound in (row.low, row.high))
    return Estimate(float(row.value), low, high, row.n)


def called(source: str, department: str | None) -> str:
    """Who spoke: "Mitarbeitende, Service"."""
    return f"{Source(source).label}, {department}" if department else str(Source(source).label)


def usual_source(metric: Metric) -> Source:
    """Who mostly says it, for a metric of that type."""
    if metric.type == Metric.Type.MYSTERY:
        return Source.MYSTERY
    return Source.OWN_COUNT if metric.type in OWN_UNIT else Source.CUSTOMERS


def change_since(baseline: Baseline, newest: Reading, metric: Metric) -> str:
    """What the newest reading allows to say against the baseline, never more than the intervals do.

    Nothing where somebody else spoke, or few: what staff say is no change of what customers said.
    """
    now, then = estimate_of(newest), estimate_of(baseline)
    gap = difference(now, then)
    if newest.voice != baseline.voice or now.is_small or then.is_small or gap.low is None or gap.high is None:
        return ""
    if gap.low <= 0 <= gap.high:
        return gettext("kein Unterschied zur Nullmessung erkennbar")
    rises = gap.low > 0
    if rises == (metric.better == Metric.Better.HIGHER):
        return gettext("besser als die Nullmessung")
    return gettext("schlechter als die Nullmessung")


def reaches(value: Number, metric: Metric) -> bool | None:
    """Whether the value is as good as the target; None without one."""
    if metric.target is None:
        return None
    ahead = Decimal(value) - metric.target
    return ahead >= 0 if metric.better == Metric.Better.HIGHER else ahead <= 0
