"""What is said of a new link."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from journeys.models import Share

DAYS = [(7, _("eine Woche")), (30, _("einen Monat")), (90, _("ein Vierteljahr")), (365, _("ein Jahr"))]


class ShareForm(forms.Form):
    """For whom the link is, for how long, and whether it shows what happens inside."""

    for_whom = Share._meta.get_field("for_whom").formfield(
        help_text=_("Zum Beispiel „Agentur Nord“. Steht nur hier in der Liste.")
    )
    days = forms.TypedChoiceField(label=_("Offen für"), choices=DAYS, coerce=int, initial=30)
    shows_inside = forms.BooleanField(
        label=_("Innenansicht mitzeigen"),
        required=False,
        help_text=_("Prozess, Menschen, Systeme, Daten, Regeln, Kosten, Schulung und Bereich."),
    )
