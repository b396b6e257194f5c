"""An idea on a card: a draft of its author, then pinned face down, then revealed for all."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting import Meeting
from meetings.models.participants import Participant

TEXT_LIMIT = 280
DRAFT_LIMIT = 2000
NOTE_LIMIT = 500


class CardQuerySet(models.QuerySet["Card"]):
    """Named sets of cards. Only `revealed` ones may be shown to anyone but their author."""

    def drafts(self) -> CardQuerySet:
        """Not pinned yet."""
        return self.filter(pinned_at=None)

    def face_down(self) -> CardQuerySet:
        """Pinned in silence, not yet revealed: countable, not readable."""
        return self.exclude(pinned_at=None).filter(revealed_at=None)

    def revealed(self) -> CardQuerySet:
        """On the wall for everyone."""
        return self.exclude(revealed_at=None)

    def standing(self) -> CardQuerySet:
        """Revealed and not merged into another: what is discussed and voted on."""
        return self.revealed().filter(merged_into=None)

    def in_speaking_order(self, meeting: Meeting) -> CardQuerySet:
        """Author by author as they came into the room, latecomers' cards after, the moderator's always last."""
        by_moderator = Q(author__user__isnull=False, author__user=meeting.moderator_id)
        return self.order_by(
            ExpressionWrapper(by_moderator, BooleanField()),
            "revealed_at",
            F("author__joined_at").asc(nulls_last=True),
            "author_id",
            "pinned_at",
            "pk",
        )


class Card(models.Model):
    """One idea. The id is made by the browser, so that a repeat is the same card."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="cards")
    author = models.ForeignKey(Participant, models.CASCADE, related_name="cards")
    text = models.TextField(_("Idee"), max_length=DRAFT_LIMIT, blank=True)
    note = models.CharField(_("Notiz"), max_length=NOTE_LIMIT, blank=True)
    pinned_at = models.DateTimeField(null=True)
    revealed_at = models.DateTimeField(null=True)
    explained_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="merged")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kärtchen")
        verbose_name_plural = _("Kärtchen")
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pinned_at=None) | (~Q(text="") & Q(LessThanOrEqual(Length("text"), TEXT_LIMIT))),
                name="card_pinned_with_text_that_fits",
                violation_error_message=_("Auf ein Kärtchen passen 1 bis 280 Zeichen."),
            ),
            models.CheckConstraint(
                condition=Q(revealed_at=None) | Q(pinned_at__isnull=False), name="card_revealed_only_if_pinned"
            ),
            models.CheckConstraint(
                condition=Q(revealed_at__isnull=False) | Q(explained_at=None, merged_into=None, note=""),
                name="card_discussed_only_if_revealed",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="card_not_merged_into_itself"
            ),
        ]
        indexes = [models.Index(fields=["meeting", "revealed_at"], name="card_wall")]

    def __str__(self) -> str:
        return f"Card {self.pk}"

    @property
    def stands(self) -> bool:
        """Revealed and not merged into another: what is discussed and voted on."""
        return self.revealed_at is not None and self.merged_into_id is None
