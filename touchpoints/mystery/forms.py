"""What people type about checklists, and what testers tick on a visit."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from teams.forms import TeamModelForm
from teams.wording import LineInput, cleaned
from touchpoints.models import Checklist, Item, Touchpoint
from touchpoints.mystery.checklists import MOST_ITEMS
from touchpoints.mystery.visiting import Seen

NOT_APPLICABLE = "na"
MOST_FINDINGS = 20
LONGEST_FINDING = 500
EARLIEST = date(2000, 1, 1)
ROWS = {"rows": 3}


class LinesField(forms.CharField):
    """Texts, one a line, as a list."""

    widget = forms.Textarea

    def __init__(self, *, most: int, longest: int, **kwargs: Any) -> None:
        self.most, self.longest = most, longest
        super().__init__(required=False, max_length=most * (longest + 2), **kwargs)

    def clean(self, value: Any) -> list[str]:
        """The lines that say something. Raises ValidationError for too many or too long ones."""
        lines = cleaned(super().clean(value)).splitlines()
        if len(lines) > self.most:
            raise forms.ValidationError(_("Höchstens %(most)d Zeilen."), params={"most": self.most})
        if any(len(line) > self.longest for line in lines):
            too_long = _("Eine Zeile hat höchstens %(longest)d Zeichen.")
            raise forms.ValidationError(too_long, params={"longest": self.longest})
        return lines


class ChecklistForm(TeamModelForm):
    """The name of a checklist."""

    class Meta:
        model = Checklist
        fields = ["name"]
        help_texts: ClassVar = {"name": _("Zum Beispiel „Anruf als neue Kundin“ oder „Besuch in der Filiale“.")}

    def __init__(self, *args: Any, touchpoint: Touchpoint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.touchpoint = touchpoint

    def _get_validation_exclusions(self) -> set[str]:
        # Or a second checklist of the same name would break in the database.
        return super()._get_validation_exclusions() - {"touchpoint"}


class NewChecklistForm(ChecklistForm):
    """A checklist with its first lines."""

    lines = LinesField(
        label=_("Was wird geprüft?"),
        most=MOST_ITEMS,
        longest=200,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Ein Prüfpunkt je Zeile. Gewicht und Punktzahl lassen sich danach einstellen."),
    )


class ItemForm(forms.ModelForm):  # type: ignore[type-arg]
    """One line of a checklist."""

    class Meta:
        model = Item
        fields = ["text", "weight", "top"]


@dataclass(frozen=True)
class ItemLine:
    """A line of the checklist with its field."""

    item: Item
    field: forms.BoundField


class VisitForm(forms.Form):
    """What a tester saw: points for each line, impression, what was noticed."""

    sheet = forms.UUIDField(widget=forms.HiddenInput)
    visited_on = forms.DateField(
        label=_("Besucht am"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    tester = LineInput(label=_("Wer hat getestet?"), max_length=80, required=False)
    positive = LinesField(
        label=_("Was war erfreulich?"),
        most=MOST_FINDINGS,
        longest=LONGEST_FINDING,
        widget=forms.Textarea(attrs=ROWS),
        help_text=_("Eine Beobachtung je Zeile."),
    )
    negative = LinesField(
        label=_("Was war ärgerlich?"),
        most=MOST_FINDINGS,
        longest=LONGEST_FINDING,
        widget=forms.Textarea(attrs=ROWS),
        help_text=_("Eine Beobachtung je Zeile; jede kann zum Anlass einer Runde werden."),
    )
    note = forms.CharField(
        label=_("Eindruck im Ganzen"), max_length=2000, required=False, widget=forms.Textarea(attrs=ROWS)
    )

    def __init__(self, *args: Any, checklist: Checklist, today: date, tester: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"sheet": uuid.uuid4(), "visited_on": today, "tester": tester}
        self.items, self.today = list(checklist.items.all()), today
        for item in self.items:
            steps = [(str(points), str(points)) for points in range(item.top + 1)]
            self.fields[f"points_{item.pk}"] = forms.ChoiceField(
                label=item.text,
                choices=[*steps, (NOT_APPLICABLE, _("trifft nicht zu"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Hier fehlen noch die Punkte.")},
            )

    def lines(self) -> Iterator[ItemLine]:
        """The checklist's lines with their fields."""
        for item in self.items:
            yield ItemLine(item, self[f"points_{item.pk}"])

    def clean_visited_on(self) -> date:
        """Nobody has visited tomorrow."""
        day: date = self.cleaned_data["visited_on"]
        if not EARLIEST <= day <= self.today:
            raise forms.ValidationError(_("Der Besuch liegt nicht in der Zukunft und nicht vor dem Jahr 2000."))
        return day

    def clean_note(self) -> str:
        """Fit to be kept."""
        return cleaned(self.cleaned_data["note"])

    def clean(self) -> dict[str, Any]:
        """One line at least applied."""
        data = self.cleaned_data
        if not self.errors and all(points is None for points in self._points().values()):
            self.add_error(None, _("Mindestens ein Prüfpunkt muss zutreffen, sonst gibt es nichts zu werten."))
        return data

    def seen(self) -> Seen:
        """What the form says."""
        data = self.cleaned_data
        told = {name: data[name] for name in ("visited_on", "tester", "note", "positive", "negative")}
        return Seen(points=self._points(), **told)

    def _points(self) -> dict[Item, int | None]:
        given = {item: self.cleaned_data[f"points_{item.pk}"] for item in self.items}
        return {item: None if typed == NOT_APPLICABLE else int(typed) for item, typed in given.items()}
