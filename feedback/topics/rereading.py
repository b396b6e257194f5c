"""The dictionary has changed: unjudged voices are read once more, in small steps, each of them a transaction.

The row is the truth of how far it has come; two workers at once take turns.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from feedback.models import Feedback, Mark, Rereading
from feedback.models.voice import FeedbackQuerySet
from feedback.topics import reading
from teams.models import Team

STEP = 250
"""Voices of one transaction."""
STEPS_OF_A_TURN = 40
"""Steps after which the worker lets others have a turn."""
LEFT_ALONE = timedelta(minutes=1)
"""How long after its last step one counts as left by its worker."""


def ask(team: Team, *, at: datetime) -> Rereading:
    """Begin from the newest voice; what is under way already begins anew, for the dictionary has changed since."""
    begun: dict[str, Any] = {
        "total": team.voices.unjudged().order_by().count(),
        "done": 0,
        "said_on": None,
        "voice": None,
    }
    begun |= {"asked_at": at, "stepped_at": at, "finished_at": None}
    return Rereading.objects.update_or_create(team=team, defaults=begun)[0]


def carry_on(pk: int, *, at: datetime) -> bool:
    """Take the steps of one turn. Returns whether more is left."""
    return all(step(pk, at=at) for _ in range(STEPS_OF_A_TURN))


def left_alone(at: datetime) -> list[int]:
    """Those that a worker has left unfinished."""
    waiting = Rereading.objects.filter(finished_at=None, stepped_at__lte=at - LEFT_ALONE)
    return list(waiting.values_list("pk", flat=True))


@transaction.atomic
def step(pk: int, *, at: datetime) -> bool:
    """Read the next voices. Returns whether more is left."""
    run = Rereading.objects.select_for_update(of=("self",)).filter(pk=pk, finished_at=None).first()
    if run is None:
        return False
    voices = list(_behind(run).select_for_update(no_key=True, of=("self",))[:STEP])
    if voices:
        _read_again(voices)
        run.said_on, run.voice, run.done = voices[-1].said_on, voices[-1].pk, run.done + len(voices)
    run.stepped_at, run.finished_at = at, None if len(voices) == STEP else at
    run.save(update_fields=["said_on", "voice", "done", "stepped_at", "finished_at"])
    return run.is_moving


def _behind(run: Rereading) -> FeedbackQuerySet:
    voices = Feedback.objects.filter(team=run.team_id).unjudged().newest()
    if run.said_on is None:
        return voices
    return voices.filter(said_on__lte=run.said_on).exclude(Q(said_on=run.said_on) & Q(pk__gte=run.voice))


def _read_again(voices: list[Feedback]) -> None:
    reading.propose(voices)
    Feedback.objects.bulk_update(voices, ["proposal"])
    Mark.objects.filter(feedback__in=voices, by=None, is_confirmed=False).delete()
    reading.mark(voices)
