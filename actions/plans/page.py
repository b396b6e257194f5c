"""What the pages of plans show: the list with its groups, one plan with all that belongs to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, QuerySet, Sum, When

from actions.models import (
    Action,
    ActionQuerySet,
    Dependency,
    DrawerLine,
    Expense,
    Milestone,
    PilotVoice,
    Plan,
    PlanKind,
    Status,
    Tone,
    Training,
)
from actions.plans.progress import Progress, State, progress_of
from actions.plans.sequence import arranged, warning
from teams.models import Team, User

PLANS_A_PAGE = 50
ACTIONS_A_PAGE = 100
KINDS_IN_ORDER = Case(*(When(kind=kind, then=place) for place, kind in enumerate(PlanKind.values)))


# --- The list of plans ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """A plan in a list, how far it is, and its parts."""

    plan: Plan
    progress: Progress
    parts: list[Entry] = field(default_factory=list)

    @property
    def state(self) -> State:
        """Where the plan is."""
        return self.progress.state(self.plan)


def drawer_of(team: Team) -> QuerySet[Plan]:
    """The team's crisis plans; each knows its team, as its address needs it."""
    return team.plans.drawer().select_related("team", "responsible").order_by("name")


def live_plans(team: Team, *, closed: bool, number: str | None, today: date) -> tuple[Page[Plan], list[Entry]]:
    """A page of the team's plans, by kind and name, and what stands on it; as many queries for one as for many."""
    tops = team.plans.live().filter(parent=None, closed_at__isnull=not closed).select_related("responsible", "team")
    page = Paginator(tops.order_by(KINDS_IN_ORDER, "name"), PLANS_A_PAGE).get_page(number)
    parts = list(Plan.objects.filter(parent__in=[plan.pk for plan in page]).select_related("responsible", "team"))
    progress = progress_of([*page, *parts], today=today)
    return page, [
        Entry(
            plan,
            progress[plan.pk],
            [Entry(part, progress[part.pk]) for part in parts if part.parent_id == plan.pk],
        )
        for plan in page
    ]


# --- One plan ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """An action of a plan, what it waits for, and what about that does not fit."""

    action: Action
    waits_for: list[Action]
    warnings: list[str]


@dataclass
class Load:
    """What one person does in a plan; `person` is None for what nobody has taken on."""

    person: User | None
    open: int = 0
    overdue: int = 0
    done: int = 0


@dataclass(frozen=True)
class Money:
    """Planned and spent in the team's currency, over what was not dropped and what was."""

    planned: Decimal
    spent: Decimal


def shown(plan: Plan, *, number: str | None, today: date) -> dict[str, Any]:
    """Everything on the page of a live plan; as many queries for one action as for many."""
    found = actions_of(plan)
    actions = list(found.select_related("responsible", "plan"))
    parts = list(plan.parts.select_related("responsible", "team").order_by("name"))
    progress = progress_of([plan, *parts], today=today)
    lines = Paginator(_lines(actions, found), ACTIONS_A_PAGE).get_page(number)
    return {
        "entry": Entry(plan, progress[plan.pk], [Entry(part, progress[part.pk]) for part in parts]),
        "page": lines,
        "loads": _loads(actions, today),
        "money": _money(plan, actions),
        "milestones": milestones_of(plan, today),
        **_of_kind(plan, today),
    }


def milestones_of(plan: Plan, today: date) -> list[tuple[Milestone, bool]]:
    """The plan's milestones and those of its parts by day, each with whether it is overdue."""
    found = Milestone.objects.filter(plan__in=Plan.objects.family([plan.pk])).select_related("plan")
    return [(milestone, milestone.is_overdue(today)) for milestone in found]


def steps_of(drawer: Plan) -> list[tuple[DrawerLine, bool]]:
    """The steps of a crisis plan in order, each with whether the person in it does not work in the team any more."""
    working = set(drawer.team.memberships.working().values_list("user", flat=True))
    lines = drawer.lines.select_related("responsible", "department")
    return [(line, line.responsible_id is not None and line.responsible_id not in working) for line in lines]


def chapters_of(plan: Plan) -> list[tuple[Plan, list[Line]]]:
    """The plan and each of its parts with their actions in order, for printing; one query, and one a chapter."""
    return [
        (chapter, _lines(chapter.actions.select_related("responsible", "department"), chapter.actions.all()))
        for chapter in (plan, *plan.parts.order_by("name"))
    ]


def actions_of(plan: Plan) -> ActionQuerySet:
    """The actions of the plan and of its parts."""
    return Action.objects.filter(plan__in=Plan.objects.family([plan.pk]))


def _lines(actions: Iterable[Action], found: QuerySet[Action]) -> list[Line]:
    """Each of the actions with what it waits for; `found` is how the database finds them, however many they are."""
    waits: dict[int, list[Action]] = defaultdict(list)
    for dependency in Dependency.objects.filter(action__in=found.order_by().values("pk")).select_related("after"):
        waits[dependency.action_id].append(dependency.after)
    pairs = [(key, after.pk) for key, awaited in waits.items() for after in awaited]
    return [
        Line(action, waits[action.pk], [words for after in waits[action.pk] if (words := warning(action, after))])
        for action in arranged(actions, pairs)
    ]


def _loads(actions: Iterable[Action], today: date) -> list[Load]:
    """By person, the one with most to do first and what nobody has taken on last."""
    loads: dict[int | None, Load] = {}
    for action in actions:
        load = loads.setdefault(action.responsible_id, Load(action.responsible))
        load.open += action.is_open
        load.overdue += action.is_overdue(today)
        load.done += action.status == Status.DONE
    return sorted(loads.values(), key=lambda load: (load.person is None, -load.open, str(load.person)))


def _money(plan: Plan, actions: Iterable[Action]) -> Money:
    planned = sum(
        (action.budget for action in actions if action.budget and action.status != Status.DROPPED), Decimal(0)
    )
    spent = Expense.objects.filter(action__plan__in=Plan.objects.family([plan.pk])).aggregate(sum=Sum("amount"))
    return Money(planned, spent["sum"] or Decimal(0))


def _of_kind(plan: Plan, today: date) -> Mapping[str, Any]:
    """What only a trial or a roll-out has."""
    if plan.kind == PlanKind.PILOT:
        return {"voices": voices_of(plan), "roll_out": Plan.objects.filter(tried_in=plan).first()}
    if plan.kind == PlanKind.ROLL_OUT:
        trainings = plan.trainings.select_related("department")
        by_department = Training.objects.filter(plan=plan).by_department()
        return {
            "trainings": [(training, training.is_overdue(today)) for training in trainings],
            "by_department": by_department,
        }
    return {}


def voices_of(pilot: Plan) -> dict[str, list[PilotVoice]]:
    """What was said for and against a trial, kept apart, the latest first."""
    voices = list(pilot.voices.all())
    return {str(tone): [voice for voice in voices if voice.tone == tone] for tone in Tone}
