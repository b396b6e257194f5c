"""A web process is killed in the middle of every phase and comes back: open pages go on as if nothing had been."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import Minutes, Phase
from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.house import House
from tests.browser.scene import a_room
from tests.browser.visitor import Visitor
from tests.factories import ActionFactory
from tests.faults.waiting import wait_until

pytestmark = pytest.mark.browser

RECOVERY = 5_000
"""Milliseconds from the process answering again to a page that is current."""
IDEA = "Rechnung erst mit der Versandbestätigung auslösen"
ACTION, LATER_ACTION = "Hotline bis 20 Uhr besetzen", "Mahnungen eine Woche später schicken"
OUTCOME = "Niemand wartet mehr länger als fünf Minuten."
TYPED_MEANWHILE = "Den Lieferstatus auf die Rechnung drucken"


@contextmanager
def killed(house: House, *visitors: Visitor) -> Iterator[None]:
    """Kill all web processes, let people notice and do the block, start again, and see them all recover."""
    for server in house.servers:
        server.stop(signal.SIGKILL)
    for visitor in visitors:
        expect(visitor.page.locator("#offline")).to_be_visible()
    yield
    for number in range(len(house.servers)):
        house.restart_web(number)
    for visitor in visitors:
        expect(visitor.page.locator("#offline")).to_be_hidden(timeout=RECOVERY)


def test_nothing_confirmed_is_lost_and_open_pages_recover(
    house: House, enter: Enter, anna: Membership, ben: Membership
) -> None:
    room = a_room(anna, ben, Phase.LOBBY)
    for days, what in enumerate((ACTION, LATER_ACTION)):
        due_on = timezone.localdate() - timedelta(days=9 - days)
        ActionFactory(team=anna.team, responsible=ben.user, what=what, due_on=due_on, follow_up_on=due_on)
    moderator, visitor = enter(anna.user).go_in(room.meeting), enter(ben.user).go_in(room.meeting)
    for screen in (moderator, visitor):
        screen.is_in("lobby")
        screen.page.evaluate("window.notReloaded = true")
    with killed(house, moderator, visitor):
        pass
    moderator.press("Runde starten")

    moderator.is_in("follow_up")
    result = moderator.page.get_by_label("Was ist dabei herausgekommen?").first
    settled = moderator.page.get_by_role("form", name=LATER_ACTION)
    settled.get_by_role("button", name="wirkt", exact=True).click()
    expect(settled).to_have_count(0)
    with killed(house, moderator, visitor):
        result.press_sequentially(OUTCOME)
    expect(result).to_have_value(OUTCOME)
    assert room.meeting.settlements.get().action.what == LATER_ACTION
    moderator.press("wirkt")
    expect(visitor.wall).to_contain_text(OUTCOME)
    moderator.press("Zum Ist-Zustand")
    visitor.is_in("actual_state")

    moderator.press("+1 min")
    expect(visitor.page.locator("#live-clock")).to_contain_text("von 6:00")
    with killed(house, moderator, visitor):
        pass
    expect(visitor.page.locator("#live-clock")).to_contain_text("von 6:00")
    moderator.press("Zu den Ideen")

    visitor.is_in("ideas")
    visitor.pin(IDEA)
    with killed(house, moderator, visitor):
        visitor.card.press_sequentially(TYPED_MEANWHILE)
        expect(visitor.desk).to_contain_text("Text ist auf diesem Gerät gesichert")
    expect(visitor.desk).to_contain_text("Entwurf gesichert")
    assert set(room.meeting.cards.values_list("text", flat=True)) == {IDEA, TYPED_MEANWHILE}
    visitor.press("Anpinnen")
    expect(moderator.wall).to_contain_text("An der Wand hängen 2 Kärtchen verdeckt")
    moderator.press("Aufdecken und diskutieren")

    moderator.is_in("discussion")
    moderator.press("Es beginnt: Ben")
    expect(visitor.wall.locator("[aria-current]")).to_contain_text(IDEA)
    with killed(house, moderator, visitor):
        pass
    moderator.press("Nächstes Kärtchen")
    expect(visitor.wall.locator("[aria-current]")).to_contain_text(TYPED_MEANWHILE)
    moderator.press("Zur Abstimmung")

    visitor.is_in("vote")
    visitor.vote(IDEA)
    expect(visitor.desk).to_contain_text("Meine Stimme ist abgegeben")
    with killed(house, moderator, visitor):
        pass
    assert room.open_vote.ballots.filter(participant=room.ben, card__text=IDEA).exists()
    moderator.is_in("vote")
    moderator.vote(IDEA)
    expect(visitor.wall.locator("tr.winner")).to_contain_text(IDEA)
    moderator.press("Zum To-do-Plan")

    moderator.is_in("plan")
    today = timezone.localdate()
    moderator.page.locator("#action_responsible").select_option(label="Ben Yılmaz")
    moderator.page.locator("#action_due_on").fill(f"{today + timedelta(days=14)}")
    moderator.page.locator("#action_follow_up_on").fill(f"{today + timedelta(days=21)}")
    moderator.press("Maßnahme eintragen")
    expect(visitor.wall).to_contain_text("bis")
    with killed(house, moderator, visitor):
        pass
    moderator.page.locator("#next_touchpoint").select_option(label="Es gibt keinen nächsten")
    moderator.press("Festlegen")
    expect(visitor.wall).to_contain_text("Es gibt keinen nächsten Kontaktpunkt")
    moderator.press("Runde abschließen")
    for screen in (moderator, visitor):
        expect(screen.wall).to_contain_text("Danke!")
        assert screen.page.evaluate("window.notReloaded")
    wait_until(Minutes.objects.filter(state=Minutes.State.PRINTED).exists)
