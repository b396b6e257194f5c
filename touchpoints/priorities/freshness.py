"""How new what is known about a team's priorities is, so that a page that was drawn once need not be drawn again.

The answer is a short text; as long as it stays the same, so do all figures of the priorities. They come from three
places, and none of them changes unnoticed:

- touchpoints: every change of theirs adds an entry to their history, and the entry is written in the same
  transaction. An import that is taken back is the one deed that removes entries; it removes their touchpoints too.
- what customers say: each metric counts its versions, see `Metric.version`. With how many metrics there are and which,
  that tells new ones and removed ones too.
- what staff say: only closed surveys count, and these change no more.

PostgreSQL gives numbers before the transactions that take them are over, so an older entry may come to light behind a
newer one. Hence the latest entries are counted as well: a transaction would have to stay open while others write a
thousand entries to be overlooked.

Whoever keeps something under this text asks for it first and for the figures afterwards. Then what was drawn can be
newer than its text, which does no harm, but never older.
"""

from datetime import datetime

from django.db.models import Count, Max, Sum

from teams.models import Team
from touchpoints.models import Metric, Touchpoint

LATEST = 1000
"""Entries of the history, counted by their numbers, among which a late one is noticed."""


def known_until(team: Team, *, at: datetime) -> str:
    """What stays the same until somebody changes what the team's priorities go by."""
    history = Touchpoint.history.filter(team=team).order_by()
    newest = history.aggregate(newest=Max("history_id"))["newest"] or 0
    latest = history.filter(history_id__gt=newest - LATEST).count()
    metrics = Metric.objects.of_team(team).aggregate(Count("pk"), Max("pk"), Sum("version"))
    surveys = team.surveys.closed(at).order_by("pk").values_list("pk", flat=True)
    return "-".join(map(str, (newest, latest, team.touchpoints.count(), *metrics.values(), *surveys)))
