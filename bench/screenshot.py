"""`python -m bench.screenshot`: the README's picture, a discussion of the demo team in a real browser."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from uuid import uuid4

from playwright.sync_api import sync_playwright

from bench import house

if TYPE_CHECKING:
    from meetings.models import Meeting, Participant

PICTURE = Path(__file__).resolve().parent.parent / "static" / "img" / "room.png"
IDEAS = (
    ("Mira", "Rechnung erst mit der Versandbestätigung auslösen"),
    ("Tarek", "Kurzer Anruf, wenn sich die Lieferung um mehr als zwei Tage verschiebt"),
    ("Jonas", "Zahlungsziel ab Zustellung statt ab Rechnungsdatum"),
    ("Lena", "Rechnung in verständlicher Sprache: eine Seite, ein Ansprechpartner mit Bild"),
    ("Lena", "Dankeskarte zur Rechnung statt Werbebeilage"),
    ("Paul", "Lieferstatus-Link auf die Rechnung drucken"),
)
AUTHORS = [name for name, _text in IDEAS]
EXPLAINED = 2


def main() -> None:
    """Play the demo's next round into its discussion and take the moderator's view of it."""
    with TemporaryDirectory(prefix="kontaktpunkt-picture-") as folder:
        house.move_in(Path(folder))
        from django.utils import timezone

        meeting, seats = discussion(timezone.now())
        headers = house.signed_in(seats["Anna"].user)  # type: ignore[arg-type]
        with house.server(house.APPLICATION) as web:
            take(f"http://{house.HOST}:{web.port}/t/{meeting.team.slug}/rounds/{meeting.pk}/room/", headers["Cookie"])


def discussion(at: datetime) -> tuple[Meeting, dict[str, Participant]]:
    """The demo's next round, five minutes into its discussion; its people by first name."""
    from config.demo import create_demo
    from meetings import cards, joining, phases
    from meetings.models import Phase

    team = create_demo(at=at)
    meeting = team.meetings.planned().get()
    begun = at - timedelta(minutes=16)
    members = sorted(
        team.memberships.working(),
        key=lambda person: AUTHORS.index(first) if (first := person.user.get_short_name()) in AUTHORS else 9,
    )
    people = [joining.enter(meeting=meeting, user=person.user, at=begun) for person in members]
    people.append(joining.enter_as_guest(meeting=meeting, name="Paul Huber", at=begun))
    meeting.participants.update(present_until=at + timedelta(hours=1))
    seats = {person.name.split()[0]: person for person in people}
    phases.start(meeting=meeting, by=seats["Anna"], at=begun)
    meeting.refresh_from_db()
    if meeting.phase == Phase.FOLLOW_UP:
        phases.go_on(meeting=meeting, by=seats["Anna"], expected=Phase.FOLLOW_UP, at=begun)
    phases.go_on(meeting=meeting, by=seats["Anna"], expected=Phase.ACTUAL_STATE, at=begun + timedelta(minutes=5))
    wall = [
        cards.pin(meeting=meeting, by=seats[name], card_id=uuid4(), text=text, at=begun + timedelta(minutes=6))
        for name, text in IDEAS
    ]
    phases.go_on(meeting=meeting, by=seats["Anna"], expected=Phase.IDEAS, at=begun + timedelta(minutes=11))
    for card in wall[: EXPLAINED + 1]:
        cards.give_floor(meeting=meeting, by=seats["Anna"], card=card, at=at - timedelta(seconds=48))
    return meeting, seats


def take(address: str, cookie: str) -> None:
    """The picture, at the size of a laptop's window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": 1360, "height": 900}, extra_http_headers={"Cookie": cookie}, locale="de-DE"
        )
        page.goto(address, wait_until="load")
        page.wait_for_timeout(1500)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
