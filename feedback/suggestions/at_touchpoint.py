"""What employees propose at one touchpoint, for its own page and for the preparation of a round."""

from __future__ import annotations

from feedback.models import Suggestion
from touchpoints.models import Touchpoint

AT_MOST = 20


def open_at(touchpoint: Touchpoint) -> list[Suggestion]:
    """The newest suggestions that wait for the team there, at most 20, each with the person who made it."""
    return list(touchpoint.suggestions.open().select_related("by")[:AT_MOST])
