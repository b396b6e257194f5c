"""What people type about actions."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.models import Action, Outcome
from teams.forms import TeamModelForm, as_key
from touchpoints.models import MET


def date_input() -> forms.DateInput:
    """The browser's own calendar, which reads and writes ISO dates alone."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ActionForm(TeamModelForm):
    """Who does what, with whom, from when until when."""

    class Meta:
        model = Action
        fields = ["what", "responsible", "with_whom", "starts_on", "due_on", "follow_up_on", "touchpoint", "metric"]
        widgets: ClassVar = {
            "what": forms.Textarea(attrs={"rows": 2}),
            "starts_on": date_input(),
            "due_on": date_input(),
            "follow_up_on": date_input(),
        }
        help_texts: ClassVar = {
            "what": _("Ein Satz, nach dem jemand anfangen kann."),
            "follow_up_on": _("An diesem Tag fragt das Team: Was wurde daraus?"),
        }
        error_messages: ClassVar = {
            "metric": {"invalid_choice": _("Diese Kennzahl wird an einem anderen Kontaktpunkt gemessen.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].required = False
        self.fields["responsible"].empty_label = _("noch niemand")  # type: ignore[attr-defined]
        offered = Q(status__in=MET) | Q(pk=self.instance.touchpoint_id)
        self.fields["touchpoint"].queryset = self.fields["touchpoint"].queryset.filter(offered)  # type: ignore[attr-defined]
        metrics = self.fields["metric"]
        metrics.queryset = metrics.queryset.filter(touchpoint=self._touchpoint())  # type: ignore[attr-defined]

    def _touchpoint(self) -> int | None:
        """Primary key of the touchpoint that the form stands at, as typed or as stored."""
        return as_key(str(self["touchpoint"].value() or ""))

    def clean_due_on(self) -> date:
        """A new last day is still to come."""
        due_on: date = self.cleaned_data["due_on"]
        if not self.instance.may_end_on(due_on, self.instance.team.today(timezone.now())):
            raise forms.ValidationError(_("Dieser Tag ist schon vorbei."))
        return due_on


class DropForm(forms.Form):
    """Why an action is given up."""

    reason = forms.CharField(label=_("Grund"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class SettleForm(forms.Form):
    """What became of an action."""

    outcome = forms.ChoiceField(label=_("Wirkung"), choices=Outcome.choices, widget=forms.RadioSelect)
    result = forms.CharField(
        label=_("Ergebnis"),
        max_length=2000,
        help_text=_("Was hat sich für Kundinnen und Kunden geändert, woran ist es zu sehen?"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    again_on = forms.DateField(
        label=_("Neuer Folgetermin"),
        required=False,
        help_text=_("Nur beim Nachjustieren."),
        widget=date_input(),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any] | None:
        """Fine-tuning needs a later day on which to ask again."""
        again_on = self.cleaned_data.get("again_on")
        if self.cleaned_data.get("outcome") == Outcome.FINE_TUNE and "again_on" not in self.errors:
            if again_on is None:
                self.add_error("again_on", _("Zum Nachjustieren gehört ein neuer Folgetermin."))
            elif again_on <= self.today:
                self.add_error("again_on", _("Der neue Folgetermin liegt in der Zukunft."))
        return self.cleaned_data
