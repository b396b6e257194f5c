"""Django's registration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamsConfig(AppConfig):
    """People and teams."""

    name = "teams"
    verbose_name = _("Teams und Personen")
