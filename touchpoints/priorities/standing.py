"""Where one touchpoint stands among all others."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from teams.models import Team
from touchpoints.models import Touchpoint
from touchpoints.priorities.candidates import Candidate, candidates, crosshair, quadrant
from touchpoints.priorities.proposal import Proposal, ranking
from touchpoints.priorities.scores import Quadrant
from touchpoints.priorities.voices import Figure
from touchpoints.priorities.wording import behind, written


class Said(NamedTuple):
    """A figure in words."""

    label: str
    words: str
    origin: str


class Standing(NamedTuple):
    """A touchpoint with its field, and its place among those that figures speak for."""

    candidate: Candidate
    quadrant: Quadrant | None
    proposal: Proposal | None
    place: int
    ranked: int

    @property
    def figures(self) -> list[Said]:
        """What is known about its weight, and who stands behind it."""
        each = self.candidate
        return [
            Said(label, _words(value), behind(value) if isinstance(value, Figure) else "")
            for label, value in (
                (_("Wichtigkeit"), each.importance),
                (_("Leistung"), each.performance if each.is_met else None),
                (_("Wichtigkeit für uns"), each.company),
                (pgettext("of an improvement", "Wirkung"), each.impact),
                (_("Aufwand"), each.effort),
                (_("ICE"), each.ice),
                (_("RICE"), each.rice),
            )
            if value is not None
        ]


def standing(team: Team, touchpoint: Touchpoint, *, at: datetime) -> Standing | None:
    """Where it stands; None when it is retired."""
    everyone = candidates(team, at=at)
    candidate = next((each for each in everyone if each.pk == touchpoint.pk), None)
    if candidate is None:
        return None
    ranked = ranking(everyone)
    found = [(place, each) for place, each in enumerate(ranked, start=1) if each.candidate is candidate]
    place, proposal = found[0] if found else (0, None)
    return Standing(candidate, quadrant(candidate, crosshair(everyone)), proposal, place, len(ranked))


def _words(value: Figure | float) -> str:
    return written(value.value if isinstance(value, Figure) else value)
