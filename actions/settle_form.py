"""What the follow-up asks: what became of an action."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actions.models import Action, Outcome
from actions.models.days import in_reach
from teams.forms import date_input
from teams.shared_forms import ProseField
from touchpoints.measuring.decimals import NumberInput
from touchpoints.measuring.readings import check_on_scale


class SettleForm(forms.Form):
    """What became of an action; with a metric also what it says now."""

    outcome = forms.ChoiceField(label=_("Wirkung"), choices=Outcome.choices, widget=forms.RadioSelect)
    result = ProseField(
        label=_("Ergebnis"),
        max_length=2000,
        help_text=_("Was hat sich für Kundinnen und Kunden geändert, woran ist es zu sehen?"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    measured_value = NumberInput(label=_("Gemessener Wert"), required=False)
    again_on = forms.DateField(
        label=_("Neuer Folgetermin"),
        required=False,
        validators=[in_reach],
        help_text=_("Nur beim Nachjustieren: Bis dahin läuft die Maßnahme, die daran anschließt."),
        widget=date_input(),
    )

    def __init__(self, *args: Any, action: Action, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.metric = today, action.metric
        if self.metric is None:
            del self.fields["measured_value"]
        else:
            self.fields["measured_value"].label = _("Gemessen: %(metric)s") % {"metric": self.metric}

    def clean_measured_value(self) -> Decimal | None:
        """A value that lies on the metric's scale."""
        value: Decimal | None = self.cleaned_data["measured_value"]
        if self.metric and value is not None:
            check_on_scale(self.metric.type, value)
        return value

    def clean(self) -> dict[str, Any] | None:
        """Fine-tuning needs a later day on which to ask again; a correction may keep the one that it has had."""
        again_on = self.cleaned_data.get("again_on")
        if self.cleaned_data.get("outcome") == Outcome.FINE_TUNE and "again_on" not in self.errors:
            if again_on is None:
                self.add_error("again_on", _("Zum Nachjustieren gehört ein neuer Folgetermin."))
            elif again_on <= self.today and again_on != self.initial.get("again_on"):
                self.add_error("again_on", _("Der neue Folgetermin liegt in der Zukunft."))
        return self.cleaned_data
