"""What customers and employees said, and what was done about it."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from actions.models import Action
from teams.models import Team
from touchpoints.models import Touchpoint

LONGEST = 600


class LearnedQuerySet(models.QuerySet["Learned"]):
    """Named sets of what was learned."""

    def public(self) -> LearnedQuerySet:
        """What the team shows to everyone."""
        return self.filter(is_public=True)


class Learned(models.Model):
    """One line of "Sie sagten – wir taten"; `said` is the team's own wording or a voice that may be quoted."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="learned")
    touchpoint = models.ForeignKey(
        Touchpoint, models.SET_NULL, null=True, blank=True, related_name="learned", verbose_name=_("Kontaktpunkt")
    )
    action = models.ForeignKey(
        Action, models.SET_NULL, null=True, blank=True, related_name="learned", verbose_name=_("Maßnahme")
    )
    said = models.TextField(_("Das wurde gesagt"), validators=[MaxLengthValidator(LONGEST)])
    done = models.TextField(_("Das haben wir getan"), validators=[MaxLengthValidator(LONGEST)])
    on = models.DateField(_("Seit"))
    is_public = models.BooleanField(_("Öffentlich zeigen"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LearnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("Sie sagten – wir taten")
        verbose_name_plural = _("Sie sagten – wir taten")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.done
