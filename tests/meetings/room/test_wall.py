"""The lines that are put together without a template: nothing that people typed becomes markup."""

from dataclasses import replace
from uuid import uuid4

from meetings.room.people import Person
from meetings.room.state import WallCard
from meetings.templatetags.wall import card_lines

PERSON = Person(
    pk=1,
    name="<b>Eva",
    role="",
    mark="",
    is_guest=False,
    is_moderator=False,
    is_here=True,
    is_present=True,
    is_awaited=True,
    is_ready=False,
    has_voted=False,
    is_absent=False,
)
CARD = WallCard(uuid4(), "<b>Idee & {mehr}", "<b>Notiz", PERSON, "<b>Eva", False, False, merged=[])


def test_what_people_typed_is_never_markup() -> None:
    merged = replace(CARD, text="<b>Zweite", merged=[])
    html = card_lines([replace(CARD, merged=[merged])])
    assert "<b>" not in html
    assert "&lt;b&gt;Idee &amp; {mehr}" in html
    assert "&lt;b&gt;Zweite" in html


def test_only_the_card_being_explained_is_current() -> None:
    html = card_lines([CARD, replace(CARD, is_speaking=True, is_explained=True), replace(CARD, is_explained=True)])
    assert html.count('aria-current="true"') == 1
    assert html.count("card explained") == 1
