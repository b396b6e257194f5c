"""What people type about the parts of an action."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from actions.models import Action, Case, Expense, Scenario, Step
from actions.models.parts import LONGEST_COMMENT
from actions.money import MoneyInput
from actions.parts.mentioning import People
from actions.parts.scenarios import TOLD
from teams.files import FileInput
from teams.forms import RowForm, date_input
from teams.models import User
from teams.shared_forms import ProseField
from teams.wording import cleaned
from touchpoints.measuring.decimals import NumberInput
from touchpoints.measuring.readings import check_on_scale
from touchpoints.models import Metric

EARLIEST = date(2000, 1, 1)


class OnceForm(forms.Form):
    """A form that makes a row: sent twice, it makes one."""

    sheet = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["sheet"] = uuid.uuid4()


class StepForm(RowForm, OnceForm):
    """One line of the checklist."""

    class Meta:
        model = Step
        fields = ["text"]
        widgets: ClassVar = {"text": forms.TextInput(attrs={"autocomplete": "off"})}


class WordsInput(forms.CharField):
    """Text as it is kept: without invisible signs, and nothing is typed where nothing can be read."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """The text."""
        return cleaned(super().to_python(value) or "")


class CommentForm(OnceForm):
    """What somebody says; `mentions` are the people named in it."""

    text = WordsInput(label=_("Kommentar"), max_length=LONGEST_COMMENT)

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.mentions: list[User] = []
        self.fields["text"].widget.attrs |= {"rows": 3, "data-mentions": "people"}

    def clean_text(self) -> str:
        """Everyone named in it is somebody, and only one."""
        text: str = self.cleaned_data["text"]
        self.mentions = self.people.named_in(text)
        return text


class FileForm(OnceForm):
    """A file to keep."""

    file = FileInput(label=_("Datei"))


class ExpenseForm(RowForm, OnceForm):
    """What was spent, or came back."""

    class Meta:
        model = Expense
        fields = ["spent_on", "amount", "note"]
        field_classes: ClassVar = {"amount": MoneyInput}
        widgets: ClassVar = {"spent_on": date_input()}
        help_texts: ClassVar = {"amount": _("Was zurückkam, mit einem Minus davor.")}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial.setdefault("spent_on", today)

    def clean_spent_on(self) -> date:
        """Nobody has spent anything tomorrow."""
        day: date = self.cleaned_data["spent_on"]
        if not EARLIEST <= day <= self.today:
            raise forms.ValidationError(_("Eine Ausgabe liegt nicht in der Zukunft und nicht vor dem Jahr 2000."))
        return day


@dataclass(frozen=True)
class CaseFields:
    """One of the three cases with its fields."""

    case: Case
    fields: list[forms.BoundField]


class ScenariosForm(forms.Form):
    """The three cases side by side.

    Each field knows what stood in it when the form was opened, so that only what this person changed is stored.
    """

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {scenario.case: scenario for scenario in action.scenarios.all()}
        for case in Case:
            for name in TOLD:
                self.fields[f"{case}_{name}"] = _scenario_field(name, action.metric)
                self.initial[f"{case}_{name}"] = getattr(known.get(case), name, None)

    @property
    def cases(self) -> Iterator[CaseFields]:
        """The cases with their fields, the best first."""
        for case in Case:
            yield CaseFields(case, [self[f"{case}_{name}"] for name in TOLD])

    def clean(self) -> dict[str, Any]:
        """The worst case ends last and the best one first; which effect is better depends on the metric."""
        said, earlier = self.cleaned_data, None
        for case in Case:
            day = said.get(f"{case}_ends_on")
            if day and earlier and day < earlier:
                self.add_error(f"{case}_ends_on", _("Das ist früher als im besseren Fall."))
            earlier = day or earlier
        return said

    @property
    def changes(self) -> dict[Case, dict[str, Any]]:
        """What this person changed, by case."""
        changed = set(self.changed_data)
        return {
            case: {name: self.cleaned_data[f"{case}_{name}"] for name in TOLD if f"{case}_{name}" in changed}
            for case in Case
        }


def _scenario_field(name: str, metric: Metric | None) -> forms.Field:
    column: Any = Scenario._meta.get_field(name)
    known = {"label": column.verbose_name, "required": False, "show_hidden_initial": True}
    match name:
        case "ends_on":
            return forms.DateField(widget=date_input(), **known)
        case "cost":
            return MoneyInput(min_value=0, **known)
        case "effect":
            return NumberInput(validators=[partial(check_on_scale, metric.type)] if metric else (), **known)
        case _:
            widget = forms.Textarea(attrs={"rows": 2})
            return ProseField(max_length=column.max_length, widget=widget, **known)
