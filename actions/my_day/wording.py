"""How the deeds of one click are put in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from actions.models import Deed

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Words:
    """Of one deed: its icon, what stands on the line's button, what is asked, what answers, and what is said after."""

    icon: str
    short: StrOrPromise
    question: StrOrPromise
    answer: StrOrPromise
    after: StrOrPromise


WORDS = {
    Deed.DONE: Words(
        icon="check",
        short=_("Erledigt"),
        question=_("Ist das erledigt?"),
        answer=_("Ja, erledigt"),
        after=_("„%(action)s“ ist erledigt."),
    ),
    Deed.UNDO: Words(
        icon="undo-2",
        short=_("Rückgängig"),
        question=_("Doch nicht erledigt?"),
        answer=_("Ja, wieder öffnen"),
        after=_("„%(action)s“ ist wieder offen."),
    ),
    Deed.START: Words(
        icon="play",
        short=_("Beginnen"),
        question=_("Geht es los?"),
        answer=_("Ja, es geht los"),
        after=_("„%(action)s“ läuft."),
    ),
    Deed.GO_ON: Words(
        icon="play",
        short=_("Geht weiter"),
        question=_("Geht es weiter?"),
        answer=_("Ja, es geht weiter"),
        after=_("„%(action)s“ geht weiter."),
    ),
    Deed.POSTPONE: Words(
        icon="calendar-clock",
        short=_("Verschieben"),
        question=_("Verschieben"),
        answer=_("Verschieben"),
        after=_("„%(action)s“ ist verschoben."),
    ),
    Deed.HELP: Words(
        icon="hand-helping",
        short=_("Hilfe"),
        question=_("Um Hilfe bitten"),
        answer=_("Um Hilfe bitten"),
        after=_("Der Ruf nach Hilfe für „%(action)s“ ist unterwegs."),
    ),
    Deed.TAKE_BACK: Words(
        icon="hand-helping",
        short=_("Geht ohne Hilfe"),
        question=_("Geht es ohne Hilfe?"),
        answer=_("Ja, geht ohne Hilfe"),
        after=_("Für „%(action)s“ wird keine Hilfe mehr gesucht."),
    ),
    Deed.LEND_A_HAND: Words(
        icon="hand-helping",
        short=_("Ich helfe"),
        question=_("Mithelfen?"),
        answer=_("Ich helfe"),
        after=_("Danke fürs Mithelfen bei „%(action)s“."),
    ),
    Deed.SETTLE: Words(
        icon="message-circle-question-mark",
        short=_("Was wurde daraus?"),
        question=_("Was wurde daraus?"),
        answer=_("Festhalten"),
        after=_("Festgehalten, was aus „%(action)s“ wurde."),
    ),
}
