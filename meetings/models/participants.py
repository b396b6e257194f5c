"""Who is in a round: members, and guests who came by link with a name and no account."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting import Meeting

PATIENCE = timedelta(seconds=30)
"""How long a vote still waits for someone who was lost from sight, so that an outage lets nobody vote too early."""


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Named sets of participants."""

    def invited(self) -> ParticipantQuerySet:
        """Members who are asked to come."""
        return self.filter(is_guest=False, removed_at=None).exclude(user=None)

    def in_room(self) -> ParticipantQuerySet:
        """Came at least once and were not removed."""
        return self.filter(removed_at=None).exclude(joined_at=None)

    def present(self, at: datetime) -> ParticipantQuerySet:
        """In the room with a screen that was heard of a moment ago."""
        return self.in_room().filter(present_until__gt=at)

    def awaited(self, at: datetime) -> ParticipantQuerySet:
        """Present, or lost from sight so lately that they may be back at once."""
        return self.present(at - PATIENCE)

    def but_moderator(self, meeting: Meeting) -> ParticipantQuerySet:
        """Everyone without the moderator's role in that round; guests have no account and never have it."""
        return self.filter(Q(user=None) | ~Q(user=meeting.moderator_id))


class Participant(models.Model):
    """One person in one round. `name` stays readable when the account is gone."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="participations"
    )
    name = models.CharField(_("Name"), max_length=80)
    is_guest = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    present_until = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("Teilnehmende Person")
        verbose_name_plural = _("Teilnehmende")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"], condition=~Q(user=None), name="participant_once_a_meeting"
            ),
            models.CheckConstraint(condition=Q(is_guest=False) | Q(user=None), name="participant_guest_has_no_account"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_present(self, at: datetime) -> bool:
        """A screen of theirs was heard of a moment ago."""
        return self.removed_at is None and self.present_until is not None and self.present_until > at
