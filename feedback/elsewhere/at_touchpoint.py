"""What customers said at one touchpoint of late: good and bad apart, neither offset by the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from feedback.models import Feedback, Polarity
from touchpoints.models import Touchpoint

DAYS = 30
NEWEST = 3


@dataclass(frozen=True)
class Heard:
    """The newest voices of each side, and how many there were within thirty days; `open` are not judged yet."""

    negative: list[Feedback]
    positive: list[Feedback]
    negative_count: int
    positive_count: int
    open_count: int

    @property
    def is_silent(self) -> bool:
        """Nobody has ever said anything here that counts for a side, and nothing waits to be judged."""
        return not (self.negative or self.positive or self.open_count)


def heard_at(touchpoint: Touchpoint, *, today: date) -> Heard:
    """Three queries, however many voices there are."""
    lately = touchpoint.voices.said(today - timedelta(days=DAYS - 1), today).order_by()
    counts = dict(lately.values_list("polarity").annotate(count=Count("pk")))
    return Heard(
        negative=list(touchpoint.voices.negative().newest()[:NEWEST]),
        positive=list(touchpoint.voices.positive().newest()[:NEWEST]),
        negative_count=counts.get(Polarity.NEGATIVE, 0),
        positive_count=counts.get(Polarity.POSITIVE, 0),
        open_count=counts.get("", 0),
    )
