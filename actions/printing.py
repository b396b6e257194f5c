"""Prints the action plan, or what a filter finds of it: large for the wall, and with figures for a meeting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from actions.figures.budget import costs_by, total
from actions.figures.follow_through import Side, tally_of
from actions.figures.window import Reach, back
from actions.models import Action, ActionQuerySet, Status
from actions.timeline.drawing import FIELDS, WITHOUT, Grouping
from actions.timeline.finding import grouped, timeline_of
from teams.models import Team
from teams.pdf import print_template

COLOURS = settings.BASE_DIR / "static" / "css" / "drawing.css"
MOST = 300
"""Actions that are printed in one go."""
ROWS_A_SHEET = 17
"""Rows of the timeline on one page for the wall, beside its heading."""
DECIDED = timedelta(days=92)
"""How far back a meeting is told what became of actions."""
MOST_DECIDED = 30
"""Of how many of them, the newest first."""


@dataclass(frozen=True)
class Chapter:
    """The actions of one plan or one person."""

    name: str
    actions: list[Action]


@cache
def colours() -> SafeString:
    """The style sheet of a drawing in a PDF as an element inside it, read once a process."""
    return format_html("<style>{}</style>", mark_safe(COLOURS.read_text()))  # noqa: S308 - our own file


def is_printable(actions: ActionQuerySet) -> bool:
    """Whether there are not too many of them."""
    return actions.order_by()[: MOST + 1].count() <= MOST


def too_many() -> str:
    """The sentence for more."""
    return gettext(
        "Gedruckt werden höchstens %(most)s Maßnahmen auf einmal. Vorher filtern, zum Beispiel nach Plan oder Bereich, "
        "oder in der Tabelle als Excel (XLSX) ausgeben: Dort sind es alle."
    ) % {"most": number_format(MOST, force_grouping=True)}


def print_for_wall(actions: ActionQuerySet, *, team: Team, by: Grouping, is_part: bool, at: datetime) -> bytes:
    """The timeline in large and who does what, on A3, in the language of the moment."""
    today = team.today(at)
    found = list(grouped(actions, by)[:MOST])
    timeline = timeline_of(found, team=team, by=by, today=today, on_paper=True)
    people = sorted(found, key=lambda action: (*_place(action.responsible), action.due_on, action.pk))
    context = {
        "sheets": timeline.sheets(ROWS_A_SHEET),
        "timeline": timeline,
        "group": by,
        "chapters": list(_chapters(people, Grouping.PERSON)),
        "colours": colours(),
    }
    return _print("actions/print/wall.html", context, team=team, found=found, is_part=is_part, at=at)


def print_for_meeting(actions: ActionQuerySet, *, team: Team, by: Grouping, is_part: bool, at: datetime) -> bytes:
    """Figures, what is overdue or blocked, everything by plan or person, budget and what was decided, on A4."""
    today = team.today(at)
    found = list(grouped(actions, by)[:MOST])
    costs = costs_by(actions, Side.PLAN)
    context = {
        "census": team.actions.census(today),
        "tally": tally_of(team, back(today, Reach.YEAR)),
        "window": back(today, Reach.YEAR),
        "first": sorted(filter(lambda action: _presses(action, today), found), key=lambda action: action.due_on),
        "chapters": list(_chapters(found, by)),
        "group": by,
        "costs": costs,
        "total": total(costs),
        "decided": decided(team, at),
        "decided_since": team.today(at - DECIDED),
    }
    return _print("actions/print/meeting.html", context, team=team, found=found, is_part=is_part, at=at)


def decided(team: Team, at: datetime) -> list[Action]:
    """What the team lately said of actions at their follow-up, the newest first; one query."""
    told: ActionQuerySet = team.actions.filter(Q(settled_at__gte=at - DECIDED) & ~Q(outcome=""))
    return list(told.select_related("responsible").order_by(F("settled_at").desc(), "pk")[:MOST_DECIDED])


def _print(
    template: str, context: dict[str, Any], *, team: Team, found: list[Action], is_part: bool, at: datetime
) -> bytes:
    with timezone.override(team.zone):
        context |= {"team": team, "at": at, "today": team.today(at), "count": len(found), "is_part": is_part}
        return print_template(template, context, language=get_language() or team.language)


def _presses(action: Action, today: date) -> bool:
    return action.is_overdue(today) or action.status == Status.BLOCKED


def _chapters(actions: Iterable[Action], by: Grouping) -> Iterator[Chapter]:
    for thing, group in groupby(actions, key=lambda action: getattr(action, FIELDS[by])):
        yield Chapter(str(thing or WITHOUT[by]), list(group))


def _place(thing: Any) -> tuple[bool, str, int]:
    """By name, and nobody last."""
    return (thing is None, thing.name, thing.pk) if thing else (True, "", 0)
