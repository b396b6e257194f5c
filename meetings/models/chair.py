"""Who leads a round."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Chair(models.Model):
    """Who moderates, and who steps in; None once that account is gone."""

    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("Moderation")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Vertretung"),
    )

    class Meta:
        abstract = True
