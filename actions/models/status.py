"""Where an action is, and how it may get from there to elsewhere."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where the action is."""

    PLANNED = "planned", _("geplant")
    RUNNING = "running", _("läuft")
    BLOCKED = "blocked", _("stockt")
    DONE = "done", _("erledigt")
    DROPPED = "dropped", _("verworfen")


OPEN = (Status.PLANNED, Status.RUNNING, Status.BLOCKED)
"""Decided, and neither done nor dropped."""

MOVES: dict[Status, tuple[Status, ...]] = {
    Status.PLANNED: (Status.RUNNING, Status.BLOCKED, Status.DONE, Status.DROPPED),
    Status.RUNNING: (Status.PLANNED, Status.BLOCKED, Status.DONE, Status.DROPPED),
    Status.BLOCKED: (Status.RUNNING, Status.PLANNED, Status.DONE, Status.DROPPED),
    Status.DONE: (Status.RUNNING,),
    Status.DROPPED: (Status.PLANNED,),
}
"""The allowed moves. What is over is taken up again before anything else can happen to it."""

WITH_REASON = (Status.BLOCKED, Status.DROPPED)
"""Where an action gets only with a reason in writing."""


class Outcome(models.TextChoices):
    """What the team found at the follow-up."""

    WORKS = "works", _("wirkt")
    FINE_TUNE = "fine_tune", _("nachjustieren")
    DID_NOT_WORK = "did_not_work", _("hat nicht gewirkt")


class Priority(models.IntegerChoices):
    """How urgent an action is, the most urgent first."""

    HIGH = 1, _("hoch")
    NORMAL = 2, _("mittel")
    LOW = 3, _("niedrig")
