"""Suggestions of employees that somebody brings into a round as a card."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.models import Suggestion
from meetings.models.cards import Card
from meetings.models.meeting import Meeting
from teams.models import User


class BroughtSuggestionQuerySet(models.QuerySet["BroughtSuggestion"]):
    """Named sets of what was brought."""

    def readable_by(self, user: User) -> BroughtSuggestionQuerySet:
        """Those whose card hangs open on the wall, and one's own: until then nobody knows who has which card."""
        return self.filter(Q(card__revealed_at__isnull=False) | Q(by=user))


class BroughtSuggestion(models.Model):
    """A suggestion on its way into a round, as a draft of the person who brings it; a round has it once.

    `card` is None once its author has thrown it away.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="brought_suggestions")
    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="brought_into")
    card = models.ForeignKey(Card, models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    brought_at = models.DateTimeField()

    objects = BroughtSuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Vorschlag in einer Runde")
        verbose_name_plural = _("Vorschläge in Runden")
        ordering = ["-brought_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "suggestion", "by"], name="suggestion_brought_once_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.suggestion}: {self.meeting}"
