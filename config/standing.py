"""Where a team stands in its loop, and the one next step."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.models import Outcome
from meetings.history import with_decisions
from meetings.models import Meeting
from teams.models import Membership, Team

DOORS_OPEN = timedelta(minutes=30)
"""How long before its start a round is rather entered than prepared."""
SHOWN = 6
"""Actions of a kind on the overview; their list has all."""


class Step(StrEnum):
    """What to do next; each is one button on the overview."""

    ENTER = "enter"
    PREPARE = "prepare"
    PLAN = "plan"
    CAPTURE = "capture"
    WAIT = "wait"


def standing(*, membership: Membership, at: datetime) -> dict[str, Any]:
    """What the overview shows one person at that moment."""
    team, me = membership.team, membership.user
    today, inventory = team.today(at), team.touchpoints.active().census()
    meeting = team.meetings.ahead(at).select_related("touchpoint", "moderator").first()
    actions, with_people = team.actions.all(), team.actions.select_related("responsible")
    return {
        "greeting": greeting(me.get_short_name(), timezone.localtime(at)),
        "today": today,
        "meeting": meeting,
        "countdown": countdown(until=meeting.starts_at, at=at) if meeting else "",
        "step": next_step(membership=membership, meeting=meeting, has_touchpoints=inventory["total"] > 0, at=at),
        "inventory": inventory,
        "rounds_held": team.meetings.closed().count(),
        "todo": actions.census(today),
        "late_cases": team.cases.late(at).count(),
        "works": actions.filter(outcome=Outcome.WORKS).count(),
        "mine": actions.open().of(me).order_by("due_on")[:SHOWN],
        "overdue": with_people.overdue(today).not_asked_yet(today).exclude(responsible=me)[:SHOWN],
        "follow_ups": with_people.follow_up_due(today)[:SHOWN],
        "decisions": last_decisions(team),
    }


def next_step(*, membership: Membership, meeting: Meeting | None, has_touchpoints: bool, at: datetime) -> Step:
    """The one thing this person should do now; `meeting` is the round that runs or comes next."""
    if meeting is not None:
        is_time = meeting.is_running or meeting.starts_at - at <= DOORS_OPEN
        return Step.ENTER if is_time and membership.can_write else Step.PREPARE
    if not membership.can_write:
        return Step.WAIT
    if not has_touchpoints:
        return Step.CAPTURE
    return Step.PLAN if membership.is_lead else Step.WAIT


def countdown(*, until: datetime, at: datetime) -> str:
    """The time left in a word or two: "in 25 Minuten", "in 3 Stunden", "in 5 Tagen"; empty once it has come."""
    minutes = round((until - at) / timedelta(minutes=1))
    if minutes <= 0:
        return ""
    if minutes < 60:
        return ngettext("in %(count)s Minute", "in %(count)s Minuten", minutes) % {"count": minutes}
    if minutes < 24 * 60:
        hours = round(minutes / 60)
        return ngettext("in %(count)s Stunde", "in %(count)s Stunden", hours) % {"count": hours}
    days = round(minutes / 60 / 24)
    return ngettext("in %(count)s Tag", "in %(count)s Tagen", days) % {"count": days}


def last_decisions(team: Team, limit: int = 3) -> QuerySet[Meeting]:
    """The latest closed rounds that decided on a card, each with its text as `decision`."""
    closed = with_decisions(team.meetings.closed()).exclude(decision="")  # type: ignore[misc]
    return closed.select_related("touchpoint").order_by("-closed_at")[:limit]


def greeting(name: str, at: datetime) -> str:
    """Good morning, afternoon or evening to someone; `at` in their own time zone. Before five it is still evening."""
    if 5 <= at.hour < 11:
        return _("Guten Morgen, %s") % name
    return _("Guten Tag, %s") % name if 11 <= at.hour < 18 else _("Guten Abend, %s") % name
