"""Gives out voices as a table that can be read in again. How a customer wishes to be answered stays here."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from feedback.exchange.fields import FIELDS
from feedback.models import Feedback, FeedbackQuerySet
from feedback.workspaces.paging import page_of
from touchpoints.exchange.downloads import Sheet
from touchpoints.exchange.tables import Value

AT_ONCE = 500
"""Voices that are in memory at a time."""
MOST_IN_WORKBOOK = 20_000
"""Voices of an XLSX: packing them takes about eight seconds and one of the few threads that answer."""
TOPICS_APART = ", "


def voices(found: FeedbackQuerySet) -> Sheet:
    """A line for each voice, the newest first; its number in this program, its reason and its topics behind."""
    headings = [*map(str, FIELDS.values()), _("Grund"), _("Themen"), _("Nummer")]
    return Sheet(_("Kundenstimmen"), headings, lines(found))


def lines(found: FeedbackQuerySet) -> Iterator[list[Value]]:
    """A line for each voice, in the order of the headings.

    Fetched page by page, so that a slow reader keeps no long query open.
    """
    whole = found.select_related("reason").defer("proposal")
    page = page_of(whole, size=AT_ONCE)
    yield from map(_line, page.lines)
    while page.after:
        page = page_of(whole, page.after, AT_ONCE)
        yield from map(_line, page.lines)


def fit_into_workbook(found: FeedbackQuerySet) -> bool:
    """Whether that can be packed while somebody waits."""
    return not found.newest()[MOST_IN_WORKBOOK:].exists()


def _line(voice: Feedback) -> list[Value]:
    said: dict[str, Value] = {
        "text": voice.text,
        "said_on": voice.said_on,
        "polarity": voice.get_polarity_display(),
        "touchpoint": voice.touchpoint.name if voice.touchpoint else "",
        "via": voice.get_via_display(),
        "strength": voice.get_strength_display() if voice.strength else "",
        "source": voice.source,
        "reference": voice.reference,
        "may_quote": _("ja") if voice.may_quote else _("nein"),
        "key": voice.key,
    }
    topics = TOPICS_APART.join(mark.topic.name for mark in voice.marks.all())
    reason = voice.reason.name if voice.reason else ""
    return [*(said[name] for name in FIELDS), reason, topics, voice.pk]
