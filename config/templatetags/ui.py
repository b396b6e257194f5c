"""What every template may say: icons, people, dates and small pictures, in the reader's language."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

import segno
from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.forms import BoundField
from django.http import HttpRequest
from django.template import Context
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext
from lucide.templatetags.lucide import lucide

from teams.models import Team, User, with_teams
from teams.wording import initials

register = template.Library()

NEAR_DAYS = 6
MESSAGE_MARKS = {
    "debug": ("info", gettext_lazy("Hinweis")),
    "info": ("info", gettext_lazy("Hinweis")),
    "success": ("circle-check", gettext_lazy("Erledigt")),
    "warning": ("triangle-alert", gettext_lazy("Achtung")),
    "error": ("circle-x", gettext_lazy("Nicht möglich")),
}


# --- Signs and people ---------------------------------------------------------------------------


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A decorative line icon of the text's size and colour; the words beside it carry the meaning."""
    return mark_safe(lucide(name, size=20, **{"class": "icon", "aria_hidden": "true"}))  # noqa: S308


register.filter(initials)


@register.simple_tag
def avatar(name: str) -> SafeString:
    """A disc with initials; the name itself stands beside it or in a hidden label."""
    return format_html('<span class="avatar" aria-hidden="true">{}</span>', initials(name))


@register.simple_tag
def own_teams(user: User) -> list[Team]:
    """The teams that a person belongs to, by name."""
    return [membership.team for membership in with_teams(user).memberships.all()]


@register.simple_tag
def message_line(message: Message) -> SafeString:
    """A message behind the icon and the word of its level, so that colour never speaks alone."""
    name, word = MESSAGE_MARKS[message.level_tag]
    return format_html("{}<span><strong>{}</strong> {}</span>", icon(name), word, message)


# --- Dates and clocks, as people say them --------------------------------------------------------


@register.simple_tag
def when(moment: datetime | None) -> SafeString | str:
    """A moment in the reader's zone: "heute, 9:00" or "Di, 24. Nov., 9:00", the exact one in the title."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    clock = format_date(local, pgettext("time of day, in Django's date format", "G:i"))
    words = f"{_next_door(local.date()) or _calendar_day(local.date())}, {clock}"
    exact = format_date(local, pgettext("exact moment, in Django's date format", "l, j. F Y, G:i \\U\\h\\r"))
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), exact, words)


@register.simple_tag
def day(value: date | datetime | None) -> SafeString | str:
    """A day in the reader's zone: "morgen", "in 3 Tagen" or "Di, 24. Nov.", the exact one in the title."""
    if value is None:
        return ""
    local = _local_day(value)
    return _day_element(local, _next_door(local) or _near(local) or _calendar_day(local))


@register.simple_tag
def calendar_day(value: date | datetime) -> SafeString:
    """A day to stand behind "ab" or "bis", where no counted days fit: "morgen" or "Di, 24. Nov."."""
    local = _local_day(value)
    return _day_element(local, _next_door(local) or _calendar_day(local))


@register.filter
def minutes_clock(seconds: float) -> str:
    """Seconds as a clock of minutes: 324 is "5:24"; an overrun of 12 seconds, -12, is "−0:12"."""
    minutes, rest = divmod(abs(int(seconds)), 60)
    return f"{'−' if seconds <= -1 else ''}{minutes}:{rest:02}"


def _local_day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _day_element(local: date, words: str) -> SafeString:
    exact = format_date(local, pgettext("exact day, in Django's date format", "l, j. F Y"))
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), exact, words)


def _next_door(local: date) -> str | None:
    """Yesterday, today or tomorrow in a word."""
    words = {-1: gettext("gestern"), 0: gettext("heute"), 1: gettext("morgen")}
    return words.get((local - timezone.localdate()).days)


def _near(local: date) -> str | None:
    """Days within the week, counted from today."""
    days = (local - timezone.localdate()).days
    if abs(days) > NEAR_DAYS:
        return None
    if days > 0:
        return ngettext("in %(days)s Tag", "in %(days)s Tagen", days) % {"days": days}
    return ngettext("vor %(days)s Tag", "vor %(days)s Tagen", -days) % {"days": -days}


def _calendar_day(local: date) -> str:
    """Weekday, day and month; the year only where the reader could err."""
    if abs(local - timezone.localdate()) < timedelta(days=182):
        return format_date(local, pgettext("day in this half year, in Django's date format", "D, j. N"))
    return format_date(local, pgettext("day in another year, in Django's date format", "D, j. N Y"))


# --- Navigation and the house --------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def active_nav(context: Context, url: str) -> SafeString | str:
    """Marks a link as current on its page and on all pages below it."""
    request: HttpRequest = context["request"]
    return mark_safe(' aria-current="page"') if request.path.startswith(url) else ""


@register.simple_tag
@cache
def version() -> str:
    """The version of the program, as pyproject.toml says it."""
    project: dict[str, Any] = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    return str(project["version"])


# --- Small pictures and form fields ---------------------------------------------------------------


@dataclass(frozen=True)
class Segment:
    """One stretch of a cycle bar, in the units of its drawing."""

    x: int
    filled: int


@register.inclusion_tag("components/cycle_bar.html")
def cycle_bar(steps: int, label: str, segments: int = 4) -> dict[str, Any]:
    """A bar of `segments` with two steps each, `steps` of them done; `label` says the same in words."""
    width, gap = 16, 3
    stretches = [
        Segment(x=i * (width + gap), filled=min(2, max(0, steps - 2 * i)) * width // 2) for i in range(segments)
    ]
    return {
        "segments": stretches,
        "label": label,
        "segment_width": width,
        "width": segments * (width + gap) - gap,
    }


@register.simple_tag
@lru_cache(maxsize=256)
def qr(url: str) -> SafeString:
    """The address as a square to point a camera at; dark on white in both colour schemes, or cameras fail."""
    code = segno.make(url, error="m")
    drawing = code.svg_inline(scale=4, border=3, omitsize=True, dark="#1d2433", light="#ffffff", svgclass="join-qr")
    return mark_safe(drawing)  # noqa: S308


@register.filter
def kind_of_field(field: BoundField) -> str:
    """How a form field is laid out: "tick" (box before label), "choices" (a group), else "line"."""
    if field.use_fieldset:
        return "choices"
    return "tick" if field.widget_type == "checkbox" else "line"
