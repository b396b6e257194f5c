"""What was said at a touchpoint by customers, on other ways, in trials, by testers: good and bad apart, none offset."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from actions.models import PilotVoice, Tone
from feedback.models import Polarity
from journeys.models import JourneyKind
from touchpoints.models import Finding, Touchpoint

MOST = 40
"""Voices of one kind, the newest first."""

LONGEST = 600
"""Characters of a customer's voice; the whole is a click away."""


@dataclass(frozen=True)
class Voice:
    """Words that somebody said, where they stand, and on which day, if that is known."""

    words: str
    said: str
    url: str
    on: date | None = None


@dataclass(frozen=True)
class Voices:
    """All that was said: for it, against it, and what nobody has put down as either."""

    negative: list[Voice]
    positive: list[Voice]
    open: list[Voice]

    @property
    def are_none(self) -> bool:
        """Nobody has said anything yet."""
        return not (self.negative or self.positive or self.open)


def voices_at(touchpoint: Touchpoint) -> Voices:
    """What was said at the touchpoint; six queries, each of at most 40 rows."""
    found: dict[int, list[Voice]] = {-1: [], 1: [], 0: []}
    for side, voice in (*_heard(touchpoint), *_quotes(touchpoint), *_of_trials(touchpoint), *_of_testers(touchpoint)):
        found[side].append(voice)
    for voices in found.values():
        voices.sort(key=lambda voice: voice.on or date.min, reverse=True)
    return Voices(negative=found[-1], positive=found[1], open=found[0])


def _heard(touchpoint: Touchpoint) -> Iterator[tuple[int, Voice]]:
    """What customers said, by its side; what is neutral or not judged yet takes none."""
    sides: dict[int, list[str]] = {-1: [Polarity.NEGATIVE], 1: [Polarity.POSITIVE], 0: [Polarity.NEUTRAL, ""]}
    for side, polarities in sides.items():
        voices = touchpoint.voices.filter(polarity__in=polarities).select_related("team")
        for voice in voices.newest()[:MOST]:
            yield (
                side,
                Voice(
                    Truncator(voice.text).chars(LONGEST),
                    voice.get_via_display(),
                    voice.get_absolute_url(),
                    voice.said_on,
                ),
            )


def _quotes(touchpoint: Touchpoint) -> Iterator[tuple[int, Voice]]:
    """What customers are quoted with at the steps that lead here, by the emotion of the step.

    On a way as it should be nobody has said anything yet.
    """
    steps = touchpoint.journey_steps.exclude(quote="").exclude(journey__kind=JourneyKind.TARGET)
    for step in steps.select_related("touchpoint", "journey__persona", "journey__team").order_by("-pk")[:MOST]:
        emotion = step.emotion or 0
        side = (emotion > 0) - (emotion < 0)
        yield side, Voice(step.quote, str(step.journey), step.get_absolute_url(), step.happened_on)


def _of_trials(touchpoint: Touchpoint) -> Iterator[tuple[int, Voice]]:
    """What customers and staff said of what was tried here."""
    voices = PilotVoice.objects.filter(plan__touchpoint=touchpoint).select_related("plan__team")
    for voice in voices[:MOST]:
        side = 1 if voice.tone == Tone.POSITIVE else -1
        who = " · ".join(filter(None, [voice.get_side_display(), voice.who, _("Erprobung „%s“") % voice.plan]))
        yield side, Voice(voice.text, who, voice.plan.get_absolute_url(), voice.said_on)


def _of_testers(touchpoint: Touchpoint) -> Iterator[tuple[int, Voice]]:
    """What testers noticed who came like customers."""
    noticed = Finding.objects.filter(visit__checklist__touchpoint=touchpoint)
    for finding in noticed.select_related("visit__checklist__team").order_by("-visit__visited_on", "-pk")[:MOST]:
        visit, side = finding.visit, 1 if finding.kind == Finding.Kind.POSITIVE else -1
        url = reverse("touchpoints:visit", args=[visit.checklist.team.slug, visit.pk])
        yield side, Voice(finding.text, _("Testkauf"), url, visit.visited_on)
