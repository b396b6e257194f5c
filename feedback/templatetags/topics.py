"""What pages show of how a voice was read."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from feedback.models import Feedback, Mark
from feedback.topics.highlighting import Piece, pieces

register = template.Library()


@register.simple_tag
def told_by(voice: Feedback, marks: Iterable[Mark]) -> list[Piece]:
    """The text of a voice in pieces: words of tone are "tone", those of a topic or touchpoint "topic"."""
    words = voice.proposal.get("words", {})
    about = [word for mark in marks for word in mark.words]
    return pieces(voice.text, {"tone": words.get("polarity", []), "topic": [*words.get("touchpoint", []), *about]})
