"""Reminders: which mail about which action reaches whom when, and what each person wants of that."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actions.models.action import Action
from teams.models import Team

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ReminderKind(models.TextChoices):
    """Why somebody is reminded, in the order of the settings page."""

    ASSIGNED = "assigned", _("Neu zugeteilt")
    DUE_SOON = "due_soon", _("Bald fällig")
    DUE_TODAY = "due_today", _("Heute fällig")
    OVERDUE = "overdue", _("Überfällig")
    FOLLOW_UP = "follow_up", _("Folgetermin")
    BEFORE_ROUND = "before_round", _("Vor einer Runde")
    ESCALATION = "escalation", _("Überfällig im Team")
    DIGEST = "digest", _("Wochenüberblick")

    @property
    def when(self) -> StrOrPromise:
        """When it comes, in a sentence."""
        return WHEN[self]


WHEN: dict[ReminderKind, StrOrPromise] = {
    ReminderKind.ASSIGNED: _("Bald nachdem jemand anderes eine Maßnahme zugeteilt hat."),
    ReminderKind.DUE_SOON: _("Zwei Arbeitstage vor dem letzten Tag."),
    ReminderKind.DUE_TODAY: _("Am letzten Tag; liegt er auf einem freien Tag, am Arbeitstag davor."),
    ReminderKind.OVERDUE: _("Am ersten Arbeitstag danach, wenn die Maßnahme noch offen ist."),
    ReminderKind.FOLLOW_UP: _("Am Tag, an dem das Team fragt: Was wurde daraus?"),
    ReminderKind.BEFORE_ROUND: _("Am Arbeitstag vor einer Runde, zu allem, wonach sie fragt."),
    ReminderKind.ESCALATION: _("Für die Leitung: wenn eine Maßnahme länger überfällig ist, als das Team zulässt."),
    ReminderKind.DIGEST: _("Für die Leitung: am Montagmorgen, was liegt, was ansteht, was fertig wurde."),
}

FOR_LEADS = (ReminderKind.ESCALATION, ReminderKind.DIGEST)
"""What only those who lead a team get."""


class ReminderWish(models.Model):
    """What one person wants to be reminded of, and when; without a row, of everything at eight on working days."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminder_wish")
    unwanted = models.JSONField(default=list)
    at_time = models.TimeField(_("Uhrzeit"), default=time(8))
    rests = models.BooleanField(_("An Wochenenden und Feiertagen ist Ruhe"), default=True)

    class Meta:
        verbose_name = _("Wunsch zu Erinnerungen")
        verbose_name_plural = _("Wünsche zu Erinnerungen")

    def __str__(self) -> str:
        return str(self.person)

    def wants(self, kind: str) -> bool:
        """Whether mails of this kind are welcome."""
        return kind not in self.unwanted


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Named sets of reminders."""

    def waiting(self) -> ReminderQuerySet:
        """Neither sent nor found to be needless."""
        return self.filter(state=Reminder.State.WAITING)

    def due(self, at: datetime) -> ReminderQuerySet:
        """Waiting, and their moment has come."""
        return self.waiting().filter(due_at__lte=at)


class Reminder(models.Model):
    """One thing to remind one person of, once. The row decides that it happens once, and that it happens.

    `day` is the day it is about: the last day, the follow-up day, the day of the assignment (UTC) or of the round, the
    Monday of a digest. `due_at` is the moment from which it may go out.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("wartet")
        SENT = "sent", _("verschickt")
        NEEDLESS = "needless", _("nicht mehr nötig")
        UNWANTED = "unwanted", _("nicht gewünscht")

    team = models.ForeignKey(Team, models.CASCADE, related_name="reminders")
    action = models.ForeignKey(Action, models.CASCADE, null=True, related_name="reminders", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=12, choices=ReminderKind.choices)
    day = models.DateField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    handled_at = models.DateTimeField(null=True)
    letter_key = models.CharField(max_length=120, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("Erinnerung")
        verbose_name_plural = _("Erinnerungen")
        constraints = [
            models.UniqueConstraint(fields=["action", "person", "kind", "day"], name="reminder_once"),
            models.UniqueConstraint(
                fields=["team", "person", "day"], condition=Q(action=None), name="reminder_digest_once"
            ),
            models.CheckConstraint(
                condition=Q(action=None, kind="digest") | Q(action__isnull=False) & ~Q(kind="digest"),
                name="reminder_digest_without_action",
            ),
            models.CheckConstraint(condition=Q(kind__in=ReminderKind.values), name="reminder_kind_known"),
            models.CheckConstraint(
                condition=Q(state="waiting", handled_at=None)
                | Q(state__in=["sent", "needless", "unwanted"], handled_at__isnull=False),
                name="reminder_handled_or_waiting",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "person", "due_at"], condition=Q(state="waiting"), name="reminder_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.day}"
