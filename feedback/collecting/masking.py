"""What tells who spoke is offered for masking, with a tick for each, before anything is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from feedback.collecting.personal import Kind, found_in, masked


@dataclass(frozen=True)
class Offer:
    """Something personal that was found, however often, and whether it is to be masked."""

    text: str
    kind: Kind
    is_chosen: bool


def offers(texts: Iterable[str], *, kept: Iterable[str] = ()) -> list[Offer]:
    """What the texts hold, each once in their order; chosen unless a person has decided to keep it."""
    found = {one.text: one.kind for text in texts for one in found_in(text)}
    decided = set(kept)
    return [Offer(text, kind, text not in decided) for text, kind in found.items()]


def without(text: str, chosen: Iterable[str]) -> str:
    """The text with everything masked that was found in it and chosen."""
    wanted = set(chosen)
    return masked(text, [one for one in found_in(text) if one.text in wanted])


class MaskingForm(forms.Form):
    """A form with texts in which something personal may stand: it asks once about whatever it finds there.

    `mask` in the request names what is to be masked, `offered` what was asked about.
    """

    masked_fields: ClassVar[tuple[str, ...]] = ("text",)
    known = ""
    """A text about which nobody needs to be asked again."""

    offers: tuple[Offer, ...] = ()
    """What to ask about; empty until it was looked for."""

    def clean(self) -> dict[str, Any]:
        """Look for what tells who spoke, and ask about what nobody was asked about yet."""
        super().clean()
        offered = {*self._list("offered"), *(one.text for one in found_in(self.known))}
        kept = offered - set(self._list("mask"))
        self.offers = tuple(offers((self._words(name) for name in self.masked_fields), kept=kept))
        if any(offer.text not in offered for offer in self.offers):
            sentence = _("Hier steht, wer spricht. Was davon wird maskiert?")
            self.add_error(None, ValidationError(sentence, code="personal"))
        return self.cleaned_data

    @property
    def asks_about_people(self) -> bool:
        """Whether nothing is wrong but that something personal was found."""
        return self.has_error("__all__", "personal") and len(self.errors) == 1

    def masked_text(self, name: str) -> str:
        """The words of the field, with what was chosen masked."""
        return without(self._words(name), self._list("mask"))

    def _words(self, name: str) -> str:
        words: str = self.cleaned_data.get(name) or ""
        return words

    def _list(self, name: str) -> list[str]:
        return list(self.data.getlist(name)) if hasattr(self.data, "getlist") else []
