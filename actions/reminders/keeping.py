"""What is kept of reminders: of a person, for the person to see; of a team, for the team to take along."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from actions.models import Reminder, ReminderKind
from actions.reminders.moments import wish_of
from teams.models import Team, User
from teams.whole_team import Table


def about(user: User) -> dict[str, Any]:
    """What the person wants to be reminded of, and what they were reminded of so far."""
    wish = wish_of(user)
    rows = user.reminders.select_related("team", "action").order_by("pk")
    return {
        "reminder_wishes": {"unwanted": wish.unwanted, "at_time": wish.at_time, "rests": wish.rests},
        "reminders": [
            {
                "team": row.team.name,
                "what": row.action.what if row.action else "",
                "kind": row.kind,
                "day": row.day,
                "state": row.state,
                "at": row.handled_at or row.due_at,
            }
            for row in rows
        ],
    }


def table(team: Team) -> Table:
    """Who was reminded of what."""
    return Table.of(
        "reminders",
        _("Erinnerungen"),
        team.reminders.order_by("pk"),
        action=("action_id", _("Nummer der Maßnahme")),
        person=("person__name", _("Wer")),
        kind=("kind", _("Woran"), ReminderKind.choices),
        day=_("um welchen Tag es geht"),
        state=("state", _("Stand"), Reminder.State.choices),
        handled_at=_("wann"),
    )
