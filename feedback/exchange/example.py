"""An empty table of voices to fill in: all columns with their headings, and lines as an example."""

from datetime import datetime
from typing import IO

from django.utils.translation import gettext as _

from feedback.exchange.fields import FIELDS
from feedback.models import Polarity, Via
from teams.models import Team
from touchpoints.exchange.tables import Value, write_csv


def write_example(file: IO[bytes], *, team: Team, at: datetime) -> None:
    """Write the table into an open file, in the language of the moment."""
    place = team.touchpoints.order_by("name").first()
    common: dict[str, Value] = {"said_on": team.today(at), "touchpoint": place.name if place else ""}
    lines = [
        {
            **common,
            "text": _("Die Rechnung kam vor der Ware. (Beispiel)"),
            "polarity": str(Polarity.NEGATIVE.label),
            "via": str(Via.CALL.label),
            "may_quote": _("nein"),
        },
        {
            **common,
            "text": _("So freundlich hat mir noch niemand geholfen! (Beispiel)"),
            "polarity": "★★★★★",
            "via": str(Via.REVIEW.label),
            "source": "Google",
            "may_quote": _("ja"),
        },
    ]
    write_csv(
        file, [str(heading) for heading in FIELDS.values()], [[line.get(name, "") for name in FIELDS] for line in lines]
    )
