"""What one person has to do with on a day: each action once, where the most is asked of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from actions.models import Action, ActionQuerySet, Deed, Dependency, Status
from actions.my_day.wording import WORDS, Words
from teams.models import Membership, Team, User, with_teams

NEXT_DAYS = timedelta(days=7)
MOST = 200
"""Lines of one person's day; the list has the rest."""
MOST_CALLS = 10
"""Calls for help of others on one page."""


class Group(TextChoices):
    """Where an action stands on the page, from what presses to what rests."""

    OVERDUE = "overdue", _("Überfällig")
    TODAY = "today", _("Heute fällig")
    FOLLOW_UP = "follow_up", _("Was wurde daraus?")
    SOON = "soon", _("In den nächsten sieben Tagen")
    WAITING = "waiting", _("Wartet")
    LATER = "later", _("Später")


@dataclass(frozen=True)
class Line:
    """One action on the page, with what may be done about it, the likeliest first."""

    action: Action
    group: Group
    is_mine: bool
    deeds: list[Deed]

    @property
    def buttons(self) -> list[tuple[Deed, Words]]:
        """Each deed with its words."""
        return [(deed, WORDS[deed]) for deed in self.deeds]

    @property
    def awaited(self) -> list[Action]:
        """What has to be done before."""
        return awaited(self.action)


@dataclass(frozen=True)
class OtherTeam:
    """Another team of the same person, with how much is open there and due by today."""

    team: Team
    open: int
    due: int


@dataclass(frozen=True)
class Day:
    """All that concerns one person in one team today."""

    groups: dict[Group, list[Line]]
    calls: list[Line]
    is_cut: bool
    elsewhere: list[OtherTeam]

    @property
    def count(self) -> int:
        """How many lines ask for something now: overdue, due today, or waiting for an answer."""
        return sum(len(self.groups.get(group, [])) for group in (Group.OVERDUE, Group.TODAY, Group.FOLLOW_UP))


def day_of(*, membership: Membership, at: datetime) -> Day:
    """What this person answers for or helps with, and who of the others asks for help."""
    today = membership.team.today(at)
    mine = _mine(membership, today)
    groups: dict[Group, list[Line]] = defaultdict(list)
    for action in mine[:MOST]:
        line = _line(action, membership, today)
        groups[line.group].append(line)
    return Day(
        groups={group: groups[group] for group in Group if groups[group]},
        calls=_calls(membership, today),
        is_cut=len(mine) > MOST,
        elsewhere=elsewhere(membership=membership, today=today),
    )


def group_of(action: Action, today: date) -> Group:
    """What is due presses, waiting or not; what is due later and waits, waits."""
    if action.is_overdue(today):
        return Group.OVERDUE
    if action.asks_for_result(today):
        return Group.FOLLOW_UP
    if action.due_on == today:
        return Group.TODAY
    if action.status == Status.BLOCKED or action.wants_help or awaited(action):
        return Group.WAITING
    return Group.SOON if action.due_on <= today + NEXT_DAYS else Group.LATER


def awaited(action: Action) -> list[Action]:
    """The actions that this one comes after and that are still open."""
    return [dependency.after for dependency in action.waits_for.all() if dependency.after.is_open]


def elsewhere(*, membership: Membership, today: date) -> list[OtherTeam]:
    """The person's other teams by name; one query, however many."""
    person = membership.user
    counted = (
        Action.objects.open()
        .concerning(person)
        .exclude(team=membership.team)
        .order_by()
        .values_list("team")
        .annotate(open=Count("pk"), due=Count("pk", filter=Q(due_on__lte=today)))
    )
    counts = {team: (is_open, due) for team, is_open, due in counted}
    teams = [other.team for other in with_teams(person).memberships.all() if other.team != membership.team]
    return [OtherTeam(team, *counts.get(team.pk, (0, 0))) for team in teams]


def _mine(membership: Membership, today: date) -> list[Action]:
    """What is open or asked about, by its last day, one line more than the page shows."""
    actions = membership.team.actions.all()
    found = (actions.open() | actions.follow_up_due(today)).concerning(membership.user)
    return list(_whole(found).order_by("due_on", "priority", "pk")[: MOST + 1])


def _calls(membership: Membership, today: date) -> list[Line]:
    """Calls for help from those whom this person does not work with yet; who only reads is not asked."""
    if not membership.can_write:
        return []
    person = membership.user
    found = membership.team.actions.wanting_help().exclude(help_wanted_by=person).not_concerning(person)
    return [_line(action, membership, today) for action in _whole(found).order_by("due_on", "pk")[:MOST_CALLS]]


def _whole(actions: ActionQuerySet) -> QuerySet[Action]:
    """With all that a line shows; the queries are the same for any number."""
    waits_for = Prefetch("waits_for", Dependency.objects.select_related("after"))
    rows = actions.select_related("team", "responsible", "touchpoint", "help_wanted_by")
    return rows.prefetch_related("helpers", waits_for)


def _line(action: Action, membership: Membership, today: date) -> Line:
    return Line(
        action=action,
        group=group_of(action, today),
        is_mine=action.responsible_id == membership.user_id,
        deeds=[deed for deed in _offered(action, membership.user, today) if deed.is_open_to(membership, action)],
    )


def _offered(action: Action, person: User, today: date) -> list[Deed]:
    """What makes sense now, the likeliest first."""
    deeds = [Deed.SETTLE] if action.asks_for_result(today) else []
    if action.wants_help and action.help_wanted_by != person:
        deeds.append(Deed.LEND_A_HAND)
    deeds += [Deed.GO_ON, Deed.DONE, Deed.START, Deed.POSTPONE]
    deeds.append(Deed.TAKE_BACK if action.wants_help else Deed.HELP)
    return [deed for deed in deeds if deed.fits(action)]
