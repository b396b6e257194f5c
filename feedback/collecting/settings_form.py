"""What a team wishes about its listening."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.collecting.seen_forms import SeenForm
from feedback.models import Listening
from teams.shared_forms import ProseField
from teams.wording import cleaned


class PrivacyField(ProseField):
    """Text for customers, without invisible signs."""

    def to_python(self, value: Any) -> str:
        """The text as it is shown; empty where nothing readable was typed, and the usual one counts."""
        return cleaned(super().to_python(value))


class ListeningForm(SeenForm):
    """Deadlines, how long things are kept, what customers are told, and when somebody is written to."""

    class Meta:
        model = Listening
        fields: ClassVar = [
            "hours_to_answer",
            "alerts_negative",
            "alerts_rise",
            "days_between",
            "months_kept",
            "days_contact_kept",
            "privacy_de",
            "privacy_en",
        ]
        field_classes: ClassVar = {"privacy_de": PrivacyField, "privacy_en": PrivacyField}
        widgets: ClassVar = {
            "privacy_de": forms.Textarea(attrs={"rows": 5}),
            "privacy_en": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts: ClassVar = {
            "hours_to_answer": _("So viel Zeit hat ein neuer Fall, bis die Kundin oder der Kunde eine Antwort hat."),
            "alerts_negative": _("Einmal je Stimme, an die zuständige Person."),
            "alerts_rise": _("Einmal je Woche und Kontaktpunkt, wenn es deutlich mehr ist als sonst."),
            "days_between": _("Gilt für Einmal-Links mit Kundennummer. 0 heißt: keine Pause."),
            "months_kept": _("Gezählt ab dem Tag, an dem die Stimme hier ankam. Gezähltes bleibt, Worte gehen."),
            "days_contact_kept": _("Gilt für Kontaktdaten, die von jetzt an kommen; was zugesagt war, gilt weiter."),
            "privacy_de": _("Steht unter jeder Frage. Leer gilt der übliche Text."),
            "privacy_en": _("Für alle, die die Seite auf Englisch lesen. Leer gilt der übliche Text."),
        }
