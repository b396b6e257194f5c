"""Django's registration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TouchpointsConfig(AppConfig):
    """The inventory of touchpoints."""

    name = "touchpoints"
    verbose_name = _("Kontaktpunkte")
