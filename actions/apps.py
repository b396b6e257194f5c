"""Django's registration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionsConfig(AppConfig):
    """What was decided and must be done."""

    name = "actions"
    verbose_name = _("Maßnahmen")
