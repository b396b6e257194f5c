"""What a real web process sends down its streams, byte by byte, while something is silent or sealed."""

from __future__ import annotations

import json
import time
from uuid import uuid4

import pytest
from django.utils import timezone

from meetings import cards, voting
from meetings.live import tokens
from meetings.models import Card, Meeting, Participant, Phase
from teams.models import Membership
from tests.browser.scene import a_room
from tests.live.conftest import leave, server
from tests.live.server import Server
from tests.meetings.rounds import Round

__all__ = ["leave", "server"]

pytestmark = pytest.mark.django_db(transaction=True)

GONE_AFTER = 1
"""Seconds in which the process notices that its last reader has gone, and forgets the room."""
SECRET = "Zitronenfalter-am-Lieferschein"


@pytest.fixture
def a(anna: Membership, ben: Membership) -> Round:
    """A round in its ideas phase, in which nobody has a screen yet."""
    return a_room(anna, ben)


def first_words(a: Round, server: Server) -> dict[str, str]:
    """What each of the others' screens and the wall get when they connect, the clocks left out.

    The process is told of nothing that the test does, so it starts anew with each of them; the title proves it.
    """
    server.close_streams()
    time.sleep(GONE_AFTER)
    title, heard = uuid4().hex, {}
    Meeting.objects.update(title=title)
    for person in (a.anna, a.cem, a.gast, None):
        for language in ("de", "en"):
            stream = server.stream(tokens.issue(a.meeting, person, language))
            state = stream.next_event()[1]
            content = {name: html for name, html in state["sections"].items() if name not in ("clock", "phases")}
            words = json.dumps([content, state["desk"]], ensure_ascii=False)
            assert title in words
            heard[f"{person or 'wall'} in {language}"] = words.replace(title, "")
    return heard


def overheard(a: Round, server: Server, person: Participant | None) -> str:
    """Everything that a stream sends, from before ben writes, pins and changes his card until others have come."""
    stream = server.stream(tokens.issue(a.meeting, person, "de"))
    events = [stream.next_event()]
    card_id = uuid4()
    cards.save_draft(meeting=a.meeting, by=a.ben, card_id=card_id, text=SECRET, at=timezone.now())
    for text in (SECRET, f"{SECRET}!"):
        cards.pin(meeting=a.meeting, by=a.ben, card_id=card_id, text=text, at=timezone.now())
        server.stream(tokens.issue(a.meeting, a.ben, "de")).next_event()
        events += stream.events(1)
    return json.dumps(events, ensure_ascii=False)


@pytest.mark.parametrize("listener", ["anna", "cem", "gast", None])
def test_no_stream_carries_a_card_before_the_reveal(a: Round, server: Server, listener: str | None) -> None:
    person = getattr(a, listener) if listener else None
    heard = overheard(a, server, person)
    assert "Kärtchen verdeckt" in heard
    assert SECRET not in heard
    assert not [name for name, words in first_words(a, server).items() if SECRET in words]
    a.to(Phase.DISCUSSION)
    assert all(SECRET in words for words in first_words(a, server).values())


def test_no_stream_carries_a_vote_before_it_closes(a: Round, server: Server) -> None:
    first, second = a.pin(a.ben, "Dankeskarte zur Rechnung"), a.pin(a.gast, "Lieferstatus-Link")
    a.to(Phase.VOTE)

    def voted(card: Card | None) -> dict[str, str]:
        voting.cast(meeting=a.meeting, by=a.ben, card=card, at=timezone.now())
        return first_words(a, server)

    voted(first)  # everybody has come in
    one, other, none = (voted(card) for card in (first, second, None))
    assert "hat gewählt" in one["wall in de"]
    assert one == other == none
