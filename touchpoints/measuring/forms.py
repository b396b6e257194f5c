"""What people type about metrics, their baseline and what they are compared with."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from teams.forms import TeamModelForm, date_input
from touchpoints.measuring.decimals import NumberInput
from touchpoints.measuring.readings import check_on_scale
from touchpoints.measuring.wording import FIXED_UNITS, MORE_IS_BETTER
from touchpoints.models import Benchmark, Metric

EARLIEST = date(1900, 1, 1)
NEEDS_UNIT = (Metric.Type.DURATION, Metric.Type.MONEY)
STAYS = {
    "type": _("Es gibt schon Messungen oder Vergleichswerte auf dieser Skala."),
    "unit": _("Es gibt schon Messungen oder Vergleichswerte in dieser Einheit."),
}
"""What says what values mean, and why it is not changed under them."""


def check_day(day: date, today: date) -> date:
    """Something measured lies behind us. Raises ValidationError."""
    if day > today:
        raise ValidationError(_("Das liegt in der Zukunft."))
    if day < EARLIEST:
        raise ValidationError(_("So lange ist das nicht her."))
    return day


class MetricForm(TeamModelForm):
    """A metric of a touchpoint. Type and unit stay once there are values on its scale: they would change meaning."""

    class Meta:
        model = Metric
        fields = ["name", "type", "better", "unit", "target"]
        field_classes: ClassVar = {"target": NumberInput}
        widgets: ClassVar = {"better": forms.RadioSelect}
        help_texts: ClassVar = {
            "name": _("Was gemessen wird, zum Beispiel „Zufriedenheit mit der Hotline“."),
            "unit": _("Nur für Anzahl, Dauer und Geld: „Anrufe am Tag“, „Minuten“, „€“."),
            "target": _("Der Wert, der erreicht werden soll."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and _has_values(self.instance):
            for name in STAYS:
                if getattr(self.instance, name):
                    self.fields[name].disabled = True
                    self.fields[name].help_text = _("Bleibt, weil es schon Messungen oder Vergleichswerte gibt.")

    def clean(self) -> dict[str, Any]:
        """The unit belongs to the type; so do how far the target can lie and, mostly, the direction."""
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("type")
        self._check_what_stays()
        if kind in FIXED_UNITS:
            cleaned["unit"] = FIXED_UNITS[kind]
        elif kind in NEEDS_UNIT and not cleaned.get("unit") and "unit" not in self.errors:
            self.add_error("unit", _("Dazu gehört eine Einheit."))
        if kind in MORE_IS_BETTER and cleaned.get("better") == Metric.Better.LOWER:
            self.add_error("better", _("Auf dieser Skala ist mehr besser."))
        if kind and cleaned.get("target") is not None:
            self._check("target", kind, cleaned["target"])
        return cleaned

    def _check_what_stays(self) -> None:
        for name, refusal in STAYS.items():
            kept = self[name].initial
            if self.fields[name].disabled and self.data.get(self.add_prefix(name), kept).strip() != kept:
                self.add_error(name, refusal)

    def _check(self, name: str, kind: str, value: Decimal) -> None:
        try:
            check_on_scale(kind, value)
        except ValidationError as refusal:
            self.add_error(name, refusal)

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"touchpoint"}


def _has_values(metric: Metric) -> bool:
    return metric.readings.exists() or metric.baselines.exists() or metric.benchmarks.exists()


class BenchmarkForm(forms.ModelForm):  # type: ignore[type-arg]
    """A value from outside to compare a metric with."""

    class Meta:
        model = Benchmark
        fields = ["name", "kind", "value", "measured_on", "origin"]
        field_classes: ClassVar = {"value": NumberInput}
        widgets: ClassVar = {"kind": forms.RadioSelect, "measured_on": date_input()}
        help_texts: ClassVar = {
            "name": _("Ein Wettbewerber, oder wer es anderswo am besten macht."),
            "origin": _("Woher der Wert stammt: Studie, Bericht, eigener Testkauf."),
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_value(self) -> Decimal:
        """It lies on the metric's scale."""
        value: Decimal = self.cleaned_data["value"]
        check_on_scale(self.instance.metric.type, value)
        return value

    def clean_measured_on(self) -> date:
        """It is known already."""
        return check_day(self.cleaned_data["measured_on"], self.today)


class BaselineForm(forms.Form):
    """Why a metric gets another baseline; the first one needs no reason."""

    reason = forms.CharField(
        label=_("Grund"), max_length=280, help_text=_("Zum Beispiel: Der Fragebogen hat sich geändert.")
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["reason"]
