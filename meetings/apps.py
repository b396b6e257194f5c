"""Django's registration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Rounds and their minutes."""

    name = "meetings"
    verbose_name = _("Runden")
