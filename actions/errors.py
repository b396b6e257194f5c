"""What a plan refuses, as a sentence for the person who asked."""

from django.core.exceptions import ObjectDoesNotExist
from django.utils.functional import Promise


class NotAllowed(Exception):
    """A rule of actions forbids this; `sentence` says so in the reader's language."""

    def __init__(self, sentence: str | Promise) -> None:
        self.sentence = sentence
        super().__init__(sentence)

    def __str__(self) -> str:
        return str(self.sentence)


class Gone(NotAllowed, ObjectDoesNotExist):
    """A colleague has removed the row meanwhile: a page that does not say so is not found."""
