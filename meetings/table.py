"""Where every change of a round happens: at its locked row, announced to the open screens when it is stored."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F

from meetings.live import announce
from meetings.models import Meeting


@contextmanager
def at_table(meeting: Meeting) -> Iterator[Meeting]:
    """Lock the round's row for the length of the block and yield it fresh.

    All writes of a round go through here: one at a time, all or nothing, and every screen hears of it after commit.
    """
    with transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(version=F("version") + 1)
        yield Meeting.objects.select_for_update(of=("self",)).select_related("team").get(pk=meeting.pk)
        transaction.on_commit(lambda: announce(meeting.pk), robust=True)
