"""The phases of a round and their planned minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Phase(models.TextChoices):
    """Where a round is. The lobby comes first; the look back does not count against the minutes."""

    LOBBY = "lobby", _("Vorraum")
    FOLLOW_UP = "follow_up", _("Was wurde daraus?")
    ACTUAL_STATE = "actual_state", _("Ist-Zustand")
    IDEAS = "ideas", _("Ideen")
    DISCUSSION = "discussion", _("Diskussion")
    VOTE = "vote", _("Abstimmung")
    PLAN = "plan", _("To-do-Plan")
    CLOSED = "closed", _("abgeschlossen")
    CANCELLED = "cancelled", _("abgesagt")


ORDER = (
    Phase.LOBBY,
    Phase.FOLLOW_UP,
    Phase.ACTUAL_STATE,
    Phase.IDEAS,
    Phase.DISCUSSION,
    Phase.VOTE,
    Phase.PLAN,
    Phase.CLOSED,
)
FIVE_PHASES = ORDER[2:7]
RUNNING = ORDER[1:7]


def minutes_field(label: StrOrPromise, default: int) -> models.PositiveSmallIntegerField[int, int]:
    """Planned minutes of one phase: at least one, at most an hour."""
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )


class PhasePlan(models.Model):
    """The planned minutes of the five phases; their sum is the round's box."""

    actual_state_minutes = minutes_field(_("Ist-Zustand"), 5)
    ideas_minutes = minutes_field(_("Ideen"), 5)
    discussion_minutes = minutes_field(_("Diskussion"), 10)
    vote_minutes = minutes_field(_("Abstimmung"), 5)
    plan_minutes = minutes_field(_("To-do-Plan"), 5)

    class Meta:
        abstract = True

    def planned_minutes(self, phase: Phase) -> int:
        """Whole minutes planned for that phase; 0 for the look back."""
        return getattr(self, f"{phase.value}_minutes", 0)

    @property
    def schedule(self) -> dict[Phase, int]:
        """Planned minutes by phase, in order."""
        return {phase: self.planned_minutes(phase) for phase in FIVE_PHASES}

    @property
    def box_minutes(self) -> int:
        """How many minutes the whole round may take."""
        return sum(self.schedule.values())

    @property
    def box(self) -> timedelta:
        """How long the whole round may take."""
        return timedelta(minutes=self.box_minutes)
