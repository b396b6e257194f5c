"""The heads of the map's columns: its phases, and its steps with what marks them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from journeys.map.addresses import Addresses
from journeys.mapping import MapPhase, MapStep
from journeys.wording import waiting
from touchpoints.models import Kind


@cache
def sign(name: str) -> SafeString:
    """A line icon of the text's size; the words beside it carry the meaning."""
    return mark_safe(lucide(name, size=20, **{"class": "icon", "aria_hidden": "true"}))  # noqa: S308


def phase_head(phase: MapPhase, to: Addresses | None) -> SafeString:
    """A phase above its steps; an empty one has a column of its own."""
    changing: SafeString | str = ""
    if to and to.may_write and phase.pk:
        changing = _link("more", to.rename_phase(phase.pk), _("Phase „%s“ ändern") % phase.name, "ellipsis")
    return format_html(
        '<th scope="colgroup" colspan="{}" data-phase="{}"><div><span>{}</span>{}</div></th>',
        max(len(phase.steps), 1),
        phase.pk or "",
        phase.name,
        changing,
    )


def step_head(step: MapStep, number: int, to: Addresses | None, *, look: str, behind: str = "") -> SafeString:
    """A step at the top of its column: number, title, and what marks it; `behind` is where a step after it is made."""
    name: SafeString | str = step.title
    if to and step.pk:
        name = format_html('<a href="{}">{}</a>', to.step(step.pk), step.title)
    return format_html(
        '<th scope="col" class="{}" abbr="{} {}" data-step="{}"><div><span class="no">{}</span>'
        '<span class="title">{}</span>{}<span class="marks">{}</span>{}</div></th>',
        f"{step.kind or 'gap'}{' retired' if step.is_retired else ''}{look}",
        number,
        step.title,
        step.pk or "",
        number,
        name,
        _changing(step, to),
        format_html_join("", '<span class="mark {}">{}{}</span>', marks(step)),
        _link("plus", behind, _("Schritt hinter „%s“ einfügen") % step.title, "plus") if behind else "",
    )


def marks(step: MapStep) -> Iterator[tuple[str, SafeString, str]]:
    """What marks a step: each as a class, a sign and a word."""
    if step.is_gap:
        yield "gap", sign("circle-dashed"), _("Lücke")
    else:
        yield step.kind, SafeString(""), str(Kind(step.kind).label)
    if step.happened_on:
        yield "day", sign("calendar"), date_format(step.happened_on, "SHORT_DATE_FORMAT")
    if step.is_moment_of_truth:
        yield "truth", sign("star"), _("Moment der Wahrheit")
    if step.is_break:
        yield "break", sign("unplug"), _("Medienbruch: jetzt %s") % step.medium_label
    if step.waiting_minutes:
        yield "waiting", sign("hourglass"), _("wartet %s") % waiting(step.waiting_minutes)
    if step.is_retired:
        yield "retired", sign("archive"), _("stillgelegt")


def empty_head(phase: MapPhase, to: Addresses | None) -> SafeString:
    """The head of a phase's only column while it has no step."""
    if to and to.may_write and phase.pk:
        adding = format_html(
            '<a class="first-step" href="{}">{}{}</a>', to.add_step(phase.pk, 0), sign("plus"), _("Schritt hinzufügen")
        )
        return format_html('<th scope="col" class="none">{}</th>', adding)
    return format_html('<th scope="col" class="none">{}</th>', _("noch kein Schritt"))


def _changing(step: MapStep, to: Addresses | None) -> SafeString:
    if not (to and to.may_write and step.pk):
        return SafeString("")
    return _link("more", to.edit_step(step.pk), _("„%s“ ändern") % step.title, "ellipsis")


def _link(name: str, address: str, words: str, icon: str) -> SafeString:
    """A sign that leads somewhere, with its words for ears and for the pointer that rests on it."""
    return format_html(
        '<a class="{}" href="{}" aria-label="{}" title="{}">{}</a>', name, address, words, words, sign(icon)
    )
