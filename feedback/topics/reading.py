"""Reads voices by the team's dictionary: what it thinks of them, and which words led to that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection

from feedback.models import Feedback, Mark, Term, Tone, ToneWord, Topic
from feedback.topics.dictionary import Dictionary, Entry, Hit, Meaning, compiled
from feedback.topics.tone import languages_of, verdict
from feedback.topics.words import Word, words_of
from touchpoints.models import Touchpoint

MOST_WORDS = 12
"""Words told for each thing that is proposed."""
NAME_WEIGHS = 2
"""A touchpoint's own name says more than a word of a topic that belongs to it."""
BATCH = 500


class Read(NamedTuple):
    """What a text says: its tone with the words for it, and for each topic and touchpoint the words found."""

    polarity: str
    tone_words: list[str]
    topics: dict[int, list[str]]
    touchpoints: dict[int, list[str]]


class Reader:
    """A team's dictionary at work on many texts."""

    def __init__(self, entries: Iterable[Entry], places: dict[int, int] | None = None) -> None:
        self.dictionary: Dictionary = compiled(tuple(entries))
        self.places = places or {}
        """The touchpoint to which a topic belongs."""

    @classmethod
    def of(cls, team_id: int) -> Reader:
        """The reader with the dictionary of a team, in three queries."""
        terms = Term.objects.filter(topic__team=team_id).order_by("pk")
        rows = list(terms.values_list("text", "language", "topic_id", "topic__touchpoint_id"))
        entries = [Entry(text, language, Meaning("topic", topic)) for text, language, topic, _place in rows]
        words = ToneWord.objects.filter(team=team_id).order_by("pk").values_list("text", "language", "tone")
        entries += [Entry(text, language, _tone(tone)) for text, language, tone in words]
        names = Touchpoint.objects.filter(team=team_id).active().order_by("pk").values_list("pk", "name")
        entries += [Entry(name, "", Meaning("touchpoint", pk)) for pk, name in names]
        return cls(entries, {topic: place for _text, _language, topic, place in rows if place})

    def read(self, text: str) -> Read:
        """What one text says."""
        words = words_of(text)
        hits = self.dictionary.hits(words, languages_of(words))
        sound = verdict(words, hits)
        topics = _by_key(text, words, hits, "topic")
        return Read(
            polarity=sound.polarity,
            tone_words=_told(text, words, sound.hits),
            topics=topics,
            touchpoints=self._touchpoints(topics, _by_key(text, words, hits, "touchpoint")),
        )

    def _touchpoints(self, topics: dict[int, list[str]], names: dict[int, list[str]]) -> dict[int, list[str]]:
        found = {place: list(words) for place, words in names.items()}
        weights = Counter({place: NAME_WEIGHS * len(words) for place, words in names.items()})
        for topic, words in topics.items():
            if place := self.places.get(topic):
                found[place] = list(dict.fromkeys(found.get(place, []) + words))
                weights[place] += len(words)
        return {place: found[place] for place, _weight in weights.most_common()}


def propose(voices: Sequence[Feedback]) -> None:
    """Write into each voice of one team what the dictionary thinks; nothing is decided and nothing stored.

    What the customer or a person has said already is not guessed at: the polarity or touchpoint is left out then.
    """
    reader = Reader.of(voices[0].team_id) if voices else None
    for voice in voices:
        if reader:
            voice.proposal = _proposal(voice, reader.read(voice.text))


def mark(voices: Sequence[Feedback]) -> None:
    """Store the topics of voices of one team that have just been stored."""
    reader = Reader.of(voices[0].team_id) if voices else None
    if not reader:
        return
    found = [
        Mark(feedback=voice, topic_id=topic, words=words)
        for voice in voices
        for topic, words in reader.read(voice.text).topics.items()
    ]
    there = held({mark.topic_id for mark in found})
    Mark.objects.bulk_create(
        [mark for mark in found if mark.topic_id in there], batch_size=10 * BATCH, ignore_conflicts=True
    )


def held(topics: set[int]) -> set[int]:
    """Those of the topics that still are, and stay until the transaction ends, without making others wait."""
    if not topics or connection.vendor != "postgresql":
        return set(Topic.objects.filter(pk__in=topics).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM feedback_topic WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE", [list(topics)])
        return {pk for (pk,) in cursor.fetchall()}


def _tone(tone: str) -> Meaning:
    return Meaning("tone", 1 if tone == Tone.POSITIVE else -1)


def _proposal(voice: Feedback, read: Read) -> dict[str, Any]:
    place = next(iter(read.touchpoints), None) if voice.touchpoint_id is None else None
    polarity = "" if voice.polarity else read.polarity
    return {
        "polarity": polarity,
        "touchpoint": place,
        "words": {
            "polarity": read.tone_words if polarity else [],
            "touchpoint": read.touchpoints[place][:MOST_WORDS] if place else [],
        },
    }


def _by_key(text: str, words: Sequence[Word], hits: Sequence[Hit], kind: str) -> dict[int, list[str]]:
    found: dict[int, list[Hit]] = {}
    for hit in hits:
        if hit.meaning.kind == kind:
            found.setdefault(hit.meaning.key, []).append(hit)
    return {key: _told(text, words, of_key) for key, of_key in found.items()}


def _told(text: str, words: Sequence[Word], hits: Iterable[Hit]) -> list[str]:
    """The hits as they are written in the text, each once."""
    told = (text[words[hit.first].start : words[hit.last].end] for hit in hits)
    return list(dict.fromkeys(told))[:MOST_WORDS]
