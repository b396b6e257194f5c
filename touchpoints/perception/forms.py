"""What people type to begin a survey, and what they tick to answer it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from teams.forms import RowsField, TeamModelForm
from teams.models import Team
from touchpoints.models import Survey, Touchpoint
from touchpoints.perception.answering import Opinion
from touchpoints.perception.asking import MOST

USUAL_DAYS = 14
LONGEST_DAYS = 366
STEPS = [(step, str(step)) for step in range(1, 6)]
NO_DEPARTMENT = "0"
"""What is chosen by whoever belongs to none, or would rather not say."""


class SurveyDatesForm(TeamModelForm):
    """Title and last day of a survey."""

    class Meta:
        model = Survey
        fields = ["title", "open_until"]
        widgets: ClassVar = {"open_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts: ClassVar = {
            "title": _("Er steht über dem Bogen, zum Beispiel „Wie gut sind wir am Telefon?“."),
            "open_until": _("Am Tag danach schließt die Umfrage und zeigt, was herauskam."),
        }

    def __init__(self, *args: Any, team: Team, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"open_until": today + timedelta(days=USUAL_DAYS), **kwargs.get("initial", {})}
        if kwargs.get("instance"):
            kwargs.pop("initial")
        super().__init__(*args, team=team, **kwargs)
        self.today = today

    def clean_open_until(self) -> date:
        """A day from today on, within a year."""
        day: date = self.cleaned_data["open_until"]
        if day < self.today:
            raise forms.ValidationError(_("Dieser Tag ist schon vorbei."))
        if day > self.today + timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(_("Dieser Tag liegt mehr als ein Jahr in der Zukunft."))
        return day


class SurveyForm(SurveyDatesForm):
    """A new survey with its touchpoints."""

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, team=team, **kwargs)
        self.fields["touchpoints"] = RowsField(
            team.touchpoints.active(),
            label=_("Kontaktpunkte"),
            error_messages={"required": _("Mindestens einen Kontaktpunkt auswählen.")},
        )

    def clean_touchpoints(self) -> list[Touchpoint]:
        """No more than fit into a minute."""
        chosen = list(self.cleaned_data["touchpoints"])
        if len(chosen) > MOST:
            raise forms.ValidationError(
                _("Mehr als %(most)d sind keine Umfrage für eine Minute."), params={"most": MOST}
            )
        return chosen


@dataclass(frozen=True)
class SheetLine:
    """The fields of one touchpoint."""

    touchpoint: Touchpoint
    importance: forms.BoundField
    performance: forms.BoundField
    unknown: forms.BoundField


class SheetForm(forms.Form):
    """One person's sheet: department, and for each touchpoint two ratings or the tick that they do not know it."""

    sheet = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"sheet": uuid.uuid4()}
        self.touchpoints = list(survey.touchpoints.all())
        self._departments = {str(pk): name for pk, name in survey.team.departments.values_list("pk", "name")}
        if self._departments:
            none = (NO_DEPARTMENT, _("keiner davon, oder lieber keine Angabe"))
            choices = [("", _("– wählen –")), *self._departments.items(), none]
            self.fields["department"] = forms.ChoiceField(label=_("Mein Bereich"), choices=choices)
        for touchpoint in self.touchpoints:
            self._ask_about(touchpoint)

    def _ask_about(self, touchpoint: Touchpoint) -> None:
        for name, label in (("importance", _("Wichtigkeit")), ("performance", _("Leistung"))):
            self.fields[f"{name}_{touchpoint.pk}"] = forms.TypedChoiceField(
                label=f"{touchpoint}, {label}",
                choices=STEPS,
                coerce=int,
                widget=forms.RadioSelect,
                required=False,
                empty_value=None,
            )
        self.fields[f"unknown_{touchpoint.pk}"] = forms.BooleanField(
            label=_("kann ich nicht beurteilen"), required=False
        )

    def lines(self) -> Iterator[SheetLine]:
        """The touchpoints with their fields."""
        for each in self.touchpoints:
            yield SheetLine(each, *(self[f"{name}_{each.pk}"] for name in ("importance", "performance", "unknown")))

    def clean(self) -> dict[str, Any]:
        """Every touchpoint has both ratings or the tick, and one at least has ratings."""
        data = self.cleaned_data
        for each in self.touchpoints:
            if not data.get(f"unknown_{each.pk}"):
                for name in (f"importance_{each.pk}", f"performance_{each.pk}"):
                    if name not in self.errors and data.get(name) is None:
                        self.add_error(name, _("Hier fehlt noch eine Zahl."))
        if not self.errors and not self.opinions():
            self.add_error(None, _("Mindestens einen Kontaktpunkt beurteilen."))
        return data

    def group(self) -> str:
        """The department's name, empty where none was named."""
        return self._departments.get(self.cleaned_data.get("department", NO_DEPARTMENT), "")

    def opinions(self) -> dict[Touchpoint, Opinion]:
        """What was said about the touchpoints that the person knows."""
        data = self.cleaned_data
        return {
            each: Opinion(data[f"importance_{each.pk}"], data[f"performance_{each.pk}"])
            for each in self.touchpoints
            if not data[f"unknown_{each.pk}"]
        }
