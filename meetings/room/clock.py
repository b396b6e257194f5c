"""The clocks on the wall: one for the phase, one for the round, and the bar of the five phases."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from meetings.models import FIVE_PHASES, Meeting, Phase, PhaseClock

LAST_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Clock:
    """What is left, in whole seconds; `until` values are milliseconds since 1970, None while the clock stands."""

    now: int
    remaining: int
    total: int
    until: int | None
    round_remaining: int
    round_until: int | None

    @property
    def is_paused(self) -> bool:
        """The phase has a clock, and the moderator has stopped it."""
        return bool(self.total) and self.until is None

    @property
    def mood(self) -> str:
        """How the digits look: "late" when overrun, "soon" in the last minute."""
        if not self.total or self.remaining > LAST_MINUTE:
            return ""
        return "late" if self.remaining < 0 else "soon"

    @property
    def elapsed(self) -> int:
        """Seconds of the phase that are gone, at most all of them."""
        return min(self.total, self.total - self.remaining)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One phase's part of the bar; `state` is "done", "now" or "next"."""

    label: str
    minutes: int
    state: str


def milliseconds(moment: datetime) -> int:
    """Since 1970, as a browser counts."""
    return int(moment.timestamp() * 1000)


def seconds(left: timedelta) -> int:
    """Whole seconds, a begun one counted as whole, as people read a clock that runs down."""
    return math.ceil(left.total_seconds())


def clock_of(meeting: Meeting, clocks: Iterable[PhaseClock], at: datetime) -> Clock:
    """The phase's clock and the round's as they stand; the look back counts against neither."""
    by_phase = {clock.phase: clock for clock in clocks}
    current = by_phase.get(meeting.phase) if meeting.phase in FIVE_PHASES else None
    deadline = current.deadline() if current else None
    spent = sum((by_phase[phase].elapsed(at) for phase in FIVE_PHASES if phase in by_phase), timedelta())
    left = meeting.box - spent
    return Clock(
        now=milliseconds(at),
        remaining=seconds(current.remaining(at)) if current else 0,
        total=seconds(current.planned + current.added) if current else 0,
        until=milliseconds(deadline) if deadline else None,
        round_remaining=seconds(left),
        round_until=milliseconds(at + left) if deadline else None,
    )


def bar_of(meeting: Meeting) -> list[Stretch]:
    """The five phases in order, each done, running or to come."""
    here = [*FIVE_PHASES, Phase.CLOSED].index(Phase(meeting.phase)) if _has_begun(meeting) else -1
    return [
        Stretch(
            label=str(phase.label),
            minutes=meeting.planned_minutes(phase),
            state="now" if place == here else "done" if place < here else "next",
        )
        for place, phase in enumerate(FIVE_PHASES)
    ]


def _has_begun(meeting: Meeting) -> bool:
    return meeting.phase in FIVE_PHASES or meeting.phase == Phase.CLOSED
