"""How figures read: shares, intervals, days and sums, and the small bars beside them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext

from actions.figures.budget import Costs
from actions.figures.follow_through import Tally
from actions.money import money as in_words
from teams.models import Team
from touchpoints.measuring.formulas import Estimate

register = template.Library()

SHOWN = 20
"""Rows of a table on the page; a list of five hundred touchpoints is for a spreadsheet."""
KINDS = ("in-time", "later", "dropped", "still-open")
"""The classes of what becomes of actions, in the order of the bar."""
WHOLE = 200
"""Width of a bar's drawing."""


@register.filter
def percent(value: float) -> str:
    """A share as people read it: "57 %"."""
    return pgettext("share", "%(number)s %%") % {"number": number_format(round(value))}


@register.filter
def with_rate(tallies: Sequence[Tally]) -> list[Tally]:
    """Those with enough actions for a rate."""
    return [tally for tally in tallies if tally.rate]


@register.filter
def too_few(tallies: Sequence[Tally]) -> list[Tally]:
    """Those with too few for a rate: a line names them, for a table of empty cells says nothing."""
    return [tally for tally in tallies if not tally.rate]


@register.simple_tag
def bounds(estimate: Estimate) -> str:
    """Where a share lies with 95 % certainty: "47 bis 66 %"."""
    if estimate.low is None or estimate.high is None:
        return ""
    low, high = (number_format(round(bound)) for bound in (estimate.low, estimate.high))
    return gettext("%(low)s bis %(high)s %%") % {"low": low, "high": high}


@register.filter
def days_late(days: float) -> str:
    """Days against the promised one: "2 Tage danach", "am Tag", "1 Tag davor"."""
    rounded = round(abs(days))
    if not rounded:
        return gettext("am zugesagten Tag")
    if days > 0:
        return ngettext("%(days)s Tag danach", "%(days)s Tage danach", rounded) % {"days": rounded}
    return ngettext("%(days)s Tag davor", "%(days)s Tage davor", rounded) % {"days": rounded}


@register.filter
def money(amount: Decimal, team: Team) -> str:
    """A sum in the team's currency, in whole units: cents say nothing about a plan."""
    return in_words(amount.quantize(Decimal(1)), team.currency)


@register.filter
def less_money(amount: Decimal, team: Team) -> str:
    """How much a negative sum is less."""
    return money(-amount, team)


@register.simple_tag
def more_rows(rows: Sequence[Any]) -> SafeString | str:
    """How many rows stand in the downloaded table alone."""
    more = len(rows) - SHOWN
    if more <= 0:
        return ""
    words = ngettext(
        "%(count)s weitere Zeile steht in der Ausgabe.", "%(count)s weitere Zeilen stehen in der Ausgabe.", more
    )
    return format_html('<p class="muted small">{}</p>', words % {"count": more})


@register.inclusion_tag("actions/figures/parts.html")
def parts(tally: Tally) -> dict[str, Any]:
    """What became of the actions of a tally, as a bar of four parts."""
    pieces, x = [], 0.0
    for kind, count in zip(KINDS, _counts(tally), strict=True):
        width = WHOLE * count / tally.decided
        pieces.append((kind, round(x), round(x + width) - round(x)))
        x += width
    return {"pieces": pieces, "words": ", ".join(f"{count} {name}" for _kind, count, name in parts_key(tally))}


@register.simple_tag
def parts_key(tally: Tally) -> list[tuple[str, int, str]]:
    """The parts of that bar by class, with their number and their name."""
    names = (gettext("rechtzeitig"), gettext("später"), gettext("verworfen"), gettext("noch offen"))
    return list(zip(KINDS, _counts(tally), names, strict=True))


def _counts(tally: Tally) -> tuple[int, ...]:
    return tally.in_time, tally.late, tally.dropped, tally.open


@register.inclusion_tag("actions/figures/spent_bar.html")
def spent_bar(costs: Costs, beside: Sequence[Costs]) -> dict[str, Any]:
    """What is spent of what it will come to; the dearest of those beside it fills the whole bar."""
    most = max([Decimal(1), *(each.forecast for each in beside)])
    forecast, spent = (round(max(WHOLE * amount / most, Decimal(0))) for amount in (costs.forecast, costs.spent))
    share = round(100 * costs.spent / costs.forecast) if costs.forecast > 0 else 0
    return {"forecast": forecast, "spent": spent, "words": gettext("%(share)s %% ausgegeben") % {"share": share}}
