"""What people type about touchpoints and stages."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from teams.forms import TeamModelForm
from touchpoints.models import Stage, Touchpoint


class TouchpointForm(TeamModelForm):
    """One entry of the inventory."""

    class Meta:
        model = Touchpoint
        fields = [
            "name",
            "kind",
            "is_personal",
            "stage",
            "department",
            "owner",
            "actual_state",
            "target_state",
            "is_key",
        ]
        widgets: ClassVar = {
            "kind": forms.RadioSelect,
            "actual_state": forms.Textarea(attrs={"rows": 6}),
            "target_state": forms.Textarea(attrs={"rows": 6}),
        }
        help_texts: ClassVar = {
            "name": _("Wo Kundinnen und Kunden dem Unternehmen begegnen, zum Beispiel „Rechnung“ oder „Hotline“."),
            "kind": _("Direkt ist der eigene Kontakt, indirekt ist, was andere sagen: Portale, Presse, Empfehlungen."),
            "actual_state": _("Was erlebt man hier heute? In den Worten der Kundinnen und Kunden."),
            "target_state": _("Und wie wäre es, wenn es richtig gut ist?"),
            "is_key": _("Einer der wenigen, die über Treue und Empfehlung entscheiden."),
        }


class RetireForm(forms.Form):
    """Why customers no longer meet a touchpoint."""

    reason = forms.CharField(
        label=_("Grund"),
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Wer einen Kontaktpunkt stilllegt, schreibt den Grund dazu.")},
    )


class StageForm(TeamModelForm):
    """The name of a stage."""

    class Meta:
        model = Stage
        fields = ["name"]
