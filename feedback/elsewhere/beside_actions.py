"""Voices beside an action: those that it came of, and what customers said at its touchpoint before and after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from actions.models import Action, Status
from feedback.models import Feedback, Polarity, Suggestion

LONGEST = timedelta(days=91)
"""How far each side reaches at most."""
A_DAY = timedelta(days=1)
MOST = 20


@dataclass(frozen=True)
class Side:
    """The voices from the first day to the last, both included."""

    first: date
    last: date
    negative: int = 0
    positive: int = 0

    @property
    def within(self) -> Q:
        """Its voices."""
        return Q(said_on__range=(self.first, self.last))


@dataclass(frozen=True)
class Around:
    """Equally many days before the action began and after it was done."""

    before: Side
    after: Side

    @property
    def days(self) -> int:
        """Of each side."""
        return (self.after.last - self.after.first).days + 1


def origins_of(action: Action) -> tuple[list[Feedback], list[Suggestion]]:
    """The voices that an action came of or answers, the newest first, and the suggestions; two queries."""
    return list(action.voices.newest()[:MOST]), list(action.suggestions.select_related("by")[:MOST])


def heard_around(action: Action, *, today: date) -> Around | None:
    """How many voices there were at the touchpoint of an action that is done, good and bad apart; one query.

    As in the effect on its metric, what was said between its beginning and its end is on neither side, and the last
    day counts as during it. Both sides are equally long, three months at most, so that their counts can be compared.
    None where there is nothing to compare: no touchpoint, not done, or done today.
    """
    if action.touchpoint_id is None or action.status != Status.DONE or action.done_at is None:
        return None
    done_on = action.team.today(action.done_at)
    until, since = min(action.starts_on or done_on, done_on), done_on + A_DAY
    reach = min(today - since + A_DAY, LONGEST)
    if reach < A_DAY:
        return None
    before, after = Side(until - reach, until - A_DAY), Side(since, since + reach - A_DAY)
    voices = Feedback.objects.filter(touchpoint=action.touchpoint_id, said_on__range=(before.first, after.last))
    sides = {"negative": Polarity.NEGATIVE, "positive": Polarity.POSITIVE}
    counted = voices.aggregate(
        **{
            f"{name}_{place}": Count("pk", filter=Q(polarity=polarity) & side.within)
            for name, polarity in sides.items()
            for place, side in (("before", before), ("after", after))
        }
    )
    return Around(
        Side(before.first, before.last, counted["negative_before"], counted["positive_before"]),
        Side(after.first, after.last, counted["negative_after"], counted["positive_after"]),
    )
