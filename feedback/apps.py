"""Django's registration of the app."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class FeedbackConfig(AppConfig):
    """What customers say and what employees propose."""

    name = "feedback"
    verbose_name = pgettext_lazy("what people said", "Stimmen")
