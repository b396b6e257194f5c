"""Taking a snapshot of a journey, and removing one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from journeys.document import as_document
from journeys.mapping import map_of
from journeys.models import Journey, Snapshot
from journeys.placing import held
from teams.models import User

MOST_SNAPSHOTS = 200
"""Of one journey: one a month for longer than anybody plans."""


@transaction.atomic
def take(*, journey: Journey, name: str, by: User, at: datetime) -> Snapshot:
    """Keep the journey as it stands under this name. The same map under the same name once more is the same snapshot.

    Raises ValidationError if the name stands for another map or there are too many.
    """
    journey = held(journey)
    snapshot = Snapshot(journey=journey, name=name, taken_at=at, taken_by=by, content=as_document(map_of(journey)))
    for earlier in journey.snapshots.filter(name=name):
        if earlier.content == snapshot.content:
            return earlier
    if journey.snapshots.count() >= MOST_SNAPSHOTS:
        raise ValidationError(_("Mehr als %s Stände hat eine Journey nicht.") % MOST_SNAPSHOTS)
    snapshot.full_clean(validate_unique=False)
    snapshot.save()
    return snapshot


def remove(*, snapshot: Snapshot) -> None:
    """Remove a snapshot; the journey stays as it is."""
    snapshot.delete()


def proposed_name(taken: Collection[str], at: datetime) -> str:
    """The month, or where that name is taken the day, or the minute: "November 2026", "22. November 2026"."""
    formats = [
        pgettext("month, in Django's date format", "F Y"),
        pgettext("day that names a snapshot, in Django's date format", "j. F Y"),
        pgettext("minute that names a snapshot, in Django's date format", "j. F Y, G:i"),
    ]
    names = [format_date(timezone.localtime(at), words) for words in formats]
    return next((name for name in names if name not in taken), names[-1])
