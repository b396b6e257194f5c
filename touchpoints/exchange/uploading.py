"""A table is brought as a file: opened at once, and refused beside its field where there is no table in it."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from touchpoints.exchange.refusals import Unreadable


class TableForm[Found](forms.Form):
    """A file with a table; `table` is what `opened` found in it."""

    file = forms.FileField(
        label=_("Tabelle"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"empty": _("Die Datei ist leer.")},
    )
    limits: ClassVar[str | Promise]
    most_bytes: ClassVar[int]
    table: Found

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.help_text = str(self.limits)
        field.widget.attrs |= {"data-most-bytes": self.most_bytes, "data-too-large": self.too_large()}

    @abstractmethod
    def opened(self, content: bytes) -> Found:
        """The table in the file. Raises Unreadable with a sentence for the person who uploaded it."""

    @abstractmethod
    def too_large(self) -> str:
        """What is said about a file above the limit."""

    def clean_file(self) -> UploadedFile[Any]:
        """Open it. Raises ValidationError with the reason if there is no table in it."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > self.most_bytes:
            raise ValidationError(self.too_large())
        try:
            self.table = self.opened(file.read())
        except Unreadable as why:
            raise ValidationError(str(why)) from why
        return file
