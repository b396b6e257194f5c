"""Tells whoever answers for a touchpoint what was noticed there: each alert once, and not more than a mail an hour."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from feedback.models import Alert, AlertKind
from teams.letters import compose, post
from teams.models import Role, User
from touchpoints.models import Touchpoint

logger = logging.getLogger(__name__)

QUIET = timedelta(hours=1)
"""After a mail about a touchpoint what comes next is gathered for so long: a flood fills no mailbox."""

QUOTED = 5
"""Voices that a mail quotes; to the others it leads."""


def tell(at: datetime) -> None:
    """Write about every touchpoint with alerts of which nobody knows yet; the first mail goes at once.

    One that breaks waits and does not keep back those behind it.
    """
    waiting = Alert.objects.filter(told_at=None).exclude(touchpoint__alerts__told_at__gt=at - QUIET)
    for touchpoint in waiting.order_by().values_list("touchpoint", flat=True).distinct():
        try:
            _tell_about(touchpoint, at)
        except Exception:
            logger.exception("Alerts of touchpoint %s have to wait", touchpoint)


@transaction.atomic
def _tell_about(touchpoint: int, at: datetime) -> None:
    waiting = Alert.objects.select_for_update(of=("self",)).filter(touchpoint=touchpoint, told_at=None)
    alerts = list(waiting.select_related("feedback").order_by("raised_at", "pk"))
    if not alerts or Alert.objects.filter(touchpoint=touchpoint, told_at__gt=at - QUIET).exists():
        return
    place = Touchpoint.objects.select_related("team", "owner").get(pk=touchpoint)
    people = who_hears(place)
    for person in people:
        _post(place, person, alerts, at)
    for alert in alerts:
        alert.told_at, alert.figures = at, {**alert.figures, "told": [person.pk for person in people]}
    Alert.objects.bulk_update(alerts, ["told_at", "figures"], batch_size=500)


def who_hears(touchpoint: Touchpoint) -> list[User]:
    """Whoever answers for it, as long as they belong to the team; else those who lead it."""
    members = touchpoint.team.memberships.select_related("user").order_by("pk")
    own = members.filter(user=touchpoint.owner_id) if touchpoint.owner_id else members.none()
    return [membership.user for membership in own or members.filter(role=Role.LEAD)]


def _post(touchpoint: Touchpoint, person: User, alerts: Sequence[Alert], at: datetime) -> None:
    voices = [alert.feedback for alert in alerts if alert.kind == AlertKind.NEGATIVE]
    context = {
        "person": person,
        "touchpoint": touchpoint,
        "count": len(voices),
        "voices": voices[:QUOTED],
        "more": max(len(voices) - QUOTED, 0),
        "rises": [alert.figures for alert in alerts if alert.kind == AlertKind.RISE][-1:],
        "url": settings.BASE_URL + touchpoint.get_absolute_url(),
        "alerts_url": settings.BASE_URL + reverse("feedback:alerts", args=[touchpoint.team.slug]),
    }
    message = compose(template="voice_alert", to=person.email, language=person.language, context=context)
    post(key=f"voice-alert:{alerts[0].pk}:{person.pk}", message=message, at=at)
