"""Gives out actions, or what a filter finds of them, as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from actions.models import Action, ActionQuerySet, Case
from actions.overview import rounds
from actions.pert import pert_day, pert_mean
from teams.models import Team
from touchpoints.exchange.downloads import Sheet
from touchpoints.exchange.giving_out import named_in
from touchpoints.exchange.tables import Value

AT_ONCE = 500
"""Actions that are in memory at a time."""


@dataclass(frozen=True)
class Column:
    """A column: its heading, and what stands in it for an action."""

    heading: str
    value: Callable[[Any], Value]


def plan(actions: ActionQuerySet, *, team: Team) -> Sheet:
    """A line for each action, days in the team's time zone and money in its currency."""
    columns = [
        *_who_does_what(team),
        *_until_when(team),
        *_at_what_price(team),
        *_for_whom(),
        *_what_became_of_it(team),
    ]
    return Sheet(_("Maßnahmen"), [column.heading for column in columns], _lines(actions, columns))


def _lines(actions: ActionQuerySet, columns: list[Column]) -> Iterator[list[Value]]:
    whole = rounds.with_round(actions).as_lines().select_related("predecessor", "metric")
    for action in whole.prefetch_related("scenarios").iterator(chunk_size=AT_ONCE):
        yield [column.value(action) for column in columns]


def _who_does_what(team: Team) -> list[Column]:
    named, decided_in = named_in(team), dict(rounds.choices(team))
    return [
        Column(_("Was"), lambda action: action.what),
        Column(_("Warum"), lambda action: action.why),
        Column(_("Kontaktpunkt"), lambda action: _name(action.touchpoint)),
        Column(_("Bereich"), lambda action: _name(action.department)),
        Column(_("Wer"), lambda action: named(action.responsible) if action.responsible else ""),
        Column(_("Aus dem Team dabei"), lambda action: ", ".join(named(each) for each in action.helpers.all())),
        Column(_("Mit wem"), lambda action: action.with_whom),
        Column(_("Plan"), lambda action: _name(action.plan)),
        Column(_("Runde"), lambda action: decided_in.get(action.round, "")),
        Column(_("Justiert nach"), lambda action: _name(action.predecessor)),
    ]


def _until_when(team: Team) -> list[Column]:
    return [
        Column(_("Priorität"), lambda action: action.get_priority_display()),
        Column(_("Ab"), lambda action: action.starts_on),
        Column(_("Bis"), lambda action: action.due_on),
        Column(_("Zugesagt bis"), lambda action: action.promised_on),
        Column(_("Fertig am (PERT)"), lambda action: pert_day(*_three(action, "ends_on"))),
        Column(_("Status"), lambda action: action.get_status_display()),
        Column(_("Woran es stockt"), lambda action: action.blocked_reason),
        Column(_("Schritte erledigt"), lambda action: action.steps_done if action.steps_all else None),
        Column(_("Schritte insgesamt"), lambda action: action.steps_all or None),
        Column(_("Festgehalten am"), lambda action: _day(team, action.created_at)),
    ]


def _at_what_price(team: Team) -> list[Column]:
    def in_currency(heading: str) -> str:
        return f"{heading} ({team.currency})"

    return [
        Column(in_currency(_("Budget")), lambda action: action.budget),
        Column(in_currency(_("Ausgegeben")), lambda action: action.spent),
        Column(in_currency(_("Kosten nach PERT")), lambda action: _rounded(pert_mean(*_three(action, "cost")))),
    ]


def _for_whom() -> list[Column]:
    return [
        Column(_("Zielgruppe"), lambda action: action.target_group),
        Column(_("Mediennutzung"), lambda action: action.media_use),
        Column(_("Region"), lambda action: action.region),
        Column(_("Kultur"), lambda action: action.culture),
        Column(_("Passt zur Marke?"), lambda action: action.get_brand_fit_display()),
    ]


def _what_became_of_it(team: Team) -> list[Column]:
    return [
        Column(_("Kennzahl"), lambda action: _name(action.metric)),
        Column(_("Startwert"), lambda action: action.start_value),
        Column(_("Zielwert"), lambda action: action.target_value),
        Column(_("Wert nach PERT"), lambda action: _rounded(pert_mean(*_three(action, "effect")))),
        Column(_("Gemessener Wert"), lambda action: action.measured_value),
        Column(_("Erledigt am"), lambda action: _day(team, action.done_at)),
        Column(_("Folgetermin"), lambda action: action.follow_up_on),
        Column(_("Wirkung"), lambda action: action.get_outcome_display()),
        Column(_("Ergebnis"), lambda action: action.result),
        Column(_("Beantwortet am"), lambda action: _day(team, action.settled_at)),
    ]


def _name(row: Any) -> str:
    return str(row) if row else ""


def _three(action: Action, field: str) -> list[Any]:
    """What the scenarios say of a field, the best first; None for what is not said."""
    said = {scenario.case: getattr(scenario, field) for scenario in action.scenarios.all()}
    return [said.get(case) for case in (Case.BEST, Case.REALISTIC, Case.WORST)]


def _rounded(mean: Any) -> Any:
    return None if mean is None else round(mean, 2)


def _day(team: Team, moment: datetime | None) -> date | None:
    return team.today(moment) if moment else None
