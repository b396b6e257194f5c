"""Descriptions of the API on a page."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

CODE = re.compile(r"`([^`]+)`")


@register.filter
def with_code(text: str) -> SafeString:
    """The text with what stands between backticks as code."""
    words, *rest = CODE.split(text)
    pairs = zip(rest[::2], rest[1::2], strict=True)
    return format_html("{}{}", words, format_html_join("", "<code>{}</code>{}", pairs))
