"""Keeping a filter under a name, for oneself or for the team."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from actions.errors import NotAllowed
from actions.filters import ActionFilter
from actions.models import SavedView
from teams.models import Team, User

MOST = 30
"""How many filters a person keeps in a team."""

KNOWN = (*ActionFilter.base_filters, "group", "sort", "scale")
"""What of an address is kept; the page of a long list, the month and whatever else stands there are not."""

LONGEST = SavedView._meta.get_field("query").max_length or 0


def known(asked: QueryDict) -> str:
    """What of an address makes up its filter, always in the same order, without what is empty.

    An empty state is kept: it asks for all where the usual one asks for the open ones.
    """
    kept = QueryDict(mutable=True)
    for name in KNOWN:
        value = asked.get(name, "").replace("\0", "")
        if value or (name == "state" and name in asked):
            kept[name] = value
    return kept.urlencode() if len(kept.urlencode()) <= LONGEST else ""


def keep(*, view: SavedView, owner: User) -> SavedView:
    """Keep a filter that its form has cleaned. Raises NotAllowed once there are too many."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=owner.pk)  # two windows count one after the other
        if owner.saved_views.filter(team=view.team).count() >= MOST:
            raise NotAllowed(
                _("Mehr als %(most)s Filter werden unübersichtlich: zuerst einen entfernen.") % {"most": MOST}
            )
        view.owner = owner
        view.save()
    return view


def let_go(*, team: Team, user: User, at: datetime) -> None:
    """Forget what somebody kept for themselves when they leave the team; what they share stays with it."""
    if team.memberships.filter(user=user).exists():  # only the role has changed
        return
    views = team.saved_views.filter(owner=user)
    views.filter(is_shared=False).delete()
    views.update(owner=None)
