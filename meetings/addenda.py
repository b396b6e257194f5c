"""Addenda: dated corrections under minutes that never change."""

from datetime import datetime, timedelta

from django.db import transaction

from meetings.models import Addendum, Minutes
from teams.models import User

SAME_CLICK = timedelta(minutes=1)
"""Within this the same words of the same person are the same addendum, sent twice."""


def add(*, minutes: Minutes, text: str, by: User, at: datetime) -> Addendum:
    """Write under the minutes, once however often it is clicked."""
    with transaction.atomic():
        Minutes.objects.select_for_update().only("pk").get(pk=minutes.pk)  # a second click waits
        just_now = minutes.addenda.filter(text=text, author=by, written_at__gt=at - SAME_CLICK)
        return just_now.first() or minutes.addenda.create(text=text, author=by, author_name=str(by), written_at=at)
