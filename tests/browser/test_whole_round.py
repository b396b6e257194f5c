"""Ten people hold a round from the invitation to the printed minutes, each at a screen of their own."""

from __future__ import annotations

import email
import re
import subprocess
import time
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from functools import partial

import pytest
from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.utils import timezone
from playwright.sync_api import expect

from meetings import planning
from meetings.models import Meeting
from meetings.room.wall import wall_url
from teams.models import Letter, Membership
from tests.browser.conftest import Enter
from tests.browser.visitor import PHONE, Visitor
from tests.factories import ActionFactory, MembershipFactory, TouchpointFactory, UserFactory
from tests.faults.waiting import wait_until

pytestmark = pytest.mark.browser

COLLEAGUES = ("Ben Yılmaz", "Cem Arslan", "Dana Vogt", "Emil Roth", "Fatma Öz", "Gerd Lang", "Hanna Weiß", "Ida Busch")
IDEA = "Rechnung erst mit der Versandbestätigung auslösen"
SAME_IDEA = "Rechnung koppeln an den Versand"
LATE_IDEA = "Zahlungsziel ab Zustellung"
GUESTS_IDEA = "Den Lieferstatus auf die Rechnung drucken"
MODERATORS_IDEA = "Im Callcenter Verzugsmeldungen löschen"
UNFINISHED = "Mahnlauf eine Woche später"
NOTE = "Die Schnittstelle gibt es schon"
CLOSING_WORD = "Das machen wir, und zwar bis Weihnachten."
ACTION = "Auslöser in der Warenwirtschaft umstellen"
RESULT = "Anrufe um ein Drittel gesunken"


@dataclass
class Cast:
    """Everyone in the room."""

    anna: Visitor
    ben: Visitor
    cem: Visitor
    dana: Visitor
    emil: Visitor
    fatma: Visitor
    gerd: Visitor
    hanna: Visitor
    ida: Visitor
    paul: Visitor

    @property
    def everyone(self) -> list[Visitor]:
        """All ten, the moderator first."""
        return list(vars(self).values())

    @property
    def others(self) -> list[Visitor]:
        """All but the moderator."""
        return self.everyone[1:]

    def but(self, *visitors: Visitor) -> list[Visitor]:
        """All but these."""
        return [visitor for visitor in self.everyone if visitor not in visitors]


@pytest.fixture
def members(anna: Membership) -> list[Membership]:
    """Anna, who leads, and eight colleagues."""
    return [anna, *(MembershipFactory(team=anna.team, user=UserFactory(name=name)) for name in COLLEAGUES)]


@pytest.fixture
def meeting(members: list[Membership]) -> Meeting:
    """A round that begins now, with one action to ask about and another touchpoint to take up next."""
    anna, ben, *_others = members
    now = timezone.now()
    ActionFactory(team=anna.team, responsible=ben.user, what="Hotline bis 20 Uhr", follow_up_on=now.date())
    TouchpointFactory(team=anna.team, name="Hotline")
    return planning.plan(
        team=anna.team,
        by=anna.user,
        starts_at=now + timedelta(minutes=5),
        touchpoint=TouchpointFactory(team=anna.team, name="Rechnung"),
        at=now,
        deputy=ben.user,
        people=[membership.user for membership in members],
        title="Rechnung kommt vor der Ware an",
        what_happened="Kundin Brandt bekam die Rechnung drei Tage vor dem Paket.",
        customer="Kundin Brandt",
    )


def test_ten_people_hold_a_round(enter: Enter, members: list[Membership], meeting: Meeting) -> None:
    everyone = come_together(enter, members, meeting)
    wall = enter().go(wall_url(meeting))
    look_back(everyone)
    collect_ideas_in_silence(everyone, wall)
    discuss(everyone)
    vote(everyone, wall)
    plan(everyone)
    see_the_end(everyone, wall)
    for visitor in [*everyone.everyone, wall]:
        assert visitor.complaints == []
    read_the_minutes(everyone, meeting)
    read_the_mails(members)


def come_together(enter: Enter, members: list[Membership], meeting: Meeting) -> Cast:
    """The lobby: nine members and a guest, one of them at a phone."""
    screens = [PHONE if person.user.name.startswith("Cem") else {} for person in members]
    visitors = [enter(person.user, **screen).go_in(meeting) for person, screen in zip(members, screens, strict=True)]
    visitors.append(enter().come_as_guest(meeting.join_code, "Paul Huber"))
    everyone = Cast(*visitors)
    for visitor in everyone.everyone:
        visitor.is_in("lobby")
        expect(visitor.page.get_by_role("heading", name="10 Personen im Raum")).to_be_attached()
        expect(visitor.page.locator("#live-people .presence.on")).to_have_count(10)
    everyone.anna.press("Runde starten")
    return everyone


def look_back(everyone: Cast) -> None:
    """ "Was wurde daraus?", and then the actual state."""
    for visitor in everyone.everyone:
        visitor.is_in("follow_up")
        expect(visitor.wall).to_contain_text("Hotline bis 20 Uhr")
    everyone.anna.page.get_by_label("Was ist dabei herausgekommen?").fill(RESULT)
    everyone.anna.press("wirkt")
    for visitor in everyone.everyone:
        expect(visitor.wall).to_contain_text(RESULT)
    everyone.anna.press("Zum Ist-Zustand")
    for visitor in everyone.everyone:
        visitor.is_in("actual_state")
        expect(visitor.wall).to_contain_text("drei Tage vor dem Paket")
    everyone.anna.press("Zu den Ideen")


def collect_ideas_in_silence(everyone: Cast, wall: Visitor) -> None:
    """Five cards hang face down, and their texts are with their authors alone."""
    for visitor in everyone.everyone:
        visitor.is_in("ideas")
    ideas = {
        everyone.ben: IDEA,
        everyone.cem: SAME_IDEA,
        everyone.dana: "Telefonische Mahnung abschaffen",
        everyone.paul: GUESTS_IDEA,
        everyone.anna: MODERATORS_IDEA,
    }
    for author, text in ideas.items():
        author.pin(text)
    everyone.emil.card.press_sequentially(UNFINISHED)
    expect(everyone.emil.desk).to_contain_text("Entwurf gesichert")
    for visitor in [*everyone.everyone, wall]:
        expect(visitor.wall).to_contain_text("An der Wand hängen 5 Kärtchen verdeckt")
        hidden = [text for author, text in [*ideas.items(), (everyone.emil, UNFINISHED)] if author is not visitor]
        assert not [text for text in hidden if text in visitor.page.content()]
    for visitor in (everyone.ben, everyone.cem, everyone.paul):
        visitor.press("Ich bin fertig")
    expect(everyone.anna.wall).to_contain_text("3 von 10 sind fertig.")
    everyone.anna.press("Aufdecken und diskutieren")


def discuss(everyone: Cast) -> None:
    """Author by author, the moderator last; a note, two cards laid together and apart again, and a late card."""
    anna, emil = everyone.anna, everyone.emil
    for visitor in everyone.everyone:
        visitor.is_in("discussion")
        expect(visitor.wall.locator(".card footer")).to_have_text(
            [re.compile(name) for name in ("Ben", "Cem", "Dana", r"Paul Huber \(Gast\)", "Anna")]
        )
    anna.press("Es beginnt: Ben")
    expect(everyone.fatma.wall.locator("[aria-current]")).to_contain_text(IDEA)
    anna.page.get_by_label("Notiz zum Kärtchen").fill(NOTE)
    anna.press("Notiz sichern")
    expect(everyone.gerd.wall.locator("[aria-current]")).to_contain_text(NOTE)

    for name in ("Cem", "Dana", "Paul"):
        anna.press(f"Nächste Person: {name}")
    expect(anna.desk).to_contain_text("Nächste Person: Anna")
    for _time in range(2):
        anna.unfold("Kärtchen zusammenlegen")
        anna.page.get_by_label("Dieses Kärtchen").select_option(label=f"{SAME_IDEA} (Cem Arslan)")
        anna.page.get_by_label("gehört zu").select_option(label=f"{IDEA} (Ben Yılmaz)")
        anna.page.get_by_role("button", name="Zusammenlegen", exact=True).click()
        expect(everyone.ida.wall.locator(".card", has_text=IDEA)).to_contain_text(SAME_IDEA)
        if _time == 0:
            anna.press("Wieder trennen")
            expect(everyone.ida.wall.locator(".card")).to_have_count(5)

    expect(emil.card).to_have_value(UNFINISHED)
    emil.card.fill(LATE_IDEA)
    emil.press("Nachträglich anpinnen")
    expect(everyone.hanna.wall).to_contain_text(LATE_IDEA)
    anna.press("Nächste Person: Emil")
    anna.press("Nächste Person: Anna")
    expect(everyone.hanna.wall.locator("[aria-current]")).to_contain_text(MODERATORS_IDEA)
    anna.press("Zur Abstimmung")


def vote(everyone: Cast, wall: Visitor) -> None:
    """Nine ballots nobody can see, one of them the moderator's and last; one person counts as absent."""
    anna = everyone.anna
    for visitor in everyone.everyone:
        visitor.is_in("vote")
    expect(anna.desk.get_by_role("button", name="Abstimmen und Ergebnis zeigen")).to_be_disabled()
    choices = {everyone.cem: LATE_IDEA, everyone.dana: GUESTS_IDEA, everyone.paul: GUESTS_IDEA}
    voters = everyone.but(anna, everyone.ida)
    for number, visitor in enumerate(voters, start=1):
        visitor.vote(choices.get(visitor, IDEA))
        expect(visitor.desk).to_contain_text("Meine Stimme ist abgegeben")
        verb = "hat" if number == 1 else "haben"
        expect(wall.page.locator("#live-head")).to_contain_text(f"{number} von 10 {verb} gewählt")
    for visitor in [anna, wall]:
        assert "Ergebnis" not in visitor.wall.inner_text()
        assert visitor.wall.locator(".tallies").count() == 0
    anna.press("Ida Busch ist abwesend")
    anna.vote(IDEA)
    for visitor in [*everyone.everyone, wall]:
        expect(visitor.wall.locator("tr.winner")).to_contain_text(IDEA)
        expect(visitor.wall.locator("tr.winner .number")).to_have_text("6")
    anna.page.get_by_label("Das letzte Wort").fill(CLOSING_WORD)
    anna.press("Sichern")
    expect(everyone.gerd.wall).to_contain_text(CLOSING_WORD)
    anna.press("Zum To-do-Plan")


def plan(everyone: Cast) -> None:
    """Who does what by when, what comes next, and the end."""
    for visitor in everyone.everyone:
        visitor.is_in("plan")
    anna, today = everyone.anna, timezone.localdate()
    anna.page.locator("#action_what").fill(ACTION)
    anna.page.locator("#action_responsible").select_option(label="Ben Yılmaz")
    anna.page.locator("#action_due_on").fill(f"{today + timedelta(days=14)}")
    anna.page.locator("#action_follow_up_on").fill(f"{today + timedelta(days=21)}")
    anna.press("Maßnahme eintragen")
    for visitor in everyone.everyone:
        expect(visitor.wall).to_contain_text(ACTION)
    anna.press("Hotline")
    anna.page.get_by_label("Termin der nächsten Runde").fill(f"{today + timedelta(days=7)}T09:00")
    anna.press("Festlegen")
    expect(everyone.paul.wall).to_contain_text("Als Nächstes: Hotline")
    anna.press("Runde abschließen")


def see_the_end(everyone: Cast, wall: Visitor) -> None:
    """Thanks for all; members go on to the minutes."""
    for visitor in [*everyone.everyone, wall]:
        expect(visitor.wall).to_contain_text("Danke!")
    for visitor in everyone.everyone:
        expect(visitor.desk.get_by_role("link", name="Protokoll als PDF")).to_be_visible()


def read_the_minutes(everyone: Cast, meeting: Meeting) -> None:
    """All that was said is in the PDF, and the guest gets the same one as the moderator."""
    files = [minutes_of(visitor, meeting) for visitor in (everyone.anna, everyone.paul)]
    assert files[0] == files[1]
    text = words_of(files[0])
    people = ("Anna Keller", *COLLEAGUES, "Paul Huber")
    cards = (IDEA, SAME_IDEA, GUESTS_IDEA, LATE_IDEA, MODERATORS_IDEA)
    for words in (*people, *cards, NOTE, CLOSING_WORD, ACTION, RESULT, "Hotline", "Kundin Brandt"):
        assert words in text, words
    assert UNFINISHED not in text


def minutes_of(visitor: Visitor, meeting: Meeting) -> bytes:
    """The PDF as this person downloads it, as soon as it is printed."""
    address = f"{visitor.address}/t/{meeting.team.slug}/rounds/{meeting.pk}/minutes.pdf"
    for _second in range(20):
        answer = visitor.context.request.get(address)
        if answer.headers["content-type"] == "application/pdf":
            return answer.body()
        time.sleep(1)
    raise AssertionError("no minutes")


def words_of(pdf: bytes) -> str:
    """The text of a PDF in reading order, with single spaces and without the breaks inside words."""
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return " ".join(text.replace("\N{SOFT HYPHEN}", "").split())


def read_the_mails(members: list[Membership]) -> None:
    """Each member was invited with a calendar file, and has the minutes once."""
    for member in members:
        letters = Letter.objects.filter(to=member.user.email)
        wait_until(partial(all_are_sent, letters))
        types = [[part.get_content_type() for part in read(letter).walk()] for letter in letters]
        assert len([kinds for kinds in types if "application/pdf" in kinds]) == 1
        assert len([kinds for kinds in types if "text/calendar" in kinds]) >= 1


def all_are_sent(letters: QuerySet[Letter]) -> bool:
    """Nothing waits any more."""
    return not letters.exclude(state=Letter.State.SENT).exists()


def read(letter: Letter) -> EmailMessage:
    """The mail as it was posted."""
    return email.message_from_bytes(bytes(letter.mime), policy=default)


def test_someone_signs_in_with_a_mailed_code(enter: Enter, ben: Membership) -> None:
    EmailAddress.objects.create(user=ben.user, email=ben.user.email, primary=True, verified=True)
    visitor = enter().go(ben.team.get_absolute_url())
    visitor.page.get_by_label("E-Mail").first.fill(ben.user.email)
    visitor.press("Code schicken")
    expect(visitor.page.get_by_role("heading", name="Code eingeben")).to_be_visible()
    visitor.page.get_by_label("Code").fill(mailed_code())
    visitor.press("Bestätigen")
    expect(visitor.page).to_have_url(visitor.address + ben.team.get_absolute_url())
    assert visitor.complaints == []


def mailed_code() -> str:
    """The code as it stands in the newest letter."""
    text = read(Letter.objects.latest("created_at")).get_body(("plain",))
    assert text
    code = re.search(r"^\s*([A-Z0-9-]{6,12})\s*$", text.get_content(), re.MULTILINE)
    assert code
    return code[1]
