"""What a customer said, from any source: one voice is for or against, never both."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actions.models import Action
from feedback.models.asking import Answer
from teams.models import Team
from teams.wording import LineField
from touchpoints.models import Touchpoint

LONGEST = 10_000
"""Characters of one voice; a mail longer than that is cut by whoever types it in, not by us."""


class Polarity(models.TextChoices):
    """For or against. What is both is two voices; what is neither tells something without judging."""

    NEGATIVE = "negative", _("negativ")
    POSITIVE = "positive", _("positiv")
    NEUTRAL = "neutral", _("neutral")


class Via(models.TextChoices):
    """Where it was said."""

    QUESTION = "question", _("Frage am Kontaktpunkt")
    CALL = "call", _("Anruf")
    MAIL = "mail", _("E-Mail")
    VISIT = "visit", _("Besuch")
    CHAT = "chat", _("Chat")
    LETTER = "letter", _("Brief")
    REVIEW = "review", _("Bewertung")
    POST = "post", _("Beitrag im Netz")
    PRESS = "press", _("Presse")
    OTHER = "other", pgettext_lazy("voice", "anderswo")


BY_HAND = [(via.value, via.label) for via in Via if via != Via.QUESTION]
"""What people can choose: an answer to a question comes by its page alone."""


class Strength(models.IntegerChoices):
    """How much is felt."""

    WEAK = 1, pgettext_lazy("strength", "leicht")
    CLEAR = 2, pgettext_lazy("strength", "deutlich")
    STRONG = 3, pgettext_lazy("strength", "stark")


class Reason(models.Model):
    """Why customers complain, or why they are delighted, as the team calls it; each reason is on one side only."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="reasons")
    polarity = models.CharField(max_length=8, choices=[(p.value, p.label) for p in Polarity if p != Polarity.NEUTRAL])
    name = LineField(_("Grund"), max_length=80)

    class Meta:
        verbose_name = _("Grund")
        verbose_name_plural = _("Gründe")
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint(
                "team",
                "polarity",
                Lower("name"),
                name="reason_once_a_side",
                violation_error_code="name",
                violation_error_message=_("Diesen Grund gibt es schon."),
            ),
            models.CheckConstraint(condition=Q(polarity__in=["negative", "positive"]), name="reason_takes_a_side"),
        ]

    def __str__(self) -> str:
        return self.name


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Named sets of voices."""

    def negative(self) -> FeedbackQuerySet:
        """Those against."""
        return self.filter(polarity=Polarity.NEGATIVE)

    def positive(self) -> FeedbackQuerySet:
        """Those for."""
        return self.filter(polarity=Polarity.POSITIVE)

    def unjudged(self) -> FeedbackQuerySet:
        """Those of which nobody has said yet whether they are for or against."""
        return self.filter(polarity="")

    def said(self, since: date, until: date) -> FeedbackQuerySet:
        """Those said from the one day to the other, both included."""
        return self.filter(said_on__range=(since, until))

    def newest(self) -> FeedbackQuerySet:
        """By the day on which it was said, the latest first."""
        return self.order_by("-said_on", "-pk")


class Feedback(models.Model):
    """A customer's voice.

    `polarity` is empty until the customer (by the field of the form) or a person of the team has decided; what the
    dictionary thinks stands in `proposal` as {"polarity", "touchpoint", "words": {"polarity": […], "touchpoint": […]}}
    and decides nothing. `judged_by` is the person who decided, None where the customer did. What was masked in `text`
    is kept nowhere. `key` is the sender's own number for it (a message's id, a row of a program), so that the same
    voice brought twice is one.
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="voices")
    touchpoint = models.ForeignKey(
        Touchpoint, models.SET_NULL, null=True, blank=True, related_name="voices", verbose_name=_("Kontaktpunkt")
    )
    answer = models.ForeignKey(Answer, models.CASCADE, null=True, editable=False, related_name="voices")
    via = models.CharField(_("Wo gesagt"), max_length=8, choices=Via.choices, default=Via.CALL)
    said_on = models.DateField(_("Gesagt am"))
    text = models.TextField(_("Was gesagt wurde"), max_length=LONGEST, validators=[MaxLengthValidator(LONGEST)])
    polarity = models.CharField(_("Positiv oder negativ"), max_length=8, choices=Polarity.choices, blank=True)
    strength = models.PositiveSmallIntegerField(_("Wie stark"), choices=Strength.choices, null=True, blank=True)
    reason = models.ForeignKey(
        Reason, models.SET_NULL, null=True, blank=True, related_name="voices", verbose_name=_("Grund")
    )
    source = LineField(_("Fundstelle"), max_length=300, blank=True)
    reference = LineField(_("Vorgang"), max_length=80, blank=True)
    may_quote = models.BooleanField(_("Darf öffentlich zitiert werden"), default=False)
    proposal = models.JSONField(default=dict, blank=True, editable=False)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    judged_at = models.DateTimeField(null=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    actions = models.ManyToManyField(Action, related_name="voices", blank=True, verbose_name=_("Maßnahmen"))
    key = models.CharField(max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kundenstimme")
        verbose_name_plural = _("Kundenstimmen")
        ordering = ["-said_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(polarity__in=["", *Polarity.values]), name="feedback_polarity_known"),
            models.CheckConstraint(condition=Q(via__in=Via.values), name="feedback_via_known"),
            models.CheckConstraint(
                condition=Q(strength=None) | Q(strength__in=Strength.values), name="feedback_strength_known"
            ),
            models.UniqueConstraint(fields=["team", "via", "key"], condition=~Q(key=""), name="feedback_once_a_key"),
        ]
        indexes = [
            models.Index(fields=["team", "-said_on", "-id"], name="feedback_newest"),
            models.Index(fields=["team", "polarity", "-said_on", "-id"], name="feedback_by_side"),
            models.Index(fields=["touchpoint", "polarity", "-said_on", "-id"], name="feedback_by_touchpoint"),
            models.Index(fields=["team", "created_at"], name="feedback_as_it_came"),
            models.Index(fields=["team", "polarity", "said_on", "reason", "touchpoint"], name="feedback_figures"),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"

    def get_absolute_url(self) -> str:
        """The voice with all that came of it."""
        return reverse("feedback:voice", args=[self.team.slug, self.pk])

    @property
    def is_negative(self) -> bool:
        """Against."""
        return self.polarity == Polarity.NEGATIVE

    @property
    def is_positive(self) -> bool:
        """For."""
        return self.polarity == Polarity.POSITIVE


class Contact(models.Model):
    """How the customer wishes to be answered, apart from the voice, so that it can go earlier than that."""

    feedback = models.OneToOneField(Feedback, models.CASCADE, related_name="contact")
    name = LineField(_("Name"), max_length=120, blank=True)
    address = LineField(_("E-Mail oder Telefon"), max_length=200, blank=True)
    forget_on = models.DateField(editable=False)

    class Meta:
        verbose_name = _("Kontakt")
        verbose_name_plural = _("Kontakte")
        indexes = [models.Index(fields=["forget_on"], name="contact_to_forget")]

    def __str__(self) -> str:
        return " · ".join(filter(None, [self.name, self.address]))
