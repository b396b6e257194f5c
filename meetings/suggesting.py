"""Which touchpoint to take next: what figures speak for, key touchpoints, those never discussed, those longest ago."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meetings.models import Meeting, Phase
from teams.models import Team
from touchpoints.priorities.candidates import candidates
from touchpoints.priorities.proposal import proposal

OF_EACH_KIND = 3
PAUSE = timedelta(days=90)
"""How long what was decided about a touchpoint may take effect before figures call for it again."""


@dataclass(frozen=True)
class Suggestion:
    """A touchpoint with the reason why it is its turn, in the active language."""

    pk: int
    name: str
    reason: str


def suggestions(team: Team, *, at: datetime, besides: Meeting | None = None) -> list[Suggestion]:
    """The one that figures speak for most, then a few of each kind: key touchpoints, never discussed, longest ago.

    What that round is about is left out, and nothing stands there twice.
    """
    found: dict[int, Suggestion] = {}
    for each in (*_by_figures(team, at, besides), *_by_waiting(team, besides)):
        found.setdefault(each.pk, each)
    return list(found.values())


def resting(team: Team, *, at: datetime, besides: Meeting | None = None) -> frozenset[int]:
    """Primary keys of the touchpoints that a round has just taken up or will take up; no figures call for them."""
    recent = Q(starts_at__gte=at - PAUSE) | Q(pk=besides and besides.pk)
    rounds = team.meetings.exclude(phase=Phase.CANCELLED).filter(recent, touchpoint__isnull=False)
    return frozenset(rounds.values_list("touchpoint", flat=True))


def _by_figures(team: Team, at: datetime, besides: Meeting | None) -> list[Suggestion]:
    """What the priorities propose too, if they propose something."""
    start = proposal(candidates(team, at=at), resting=resting(team, at=at, besides=besides))
    return [Suggestion(start.candidate.pk, start.candidate.name, start.reason)] if start else []


def _by_waiting(team: Team, besides: Meeting | None) -> list[Suggestion]:
    last_round = Max("meetings__starts_at", filter=~Q(meetings__phase=Phase.CANCELLED))
    touchpoints = team.touchpoints.active().exclude(pk__in=[besides.touchpoint_id] if besides else [])
    waiting = touchpoints.annotate(last_round=last_round).order_by(F("last_round").asc(nulls_first=True), "name")
    rows = waiting.values_list("pk", "name", "is_key", "last_round")
    urgent = chain(
        rows.filter(is_key=True)[:OF_EACH_KIND],
        rows.filter(last_round=None)[:OF_EACH_KIND],
        rows.exclude(last_round=None)[:OF_EACH_KIND],
    )
    return [Suggestion(pk, name, _reason(is_key, day)) for pk, name, is_key, day in urgent]


def _reason(is_key: bool, last_round: datetime | None) -> str:
    since = _("noch nie besprochen") if last_round is None else _last_time(last_round)
    return _("Super-Touchpoint, %(since)s") % {"since": since} if is_key else since


def _last_time(last_round: datetime) -> str:
    day = format_date(timezone.localtime(last_round), pgettext("day of a round, in Django's date format", "j. F Y"))
    return _("zuletzt am %(day)s") % {"day": day}
