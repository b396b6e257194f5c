"""What pages say about questions: shares in words."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format
from django.utils.translation import pgettext

from feedback.asking.figures import Rate

register = template.Library()


@register.filter
def percent(rate: Rate) -> str:
    """The share in percent, as fine as its number of cases deserves: "8,3 %"; empty where there is none."""
    if rate.share is None:
        return ""
    places = 0 if rate.share.value >= 10 or rate.given < 100 else 1
    return pgettext("share", "%(number)s %%") % {"number": number_format(rate.share.value, places, use_l10n=True)}


@register.filter
def percent_interval(rate: Rate) -> str:
    """Where the share lies with 95 % certainty: "6,1 bis 11,2 %"; empty where there is none."""
    share = rate.share
    if share is None or share.low is None or share.high is None:
        return ""
    low, high = (number_format(bound, 1, use_l10n=True) for bound in (share.low, share.high))
    return pgettext("share", "%(low)s bis %(high)s %%") % {"low": low, "high": high}
