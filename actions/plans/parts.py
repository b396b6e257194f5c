"""What happens to the parts of a plan: milestones are reached, trainings held, voices heard."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from actions.models import Milestone, PilotVoice, Plan, Training


def reach(*, milestone: Milestone, is_reached: bool, at: datetime) -> None:
    """Tick a milestone, or take the tick back; a second click keeps the first moment."""
    same = Milestone.objects.filter(pk=milestone.pk, reached_at__isnull=is_reached)
    same.update(reached_at=at if is_reached else None)


def hold(*, training: Training, is_held: bool, at: datetime) -> None:
    """Say that a training was held, or take that back; a second click keeps the first moment."""
    same = Training.objects.filter(pk=training.pk, held_at__isnull=is_held)
    same.update(held_at=at if is_held else None)


def hear(*, pilot: Plan, voice: PilotVoice, sheet: UUID) -> PilotVoice:
    """Keep what somebody said about a trial; the same sheet twice is one voice."""
    told = {"said_on": voice.said_on, "who": voice.who, "side": voice.side, "tone": voice.tone, "text": voice.text}
    return PilotVoice.objects.get_or_create(plan=pilot, sheet=sheet, defaults=told)[0]
