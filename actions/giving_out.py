"""Gives out actions, or what a filter finds of them, as a table."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from actions.models import ActionQuerySet
from teams.models import Team
from touchpoints.exchange.downloads import Sheet
from touchpoints.exchange.giving_out import named_in
from touchpoints.exchange.tables import Value

AT_ONCE = 500
"""Actions that are in memory at a time."""


def plan(actions: ActionQuerySet, *, team: Team) -> Sheet:
    """A line for each action, days in the team's time zone."""
    headings = [
        _("Was"),
        _("Kontaktpunkt"),
        _("Wer"),
        _("Mit wem"),
        _("Ab"),
        _("Bis"),
        _("Status"),
        _("Folgetermin"),
        _("Wirkung"),
        _("Ergebnis"),
        _("Kennzahl"),
        _("Erledigt am"),
        _("Beantwortet am"),
        _("Festgehalten am"),
    ]
    return Sheet(_("Maßnahmen"), headings, _lines(actions, team))


def _lines(actions: ActionQuerySet, team: Team) -> Iterator[list[Value]]:
    people = named_in(team)
    for action in actions.select_related("touchpoint", "responsible", "metric").iterator(chunk_size=AT_ONCE):
        yield [
            action.what,
            action.touchpoint.name if action.touchpoint else "",
            people(action.responsible) if action.responsible else "",
            action.with_whom,
            action.starts_on,
            action.due_on,
            action.get_status_display(),
            action.follow_up_on,
            action.get_outcome_display(),
            action.result,
            action.metric.name if action.metric else "",
            *(_day(team, moment) for moment in (action.done_at, action.settled_at, action.created_at)),
        ]


def _day(team: Team, moment: datetime | None) -> date | None:
    return team.today(moment) if moment else None
