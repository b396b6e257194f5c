"""What mails need that pages do not: their style inside them, and moments that read well on any day."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

register = template.Library()


@register.simple_tag
@cache
def mail_style() -> SafeString:
    """The mails' own small stylesheet as an element, because mail programs fetch none."""
    css = (settings.BASE_DIR / "static" / "css" / "mail.css").read_text()
    return mark_safe(f"<style>{css}</style>")  # noqa: S308


@register.simple_tag
def appointment(starts_at: datetime, ends_at: datetime | None = None, *, zone: ZoneInfo) -> str:
    """When something is, on the reader's clock: "Dienstag, 24. November 2026, 9:00–9:30 Uhr".

    Where that differs from the clocks in `zone`, in which the others read it, the place follows: "(Ortszeit London)".
    """
    local = timezone.localtime(starts_at)
    day = format_date(local, pgettext("exact day, in Django's date format", "l, j. F Y"))
    moments = [local, timezone.localtime(ends_at)] if ends_at else [local]
    clock_format = pgettext("time of day, in Django's date format", "G:i")
    clock = "–".join(format_date(moment, clock_format) for moment in moments)
    words = gettext("%(day)s, %(clock)s Uhr") % {"day": day, "clock": clock}
    if local.utcoffset() == starts_at.astimezone(zone).utcoffset():
        return words
    place = timezone.get_current_timezone_name().rpartition("/")[2].replace("_", " ")
    return gettext("%(time)s (Ortszeit %(place)s)") % {"time": words, "place": place}
