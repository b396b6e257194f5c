"""What the page of an action shows of its parts."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe

from actions.models import Comment
from actions.parts.mentioning import People

register = template.Library()


@register.filter
def comment_words(comment: Comment) -> SafeString:
    """The text escaped, its links made clickable, and the people named in it stand out."""
    pieces, here = [], 0
    for mention in People(comment.mentions.all()).mentions_in(comment.text):
        pieces.append((_linked(comment.text[here : mention.start]), _name(comment.text[mention.start : mention.end])))
        here = mention.end
    pieces.append((_linked(comment.text[here:]), mark_safe("")))
    words = format_html_join("", "{}{}", pieces)
    return mark_safe(words.replace("\n", "<br>"))  # noqa: S308 -- every piece was escaped above


def _linked(text: str) -> SafeString:
    return mark_safe(urlize(text, nofollow=True, autoescape=True))  # noqa: S308 -- urlize escapes what it is told to


def _name(text: str) -> SafeString:
    return format_html('<strong class="mention">{}</strong>', text)
