"""What people type about the parts of one plan: voices, training items, the steps of a crisis plan."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from actions.models import DrawerLine, PilotVoice, Plan, Training
from actions.models.plan_parts import MOST_HOURS
from teams.forms import TeamModelForm, date_input

DAY = 24


class VoiceForm(TeamModelForm):
    """What somebody said about a trial."""

    sheet = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = PilotVoice
        fields: ClassVar = ["text", "tone", "side", "who", "said_on"]
        widgets: ClassVar = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "tone": forms.RadioSelect,
            "side": forms.RadioSelect,
            "said_on": date_input(),
        }

    def __init__(self, *args: Any, plan: Plan, today: date, **kwargs: Any) -> None:
        initial = {"sheet": uuid.uuid4(), "said_on": today}
        super().__init__(*args, team=plan.team, initial=initial, **kwargs)
        self.instance.plan, self.today = plan, today
        for name in ("tone", "side"):  # nothing is chosen for anyone, and there is no empty choice
            choices: Any = self.fields[name]
            choices.choices = choices.choices[1:]

    def clean_said_on(self) -> date:
        """A day that has come."""
        said_on: date = self.cleaned_data["said_on"]
        if said_on > self.today:
            raise ValidationError(_("Dieser Tag kommt erst noch."))
        return said_on


class TrainingForm(TeamModelForm):
    """What people at the touchpoint learn."""

    class Meta:
        model = Training
        fields: ClassVar = ["what", "department", "trainer", "planned_on", "notes"]
        widgets: ClassVar = {"planned_on": date_input(), "notes": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, team=plan.team, **kwargs)
        self.instance.plan = plan


class Unit(TextChoices):
    """How time after the start of a crisis is counted."""

    HOURS = "hours", _("Stunden")
    DAYS = "days", _("Tage")


def _unit(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=Unit.choices)


class DrawerLineForm(TeamModelForm):
    """One step of a crisis plan: what, who, and when after the start."""

    begins_after = forms.IntegerField(label=_("Beginnt nach"), min_value=0, max_value=MOST_HOURS)
    begins_unit = _unit(_("Einheit des Beginns"))
    lasts = forms.IntegerField(label=_("Dauert"), min_value=1, max_value=MOST_HOURS)
    lasts_unit = _unit(_("Einheit der Dauer"))

    class Meta:
        model = DrawerLine
        fields: ClassVar = ["what", "notes", "department", "responsible", "role", "begins_after", "lasts"]
        widgets: ClassVar = {"what": forms.Textarea(attrs={"rows": 2}), "notes": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, team=plan.team, **kwargs)
        self.instance.plan = plan
        self.fields["responsible"].empty_label = _("noch niemand")  # type: ignore[attr-defined]
        for number, unit in (("begins_after", "begins_unit"), ("lasts", "lasts_unit")):
            self._show(number, unit)

    def clean(self) -> dict[str, Any] | None:
        """Both numbers in hours, as they are kept."""
        for number, unit in (("begins_after", "begins_unit"), ("lasts", "lasts_unit")):
            value = self.cleaned_data.get(number)
            if value is not None and self.cleaned_data.get(unit) == Unit.DAYS:
                self.cleaned_data[number] = value * DAY
                if value * DAY > MOST_HOURS:
                    self.add_error(number, _("Länger als ein Jahr dauert keine Krise."))
        return super().clean()

    def _show(self, number: str, unit: str) -> None:
        hours = getattr(self.instance, number)
        in_days = hours >= DAY and hours % DAY == 0
        self.initial[number] = hours // DAY if in_days else hours
        self.initial[unit] = Unit.DAYS if in_days else Unit.HOURS
