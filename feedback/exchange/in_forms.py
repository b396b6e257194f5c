"""What people say about a table of voices that they read in: which file, what its columns are, how it is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from feedback.exchange import opening
from feedback.exchange.cells import Scale
from feedback.exchange.fields import FIELDS
from feedback.exchange.opening import MAX_BYTES, Opened
from feedback.exchange.options import Options, Unknown
from feedback.exchange.packing import unpacked
from feedback.models import FeedbackRun
from feedback.models.voice import BY_HAND
from touchpoints.exchange.uploading import TableForm

SAMPLED, SAMPLES = 50, 3
"""Rows that are looked through for cells to stand beside a heading, and how many of them do."""


class UploadForm(TableForm[Opened]):
    """A file with a table."""

    limits = _("CSV oder XLSX, höchstens 15 MB und 50.000 Zeilen. Die erste Zeile nennt die Spalten.")
    most_bytes = MAX_BYTES

    def opened(self, content: bytes) -> Opened:
        """The table in the file."""
        return opening.opened(content)

    def too_large(self) -> str:
        """What is said about a file above the limit."""
        return opening.too_large()


class MappingForm(forms.Form):
    """What each column of a run is, and how the table is meant."""

    via = forms.ChoiceField(
        label=_("Wo gesagt, wenn keine Spalte es nennt"), choices=BY_HAND, help_text=_("Gilt für jede Zeile.")
    )
    scale = forms.ChoiceField(
        label=_("Zahlen als Bewertung sind"), choices=Scale.choices, help_text=_("Wörter und ★★★ werden erkannt.")
    )
    unknown = forms.ChoiceField(
        label=_("Kontaktpunkte, die es im Team nicht gibt"), choices=Unknown.choices, widget=forms.RadioSelect
    )
    masks = forms.BooleanField(
        label=_("E-Mail-Adressen, Telefonnummern und IBANs in den Texten unkenntlich machen"), required=False
    )

    def __init__(self, *args: Any, run: FeedbackRun, **kwargs: Any) -> None:
        self.run, self.options = run, Options.of(run)
        super().__init__(*args, **{"initial": self.options.as_kept(), **kwargs})
        choices = [("", _("– nicht einlesen –")), *FIELDS.items()]
        named = {place: name for name, place in run.columns.items()}
        for place, heading in enumerate(self.options.headings):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading, choices=choices, required=False, initial=named.get(place, "")
            )

    @property
    def columns(self) -> Iterator[tuple[forms.BoundField, list[str]]]:
        """Each column's field with some of its filled cells."""
        rows = [cells for _number, cells in islice(unpacked(self.run.content), SAMPLED)]
        for place in range(len(self.options.headings)):
            yield self[f"column_{place}"], [cells[place] for cells in rows if cells[place]][:SAMPLES]

    @property
    def wishes(self) -> list[forms.BoundField]:
        """How the table is meant."""
        return [self[name] for name in self.base_fields]

    def clean(self) -> dict[str, Any]:
        """Every field comes from one column at most, and what was said from one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        named = Counter(name for _place, name in self._mapped())
        for place, name in self._mapped():
            if named[name] > 1:
                self.add_error(f"column_{place}", _("Das ist schon eine andere Spalte."))
        if "text" not in named:
            raise ValidationError(_("In welcher Spalte steht, was gesagt wurde? Ohne sie lässt sich nichts einlesen."))
        return cleaned

    @property
    def named(self) -> FeedbackRun:
        """The run with what a valid form says, not kept yet."""
        self.run.columns = {name: place for place, name in self._mapped()}
        for name in self.base_fields:
            setattr(self.options, name, self.cleaned_data[name])
        self.run.options = self.options.as_kept()
        return self.run

    def _mapped(self) -> list[tuple[int, str]]:
        said = ((place, self.cleaned_data.get(f"column_{place}")) for place in range(len(self.options.headings)))
        return [(place, name) for place, name in said if name]
