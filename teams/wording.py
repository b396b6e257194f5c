"""What people type, made fit to be kept and shown."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models

TURNS_TEXT_AROUND = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\ufeff]")
"""Marks that reverse or hide what follows them: a card could read differently from what it says."""

UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Zs", "Zl", "Zp", "Mn", "Mc", "Me"))
"""Classes of signs that show nothing alone: control and format, blanks, and accents without a letter below them.

What is not assigned yet (Cn) is none of them: it may be an emoji newer than this Python.
"""

BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Signs that count as letters or symbols and yet leave no ink."""


def cleaned(text: str) -> str:
    """The text without invisible signs and superfluous blanks; line breaks stay, one at a time.

    A line that shows nothing goes; within words the joiners stay, which emoji and some scripts need.
    """
    lines = ("".join(map(_readable, line)) for line in TURNS_TEXT_AROUND.sub("", text).splitlines())
    words = "\n".join(" ".join(line.split()) for line in lines if any(map(_is_seen, line)))
    return unicodedata.normalize("NFC", words)


def one_line(text: str) -> str:
    """The cleaned text as a name or title has it, without line breaks."""
    return cleaned(text).replace("\n", " ")


def initials(name: str) -> str:
    """At most two letters for a person: first and last word of the name."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in dict.fromkeys([*words[:1], *words[-1:]])).upper() or "?"


def _readable(sign: str) -> str:
    match unicodedata.category(sign):
        case "Cc":
            return " "
        case "Cs":
            return ""
        case _:
            return sign


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign) not in UNSEEN and sign not in BLANK_LETTERS


class LineInput(forms.CharField):
    """A name or title as it is typed: cleaned before anything is asked of it."""

    def to_python(self, value: Any) -> str:
        """The line; empty if nothing readable was typed."""
        return one_line(super().to_python(value) or "")


class LineField(models.CharField):  # type: ignore[type-arg]
    """A name or title as it is kept: one readable line, wherever it came from."""

    def formfield(self, **kwargs: Any) -> Any:
        """What it is typed into."""
        return super().formfield(**{"form_class": LineInput, **kwargs})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """The line that goes into the database, and back into the row at hand."""
        line = one_line(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, line)
        return line

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """To the database it is a CharField like any other."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
