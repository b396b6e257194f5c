"""What the views of the plans show beside their rows: filters, and those that are kept."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from actions.filters import ActionFilter
from actions.models import SavedViewQuerySet
from actions.money import money as in_words
from actions.overview.saving import known
from teams.access import TeamRequest
from teams.models import Team

register = template.Library()


@register.simple_tag
def filter_field(narrowed: ActionFilter, name: str) -> SafeString:
    """A field of the filter with a label that is read aloud alone: what is chosen says what it is about."""
    field = narrowed.form[name]
    return format_html('<label class="visually-hidden" for="{}">{}</label>{}', field.id_for_label, field.label, field)


@register.simple_tag
def saved_views(request: TeamRequest) -> SavedViewQuerySet:
    """The filters that the reader of the page keeps, and what others share."""
    return request.team.saved_views.seen_by(request.user).select_related("team")


@register.simple_tag
def is_filtered(request: TeamRequest) -> str:
    """What of the page's address makes up its filter; empty if it has none."""
    return known(request.GET)


@register.simple_tag
def only_group(request: TeamRequest, by: str, key: int) -> str:
    """The query of the same page with one of its groups alone."""
    asked = request.GET.copy()
    asked[by] = str(key)
    for name in ("group", "page"):
        asked.pop(name, None)
    return f"?{asked.urlencode()}"


@register.filter
def money(amount: Decimal | None, team: Team) -> str:
    """An amount in the team's currency; nothing for None."""
    return "" if amount is None else in_words(amount, team.currency)
