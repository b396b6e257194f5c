"""What people type about their reminders."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from actions.models import ReminderKind, ReminderWish
from actions.models.reminder import FOR_LEADS


class WishForm(forms.ModelForm):  # type: ignore[type-arg]
    """Which mails, at what time of day, and whether days off are quiet. What only leads get, only they are asked."""

    class Meta:
        model = ReminderWish
        fields = ["at_time", "rests"]
        labels: ClassVar = {"at_time": _("Ab wann am Tag")}
        help_texts: ClassVar = {
            "at_time": _("In deiner Zeitzone; sie steht im Profil, die Sprache auch."),
            "rests": _("Es gelten die Feiertage des Teams. Was an so einem Tag fällig ist, kommt am Arbeitstag davor."),
        }
        widgets: ClassVar = {"at_time": forms.TimeInput(format="%H:%M", attrs={"type": "time"})}

    def __init__(self, *args: Any, leads: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [kind for kind in ReminderKind if leads or kind not in FOR_LEADS]
        for kind in self.asked:
            self.fields[kind.value] = forms.BooleanField(
                label=kind.label, help_text=kind.when, required=False, initial=self.instance.wants(kind)
            )

    @property
    def kind_fields(self) -> list[forms.BoundField]:
        """A tick for each kind."""
        return [self[kind.value] for kind in self.asked]

    @property
    def unwanted(self) -> list[str]:
        """The kinds that were not ticked; those that were not asked about stay as they were."""
        kept = set(self.instance.unwanted).difference(self.asked)
        return sorted({*kept, *(kind.value for kind in self.asked if not self.cleaned_data[kind.value])})
