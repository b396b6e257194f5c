"""What leads say about a webhook."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from teams.forms import TeamModelForm
from teams.models import Event, Webhook
from teams.webhooks.destinations import Refused, destination_of
from teams.webhooks.keeping import MOST


class WebhookForm(TeamModelForm):
    """Where to, and what to tell."""

    events = forms.MultipleChoiceField(
        label=_("Was soll die Gegenstelle erfahren?"),
        choices=[(event.value, event.label) for event in Event if event != Event.PING],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Mindestens ein Ereignis gehört dazu.")},
    )

    class Meta:
        model = Webhook
        fields = ["name", "url", "events"]
        help_texts = {
            "name": _("So heißt er in der Liste und in Mails: „Chat“, „Ticketsystem“ …"),
            "url": _("Nur verschlüsselt und nur ins Internet: https://…"),
        }
        widgets = {
            "url": forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off", "spellcheck": "false"})
        }

    def clean_url(self) -> str:
        """An address that webhooks may go to; `sending` looks again before each delivery."""
        url: str = self.cleaned_data["url"]
        try:
            destination_of(url)
        except Refused as refusal:
            raise ValidationError(refusal.sentence) from refusal
        return url

    def clean(self) -> dict[str, Any]:
        """Only so many a team: each is one more row with every event."""
        if self.instance.pk is None and self.instance.team.webhooks.count() >= MOST:
            raise ValidationError(_("Mehr als %(most)s Webhooks hat ein Team nicht."), params={"most": MOST})
        return super().clean() or self.cleaned_data
