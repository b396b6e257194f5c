"""Links in mails that were used: each does one thing to one action for one person, once."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from actions.models.action import Action
from actions.models.status import Status
from teams.models import Membership


class Deed(models.TextChoices):
    """What takes one click, on the page of the day or from a mail."""

    DONE = "done", _("Erledigt")
    UNDO = "undo", _("Doch nicht erledigt")
    START = "start", _("Beginnen")
    GO_ON = "go_on", _("Es geht weiter")
    POSTPONE = "postpone", _("Verschieben")
    HELP = "help", _("Um Hilfe bitten")
    TAKE_BACK = "take_back", _("Hilfe nicht mehr nötig")
    LEND_A_HAND = "lend_a_hand", _("Ich helfe")
    SETTLE = "settle", _("Was wurde daraus?")

    @property
    def asks(self) -> bool:
        """Whether something is to be said first; the others are done at once."""
        return self in (Deed.POSTPONE, Deed.HELP, Deed.SETTLE)

    def is_open_to(self, membership: Membership, action: Action) -> bool:
        """Whether this person may: to lend a hand, whoever works in the team; else whoever may change the action."""
        return membership.can_write if self == Deed.LEND_A_HAND else action.may_be_changed_by(membership)

    def fits(self, action: Action) -> bool:
        """Whether there is anything to do: what is done is not finished twice, what runs is not begun."""
        match self:
            case Deed.START:
                return action.status == Status.PLANNED
            case Deed.GO_ON:
                return action.status == Status.BLOCKED
            case Deed.TAKE_BACK | Deed.LEND_A_HAND:
                return action.wants_help
            case Deed.UNDO:
                return action.status == Status.DONE and action.settled_at is None
            case Deed.SETTLE:
                return action.status != Status.DROPPED and action.settled_at is None
            case _:
                return action.is_open


class MailLinkQuerySet(models.QuerySet["MailLink"]):
    """Named sets of used links."""

    def expired(self, at: datetime) -> MailLinkQuerySet:
        """Those that would open nothing any more, used or not."""
        return self.filter(expires_at__lte=at)


class MailLink(models.Model):
    """A link that was used. The link itself is signed, not stored; of its token only the hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    action = models.ForeignKey(Action, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    deed = models.CharField(max_length=11, choices=Deed.choices)
    used_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    objects = MailLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("Benutzter Link")
        verbose_name_plural = _("Benutzte Links")
        constraints = [
            models.CheckConstraint(condition=models.Q(deed__in=Deed.values), name="mail_link_deed_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_deed_display()} · {self.action_id}"
