"""What is kept of deeds of one click: of a person, for the person to see; of a team, for the team to take along."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from actions.models import Action, MailLink, Postponement
from teams.models import Team, User
from teams.whole_team import Table


def about(user: User) -> dict[str, Any]:
    """What the person postponed and why, with what they ask for help, and the links in mails that they used."""
    postponements = Postponement.objects.filter(by=user).select_related("action__team").order_by("pk")
    calls = Action.objects.filter(help_wanted_by=user).select_related("team").order_by("pk")
    links = MailLink.objects.filter(user=user).select_related("action__team").order_by("pk")
    return {
        "postponed": [
            _of(row.action) | {"from": row.from_day, "to": row.to_day, "reason": row.reason, "at": row.at}
            for row in postponements
        ],
        "asks_for_help": [_of(call) | {"words": call.help_words, "at": call.help_wanted_at} for call in calls],
        "used_mail_links": [_of(link.action) | {"deed": link.deed, "at": link.used_at} for link in links],
    }


def table(team: Team) -> Table:
    """How last days came to move."""
    return Table.of(
        "postponements",
        _("Verschiebungen"),
        Postponement.objects.filter(action__team=team).order_by("pk"),
        action=("action_id", _("Nummer der Maßnahme")),
        from_day=_("Bisher bis"),
        to_day=_("Jetzt bis"),
        reason=_("Grund"),
        by=("by__name", _("von wem")),
        at=_("wann"),
    )


def _of(action: Action) -> dict[str, Any]:
    return {"team": action.team.name, "what": action.what}
