"""What pages of actions show about plans and about what comes after what."""

from decimal import Decimal
from typing import Any

from django import template
from django.template import Context
from django.utils.translation import gettext, ngettext

from actions.models import Action, DrawerLine
from actions.money import money
from actions.plans.sequence import waits_of
from teams.models import Team

register = template.Library()

HOURS_A_DAY = 24


@register.inclusion_tag("actions/plans/after.html", takes_context=True)
def after_of(context: Context, action: Action) -> dict[str, Any]:
    """What an action waits for and what waits for it, with a word where the dates do not fit; two queries."""
    request = context["request"]
    return {
        "request": request,
        "action": action,
        "today": context.get("today"),
        "waits_for": waits_of(action),
        "holds_up": [dependency.action for dependency in action.holds_up.select_related("action")],
        "may_change": action.may_be_changed_by(request.membership),
    }


@register.filter
def begins(line: DrawerLine) -> str:
    """When a step of a crisis plan begins, in words: "sofort", "nach 4 Stunden", "nach 2 Tagen"."""
    if not line.begins_after:
        return gettext("sofort")
    days = _whole_days(line.begins_after)
    if days:
        return ngettext("nach %(count)d Tag", "nach %(count)d Tagen", days) % {"count": days}
    hours = line.begins_after
    return ngettext("nach %(count)d Stunde", "nach %(count)d Stunden", hours) % {"count": hours}


@register.filter
def lasts(line: DrawerLine) -> str:
    """How long a step of a crisis plan lasts, in words: "1 Stunde", "3 Tage"."""
    if days := _whole_days(line.lasts):
        return ngettext("%(count)d Tag", "%(count)d Tage", days) % {"count": days}
    return ngettext("%(count)d Stunde", "%(count)d Stunden", line.lasts) % {"count": line.lasts}


@register.filter
def in_currency(amount: Decimal, team: Team) -> str:
    """The amount in the team's currency: "2.000 €"."""
    return money(amount, team.currency)


def _whole_days(hours: int) -> int:
    return hours // HOURS_A_DAY if hours % HOURS_A_DAY == 0 else 0
