"""Long forms whose fields stand together in groups, and that two people may have open at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext

from teams.encounters import current, encounters, latest, unfolded
from teams.forms import TeamModelForm


class ProseField(forms.CharField):
    """Text of several lines; a line end counts as one sign, as it does in the browser."""

    def to_python(self, value: Any) -> str:
        """The text with line ends as the program keeps them."""
        return unfolded(super().to_python(value) or "")


@dataclass(frozen=True)
class Group:
    """Fields that stand together under a heading, folded away unless something there needs attention."""

    name: str
    title: Any
    rows: list[list[BoundField]]
    always_open: bool = False

    @property
    def fields(self) -> list[BoundField]:
        """All fields of the group."""
        return [field for row in self.rows for field in row]

    @property
    def is_open(self) -> bool:
        """Whether the group is not folded away."""
        return self.always_open or any(field.errors for field in self.fields)

    @property
    def filled(self) -> int:
        """How many of its fields say something."""
        return sum(says_something(field) for field in self.fields)


def says_something(field: BoundField) -> bool:
    """Whether a field holds more than a fresh row does."""
    return str(field.value() or "") not in {"", "[]", str(field.field.initial or "")}


class SharedForm(TeamModelForm):
    """A form in groups for a row with a history.

    Two people may have it open at once: what only the other changed stays, and where both wrote, the second is told.
    """

    titles: ClassVar[dict[str, Any]] = {}
    """The groups with their headings, in order."""

    layout: ClassVar[dict[str, tuple[tuple[str, ...], ...]]] = {}
    """What stands together: for each group the rows of its fields."""

    always_open: ClassVar[set[str]] = set()
    """The groups that are never folded away."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    told = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self.initial["told"] = latest(self.instance)

    @property
    def groups(self) -> list[Group]:
        """The fields as they stand together on the page."""
        return [self._group(name, title) for name, title in self.titles.items()]

    def _group(self, name: str, title: Any) -> Group:
        rows = [[self[field] for field in row if field in self.fields] for row in self.layout[name]]
        return Group(name, title, [row for row in rows if row], always_open=name in self.always_open)

    def clean(self) -> dict[str, Any]:
        """Keep what a colleague wrote meanwhile; where both wrote, ask."""
        super().clean()
        seen, told = self.cleaned_data.get("seen"), self.cleaned_data.get("told")
        if self.instance.pk and seen:
            self._keep_what_others_wrote(seen, told or seen)
        return self.cleaned_data

    def _keep_what_others_wrote(self, seen: int, told: int) -> None:
        for met in encounters(self.instance, seen=seen, told=told):
            name = met.field.name
            if name in self.cleaned_data and met.is_untouched(self.cleaned_data[name]):
                self.cleaned_data[name] = current(self.instance, met.field)
            elif name in self.cleaned_data and met.is_conflict(self.cleaned_data[name]):
                self.add_error(name, _told(met.theirs.who, met.theirs.words(met.field)))
        shown_again = self.data.copy()  # type: ignore[attr-defined]
        shown_again["told"] = latest(self.instance)
        self.data = shown_again


def _told(who: str, words: str) -> str:
    sentence = gettext("%(who)s hat hier inzwischen „%(words)s“ geschrieben. Noch einmal speichern ersetzt das.")
    return sentence % {"who": who, "words": words}
