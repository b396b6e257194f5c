"""What is there to be done about voices: short lists, each found by an index and cut where the page ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from feedback.models import Feedback, RecoveryCase
from feedback.models.recovery import RecoveryCaseQuerySet
from feedback.models.voice import FeedbackQuerySet
from teams.models import Team, User

SHOWN = 10
"""Lines of a list within a page."""

LATELY = timedelta(days=90)
"""How far back it is looked for who still waits for an answer."""


def cases(team: Team, whose: User | None = None) -> RecoveryCaseQuerySet:
    """The open cases, those that have been late longest first; of one person, or of all."""
    found: RecoveryCaseQuerySet = RecoveryCase.objects.filter(team=team).open()
    found = found.filter(owner=whose) if whose else found
    return found.select_related("feedback__touchpoint", "owner").order_by("due_at", "pk")


def wanting_an_answer(team: Team, at: datetime) -> list[Feedback]:
    """Complaints with a contact and without a case, the newest first: these customers wait."""
    return list(_untaken(team).filter(contact__isnull=False, said_on__gte=team.today(at) - LATELY)[:SHOWN])


def without_case(team: Team) -> list[Feedback]:
    """Complaints without a contact and without a case, the newest first."""
    return list(_untaken(team).filter(contact=None)[:SHOWN])


def not_shown_yet(team: Team) -> list[Feedback]:
    """Praise that nobody has been shown yet, the newest first."""
    praise = _lines(Feedback.objects.filter(team=team).positive())
    return list(praise.filter(praise__shown_at=None)[:SHOWN])


def repeated(team: Team) -> list[Feedback]:
    """Praise because of which the team has put down what it repeats, the newest first."""
    praise = _lines(Feedback.objects.filter(team=team).positive())
    return list(praise.filter(praise__isnull=False).exclude(praise__repeat="").select_related("praise")[:SHOWN])


def _untaken(team: Team) -> FeedbackQuerySet:
    return _lines(Feedback.objects.filter(team=team).negative()).filter(case=None)


def _lines(voices: FeedbackQuerySet) -> FeedbackQuerySet:
    return voices.newest().select_related("touchpoint").prefetch_related("marks__topic")
