"""Who speaks in a voice, as far as the team knows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.models import Feedback
from journeys.models.persona import Persona


class Speaker(models.Model):
    """A voice is that of a customer of this profile; a voice has at most one."""

    feedback = models.OneToOneField(Feedback, models.CASCADE, related_name="speaker")
    persona = models.ForeignKey(Persona, models.CASCADE, related_name="voices")

    class Meta:
        verbose_name = _("Wer spricht")
        verbose_name_plural = _("Wer spricht")

    def __str__(self) -> str:
        return str(self.persona)
