"""What a round refuses, as sentences for the person who asked."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class RuleBroken(Exception):
    """A rule of the round forbids this; `sentence` says so in the reader's language."""

    sentence: str | Promise = _("Das geht gerade nicht.")

    def __init__(self, sentence: str | Promise | None = None) -> None:
        self.sentence = sentence or self.sentence
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return str(self.sentence)


class RoundMovedOn(RuleBroken):
    """The round is no longer in the phase that the request came from."""

    sentence = _("Die Runde ist schon weiter. Hier ist der neue Stand.")


class OnlyModerator(RuleBroken):
    """Only the person with the moderator's role may do this."""

    sentence = _("Das ist Sache der Moderation.")
