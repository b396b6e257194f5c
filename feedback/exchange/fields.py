"""The columns of a table of voices, and the guess which is which by what stands above them, in German or English."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from touchpoints.exchange.headings import plain

FIELDS: dict[str, str | Promise] = {
    "text": _("Was gesagt wurde"),
    "said_on": _("Gesagt am"),
    "polarity": _("Positiv oder negativ"),
    "touchpoint": _("Kontaktpunkt"),
    "via": _("Wo gesagt"),
    "strength": _("Wie stark"),
    "source": _("Fundstelle"),
    "reference": _("Vorgang"),
    "may_quote": _("Darf öffentlich zitiert werden"),
    "key": _("Eigene Nummer"),
}
"""What can be read in, with the heading of a table that is given out."""

ALSO_CALLED = {
    "text": "Text|Kommentar|Comment|Comments|Stimme|Kundenstimme|Feedback|Rückmeldung|Bewertungstext|Rezension|Review"
    "|Review text|Nachricht|Message|Meinung|Beschwerde|Anmerkung|Freitext|Verbatim|Inhalt|Content|Body|Was war los",
    "said_on": "Datum|Date|Tag|Day|Gesagt|Erstellt|Erstellt am|Created|Created at|Zeitpunkt|Timestamp|Eingang"
    "|Eingangsdatum|Eingegangen am|Bewertungsdatum|Review date|Submitted at|said on",
    "polarity": "Polarität|Polarity|Sentiment|Stimmung|Tonalität|Ton|Bewertung|Rating|Sterne|Stars|Star rating|Score"
    "|Punkte|Note|Schulnote|Grade|NPS|Weiterempfehlung|positiv/negativ|positive or negative",
    "touchpoint": "Touchpoint|Kontaktpunkt Name|Ort|Place",
    "via": "Kanal|Channel|Medium|Weg|Art|Type|via|Where",
    "strength": "Stärke|Strength|Intensität|Intensity|Emotion",
    "source": "Quelle|Source|Plattform|Platform|Portal|URL|Link|Adresse|Seite",
    "reference": "Referenz|Reference|Vorgangsnummer|Bestellnummer|Auftragsnummer|Kundennummer|Rechnungsnummer|Ticket"
    "|Ticketnummer|Order|Order number|Case|Aktenzeichen",
    "may_quote": "Zitat|Zitierbar|Darf zitiert werden|Einwilligung|Consent|May quote|Quotable|öffentlich",
    "key": "ID|Nr|Nummer|Number|No|Key|Schlüssel|Feedback ID|Review ID|Response ID|Antwort ID|Datensatz|External ID",
}


def guessed(headings: Iterable[str]) -> dict[str, int]:
    """The columns that are understood, by field; each field once, in the first column that asks for it."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        field = _known().get(plain(heading))
        if field:
            found.setdefault(field, place)
    return found


def recognised(cells: Iterable[str]) -> set[str]:
    """The fields that these cells name, if they are headings."""
    return set(guessed(cells))


@cache
def _known() -> dict[str, str]:
    known = {plain(field): field for field in FIELDS}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for field, heading in FIELDS.items():
                known.setdefault(plain(str(heading)), field)
    for field, words in ALSO_CALLED.items():
        for word in words.split("|"):
            known.setdefault(plain(word), field)
    return known
