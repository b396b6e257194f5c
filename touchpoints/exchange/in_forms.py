"""What people say about a table that they read in: which file, and what its columns are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from touchpoints.exchange import opening
from touchpoints.exchange.columns import COLUMNS
from touchpoints.exchange.opening import MAX_BYTES, Table
from touchpoints.exchange.uploading import TableForm
from touchpoints.models import ImportRun

SAMPLES = 3
"""Filled cells that stand beside a heading, so that people see what they name."""


class UploadForm(TableForm[Table]):
    """A file with a table."""

    limits = _("CSV oder XLSX, höchstens 5 MB und 5.000 Zeilen. Die erste Zeile nennt die Spalten.")
    most_bytes = MAX_BYTES

    def opened(self, content: bytes) -> Table:
        """The table in the file."""
        return opening.opened(content)

    def too_large(self) -> str:
        """What is said about a file above the limit."""
        return opening.too_large()


class MappingForm(forms.ModelForm):  # type: ignore[type-arg]
    """What each column is, and what becomes of what the team has already or has not."""

    class Meta:
        model = ImportRun
        fields = ["existing", "adds_stages", "adds_departments"]
        widgets: ClassVar = {"existing": forms.RadioSelect}
        labels: ClassVar = {"existing": _("Kontaktpunkte, die es schon gibt")}
        help_texts: ClassVar = {
            "existing": _("Erkannt werden sie am Namen. Eine leere Zelle ändert beim Aktualisieren nichts."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = [("", _("– nicht einlesen –")), *((column.field, column.heading) for column in COLUMNS)]
        for place, heading in enumerate(self.instance.columns):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading, choices=fields, required=False, initial=self.instance.mapping.get(heading, "")
            )

    @property
    def columns(self) -> Iterator[tuple[forms.BoundField, list[str]]]:
        """Each column's field with some of its filled cells."""
        for place in range(len(self.instance.columns)):
            cells = (row[place + 1] for row in self.instance.rows if row[place + 1])
            yield self[f"column_{place}"], [cell for cell, _number in zip(cells, range(SAMPLES), strict=False)]

    def clean(self) -> dict[str, Any]:
        """Every field comes from one column at most, and the name from one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        named = Counter(field for field in self._mapping().values())
        for place in range(len(self.instance.columns)):
            if named[cleaned.get(f"column_{place}") or ""] > 1:
                self.add_error(f"column_{place}", _("Das ist schon eine andere Spalte."))
        if "name" not in named:
            raise ValidationError(_("In welcher Spalte steht der Name? Ohne ihn lässt sich nichts einlesen."))
        return cleaned

    @property
    def named(self) -> ImportRun:
        """The run with what a valid form says, not kept yet."""
        self.instance.mapping = self._mapping()
        run: ImportRun = self.instance
        return run

    def _mapping(self) -> dict[str, str]:
        fields = (self.cleaned_data.get(f"column_{place}") for place in range(len(self.instance.columns)))
        return {heading: field for heading, field in zip(self.instance.columns, fields, strict=True) if field}
