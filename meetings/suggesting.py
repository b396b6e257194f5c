"""Which touchpoint to take next: key touchpoints, the ones never discussed, those longest ago."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meetings.models import Meeting, Phase
from teams.models import Team

OF_EACH_KIND = 3


@dataclass(frozen=True)
class Suggestion:
    """A touchpoint with the reason why it is its turn, in the active language."""

    pk: int
    name: str
    reason: str


def suggestions(team: Team, *, besides: Meeting | None = None) -> list[Suggestion]:
    """A few of each kind: key touchpoints, never discussed, longest ago; without what that round is about."""
    last_round = Max("meetings__starts_at", filter=~Q(meetings__phase=Phase.CANCELLED))
    touchpoints = team.touchpoints.active().exclude(pk__in=[besides.touchpoint_id] if besides else [])
    waiting = touchpoints.annotate(last_round=last_round).order_by(F("last_round").asc(nulls_first=True), "name")
    rows = waiting.values_list("pk", "name", "is_key", "last_round")
    urgent = chain(
        rows.filter(is_key=True)[:OF_EACH_KIND],
        rows.filter(last_round=None)[:OF_EACH_KIND],
        rows.exclude(last_round=None)[:OF_EACH_KIND],
    )
    return list(dict.fromkeys(Suggestion(pk, name, _reason(is_key, day)) for pk, name, is_key, day in urgent))


def _reason(is_key: bool, last_round: datetime | None) -> str:
    since = _("noch nie besprochen") if last_round is None else _last_time(last_round)
    return _("Super-Touchpoint, %(since)s") % {"since": since} if is_key else since


def _last_time(last_round: datetime) -> str:
    day = format_date(timezone.localtime(last_round), pgettext("day of a round, in Django's date format", "j. F Y"))
    return _("zuletzt am %(day)s") % {"day": day}
