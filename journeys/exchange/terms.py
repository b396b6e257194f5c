"""The terms of the Customer Journey Modelling Language (CJML), each with what it is here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Term:
    """One term and what it is here; `is_kept` is False where it is nothing."""

    term: str
    ours: StrOrPromise
    is_kept: bool = True


TERMS = (
    Term("Customer journey", _("Journey: Kundenprofil × Anlass, mit Phasen und Schritten.")),
    Term("Planned journey", _("Journey der Art Soll. Wie es heute gedacht ist und läuft, zeigt die Art Ist.")),
    Term("Actual journey", _("Journey der Art Fall: der Weg eines einzelnen Kunden, mit Tagen.")),
    Term("Actor: end user", _("Kundenprofil. Eine Journey hat genau eines.")),
    Term("Actor: service provider", _("Bereich und Zeile „Menschen“ am Schritt.")),
    Term("Touchpoint", _("Schritt der Journey. Was hier Kontaktpunkt heißt, ist der Ort im Inventar dahinter.")),
    Term("Communication point", _("Schritt mit Kontaktpunkt.")),
    Term("Action", _("Zeile „Tun“ am Schritt; ein Tun ohne Kontakt kommt als Schritt mit eigener Bezeichnung.")),
    Term("Communication channel", _("Kanal am Kontaktpunkt; am Schritt nur online oder offline, samt Medienbruch.")),
    Term("Initiator, receiver", _("Wird nicht gehalten. Wer beginnt, steht in Worten in der Zeile „Tun“."), False),
    Term("Phase", _("Phase, je Journey mit eigenen Namen.")),
    Term(
        "Swimlane",
        _("Zeile der Karte. Dort eine je Akteur, hier vierzehn nach Blickwinkel: Kundensicht und Innenansicht."),
    ),
    Term("Time", _("Tag am Schritt eines Falls und Wartezeit davor in Minuten.")),
    Term("Experience", _("Gefühl von −2 bis 2 mit Beleg, dazu die Zeilen „Erlebnis“ und „Zitat“.")),
    Term("Threat, unwanted incident", _("Wird nicht gehalten."), False),
    Term("Deviation: missing touchpoint", _("Vergleich von Soll und Fall: Der Schritt steht nur im Soll.")),
    Term("Deviation: ad hoc touchpoint", _("Vergleich von Soll und Fall: Der Schritt steht nur im Fall.")),
    Term("Deviation: failing touchpoint", _("Schritt mit Gefühl −1 oder −2, zu finden unter den Schwachstellen.")),
)
