"""What is silent or sealed leaves the server for nobody but its owner: every address, every role, byte by byte."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from config.packing import keep
from config.whole_team import pack
from meetings import cards, closing, joining
from meetings.models import Card, Participant, Phase
from meetings.room.state import shared_sections
from meetings.room.wall import wall_url
from teams.middleware import GUEST_SESSION_KEY
from teams.models import Membership
from tests.access.matrix import ADDRESSES, Address
from tests.conftest import signed_in
from tests.factories import NOW, ActionFactory, ArchiveFactory, MetricFactory, ReadingFactory, SeriesFactory
from tests.meetings.rounds import Round, a_round

ROOM = "t/<slug:team_slug>/rounds/<int:pk>/room/"
KNOWS_NO_ROUNDS = ("teams:", "touchpoints:pdf")
"""A team's settings, and the printed inventory: it takes long, and says the same as the list."""
SECRET = "Zitronenfalter-am-Lieferschein"
MADE_ANEW = re.compile(
    r'csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"|name="(?:card_id|sheet)" value="[\w-]+"|/kept/[\w-]+/'
)
"""What differs between two answers to the same question: tokens against forgery, ids of a card or sheet to fill in."""

type Answers = dict[str, str]


class Ears:
    """Everyone who could hear a secret of ben's: the other people of the round, the team, strangers, every screen."""

    def __init__(self, a: Round, *memberships: Membership) -> None:
        self.round = a
        self.browsers = {str(membership.user): signed_in(membership) for membership in memberships}
        self.browsers["Cem"] = signed_in(a.meeting.team.memberships.get(user=a.cem.user_id))
        self.browsers["guest"] = self._guest(a.gast)
        self.browsers["anonymous"] = Client()
        self.action = ActionFactory(team=a.meeting.team, touchpoint=a.meeting.touchpoint)
        self.series = SeriesFactory(team=a.meeting.team)
        self.metric = MetricFactory(touchpoint=a.meeting.touchpoint)
        ReadingFactory(metric=self.metric)

    def _guest(self, guest: Participant) -> Client:
        browser = Client()
        session = browser.session
        session[GUEST_SESSION_KEY] = {str(self.round.pk): guest.pk}
        session.save()
        return browser

    def _urls(self, card: Card) -> Iterator[str]:
        meeting = self.round.meeting
        pks = {"touchpoints": meeting.touchpoint_id, "actions": self.action.pk, "meetings": meeting.pk}
        for address in ADDRESSES:
            if address.name.startswith(KNOWS_NO_ROUNDS):
                continue
            given = {
                "team_slug": meeting.team.slug,
                "pk": self.series.pk if "series" in address.route else pks.get(address.name.partition(":")[0], 1),
                "person": self.round.gast.pk,
                "card": card.pk,
                "action": self.action.pk,
                "metric": self.metric.pk,
                "sheet": UUID(int=1),
            }
            yield reverse(address.name, kwargs={name: given.get(name, 1) for name in _arguments(address)})
        yield f"{reverse('meetings:room', args=[meeting.team.slug, meeting.pk])}?card={card.pk}"
        yield from (wall_url(meeting), f"{wall_url(meeting)}snapshot/", f"/join/{meeting.join_code}/", "/join/")

    def hear(self, card: Card) -> Answers:
        """Every answer that any of them gets to any question, and what the streams send."""
        self._have_the_team_packed()
        answers = {f"stream in {language}": self._stream(language) for language in ("de", "en")}
        for url in self._urls(card):
            for name, browser in self.browsers.items():
                answers[f"{name} at {url}"] = _asked(browser, url)
        return answers

    def talk(self, card: Card) -> Answers:
        """Every answer to whatever any of them could do in the room, with htmx and without; each is undone."""
        meeting = self.round.meeting
        given = {"team_slug": meeting.team.slug, "pk": meeting.pk, "card": card.pk, "action": self.action.pk}
        answers = {}
        for address in ADDRESSES:
            if not address.route.startswith(ROOM):
                continue
            arguments = given | {"person": self.round.cem.pk}
            url = reverse(address.name, kwargs={name: arguments[name] for name in _arguments(address)})
            for name, browser in self.browsers.items():
                for headers in ({}, {"HX-Request": "true"}):
                    answers[f"{name} to {url} {headers}"] = _answered(browser, url, _said(card, meeting.phase), headers)
        return answers

    def _have_the_team_packed(self) -> None:
        team, file = self.round.meeting.team, BytesIO()
        pack(file, team=team, at=NOW)
        keep(file, archive_pk=ArchiveFactory(team=team).pk, at=NOW)

    def _stream(self, language: str) -> str:
        sections = shared_sections(self.round.pk, language, NOW)
        return f"{sections.html} {sections.desk_key}"


def _arguments(address: Address) -> list[str]:
    return re.findall(r"<\w+:(\w+)>", address.route)


def _said(card: Card, phase: str) -> dict[str, str]:
    """What makes sense to most forms of the room; the moderator neither reveals nor breaks off with it."""
    expected = "" if phase == Phase.IDEAS else phase
    return {
        "card_id": str(uuid4()),
        "text": "Dankeskarte",
        "card": str(card.pk),
        "into": str(card.pk),
        "number": "1",
        "ready": "1",
        "value": "1",
        "expected": expected,
    }


def _asked(browser: Client, url: str) -> str:
    with transaction.atomic():
        response = browser.get(url)
        transaction.set_rollback(True)
    return _written(response)


def _answered(browser: Client, url: str, data: dict[str, str], headers: dict[str, str]) -> str:
    with transaction.atomic():
        response = browser.post(url, data, headers=headers, follow=not headers)
        transaction.set_rollback(True)
    return _written(response)


def _written(response: Any) -> str:
    assert response.status_code < 500
    body = _unpacked(b"".join(response) if response.streaming else response.content)
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items() if name != "ETag")
    return f"{headers}\n{MADE_ANEW.sub('', body.decode(errors='ignore'))}"


def _unpacked(body: bytes) -> bytes:
    """The files in an archive or workbook, whose own bytes nobody can read."""
    if not body.startswith(b"PK"):
        return body
    with ZipFile(BytesIO(body)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    """The clocks stand still and nobody has asked too often yet, so that two answers differ only in what is told."""
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def a(anna: Membership, ben: Membership) -> Round:
    """A round with its four people."""
    return a_round(anna, ben)


@pytest.fixture
def ears(a: Round, anna: Membership, rita: Membership, clara: Membership) -> Ears:
    """All but ben, the moderator included."""
    return Ears(a, anna, rita, clara)


def told(answers: Answers, secret: str = SECRET) -> list[str]:
    """Who has heard it where."""
    return [name for name, answer in answers.items() if secret in answer]


def after_each(deeds: Sequence[Callable[[], object]], hear: Callable[[], Answers]) -> list[Answers]:
    """What is heard after each of the deeds, each done and undone."""
    heard = []
    for deed in deeds:
        with transaction.atomic():
            deed()
            heard.append(hear())
            transaction.set_rollback(True)
    return heard


def test_nobody_hears_a_card_before_the_reveal(a: Round, ears: Ears) -> None:
    a.to(Phase.IDEAS)
    card = a.pin(a.ben, SECRET)
    assert told(ears.hear(card)) == []


def test_nobody_is_told_a_card_in_answer_to_what_they_do(a: Round, ears: Ears) -> None:
    a.to(Phase.IDEAS)
    card = a.pin(a.ben, SECRET)
    answers = ears.talk(card)
    assert told(answers, "Dankeskarte")
    assert told(answers) == []


@pytest.mark.parametrize("phase", [Phase.IDEAS, Phase.DISCUSSION, Phase.PLAN])
def test_nobody_hears_a_draft_in_any_phase(a: Round, ears: Ears, phase: Phase) -> None:
    a.to(Phase.IDEAS)
    card = cards.save_draft(meeting=a.meeting, by=a.ben, card_id=uuid4(), text=SECRET, at=a.now)
    a.to(phase)
    assert told(ears.hear(card)) == []


def test_nobody_hears_a_card_that_was_taken_back(a: Round, ears: Ears) -> None:
    a.to(Phase.IDEAS)
    card = a.pin(a.ben, SECRET)
    cards.take_back(meeting=a.meeting, by=a.ben, card=card, at=a.now)
    a.to(Phase.DISCUSSION)
    assert told(ears.hear(card)) == []


def test_its_author_reads_it_and_after_the_reveal_everyone_in_the_room(a: Round, ears: Ears, ben: Membership) -> None:
    a.to(Phase.IDEAS)
    card = a.pin(a.ben, SECRET)
    room = reverse("meetings:room", args=[a.meeting.team.slug, a.pk])
    assert SECRET in _asked(signed_in(ben), room)
    a.to(Phase.DISCUSSION)
    heard = ears.hear(card)
    assert told({name: answer for name, answer in heard.items() if name.endswith(room) or "stream" in name}) == [
        "stream in de",
        "stream in en",
        f"Anna Keller at {room}",
        f"Cem at {room}",
        f"guest at {room}",
    ]
    assert f"anonymous at {wall_url(a.meeting)}" in told(heard)


def test_nobody_hears_whose_card_hangs_face_down(a: Round, ears: Ears) -> None:
    a.to(Phase.IDEAS)
    mine = a.pin(a.anna, "Dankeskarte zur Rechnung")
    eva = joining.enter_as_guest(meeting=a.meeting, name="Eva Lang", at=a.now)
    pinned = [lambda: a.pin(a.ben, SECRET), lambda: a.pin(eva, SECRET)]
    by_ben, by_eva = after_each(pinned, lambda: ears.hear(mine))
    assert by_ben == by_eva


def test_nobody_hears_what_someone_votes_before_the_vote_closes(a: Round, ears: Ears) -> None:
    a.to(Phase.IDEAS)
    first, second = a.pin(a.ben, "Dankeskarte zur Rechnung"), a.pin(a.gast, "Lieferstatus-Link")
    a.to(Phase.VOTE)
    choices = [first, second, None]
    heard = after_each([partial(a.cast, a.ben, card) for card in choices], lambda: ears.hear(first))
    assert [name for name in heard[0] if len({each[name] for each in heard}) > 1] == []


def test_nobody_is_told_a_vote_in_answer_to_what_they_do(a: Round, ears: Ears, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "new_code", lambda: "KT4M-9XQ2")
    a.to(Phase.IDEAS)
    first, second = a.pin(a.ben, "Dankeskarte zur Rechnung"), a.pin(a.gast, "Lieferstatus-Link")
    a.to(Phase.VOTE)
    one, other = after_each([partial(a.cast, a.ben, card) for card in (first, second)], lambda: ears.talk(first))
    assert told(one, "Meine Stimme ist abgegeben")
    assert [name for name in one if one[name] != other[name]] == []


def test_the_vote_of_a_round_that_was_broken_off_stays_sealed(a: Round, ears: Ears, anna: Membership) -> None:
    a.to(Phase.IDEAS)
    first, second = a.pin(a.ben, "Dankeskarte zur Rechnung"), a.pin(a.gast, "Lieferstatus-Link")
    a.to(Phase.VOTE)

    def broken_off(card: Card) -> None:
        a.cast(a.ben, card)
        closing.close_early(meeting=a.meeting, by=a.anna, reason="Feueralarm", at=a.now + timedelta(minutes=1))

    one, other = after_each([lambda: broken_off(first), lambda: broken_off(second)], lambda: ears.hear(first))
    assert [name for name in one if one[name] != other[name]] == []
