"""Reads a frozen record out: its numbers, moments and codes as words of the active language."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.functional import Promise

from actions.models import Outcome as ActionOutcome
from meetings.models import Minutes, Outcome, Phase
from touchpoints.measuring.wording import figure
from touchpoints.models import Kind, Metric


@dataclass(frozen=True)
class PhaseTime:
    """Planned and actual length of one phase, in seconds."""

    label: str | Promise
    planned: int
    spent: int
    counts: bool

    @property
    def over(self) -> int:
        """Seconds beyond the plan; negative when there was time left."""
        return self.spent - self.planned


@dataclass(frozen=True)
class Count:
    """The votes for one card."""

    card: dict[str, Any]
    votes: int
    share: int


@dataclass(frozen=True)
class Vote:
    """One closed vote round."""

    number: int
    outcome: str | Promise
    winner: dict[str, Any] | None
    counts: list[Count]
    abstentions: int
    absent: int


@dataclass(frozen=True)
class PlannedAction:
    """A decided action with its days."""

    what: str
    who: str
    with_whom: str
    starts_on: date | None
    due_on: date
    follow_up_on: date | None


class Record:
    """The minutes' content, ready for a template, which says moments in the active time zone."""

    def __init__(self, minutes: Minutes) -> None:
        self.minutes = minutes
        self.content: dict[str, Any] = minutes.content

    @property
    def title(self) -> str:
        """The occasion, or the touchpoint's name where none was written."""
        return self.content["title"] or (self.content["touchpoint"] or {}).get("name", "")

    @property
    def started_at(self) -> datetime | None:
        """When the round began."""
        return _moment(self.content["started_at"] or self.content["starts_at"])

    @property
    def closed_at(self) -> datetime | None:
        """When the round was closed."""
        return _moment(self.content["closed_at"])

    @property
    def kind(self) -> str | Promise:
        """The touchpoint's kind as a word."""
        touchpoint = self.content["touchpoint"]
        return Kind(touchpoint["kind"]).label if touchpoint else ""

    @cached_property
    def phases(self) -> list[PhaseTime]:
        """All phases, the look back first; of a round ended early only those that it came to."""
        is_whole = not self.content["ended_early_reason"]
        return [
            PhaseTime(
                Phase(row["phase"]).label, row["planned"], row["spent"], counts=row["phase"] != Phase.FOLLOW_UP.value
            )
            for row in self.content["phases"]
            if row["spent"] or (is_whole and row["planned"])
        ]

    @property
    def planned(self) -> int:
        """Seconds planned for the five phases."""
        return sum(phase.planned for phase in self.phases if phase.counts)

    @property
    def spent(self) -> int:
        """Seconds the five phases took."""
        return sum(phase.spent for phase in self.phases if phase.counts)

    @cached_property
    def cards(self) -> dict[int, dict[str, Any]]:
        """The cards by their number on the wall."""
        return {card["number"]: card for card in self.content["cards"]}

    @cached_property
    def votes(self) -> list[Vote]:
        """The vote and its run-offs."""
        return [self._vote(row) for row in self.content["votes"]]

    def _vote(self, row: dict[str, Any]) -> Vote:
        most = max((count["votes"] for count in row["counts"]), default=0) or 1
        counts = [
            Count(self.cards[count["card"]], count["votes"], 100 * count["votes"] // most) for count in row["counts"]
        ]
        outcome = Outcome(row["outcome"]).label if row["outcome"] else ""
        winner = self.cards.get(row["winner"])
        return Vote(row["number"], outcome, winner, counts, row["abstentions"], row["absent"])

    @property
    def decision(self) -> dict[str, Any] | None:
        """The card that stands at the end."""
        return self.cards.get(self.content["decision"])

    @property
    def vote_winner(self) -> dict[str, Any] | None:
        """The card that the vote chose, whether or not it was set aside afterwards."""
        return self.votes[-1].winner if self.votes else None

    @cached_property
    def settlements(self) -> list[dict[str, Any]]:
        """What became of earlier actions."""
        return [
            {**row, "outcome": ActionOutcome(row["outcome"]).label, "measured": _measured(row.get("measured"))}
            for row in self.content["settlements"]
        ]

    @cached_property
    def actions(self) -> list[PlannedAction]:
        """The to-do plan."""
        days = ("starts_on", "due_on", "follow_up_on")
        return [
            PlannedAction(**{**row, **{day: row[day] and date.fromisoformat(row[day]) for day in days}})
            for row in self.content["actions"]
        ]

    @property
    def next_starts_at(self) -> datetime | None:
        """When the next round is."""
        return _moment(self.content["next"]["starts_at"])


def _measured(row: dict[str, str] | None) -> str:
    """The metric with its value in words; records from before there were any have none."""
    if row is None:
        return ""
    return f"{row['metric']}: {figure(Decimal(row['value']), Metric(type=row['type'], unit=row['unit']))}"


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
