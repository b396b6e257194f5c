"""What mails need that pages do not: their style inside them."""

from functools import cache

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
@cache
def mail_style() -> SafeString:
    """The mails' own small stylesheet as an element, because mail programs fetch none."""
    css = (settings.BASE_DIR / "static" / "css" / "mail.css").read_text()
    return mark_safe(f"<style>{css}</style>")  # noqa: S308
