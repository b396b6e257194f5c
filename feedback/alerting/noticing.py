"""Looks at voices that have come in or been judged, and notes what somebody has to hear of at once.

The rows are the truth and have their mail once; see `telling`. What was said longer than a week ago, as most of what
a table brings, alarms nobody any more.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from feedback.alerting.rising import A_WEEK, Rise, rises
from feedback.alerting.tasks import tell_alerts
from feedback.models import Alert, AlertKind, Feedback, Listening
from teams.models import Team

logger = logging.getLogger(__name__)


def notice(voices: Sequence[Feedback], *, at: datetime) -> None:
    """Note the alerts that these voices of one team raise, inside the caller's transaction.

    A complaint at a key touchpoint is one, and so is a sudden rise of complaints; each once, however often the voices
    come by. The queries, six at most, do not grow with the voices; without a complaint there is none.
    """
    team = voices[0].team
    today = team.today(at)
    recent = [voice for voice in voices if voice.is_negative and voice.touchpoint_id and _is_recent(voice, today)]
    if not recent:
        return
    wishes, places = Listening.of(team), {voice.touchpoint_id for voice in recent if voice.touchpoint_id}
    raised: list[Alert] = []
    if wishes.alerts_negative:
        key = set(team.touchpoints.filter(is_key=True, pk__in=places).values_list("pk", flat=True))
        raised += _complaints([voice for voice in recent if voice.touchpoint_id in key], at)
    if wishes.alerts_rise:
        raised += _risen(team, rises(team.voices, places, today=today), at)
    _keep(raised)


def notice_rises(at: datetime) -> None:
    """The same for what single voices could not see: two that came in the same moment, or days that went by.

    One or two queries for each team of whose customers somebody complained within the week. A team whose voices cannot
    be reckoned does not keep back the others.
    """
    lately = Feedback.objects.negative().filter(said_on__gte=at.date() - A_WEEK)
    teams = Team.objects.filter(pk__in=lately.order_by().values("team").distinct())
    for team in teams.exclude(listening__alerts_rise=False):
        try:
            _keep(list(_risen(team, rises(team.voices, None, today=team.today(at)), at)))
        except Exception:
            logger.exception("Complaints of team %s could not be counted", team.pk)


def _is_recent(voice: Feedback, today: date) -> bool:
    return voice.said_on > today - A_WEEK


def _complaints(voices: Sequence[Feedback], at: datetime) -> Iterator[Alert]:
    for voice in voices:
        yield Alert(
            team=voice.team,
            touchpoint=voice.touchpoint,
            kind=AlertKind.NEGATIVE,
            feedback=voice,
            raised_at=at,
        )


def _risen(team: Team, found: Sequence[Rise], at: datetime) -> Iterator[Alert]:
    today = team.today(at)
    monday = today - timedelta(days=today.weekday())
    for rise in found:
        yield Alert(
            team=team,
            touchpoint_id=rise.touchpoint,
            kind=AlertKind.RISE,
            week=monday,
            figures=rise.figures,
            raised_at=at,
        )


def _keep(alerts: list[Alert]) -> None:
    """Those that are not there yet; in one order for everybody, so that two at once wait for each other only once."""
    if alerts:
        alerts.sort(key=lambda alert: (alert.kind, alert.touchpoint_id, alert.feedback_id or 0))
        Alert.objects.bulk_create(alerts, ignore_conflicts=True, batch_size=500)
        tell_alerts.delay_on_commit()
