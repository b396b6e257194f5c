"""What a team takes along of its plans."""

from django.utils.translation import gettext_lazy as _

from actions.models import Outcome, Status
from teams.models import Team
from teams.whole_team import NUMBER, Table


def parts(team: Team) -> list[Table]:
    """The actions."""
    return [
        Table.of(
            "actions",
            _("Maßnahmen"),
            team.actions.order_by("pk"),
            id=NUMBER,
            touchpoint=("touchpoint_id", _("Nummer des Kontaktpunkts")),
            metric=("metric_id", _("Nummer der Kennzahl")),
            what=_("Was"),
            responsible=("responsible__name", _("Wer")),
            with_whom=_("Mit wem"),
            starts_on=_("Ab"),
            due_on=_("Bis"),
            follow_up_on=_("Folgetermin"),
            status=("status", _("Status"), Status.choices),
            outcome=("outcome", _("Wirkung"), Outcome.choices),
            result=_("Ergebnis"),
            done_at=_("erledigt am"),
            settled_at=_("besprochen am"),
            created_at=_("festgehalten am"),
        )
    ]
