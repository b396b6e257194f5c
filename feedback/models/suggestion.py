"""What an employee proposes outside a meeting: it is received at once and never closed without an answer."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actions.models import Action
from teams.models import Department, Team
from teams.wording import LineField
from touchpoints.models import Touchpoint

LONGEST = 4000


class SuggestionState(models.TextChoices):
    """How far a suggestion is."""

    RECEIVED = "received", _("eingegangen")
    IN_REVIEW = "in_review", _("wird geprüft")
    ACCEPTED = "accepted", _("angenommen")
    NOT_NOW = "not_now", _("jetzt nicht")
    DECLINED = "declined", _("abgelehnt")
    DONE = "done", _("umgesetzt")


CLOSED = (SuggestionState.NOT_NOW, SuggestionState.DECLINED, SuggestionState.DONE)
"""The person must have been answered before."""

MOVES: dict[str, tuple[str, ...]] = {
    SuggestionState.RECEIVED: (SuggestionState.IN_REVIEW,),
    SuggestionState.IN_REVIEW: (SuggestionState.ACCEPTED, SuggestionState.NOT_NOW, SuggestionState.DECLINED),
    SuggestionState.ACCEPTED: (SuggestionState.DONE, SuggestionState.NOT_NOW),
    SuggestionState.NOT_NOW: (SuggestionState.IN_REVIEW,),
    SuggestionState.DECLINED: (SuggestionState.IN_REVIEW,),
    SuggestionState.DONE: (),
}
"""Where a suggestion can go from each state."""


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Named sets of suggestions."""

    def open(self) -> SuggestionQuerySet:
        """Those that wait for somebody of the team."""
        return self.exclude(state__in=CLOSED)

    def told(self) -> SuggestionQuerySet:
        """Those of which everyone with the link may read what became of them: decided, and worded for that."""
        return self.filter(state__in=CLOSED).exclude(public_title="")

    def unanswered(self) -> SuggestionQuerySet:
        """Those whose people have heard nothing yet."""
        return self.filter(answered_at=None)


class Suggestion(models.Model):
    """An employee's proposal, to a touchpoint or free.

    `by` is who was signed in, `name` what somebody with the team's link called themselves; both are empty for the
    anonymous, who find state and answers by a receipt code, of which only the hash is kept. Everyone with the link gets
    one. `answered_at` is when the person first heard something. `sheet` is made with the form, so that the same form
    sent twice is one suggestion. `public_title` and `public_outcome` are the team's own words for whoever has the link,
    both empty where nothing is told.
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="suggestions")
    touchpoint = models.ForeignKey(
        Touchpoint, models.SET_NULL, null=True, blank=True, related_name="suggestions", verbose_name=_("Kontaktpunkt")
    )
    title = LineField(_("Vorschlag in einem Satz"), max_length=140)
    text = models.TextField(_("Worum es geht"), blank=True, validators=[MaxLengthValidator(LONGEST)])
    benefit = models.TextField(_("Was Kunden davon haben"), blank=True, validators=[MaxLengthValidator(1000)])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="suggestions")
    name = LineField(_("Mein Name"), max_length=80, blank=True)
    receipt_hash = models.CharField(max_length=64, blank=True, editable=False)
    sheet = models.UUIDField(editable=False)
    state = models.CharField(max_length=9, choices=SuggestionState.choices, default=SuggestionState.RECEIVED)
    experts = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="suggestions_to_rate", blank=True, verbose_name=_("Fachleute")
    )
    departments = models.ManyToManyField(Department, related_name="+", blank=True, verbose_name=_("Bereiche"))
    thanks = models.TextField(_("Dank und Ergebnis für alle"), blank=True, validators=[MaxLengthValidator(600)])
    public_title = LineField(_("Der Vorschlag in einem Satz"), max_length=140, blank=True)
    public_outcome = models.TextField(_("Was daraus wurde"), blank=True, validators=[MaxLengthValidator(400)])
    action = models.ForeignKey(Action, models.SET_NULL, null=True, blank=True, related_name="suggestions")
    became = models.ForeignKey(Touchpoint, models.SET_NULL, null=True, blank=True, related_name="came_of")
    received_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Vorschlag")
        verbose_name_plural = _("Vorschläge")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SuggestionState.values), name="suggestion_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["not_now", "declined", "done"]) | Q(answered_at__isnull=False),
                name="suggestion_closes_with_an_answer",
                violation_error_message=_("Ein Vorschlag endet nur mit einer Antwort an die Person."),
            ),
            models.CheckConstraint(
                condition=Q(public_title="", public_outcome="") | ~(Q(public_title="") | Q(public_outcome="")),
                name="suggestion_public_words_whole",
                violation_error_message=_("Auf der Liste steht der Vorschlag zusammen mit dem, was daraus wurde."),
            ),
            models.UniqueConstraint(fields=["team", "sheet"], name="suggestion_once_a_sheet"),
            models.UniqueConstraint(
                fields=["receipt_hash"], condition=~Q(receipt_hash=""), name="suggestion_once_a_receipt"
            ),
        ]
        indexes = [models.Index(fields=["team", "state", "-received_at"], name="suggestion_by_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The suggestion with what became of it."""
        return reverse("feedback:suggestion", args=[self.team.slug, self.pk])

    @property
    def is_anonymous(self) -> bool:
        """Nobody knows who proposed it."""
        return self.by_id is None and not self.name

    @property
    def took(self) -> timedelta | None:
        """How long the person waited for a first answer."""
        return self.answered_at - self.received_at if self.answered_at else None


class Rating(models.Model):
    """What an expert thinks of a suggestion, from 1 (hardly) to 5 (by all means)."""

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="ratings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    value = models.PositiveSmallIntegerField(_("Wertung"))
    comment = models.TextField(_("Begründung"), blank=True, validators=[MaxLengthValidator(2000)])
    rated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Wertung")
        verbose_name_plural = _("Wertungen")
        ordering = ["rated_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "by"], name="suggestion_rated_once_a_person"),
            models.CheckConstraint(condition=Q(value__range=(1, 5)), name="suggestion_rating_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion}: {self.value}"


class Reply(models.Model):
    """What the person was told, in writing or in a conversation; or what they wrote back. Never changed.

    `by` is the colleague of the team; None where the person themselves wrote, by the receipt code or signed in.
    """

    class Kind(models.TextChoices):
        """How it was said."""

        ANSWER = "answer", _("Antwort")
        TALK = "talk", _("Gespräch")
        BACK = "back", _("Rückfrage der Person")

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="replies")
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.ANSWER)
    text = models.TextField(_("Antwort"), validators=[MaxLengthValidator(LONGEST)])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("Antwort auf einen Vorschlag")
        verbose_name_plural = _("Antworten auf Vorschläge")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["answer", "talk", "back"]), name="reply_kind_known")
        ]

    def __str__(self) -> str:
        return self.text
