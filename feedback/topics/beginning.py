"""The dictionary with which a team begins."""

from __future__ import annotations

from feedback.models import Term, ToneWord, Topic
from feedback.topics import ready_made
from teams.models import Team


def create_dictionary(team: Team) -> None:
    """Give a team without topics, or without words of tone, ours; topics are named in its language. Safe to repeat."""
    if not team.topics.exists():
        _create_topics(team)
    if not team.tone_words.exists():
        ToneWord.objects.bulk_create(
            ToneWord(team=team, text=text, language=language, tone=tone)
            for language, tones in ready_made.tone().items()
            for tone, texts in tones.items()
            for text in texts
        )


def _create_topics(team: Team) -> None:
    known = ready_made.topics()
    topics = Topic.objects.bulk_create(Topic(team=team, name=topic["name"][team.language]) for topic in known)
    Term.objects.bulk_create(
        Term(topic=topic, text=text, language=language)
        for topic, of_topic in zip(topics, known, strict=True)
        for language, texts in of_topic["words"].items()
        for text in texts
    )
