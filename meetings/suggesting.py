"""Which touchpoint to take next: the ones never discussed, key touchpoints first, then those longest ago."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meetings.models import Phase
from teams.models import Team
from touchpoints.models import Touchpoint


@dataclass(frozen=True)
class Suggestion:
    """A touchpoint with the reason why it is its turn, in the active language."""

    touchpoint: Touchpoint
    reason: str


def suggestions(team: Team, limit: int = 5) -> list[Suggestion]:
    """The touchpoints whose turn it is, the most urgent first."""
    last_round = Max("meetings__starts_at", filter=~Q(meetings__phase=Phase.CANCELLED))
    waiting = (
        team.touchpoints.active()
        .annotate(last_round=last_round)
        .order_by(F("last_round").asc(nulls_first=True), "-is_key", "name")
    )
    return [Suggestion(touchpoint, _reason(touchpoint, touchpoint.last_round)) for touchpoint in waiting[:limit]]


def _reason(touchpoint: Touchpoint, last_round: datetime | None) -> str:
    if last_round is None:
        return _("Super-Touchpoint, noch nie besprochen") if touchpoint.is_key else _("noch nie besprochen")
    day = format_date(timezone.localtime(last_round), pgettext("day of a round, in Django's date format", "j. F Y"))
    return _("zuletzt am %(day)s") % {"day": day}
