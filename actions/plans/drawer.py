"""Crisis plans: they wait in the drawer until one click makes a live plan of them, with days counted from the start."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from actions.errors import NotAllowed
from actions.models import Action, DrawerLine, Plan, PlanKind, Priority
from actions.plans.making import held
from actions.recording import record, remove
from teams.models import User
from touchpoints.describing import one_at_a_time

SAME_CLICK = timedelta(minutes=1)
"""Within this time a second start of the same plan is the first one's second click."""
LONGEST_NAME = 120
LONGEST_WHAT = 280


def start(*, drawer: Plan, by: User, at: datetime, is_drill: bool = False) -> Plan:
    """Make a live plan of a crisis plan, its steps dated from this moment; the crisis plan stays for the next time.

    Steps go to whoever stands in them and still works in the team. Raises NotAllowed for what is no crisis plan and
    for one without steps.
    """
    with one_at_a_time(drawer.team), override(drawer.team.language), timezone.override(drawer.team.zone):
        drawer = held(drawer)
        if just_now := drawer.starts.filter(is_drill=is_drill, drawn_at__gt=at - SAME_CLICK).first():
            return just_now
        lines = list(drawer.lines.select_related("responsible", "department"))
        if not drawer.is_in_drawer or not lines:
            raise NotAllowed(_("Zum Starten gehört ein Krisenplan mit Schritten."))
        plan = _drawn(drawer, by, at, is_drill)
        working = set(drawer.team.memberships.working().values_list("user", flat=True))
        for line in lines:
            record(action=_action(line, plan, working, at), by=by, at=at)
        drawer.reviewed_on = drawer.team.today(at)
        drawer.save(update_fields=["reviewed_on"])
    return plan


def mark_reviewed(*, drawer: Plan, at: datetime) -> None:
    """Say that somebody has gone through the plan and that it still fits."""
    with transaction.atomic():
        drawer = held(drawer)
        drawer.reviewed_on = drawer.team.today(at)
        drawer.save(update_fields=["reviewed_on"])


def throw_away(*, drill: Plan, at: datetime) -> None:
    """Remove a drill with all its actions. Raises NotAllowed for anything that was meant."""
    with one_at_a_time(drill.team):
        drill = held(drill)
        if not drill.is_drill:
            raise NotAllowed(_("Nur eine Übung lässt sich als Ganzes wegwerfen."))
        for action in drill.actions.select_related("team"):
            remove(action=action, at=at)
        drill.delete()


def _drawn(drawer: Plan, by: User, at: datetime, is_drill: bool) -> Plan:
    day = date_format(timezone.localtime(at), _("j. F Y"))
    head = _("Übung: %s") if is_drill else _("Krise: %s")
    plan = Plan(
        team=drawer.team,
        kind=PlanKind.PROJECT,
        name=_free_name(drawer, head % drawer.name, day),
        aim=drawer.aim,
        responsible=by,
        department=drawer.department,
        touchpoint=drawer.touchpoint,
        starts_on=drawer.team.today(at),
        drawn_from=drawer,
        drawn_at=at,
        is_drill=is_drill,
    )
    plan.save()
    return plan


def _free_name(drawer: Plan, head: str, day: str) -> str:
    """The first name of its kind that the team does not have yet, cut to fit."""
    number = 1
    while True:
        end = f" ({day})" if number == 1 else f" ({day}, {number})"
        name = head[: LONGEST_NAME - len(end)] + end
        if not drawer.team.plans.filter(name__iexact=name).exists():
            return name
        number += 1


def _action(line: DrawerLine, plan: Plan, working: set[int], at: datetime) -> Action:
    """The action that a step becomes; it says by the clock what its days cannot."""
    team, begins, ends = plan.team, line.begins(at), line.ends(at)
    clock = _("Ab %(begins)s, fertig bis %(ends)s.") % {"begins": _by_the_clock(begins), "ends": _by_the_clock(ends)}
    what = _("Übung: %s") % line.what if plan.is_drill else line.what
    return Action(
        team=team,
        plan=plan,
        touchpoint=plan.touchpoint,
        what=what[:LONGEST_WHAT],
        why="\n\n".join(part for part in (clock, line.notes) if part),
        department=line.department,
        responsible=line.responsible if line.responsible_id in working else None,
        with_whom=line.role,
        priority=Priority.NORMAL if plan.is_drill else Priority.HIGH,
        starts_on=team.today(begins),
        due_on=team.today(ends),
    )


def _by_the_clock(moment: datetime) -> str:
    local = timezone.localtime(moment)
    day = date_format(local, pgettext("day in this half year, in Django's date format", "D, j. N"))
    clock = date_format(local, pgettext("time of day, in Django's date format", "G:i"))
    return f"{day}, {clock}"
