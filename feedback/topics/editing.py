"""Changing the dictionary. Who calls these holds the team with `one_at_a_time`, so that two people add a word once."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction

from feedback.models import Feedback, Mark, Term, ToneWord, Topic
from teams.models import Team


def add_terms(topic: Topic, *, words: Sequence[str], language: str) -> None:
    """Add words to a topic."""
    Term.objects.bulk_create(Term(topic=topic, text=text, language=language) for text in words)


def add_tone_words(team: Team, *, words: Sequence[str], language: str, tone: str) -> None:
    """Add words that praise or complain."""
    ToneWord.objects.bulk_create(ToneWord(team=team, text=text, language=language, tone=tone) for text in words)


@transaction.atomic
def merge(topic: Topic, *, into: Topic) -> None:
    """Make one of two topics: words and voices go over, what both have stays once, and the first is gone."""
    held = list(Topic.objects.select_for_update(of=("self",)).filter(pk__in=[topic.pk, into.pk]).order_by("pk"))
    if len(held) < 2:
        return
    there = {(text.casefold(), language) for text, language in into.terms.values_list("text", "language")}
    new = [term.pk for term in topic.terms.all() if (term.text.casefold(), term.language) not in there]
    Term.objects.filter(pk__in=new).update(topic=into)
    both = Feedback.objects.filter(marks__topic=into)
    Mark.objects.filter(topic=topic).exclude(feedback__in=both).update(topic=into)
    if into.touchpoint_id is None and topic.touchpoint_id is not None:
        Topic.objects.filter(pk=into.pk).update(touchpoint=topic.touchpoint_id)
    topic.delete()


@transaction.atomic
def remove(topic: Topic) -> None:
    """Forget a topic with its words and marks; the voices stay."""
    Topic.objects.select_for_update(of=("self",)).filter(pk=topic.pk).first()  # nobody marks with it meanwhile
    topic.delete()


def already_there(texts: Collection[str], known: Collection[str]) -> list[str]:
    """Those of the texts that the dictionary has already, however they are written."""
    there = {text.casefold() for text in known}
    return [text for text in texts if text.casefold() in there]
