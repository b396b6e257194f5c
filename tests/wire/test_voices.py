"""What the pages of voices send: nothing of another team, no contact beyond its voice, no key into a log."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from config.logs import DiscreetFormatter
from feedback.learning.linking import open_door
from feedback.models import Answer, Feedback, Learned, RecoveryCase, Suggestion, Ticket
from feedback.suggestions.doors import renew
from teams.models import Letter, Membership
from teams.tokens import hash_of
from tests.config.api.programs import program_of
from tests.conftest import signed_in
from tests.factories import ActionFactory, DepartmentFactory, TouchpointFactory
from tests.feedback.asking_customers import TOKEN, hand_in
from tests.feedback.of_feedback import (
    ContactFactory,
    FeedbackFactory,
    LearnedFactory,
    QuestionFactory,
    ReasonFactory,
    RecoveryCaseFactory,
    SuggestionFactory,
    TicketFactory,
)
from tests.feedback.of_suggestions import typed

pytestmark = pytest.mark.django_db
SECRET = "Zitronenfalter"
CONTACT = ("Gisela Groß", "gisela@example.org")


@pytest.fixture(autouse=True)
def nobody_has_come_yet() -> None:
    cache.clear()


def address(membership: Membership, name: str, *args: Any) -> str:
    return reverse(f"feedback:{name}", args=[membership.team.slug, *args])


# --- Another team ---------------------------------------------------------------------------------


def test_strangers_open_page_hears_nothing(anna: Membership, clara: Membership) -> None:
    since = (timezone.now() - timedelta(days=1)).isoformat()
    FeedbackFactory(team=anna.team, text=SECRET, created_at=timezone.now())
    own = signed_in(clara).get(address(clara, "fresh"), {"since": since})
    assert own.status_code in (200, 204) and SECRET not in own.content.decode()
    assert signed_in(clara).get(address(anna, "fresh"), {"since": since}).status_code == 404
    assert SECRET in signed_in(anna).get(address(anna, "fresh"), {"since": since}).content.decode()


def test_numbers_of_another_team_in_an_address_tell_nothing(ben: Membership, clara: Membership) -> None:
    place = TouchpointFactory(team=clara.team, name=SECRET)
    voice = FeedbackFactory(team=clara.team, text=SECRET, touchpoint=place)
    suggestion = SuggestionFactory(team=clara.team, title=SECRET)
    action = ActionFactory(team=clara.team, what=SECRET)
    asked: list[tuple[str, str, Any]] = [
        ("learn", "voice", voice),
        ("learn", "suggestion", suggestion),
        ("learn", "action", action),
    ]
    asked += [(name, "touchpoint", place) for name in ("record", "create_question", "suggest", "learned", "list")]
    browser = signed_in(ben)
    answers = [browser.get(address(ben, name), {key: str(row.pk)}) for name, key, row in asked]
    answers.append(browser.get(reverse("actions:create", args=[ben.team.slug]), {"voice": str(voice.pk)}))
    assert {answer.status_code for answer in answers} == {200, 404, 422}
    assert [answer for answer in answers if SECRET in answer.content.decode()] == []


def test_rows_of_another_team_are_no_choice_in_any_form(ben: Membership, clara: Membership) -> None:
    place, reason = TouchpointFactory(team=clara.team), ReasonFactory(team=clara.team)
    department = DepartmentFactory(team=clara.team)
    voice, suggestion = FeedbackFactory(team=ben.team), SuggestionFactory(team=ben.team)
    praise = FeedbackFactory(team=ben.team, polarity="positive")
    browser = signed_in(ben)
    said = {"said": "Zu spät", "done": "Früher", "on": "2020-02-03"}
    for name, args, sent in (
        ("place_voice", [voice.pk], {"polarity": "negative", "touchpoint": place.pk}),
        ("place_voice", [voice.pk], {"polarity": "negative", "reason": reason.pk}),
        ("open_case", [voice.pk], {"owner": clara.user.pk, "due_at": "2099-01-01T10:00"}),
        ("judge", [voice.pk], {"polarity": "negative", "touchpoint": place.pk}),
        ("praise", [praise.pk], {"departments": [department.pk]}),
        ("praise", [praise.pk], {"people": [clara.pk]}),
        ("suggestion_experts", [suggestion.pk], {"experts": [clara.user.pk]}),
        ("suggestion_experts", [suggestion.pk], {"departments": [department.pk]}),
        ("suggest", [], typed(touchpoint=str(place.pk))),
        ("learn", [], {**said, "touchpoint": place.pk}),
        ("learn", [], {**said, "action": ActionFactory(team=clara.team).pk}),
    ):
        assert browser.post(address(ben, name, *args), sent).status_code == 422, (name, sent)
    voice.refresh_from_db()
    assert (voice.touchpoint, voice.reason) == (None, None)
    assert not RecoveryCase.objects.exists() and not Learned.objects.exists() and not Letter.objects.exists()
    assert Suggestion.objects.count() == 1 and not suggestion.experts.exists()


# --- Whom to write to -----------------------------------------------------------------------------


def test_contact_stands_on_the_page_of_its_voice_alone(anna: Membership) -> None:
    place = TouchpointFactory(team=anna.team)
    voice = FeedbackFactory(team=anna.team, touchpoint=place, text="=1+1 zu spät")
    ContactFactory(feedback=voice)
    RecoveryCaseFactory(feedback=voice, owner=anna.user)
    LearnedFactory(team=anna.team, touchpoint=place, is_public=True)
    sent = list(everything_about(voice, anna))
    assert [word for word in CONTACT for each in sent if word in each] == []
    page = signed_in(anna).get(address(anna, "voice", voice.pk)).content.decode()
    assert all(word in page for word in CONTACT)


def everything_about(voice: Feedback, member: Membership) -> Iterator[str]:
    """Lists, tables, the API and what is public, as text."""
    browser, program = signed_in(member), program_of(member)
    names = ("list", "lines", "negative", "positive", "figures", "inbox", "learned", "fresh", "alerts")
    addresses = [address(member, name) for name in names] + [voice.touchpoint.get_absolute_url()]  # type: ignore[union-attr]
    addresses += [
        f"{address(member, 'learn')}?voice={voice.pk}",
        reverse("learned_by_link", args=[open_door(voice.team)]),
    ]
    for each in addresses:
        answer = browser.get(each)
        assert answer.status_code == 200, each
        yield answer.content.decode()
    files: list[Any] = [browser.get(address(member, name)) for name in ("csv", "xlsx")]
    table, book = (b"".join(each.streaming_content) for each in files)
    lines = table.decode("utf-8-sig")
    assert "'=1+1 zu spät" in lines
    yield lines
    yield str([cell.value for row in load_workbook(io.BytesIO(book)).active.rows for cell in row])
    for path in ("/voices", f"/voices/{voice.pk}"):
        yield program.get(path).content.decode()


@pytest.mark.parametrize(
    "address_of_customer", ["gisela@example.org\r\nBcc: alle@example.org", "a@b.de, c@d.de", "Tor 3"]
)
def test_what_is_no_single_mail_address_gets_no_mail(ben: Membership, address_of_customer: str) -> None:
    voice = FeedbackFactory(team=ben.team)
    ContactFactory(feedback=voice, address=address_of_customer)
    RecoveryCaseFactory(feedback=voice, owner=ben.user)
    signed_in(ben).post(address(ben, "answer_case", voice.pk), {"answer": "Das tut uns leid.", "by_mail": "on"})
    assert not Letter.objects.exists()


def test_no_header_of_an_answer_comes_from_the_customer(ben: Membership) -> None:
    voice = FeedbackFactory(team=ben.team, reference="4711\r\nBcc: alle@example.org")
    ContactFactory(feedback=voice, name="Gisela\r\nBcc: alle@example.org")
    RecoveryCaseFactory(feedback=voice, owner=ben.user)
    signed_in(ben).post(address(ben, "answer_case", voice.pk), {"answer": "Das tut uns leid.", "by_mail": "on"})
    letter = Letter.objects.get()
    assert letter.to == CONTACT[1]
    assert b"\nBcc:" not in bytes(letter.mime)


# --- Pages for everyone ---------------------------------------------------------------------------


def public_pages(anna: Membership) -> list[str]:
    question = QuestionFactory(metric__touchpoint__team=anna.team)
    TicketFactory(batch__question=question, token_hash=hash_of(TOKEN))
    suggest, learned = renew(team=anna.team), open_door(anna.team)
    found = [reverse("ask", args=[question.code]), reverse("ask_once", args=[TOKEN]), reverse("receipt")]
    found += [reverse("suggest_by_link", args=[suggest]), reverse("learned_by_link", args=[learned])]
    return found + [
        reverse(name, args=["nothing"]) for name in ("ask", "ask_once", "suggest_by_link", "learned_by_link")
    ]


def test_public_pages_are_kept_by_nobody_listed_nowhere_and_framed_by_no_one(anna: Membership) -> None:
    for each in public_pages(anna):
        answer = Client().get(each)
        headers = answer.headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], each
        assert "unsafe-inline" not in headers["Content-Security-Policy"], each
        assert "no-store" in headers["Cache-Control"], each
        assert headers["Referrer-Policy"] in ("same-origin", "no-referrer"), each
        assert "noindex" in answer.content.decode(), each
        assert set(answer.cookies) <= {"csrftoken"}, each
        if not each.startswith("/v/"):
            assert not answer.cookies, each


def test_public_pages_look_the_same_for_whoever_is_signed_in(anna: Membership) -> None:
    for each in public_pages(anna):
        sent = signed_in(anna).get(each).content.decode()
        assert anna.user.name not in sent and anna.user.email not in sent, each
        assert f"/t/{anna.team.slug}" not in sent, each


def test_no_log_tells_the_keys_of_these_pages(anna: Membership) -> None:
    for each in public_pages(anna):
        record = logging.makeLogRecord({"msg": "Forbidden: %s", "args": (each,)})
        key = each.strip("/").rsplit("/", 1)[-1]
        if key not in ("receipt", "nothing"):
            assert key not in DiscreetFormatter("%(message)s").format(record), each


def test_used_link_and_its_answer_know_nothing_of_each_other(anna: Membership) -> None:
    question = QuestionFactory(metric__touchpoint__team=anna.team)
    ticket = TicketFactory(batch__question=question, token_hash=hash_of(TOKEN), customer="k" * 64)
    before = Ticket.objects.filter(pk=ticket.pk).values().get()
    hand_in(reverse("ask_once", args=[TOKEN]), step="4", bad="Zu spät", ref="Kunde-4711")
    assert Ticket.objects.filter(pk=ticket.pk).values().get() == before | {"is_used": True}
    kept = f"{Answer.objects.values().get()} {Feedback.objects.values().get()}"
    for word in (TOKEN, ticket.token_hash, ticket.customer, "4711"):
        assert word not in kept
