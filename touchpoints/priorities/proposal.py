"""Which touchpoint to start with, and why. Pure: the same candidates give the same proposal in any order."""

from collections.abc import Container, Iterable
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from touchpoints.priorities.candidates import Candidate

GAP, KEY, MOMENT_OF_TRUTH, QUICK_WIN = 3, 2, 1, 2
"""What a point of gap weighs where importance is full, and what the three marks weigh beside it."""


class Proposal(NamedTuple):
    """A touchpoint that the next round could take."""

    candidate: Candidate
    score: float

    @property
    def reason(self) -> str:
        """Why it is this one, as a sentence in the active language."""
        first, *others = _reasons(self.candidate)
        words = {"reason": capfirst(first), "others": ", ".join(others)}
        return _("%(reason)s; dazu: %(others)s.") % words if others else f"{capfirst(first)}."


def score(candidate: Candidate) -> float:
    """How much speaks for it: 3 · gap · importance/5; a key touchpoint and a quick win 2 each; a moment of truth 1.

    Importance 5, performance 2, key, quick win → 3 · 3 · 1 + 2 + 2 = 13. Performing beyond importance is no gap.
    """
    return (
        GAP * _lag(candidate)
        + KEY * candidate.is_key
        + MOMENT_OF_TRUTH * candidate.is_moment_of_truth
        + QUICK_WIN * candidate.is_quick_win
    )


def ranking(candidates: Iterable[Candidate]) -> list[Proposal]:
    """Those that customers meet and for which figures speak: a gap or a quick win. What speaks for most comes first.

    Where equally much speaks for two, the one that matters more to the company comes first, then the name decides.
    """
    fitting = [each for each in candidates if each.is_met and (_lag(each) or each.is_quick_win)]
    proposals = [Proposal(each, score(each)) for each in fitting]
    return sorted(proposals, key=_place)


def proposal(candidates: Iterable[Candidate], *, resting: Container[int] = ()) -> Proposal | None:
    """The one to start with, besides the primary keys that rest; None while no figure speaks for any other."""
    return next((each for each in ranking(candidates) if each.candidate.pk not in resting), None)


def _place(proposal: Proposal) -> tuple[float, int, str, int]:
    candidate = proposal.candidate
    return -proposal.score, -(candidate.company or 0), candidate.name.casefold(), candidate.pk


def _lag(candidate: Candidate) -> float:
    """The gap, weighted with importance."""
    if candidate.performing is None:
        return 0
    performance, importance = candidate.performing
    return max(importance - performance, 0) * importance / 5


def _reasons(candidate: Candidate) -> list[str]:
    """What speaks for it, the figures first."""
    reasons = {
        _("viel Wirkung für wenig Aufwand"): candidate.is_quick_win,
        _("Super-Touchpoint"): candidate.is_key,
        _("Moment der Wahrheit"): candidate.is_moment_of_truth,
    }
    return [*_figures(candidate), *(words for words, holds in reasons.items() if holds)]


def _figures(candidate: Candidate) -> list[str]:
    if candidate.performing is None or not _lag(candidate):
        return []
    performance, importance = (number_format(value, 1) for value in candidate.performing)
    figures = {"performance": performance, "importance": importance}
    return [_("die Leistung (%(performance)s von 5) bleibt hinter der Wichtigkeit (%(importance)s) zurück") % figures]
