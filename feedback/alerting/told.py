"""Who was told of an alert."""

from __future__ import annotations

from collections.abc import Iterable

from feedback.models import Alert
from teams.models import User


def told_of(alerts: Iterable[Alert]) -> dict[int, list[str]]:
    """The names of those who had a mail, by the alert's primary key; one query for all.

    Who has deleted their account is missing.
    """
    asked = {alert.pk: alert.figures.get("told", []) for alert in alerts}
    people = User.objects.in_bulk({pk for told in asked.values() for pk in told})
    return {alert: [str(people[pk]) for pk in told if pk in people] for alert, told in asked.items()}
