"""Django's registration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JourneysConfig(AppConfig):
    """Customer profiles and the ways that customers take."""

    name = "journeys"
    verbose_name = _("Customer Journeys")
