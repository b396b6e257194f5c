"""Forms for a row without a history that two people may have open at once."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from teams.encounters import unfolded


class SeenForm(forms.ModelForm):  # type: ignore[type-arg]
    """The form remembers what it was opened with.

    What only somebody else has changed meanwhile stays as they left it; where both wrote, the second is told once.
    """

    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["was"] = json.dumps({name: self._stands(name) for name in self._compared()})

    def clean(self) -> dict[str, Any] | None:
        """Keep what a colleague wrote meanwhile; where both wrote, ask."""
        was = self._was()
        shown_again: Any = self.data.copy()  # type: ignore[attr-defined]
        for name in self._compared():
            if name in was and name in self.cleaned_data and was[name] != self._stands(name):
                self._meet(name, was[name], shown_again)
        shown_again["was"] = self.initial["was"]
        self.data = shown_again
        return super().clean()

    def _meet(self, name: str, was: str, shown_again: Any) -> None:
        mine, theirs = _typed(self.cleaned_data[name]), self._stands(name)
        if mine == was:
            self.cleaned_data[name] = self.fields[name].clean(self.initial[name])
            shown_again.pop(name, None)
            if self.initial[name] not in (None, False):
                shown_again[name] = str(self.initial[name])
        elif mine != theirs:
            sentence = _("Hier steht inzwischen „%s“. Noch einmal speichern ersetzt das.")
            self.add_error(name, sentence % (self._read_as(name) or "–"))

    def _compared(self) -> list[str]:
        return [name for name in self.fields if name in self.initial and name != "was"]

    def _was(self) -> dict[str, str]:
        try:
            was = json.loads(self.cleaned_data.get("was") or "{}")
        except (ValueError, RecursionError):
            return {}
        return was if isinstance(was, dict) else {}

    def _stands(self, name: str) -> str:
        """What stands in the row, as it is compared: what was typed has gone through the field, too."""
        try:
            return _typed(self.fields[name].clean(self.initial[name]))
        except ValidationError:
            return _typed(self.initial[name])

    def _read_as(self, name: str) -> str:
        value = str("" if self.initial[name] is None else self.initial[name])
        choices: Any = getattr(self.fields[name], "choices", ())
        return next((str(label) for key, label in choices if str(key) == value), value)


def _typed(value: Any) -> str:
    if value is None:
        return ""
    return unfolded(str(value.pk if isinstance(value, Model) else value))
