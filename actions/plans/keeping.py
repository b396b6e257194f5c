"""What is kept in plans: of a person, for the person to see; of a team, for the team to take along."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from actions.models import (
    Decision,
    Dependency,
    DrawerLine,
    Milestone,
    PilotVoice,
    Plan,
    PlanKind,
    Side,
    Tone,
    Training,
)
from teams.models import Team, User
from teams.whole_team import NUMBER, Table

NUMBER_OF_PLAN = _("Nummer des Plans")


def about(user: User) -> dict[str, Any]:
    """The plans that the person answers for or decided about, and their steps in crisis plans."""
    plans = Plan.objects.select_related("team").order_by("pk")
    steps = DrawerLine.objects.filter(responsible=user).select_related("plan__team").order_by("pk")
    return {
        "plans": [{"team": plan.team.name, "plan": plan.name} for plan in plans.filter(responsible=user)],
        "decisions": [
            {"team": plan.team.name, "plan": plan.name, "on": plan.decided_on, "reason": plan.decision_reason}
            for plan in plans.filter(decided_by=user)
        ],
        "steps_of_crisis_plans": [
            {"team": step.plan.team.name, "plan": step.plan.name, "what": step.what} for step in steps
        ],
    }


def tables(team: Team) -> list[Table]:
    """Plans and what belongs to them."""
    return [_plans(team), _milestones(team), _order(team), _voices(team), _trainings(team), _steps(team)]


def _plans(team: Team) -> Table:
    return Table.of(
        "plans",
        _("Pläne, auch die Krisenpläne in der Schublade"),
        team.plans.order_by("pk"),
        id=NUMBER,
        name=_("Name"),
        kind=("kind", _("Art"), PlanKind.choices),
        aim=_("Ziel"),
        part_of=("parent_id", NUMBER_OF_PLAN),
        tried_in=("tried_in_id", _("Nummer der Erprobung, aus der er folgt")),
        drawn_from=("drawn_from_id", _("Nummer des Krisenplans, aus dem er gestartet wurde")),
        is_drill=_("Übung"),
        responsible=("responsible__name", _("Wer")),
        department=("department__name", _("Bereich")),
        touchpoint=("touchpoint_id", _("Nummer des Kontaktpunkts")),
        market=_("Testmarkt"),
        starts_on=_("Ab"),
        ends_on=_("Bis"),
        decision=("decision", _("Entscheidung"), Decision.choices),
        decision_reason=_("Begründung"),
        decided_on=_("Entschieden am"),
        decided_by=("decided_by__name", _("Wer entschieden hat")),
        reviewed_on=_("Zuletzt geprüft oder geübt"),
        drawn_at=_("gestartet am"),
        closed_at=_("abgeschlossen am"),
        created_at=_("festgehalten am"),
    )


def _milestones(team: Team) -> Table:
    return Table.of(
        "milestones",
        _("Meilensteine der Pläne"),
        _of(team, Milestone.objects.all()),
        plan=("plan_id", NUMBER_OF_PLAN),
        name=_("Meilenstein"),
        due_on=_("Am"),
        reached_at=_("erreicht am"),
    )


def _order(team: Team) -> Table:
    return Table.of(
        "action_order",
        _("welche Maßnahme nach welcher kommt"),
        Dependency.objects.filter(action__team=team).order_by("pk"),
        action=("action_id", _("Nummer der Maßnahme")),
        after=("after_id", _("Nummer der Maßnahme, nach der sie kommt")),
    )


def _voices(team: Team) -> Table:
    return Table.of(
        "pilot_voices",
        _("Stimmen zu Erprobungen"),
        _of(team, PilotVoice.objects.all()),
        plan=("plan_id", NUMBER_OF_PLAN),
        said_on=_("Am"),
        who=_("Wer"),
        side=("side", _("Von"), Side.choices),
        tone=("tone", _("Tenor"), Tone.choices),
        text=_("Was gesagt wurde"),
    )


def _trainings(team: Team) -> Table:
    return Table.of(
        "trainings",
        _("Schulungen der Roll-outs"),
        _of(team, Training.objects.all()),
        plan=("plan_id", NUMBER_OF_PLAN),
        what=_("Was"),
        department=("department__name", _("Bereich")),
        trainer=_("Wer schult"),
        planned_on=_("Am"),
        held_at=_("gehalten am"),
        notes=_("Notiz"),
    )


def _steps(team: Team) -> Table:
    return Table.of(
        "crisis_steps",
        _("Schritte der Krisenpläne"),
        _of(team, DrawerLine.objects.all()),
        plan=("plan_id", NUMBER_OF_PLAN),
        what=_("Was"),
        notes=_("Wie"),
        responsible=("responsible__name", _("Wer")),
        role=_("Rolle"),
        department=("department__name", _("Bereich")),
        begins_after=_("Stunden vom Start bis zum Beginn"),
        lasts=_("Dauer in Stunden"),
    )


def _of(team: Team, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(plan__team=team).order_by("pk")
