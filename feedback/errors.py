"""What the rules of voices refuse, each with a sentence for the person who tried."""

from django.utils.translation import gettext_lazy as _


class NotAllowed(Exception):
    """The rule forbids it; `sentence` says why to whoever asked."""

    sentence = _("Das geht hier nicht.")


class NeedsOutcome(NotAllowed):
    """A case without an outcome stays open."""

    sentence = _("Ein Fall endet nur mit einem Ergebnis.")


class NeedsAnswer(NotAllowed):
    """Nobody closes a suggestion without having answered the person."""

    sentence = _("Erst antworten oder das Gespräch festhalten: ohne Antwort endet kein Vorschlag.")


class NoSuchMove(NotAllowed):
    """Somebody else has moved it meanwhile, or the way does not exist."""

    sentence = _("Von hier aus geht das nicht; inzwischen hat sich etwas geändert.")


class AlreadyClosed(NotAllowed):
    """It has ended meanwhile."""

    sentence = _("Das ist inzwischen abgeschlossen.")
