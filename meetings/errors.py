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


class RoundIsOver(RoundMovedOn):
    """Closed or called off: nothing in it changes any more."""

    sentence = _("Diese Runde ist vorbei.")


class OnlyModerator(RuleBroken):
    """Only the person with the moderator's role may do this."""

    sentence = _("Das ist Sache der Moderation.")


class OnlyMembers(RuleBroken):
    """Guests think, speak and vote along; what the team has to do is the team's."""

    sentence = _("Über Maßnahmen entscheidet, wer zum Team gehört.")


class NotInRoom(RuleBroken):
    """The person is not in this round, or no longer."""

    sentence = _("Wer nicht in der Runde ist, kann hier nichts ändern.")


class TextMissing(RuleBroken):
    """Words are needed and there are none."""

    sentence = _("Hier fehlt noch der Text.")


class TextTooLong(RuleBroken):
    """More words than fit."""

    sentence = _("Der Text ist zu lang.")


class NoSuchCard(RuleBroken):
    """Not there for this person: unknown, someone else's or of another round; the sentence does not say which."""

    sentence = _("Dieses Kärtchen gibt es hier nicht.")


class CardHangs(RuleBroken):
    """The card is pinned, so its text stays as it is."""

    sentence = _("Dieses Kärtchen hängt schon an der Wand.")


class KeptAsDraft(RuleBroken):
    """Too early or too late for the wall: the card stays with its author as a draft."""

    sentence = _("Gerade wird nichts angepinnt. Der Text ist als Entwurf gesichert.")


class VoteClosed(RuleBroken):
    """The ballot came too late, or the moderator's mark did."""

    sentence = _("Die Abstimmung ist schon geschlossen.")


class NotEveryoneHasVoted(RuleBroken):
    """The moderator's ballot is the last."""

    sentence = _("Die Moderation stimmt zuletzt ab: Es fehlen noch Stimmen.")


class NothingDecided(RuleBroken):
    """There is no result of a vote yet."""

    sentence = _("Das geht, sobald die Abstimmung entschieden ist.")


class PlanMissing(RuleBroken):
    """Rule 8: what the round still needs before it closes."""

    sentence = _("Zum Abschluss fehlt noch etwas.")
