"""The voices that wait for a judgement, one after the other, with what is offered for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from feedback.models import Feedback, Mark, Topic
from feedback.models.voice import FeedbackQuerySet
from teams.models import Team
from touchpoints.models import Touchpoint

MOST_COUNTED = 1000
"""Beyond this many nobody minds how many it is."""
LATEST, MOST_PLACES = 50, 6


def rest(team: Team, *, after: int | None) -> FeedbackQuerySet:
    """Unjudged voices, the newest first; only those behind the voice of that number, if the team has it."""
    voices = team.voices.unjudged().newest()
    place = team.voices.filter(pk=after).values_list("said_on", "pk").first() if after else None
    if place is None:
        return voices
    said_on, pk = place
    return voices.filter(said_on__lte=said_on).exclude(Q(said_on=said_on) & Q(pk__gte=pk))


def left(team: Team) -> int:
    """How many wait, up to `MOST_COUNTED` and one more."""
    return team.voices.unjudged().order_by()[: MOST_COUNTED + 1].count()


@dataclass
class Task:
    """A voice to be judged, with what the dictionary proposes and what else is likely."""

    voice: Feedback
    marks: list[Mark]
    places: list[Touchpoint] = field(default_factory=list)

    @property
    def polarity(self) -> str:
        """What is proposed: "positive", "negative", "neutral", "mixed", or nothing."""
        return self.voice.proposal.get("polarity", "")

    @property
    def polarity_words(self) -> list[str]:
        """The words that led to that."""
        return self._words("polarity")

    @property
    def place_words(self) -> list[str]:
        """The words that led to the touchpoint."""
        return self._words("touchpoint")

    @property
    def proposed_place(self) -> Touchpoint | None:
        """Where it belongs: said by whoever recorded it, or proposed."""
        key = self.voice.touchpoint_id or self.voice.proposal.get("touchpoint")
        return next((place for place in self.places if place.pk == key), None)

    @property
    def topics(self) -> list[Topic]:
        """What it is about, as far as known."""
        return [mark.topic for mark in self.marks]

    def _words(self, what: str) -> list[str]:
        return self.voice.proposal.get("words", {}).get(what, [])


def task_of(team: Team, voice: Feedback) -> Task:
    """What is to be decided about a voice, in four queries."""
    marks = list(voice.marks.select_related("topic").order_by("topic__name"))
    likely = [voice.touchpoint_id, voice.proposal.get("touchpoint"), *(mark.topic.touchpoint_id for mark in marks)]
    latest = team.voices.exclude(touchpoint=None).newest()[:LATEST].values_list("touchpoint_id", flat=True)
    likely += [place for place, _count in Counter(latest).most_common(MOST_PLACES)]
    return Task(voice, marks, _places(team, list(dict.fromkeys(key for key in likely if key))[:MOST_PLACES]))


def _places(team: Team, keys: Sequence[int]) -> list[Touchpoint]:
    found = team.touchpoints.in_bulk(keys)
    return [found[key] for key in keys if key in found]
