"""Pages of a long list: each begins behind the last line of the one before, so that a late page costs no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from feedback.models import Feedback
from feedback.models.voice import FeedbackQuerySet
from teams.forms import as_key

SIZE = 50


@dataclass(frozen=True)
class Page:
    """Lines of a list, the newest first; `after` is what the address of the next page says as `before`, if there is
    one."""

    lines: Sequence[Feedback]
    after: str = ""
    is_first: bool = True


def page_of(voices: FeedbackQuerySet, before: str = "", size: int = SIZE) -> Page:
    """The page behind the line that `before` names, "2026-11-24.17"; the first one if that names nothing.

    Three queries, however long the list: its lines with their touchpoints, their marks, their topics.
    """
    place = _place(before)
    found = voices.newest().select_related("touchpoint").prefetch_related("marks__topic")
    if place:
        day, pk = place
        found = found.filter(Q(said_on__lt=day) | Q(pk__lt=pk), said_on__lte=day)
    lines = list(found[: size + 1])
    after = f"{lines[size - 1].said_on.isoformat()}.{lines[size - 1].pk}" if len(lines) > size else ""
    return Page(lines[:size], after, place is None)


def _place(before: str) -> tuple[date, int] | None:
    day, _dot, typed = before.partition(".")
    pk = as_key(typed)
    try:
        return (date.fromisoformat(day), pk) if pk is not None else None
    except ValueError:
        return None
