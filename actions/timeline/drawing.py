"""The timeline as the templates draw it: names in rows, the bars beside them, arrows between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actions.models import Action, Milestone, Plan, Status
from actions.plans.sequence import arranged
from actions.timeline.layout import AIR, BAR, ROW, Arrow, Bar, Stretch, arrow_between, bar_of, stretches_of
from actions.timeline.scales import Scale, Span, Tick, span_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HEAD_ROWS = 1
"""Rows that the axis takes: years, months and today's flag stand above each other in as much room."""
TODAY_SIGNS = 110
"""Room for the words at today's line."""
IN_REM = 16


class Grouping(TextChoices):
    """What the rows are grouped by; the values are those of the other views."""

    PLAN = "plan", _("Plan")
    PERSON = "person", _("Wer")
    DEPARTMENT = "department", _("Bereich")
    TOUCHPOINT = "touchpoint", _("Kontaktpunkt")


FIELDS = {
    Grouping.PLAN: "plan",
    Grouping.PERSON: "responsible",
    Grouping.DEPARTMENT: "department",
    Grouping.TOUCHPOINT: "touchpoint",
}
"""The field of an action that each grouping goes by."""

WITHOUT: Mapping[Grouping, StrOrPromise] = {
    Grouping.PLAN: _("Ohne Plan"),
    Grouping.PERSON: _("Noch niemand"),
    Grouping.DEPARTMENT: _("Ohne Bereich"),
    Grouping.TOUCHPOINT: _("Ohne Kontaktpunkt"),
}


def always(day: date) -> bool:
    """Every day is a working day."""
    return True


@dataclass(frozen=True)
class Group:
    """The heading over the actions of one plan, person, department or touchpoint."""

    row: int
    name: str
    count: int
    kind: str = "group"

    @property
    def top(self) -> int:
        """The upper edge of its row."""
        return self.row * ROW


@dataclass(frozen=True)
class MilestoneRow:
    """A milestone of the plan above it."""

    row: int
    milestone: Milestone
    x: int
    shown: bool
    today: date
    kind: str = "milestone"

    @property
    def state(self) -> str:
        """How it is drawn."""
        if self.milestone.reached_at:
            return "reached"
        return "late" if self.milestone.is_overdue(self.today) else ""

    @property
    def diamond(self) -> str:
        """Its path."""
        return f"M{self.x} {self.row * ROW + ROW // 2 - 9}l9 9-9 9-9-9z"


@dataclass(frozen=True)
class ActionRow:
    """An action with its bar; `after` are the rows of those that it waits for."""

    row: int
    action: Action
    begins_on: date
    done_on: date | None
    bar: Bar
    today: date
    follow_up_x: int | None
    after: list[Action] = field(default_factory=list)
    kind: str = "action"

    @property
    def is_late(self) -> bool:
        """Open past its last day."""
        return self.action.is_overdue(self.today)

    @property
    def is_blocked(self) -> bool:
        """It does not go on."""
        return self.action.status == Status.BLOCKED

    @property
    def state(self) -> str:
        """Its status, and that it is late, as classes of the drawing."""
        return f"{self.action.status} late" if self.is_late else self.action.status

    @property
    def words(self) -> str:
        """How it stands, in words."""
        status = self.action.get_status_display()
        return ", ".join([gettext("überfällig"), status]) if self.is_late else status

    @property
    def title(self) -> str:
        """What stands at the bar when it is pointed at."""
        return gettext("%(what)s: %(first)s bis %(last)s, %(state)s") % {
            "what": self.action.what,
            "first": date_format(self.begins_on, "SHORT_DATE_FORMAT"),
            "last": date_format(self.action.due_on, "SHORT_DATE_FORMAT"),
            "state": self.words,
        }

    @property
    def follow_up_y(self) -> int:
        """Where its follow-up stands, below the bar."""
        return self.row * ROW + 35


type Row = Group | MilestoneRow | ActionRow


@dataclass(frozen=True)
class Timeline:
    """A whole drawing, or a sheet of it. `rows` are from top to bottom; row 0 is the first below the axis."""

    span: Span
    rows: Sequence[Row]
    arrows: Sequence[Arrow]
    today: date
    works_on: Callable[[date], bool] = always

    @property
    def actions(self) -> list[ActionRow]:
        """The rows with bars."""
        return [row for row in self.rows if isinstance(row, ActionRow)]

    @property
    def groups(self) -> list[Group]:
        """The headings."""
        return [row for row in self.rows if isinstance(row, Group)]

    @property
    def milestones(self) -> list[MilestoneRow]:
        """The milestones."""
        return [row for row in self.rows if isinstance(row, MilestoneRow)]

    def sheets(self, size: int) -> list[Timeline]:
        """The drawing on sheets of so many rows each, all with the same axis; an arrow is on every sheet it touches.

        A heading never stands last on its sheet.
        """
        sheets, first = [], 0
        while first < len(self.rows):
            end = min(first + size, len(self.rows))
            while end - first > 1 and isinstance(self.rows[end - 1], Group):
                end -= 1
            sheets.append(self._sheet(self.rows[first:end]))
            first = end
        return sheets

    def _sheet(self, rows: Sequence[Row]) -> Timeline:
        top, end = rows[0].row * ROW, (rows[-1].row + 1) * ROW
        touching = [arrow for arrow in self.arrows if arrow.top <= end and arrow.bottom >= top]
        return replace(self, rows=rows, arrows=touching)

    @property
    def top(self) -> int:
        """Where its first row begins."""
        return self.rows[0].row * ROW if self.rows else 0

    @property
    def axis_top(self) -> int:
        """Where its axis begins."""
        return self.top - HEAD_ROWS * ROW

    @property
    def width(self) -> int:
        """Of the drawing, with the air at both ends."""
        return self.span.width + 2 * AIR

    @property
    def height(self) -> int:
        """Of the drawing below its axis."""
        return len(self.rows) * ROW

    @property
    def whole_height(self) -> int:
        """Of the drawing with its axis."""
        return self.height + HEAD_ROWS * ROW

    @property
    def rem_width(self) -> str:
        """Its natural width on a screen."""
        return f"{self.width / IN_REM:g}rem"

    @property
    def rem_height(self) -> str:
        """Its natural height on a screen."""
        return f"{self.whole_height / IN_REM:g}rem"

    @property
    def air(self) -> int:
        """How far the first day stands from the edge."""
        return AIR

    @property
    def row_height(self) -> int:
        """Of every row."""
        return ROW

    @property
    def bar_height(self) -> int:
        """Of every bar."""
        return BAR

    @property
    def today_x(self) -> int:
        """Where the line of today stands."""
        return AIR + self.span.middle(self.today)

    @property
    def today_label_x(self) -> int:
        """The middle of its words, which stay inside the drawing."""
        half = TODAY_SIGNS // 2
        return min(max(self.today_x, half), self.width - half)

    @property
    def resting(self) -> list[Tick]:
        """Weekends and holidays."""
        return self.span.resting(self.works_on)

    @property
    def beyond(self) -> int:
        """How many bars the picture cuts off, because they begin before it or end after it."""
        return sum(row.bar.begins_before or row.bar.ends_after for row in self.actions)

    @property
    def shows_rest(self) -> bool:
        """Whether weekends and holidays are told apart."""
        return self.span.scale == Scale.WEEKS


def drawn(
    actions: Sequence[Action],
    *,
    by: Grouping,
    pairs: Iterable[tuple[int, int]],
    today: date,
    scale: Scale | None = None,
    works_on: Callable[[date], bool] = always,
    on_paper: bool = False,
) -> Timeline:
    """The timeline of actions that are in the order of their groups; in each, none stands above what it comes after.

    `pairs` are (action, the one that it comes after), by primary key.
    """
    span = span_of(_days(actions, by), today=today, scale=scale, on_paper=on_paper)
    pairs = list(pairs)
    rows = list(_rows(actions, by, span, today, pairs))
    found = {row.action.pk: row for row in rows if isinstance(row, ActionRow)}
    arrows = []
    for later, earlier in pairs:
        if later in found and earlier in found:
            arrows.append(arrow_between(found[earlier].bar, found[later].bar))
            found[later].after.append(found[earlier].action)
    return Timeline(span, rows, arrows, today, works_on)


def begin_of(action: Action) -> date:
    """The day on which an action begins: as planned, else on which it was given to somebody or recorded."""
    return action.starts_on or min(action.team.today(action.assigned_at or action.created_at), action.due_on)


def done_on(action: Action) -> date | None:
    """The team's day on which it was done."""
    return action.team.today(action.done_at) if action.status == Status.DONE and action.done_at else None


def _days(actions: Iterable[Action], by: Grouping) -> Iterator[date]:
    for action in actions:
        yield from (begin_of(action), action.due_on)
        yield from (day for day in (action.follow_up_on, done_on(action)) if day)
    if by == Grouping.PLAN:
        yield from (milestone.due_on for plan in _plans(actions) for milestone in _milestones(plan))


def _plans(actions: Iterable[Action]) -> set[Plan]:
    return {action.plan for action in actions if action.plan}


def _milestones(plan: Plan) -> Sequence[Milestone]:
    return cast("Any", plan).milestones.all()


def _rows(
    actions: Sequence[Action], by: Grouping, span: Span, today: date, pairs: Sequence[tuple[int, int]]
) -> Iterator[Row]:
    row = 0
    for thing, group in groupby(actions, key=lambda action: getattr(action, FIELDS[by])):
        members = arranged(group, pairs)
        yield Group(row, str(thing or WITHOUT[by]), len(members))
        row += 1
        for milestone in _milestones(thing) if isinstance(thing, Plan) else ():
            x = AIR + span.middle(milestone.due_on)
            yield MilestoneRow(row, milestone, x, span.shows(milestone.due_on), today)
            row += 1
        for action in members:
            yield _action_row(row, action, span, today)
            row += 1


def _action_row(row: int, action: Action, span: Span, today: date) -> ActionRow:
    begins_on, ended_on = begin_of(action), done_on(action)
    stretches: list[Stretch] = stretches_of(
        kind=action.status,
        starts_on=begins_on,
        due_on=action.due_on,
        today=today,
        done_on=ended_on,
        share=_share(action),
    )
    asked = action.follow_up_on if action.follow_up_on and span.shows(action.follow_up_on) else None
    return ActionRow(
        row,
        action,
        begins_on,
        ended_on,
        bar_of(span, row, stretches),
        today,
        AIR + span.middle(asked) if asked else None,
    )


def _share(action: Any) -> float:
    """How much of its checklist is ticked, as `with_progress` counted."""
    return action.steps_done / action.steps_all if action.steps_all and action.is_open else 0
