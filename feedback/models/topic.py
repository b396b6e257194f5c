"""The team's dictionary, by which free text is read: topics with their terms, and words that are for or against."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from feedback.models.voice import Feedback
from teams.models import Language, Team
from teams.wording import LineField
from touchpoints.models import Touchpoint


class Tone(models.TextChoices):
    """Whether a word praises or complains."""

    POSITIVE = "positive", _("lobt")
    NEGATIVE = "negative", _("klagt")


class Topic(models.Model):
    """Something that customers speak of. Where it belongs to a touchpoint, its words propose that one."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="topics")
    name = LineField(_("Thema"), max_length=60)
    touchpoint = models.ForeignKey(
        Touchpoint, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("gehört zu")
    )

    class Meta:
        verbose_name = _("Thema")
        verbose_name_plural = _("Themen")
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint(
                "team",
                Lower("name"),
                name="topic_once_a_team",
                violation_error_code="name",
                violation_error_message=_("Dieses Thema gibt es schon."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """A word or phrase that belongs to a topic; its inflections are found by its stem."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="terms")
    text = LineField(_("Wort"), max_length=60)
    language = models.CharField(_("Sprache"), max_length=2, choices=Language.choices, default=Language.GERMAN)

    class Meta:
        verbose_name = _("Wort eines Themas")
        verbose_name_plural = _("Wörter von Themen")
        ordering = [Lower("text")]
        constraints = [
            models.UniqueConstraint("topic", Lower("text"), "language", name="term_once_a_topic"),
        ]

    def __str__(self) -> str:
        return self.text


class ToneWord(models.Model):
    """A word or phrase that praises or complains, wherever it stands."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="tone_words")
    text = LineField(_("Wort"), max_length=60)
    language = models.CharField(_("Sprache"), max_length=2, choices=Language.choices, default=Language.GERMAN)
    tone = models.CharField(_("Ton"), max_length=8, choices=Tone.choices)

    class Meta:
        verbose_name = _("Wort für den Ton")
        verbose_name_plural = _("Wörter für den Ton")
        ordering = [Lower("text")]
        constraints = [
            models.UniqueConstraint(
                "team",
                Lower("text"),
                "language",
                name="tone_word_once_a_team",
                violation_error_code="text",
                violation_error_message=_("Dieses Wort gibt es schon."),
            ),
            models.CheckConstraint(condition=Q(tone__in=Tone.values), name="tone_known"),
        ]

    def __str__(self) -> str:
        return self.text


class Mark(models.Model):
    """A voice speaks of a topic: found by `words`, or put there by a person."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="marks")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="marks")
    words = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    is_confirmed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("Themenmarke")
        verbose_name_plural = _("Themenmarken")
        constraints = [models.UniqueConstraint(fields=["feedback", "topic"], name="mark_once_a_voice")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.feedback}"


class Rereading(models.Model):
    """A team's dictionary has changed, and its unjudged voices are read once more, from the newest to the oldest.

    `said_on` and `voice` say how far it has come: the place of the last one read, None before the first.
    """

    team = models.OneToOneField(Team, models.CASCADE, related_name="rereading")
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    said_on = models.DateField(null=True)
    voice = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    stepped_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Neues Lesen")
        verbose_name_plural = _("Neues Lesen")

    def __str__(self) -> str:
        return str(self.team)

    @property
    def is_moving(self) -> bool:
        """Whether there is something left to read."""
        return self.finished_at is None
