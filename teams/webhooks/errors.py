"""What is refused, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class NotNow(Exception):
    """It cannot be done as things stand; the sentence says why."""

    def __init__(self, sentence: StrOrPromise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
