"""What hangs on an action: its checklist, what people say about it, its files and what was spent on it.

`sheet` is made with the form, so that the same form sent twice is one row.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from actions.models.action import CENTS, MONEY_DIGITS, Action
from teams.wording import LineField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST_STEP = 200
LONGEST_COMMENT = 4000


def once_a_sheet(constraint: str) -> models.UniqueConstraint:
    """The same form sent twice is one row."""
    sentence: StrOrPromise = _("Das ist schon angekommen.")
    return models.UniqueConstraint(fields=["action", "sheet"], name=constraint, violation_error_message=sentence)


class Step(models.Model):
    """One line of an action's checklist."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="steps")
    text = LineField(_("Schritt"), max_length=LONGEST_STEP)
    position = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    sheet = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("Schritt")
        verbose_name_plural = _("Schritte")
        ordering = ["position", "pk"]
        constraints = [once_a_sheet("step_once_a_sheet")]

    def __str__(self) -> str:
        return self.text


class Comment(models.Model):
    """What somebody says about an action; who is named in it with an @ is in `mentions`."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("Kommentar"), max_length=LONGEST_COMMENT)
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, editable=False)
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="mentioned_in", editable=False)
    sheet = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("Kommentar")
        verbose_name_plural = _("Kommentare")
        ordering = ["at", "pk"]
        constraints = [once_a_sheet("comment_once_a_sheet")]
        indexes = [models.Index(fields=["action", "at"], name="comment_talk")]

    def __str__(self) -> str:
        return self.text


class ActionFile(models.Model):
    """A file that belongs to an action; kept in the database like the minutes, so that one backup has all."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="files")
    name = LineField(_("Datei"), max_length=120)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sheet = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("Datei")
        verbose_name_plural = _("Dateien")
        ordering = ["added_at", "pk"]
        constraints = [once_a_sheet("file_once_a_sheet")]

    def __str__(self) -> str:
        return self.name


class Expense(models.Model):
    """Money that was spent on an action, in the team's currency; what came back is negative."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="expenses")
    spent_on = models.DateField(_("Am"))
    amount: models.DecimalField[Decimal, Decimal] = models.DecimalField(
        _("Betrag"), max_digits=MONEY_DIGITS, decimal_places=CENTS
    )
    note = LineField(_("Wofür"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    sheet = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("Ausgabe")
        verbose_name_plural = _("Ausgaben")
        ordering = ["spent_on", "pk"]
        constraints = [
            once_a_sheet("expense_once_a_sheet"),
            models.CheckConstraint(
                condition=~models.Q(amount=0),
                name="expense_is_an_amount",
                violation_error_code="amount",
                violation_error_message=_("Null ist kein Betrag."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.note}"
