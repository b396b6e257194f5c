"""How people get in: invitations into a team, and links that sign one person in."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from teams.models.people import User
from teams.models.team import Department, Role, Team


class Invitation(models.Model):
    """An offer to join, sent by mail. Only the token's hash is kept; it works once and expires."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("E-Mail"))
    role = models.CharField(_("Rolle"), max_length=6, choices=Role.choices, default=Role.MEMBER)
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Bereich")
    )
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Einladung")
        verbose_name_plural = _("Einladungen")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                "team",
                Lower("email"),
                condition=models.Q(accepted_at=None),
                name="invitation_open_once",
                violation_error_message=_("An diese Adresse ist schon eine Einladung unterwegs."),
            )
        ]

    def __str__(self) -> str:
        return self.email

    def is_open(self, at: datetime) -> bool:
        """Neither accepted nor expired at that moment."""
        return self.accepted_at is None and at < self.expires_at


class SignInLink(models.Model):
    """A link that signs one person in without a mail. Only the token's hash is kept; it works once and expires."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_in_links")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Anmeldelink")
        verbose_name_plural = _("Anmeldelinks")

    def __str__(self) -> str:
        return str(self.user)
