"""The cards and the people of the room, put together here and not in the template: every change draws them all."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from meetings.room.state import RoomState, WallCard
from teams.wording import initials

register = template.Library()

CARD = (
    '<li class="card{explained}"{current}><p>{text}</p>{merged}{note}'
    '<footer><span class="avatar" aria-hidden="true">{initials}</span><span>{byline}</span></footer></li>'
)
MERGED = '<p class="merged">{text} <span>– {author}</span></p>'
PERSON = (
    '<li{leads}{current}><span class="avatar" aria-hidden="true">{initials}</span>'
    '<span class="room-person"><span class="room-name">{name}</span>{explained}{role}{mark}</span>{presence}</li>'
)
EXPLAINED = '<span class="room-mark" title="{0}">✓<span class="visually-hidden">{0}</span></span>'
PRESENCE = '<span class="presence{0}" title="{1}"><span class="visually-hidden">{1}</span></span>'


@register.simple_tag
def card_lines(cards: Iterable[WallCard]) -> SafeString:
    """Revealed cards with those merged into them, who wrote them, and which one is being explained."""
    return mark_safe("".join(map(_card, cards)))  # noqa: S308


def _card(card: WallCard) -> str:
    author = card.author
    return CARD.format(
        explained=" explained" if card.is_explained and not card.is_speaking else "",
        current=' aria-current="true"' if card.is_speaking else "",
        text=escape(card.text),
        merged="".join(MERGED.format(text=escape(one.text), author=escape(one.author.called)) for one in card.merged),
        note=f'<p class="note">{escape(card.note)}</p>' if card.note else "",
        initials=escape(initials(author.name)),
        byline=escape(card.byline) + _count_of(card.merged),
    )


def _count_of(merged: list[WallCard]) -> str:
    if not merged:
        return ""
    return " · " + _("+ %(count)s zusammengelegt") % {"count": len(merged)}


@register.simple_tag
def people_lines(room: RoomState) -> SafeString:
    """Those who are here, each with role, mark and whether a screen of theirs is connected."""
    here, away = _("im Raum"), _("gerade nicht verbunden")
    presence = {True: PRESENCE.format(" on", here), False: PRESENCE.format("", away)}
    explained = EXPLAINED.format(_("hat erläutert"))
    speaker, explained_by = room.speaker, room.explained_by
    return mark_safe(  # noqa: S308
        "".join(
            PERSON.format(
                leads=' class="moderator"' if person.is_moderator else "",
                current=' aria-current="true"' if person.pk == speaker else "",
                initials=escape(initials(person.name)),
                name=escape(person.name),
                explained=explained if person.pk in explained_by else "",
                role=_badge("plain", person.role),
                mark=_badge("plain" if person.is_absent else "good", person.mark),
                presence=presence[person.is_present],
            )
            for person in room.here
        )
    )


def _badge(look: str, words: str) -> str:
    return f'<span class="badge {look}">{escape(words)}</span>' if words else ""
