"""A person at a screen of their own."""

from __future__ import annotations

import re

from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Response, expect

from meetings.models import Meeting
from teams.models import User

LAPTOP = {"viewport": {"width": 1360, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}

expect.set_options(timeout=20_000)


NO_LONGER_WANTED = ("htmx:afterRequest,", "htmx:sendAbort,")
"""What htmx says of an answer that a newer question has made idle; of one that got lost it says more."""


class Visitor:
    """One browser context with one page; `complaints` collects what its console says."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        context.set_default_timeout(10_000)
        self.complaints: list[str] = []
        self.page = context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        known = ("Failed to load resource", *NO_LONGER_WANTED)
        if message.type in ("error", "warning") and not message.text.startswith(known):
            self.complaints.append(f"{message.text} ({message.location})")

    def _see(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in ("script", "stylesheet", "image", "font"):
            self.complaints.append(f"{response.status} {response.url}")

    # --- Moving around ---

    def sign_in(self, user: User) -> Visitor:
        """Have a session, without the way through the door."""
        client = Client()
        client.force_login(user)
        session = client.cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": session, "url": self.address}])
        return self

    def go(self, path: str) -> Visitor:
        """Open a page of the house."""
        self.page.goto(self.address + path)
        return self

    def go_in(self, meeting: Meeting) -> Visitor:
        """Open a round's room."""
        return self.go(f"/t/{meeting.team.slug}/rounds/{meeting.pk}/room/")

    def come_as_guest(self, code: str, name: str) -> Visitor:
        """Join a round by its code."""
        self.go("/join/")
        self.page.get_by_label("Code der Runde").fill(code.lower().replace("-", " "))
        self.press("Weiter")
        self.page.get_by_label("Mein Name").fill(name)
        self.press("In den Raum")
        return self

    # --- In the room ---

    @property
    def wall(self) -> Locator:
        """What everyone sees in the middle of the room."""
        return self.page.locator("#live-wall")

    @property
    def desk(self) -> Locator:
        """This person's own place."""
        return self.page.locator("#desk")

    @property
    def card(self) -> Locator:
        """The card under the pen."""
        return self.page.locator("#card_text")

    def press(self, label: str) -> None:
        """Click the button that begins with these words."""
        self.page.get_by_role("button", name=re.compile(f"^{re.escape(label)}")).click()

    def unfold(self, words: str) -> None:
        """Open what is folded away under these words; again, if the desk was renewed under the click."""
        summary = self.page.locator(f"summary:text-is('{words}')")
        while summary.locator("..").get_attribute("open") is None:
            summary.click()

    def is_in(self, phase: str) -> None:
        """See the room in that phase, with the desk that belongs to it."""
        expect(self.page.locator(f"#live-head [data-phase={phase}]")).to_be_attached()
        expect(self.desk).to_have_attribute("data-key", re.compile(f"^{phase}\\."))

    def pin(self, text: str) -> None:
        """Type a card key by key and hang it."""
        self.card.press_sequentially(text)
        self.press("Anpinnen")
        expect(self.desk.locator(".card.mine", has_text=text)).to_be_visible()

    def vote(self, text: str) -> None:
        """Choose a card and put the ballot into the box."""
        self.desk.locator("label.choice", has_text=text).click()
        self.press("Abstimmen")
