"""One-use links: made and shown once, each good for one answer, and nothing leads from them to what was said."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from feedback.asking import offering, sending
from feedback.asking.figures import mailings_of, one_use
from feedback.asking.references import MOST, hash_of_customer, references_of
from feedback.models import Answer, Batch, Listening, Question, Ticket
from teams.models import Membership, Team
from teams.tokens import hash_of
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, TeamFactory
from tests.feedback.of_feedback import AnswerFactory, BatchFactory, QuestionFactory, TicketFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(anna: Membership) -> Question:
    return QuestionFactory(metric__touchpoint__team=anna.team)


def url(by: Membership, name: str, *keys: int) -> str:
    return reverse(f"feedback:{name}", args=[by.team.slug, *keys])


def said(**more: Any) -> dict[str, Any]:
    until = timezone.now().date() + timedelta(days=30)
    return {"name": "Newsletter", "expires_on": until.isoformat(), **more}


def table(answer: Any) -> list[list[str]]:
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";"))


def links(question: Question, *customers: str, at: datetime = NOW, name: str = "Versand") -> list[str]:
    """The tokens that were made for these customers."""
    _batch, made = sending.make_links(
        question=question,
        name=name,
        references=customers,
        expires_at=at + timedelta(days=30),
        by=question.team.memberships.first().user,  # type: ignore[union-attr]
        at=at,
    )
    return [address.rstrip("/").rpartition("/")[2] for _reference, address in made]


# --- Who may ---------------------------------------------------------------------------------------


def test_strangers_and_readers_make_and_end_no_links(asked: Question, clara: Membership, rita: Membership) -> None:
    batch = BatchFactory(question=asked)
    for by, status in ((clara, 404), (rita, 403)):
        browser = signed_in(by)
        assert browser.post(url(by, "create_links", asked.pk), said(count="3")).status_code == status
        assert browser.post(url(by, "revoke_links", asked.pk, batch.pk)).status_code == status
    assert not Ticket.objects.exists()


def test_mailing_of_another_question_is_not_found_here(asked: Question, ben: Membership) -> None:
    foreign = BatchFactory()
    assert signed_in(ben).post(url(ben, "revoke_links", asked.pk, foreign.pk)).status_code == 404


# --- Made and shown once ---------------------------------------------------------------------------


def test_list_of_customers_becomes_a_table_of_links(asked: Question, ben: Membership) -> None:
    browser = signed_in(ben)
    answer = browser.post(url(ben, "create_links", asked.pk), said(customers="4711\nk@example.org\n\n=1+1\n\n"))
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    heading, *rows = table(answer)
    assert heading == ["Kunde", "Link"]
    assert [row[0] for row in rows] == ["4711", "k@example.org", "", "'=1+1"]
    for _customer, address in rows:
        (token,) = re.findall(r"/f/once/([\w-]{43})/$", address)
        assert offering.valid_ticket(token, timezone.now()) is not None
        assert Client().get(f"/f/once/{token}/").status_code == 200
    batch = Batch.objects.get()
    assert (batch.size, batch.left_out, batch.created_by, batch.name) == (4, 0, ben.user, "Newsletter")
    page = browser.get(url(ben, "question_links", asked.pk)).text
    assert "4 Links gemacht." in page
    assert not [address for _customer, address in rows if address in page]


def test_no_secret_and_no_customer_stands_in_a_row(asked: Question, anna: Membership) -> None:
    tokens = links(asked, "k@example.org", "4711")
    kept = str(list(Ticket.objects.values()) + list(Batch.objects.values()))
    assert not [word for word in [*tokens, "example.org", "4711"] if word in kept]
    assert {hash_of(token) for token in tokens} == set(Ticket.objects.values_list("token_hash", flat=True))


def test_number_alone_makes_as_many_links(asked: Question, ben: Membership) -> None:
    rows = table(signed_in(ben).post(url(ben, "create_links", asked.pk), said(count="12")))
    assert len({address for _customer, address in rows[1:]}) == 12
    assert set(Ticket.objects.values_list("customer", flat=True)) == {""}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_file_in_any_usual_encoding_is_read(asked: Question, ben: Membership, encoding: str) -> None:
    file = SimpleUploadedFile("kunden.csv", "Müller\r\nGroß\r\n".encode(encoding))
    rows = table(signed_in(ben).post(url(ben, "create_links", asked.pk), said(file=file)))
    assert [row[0] for row in rows[1:]] == ["Müller", "Groß"]


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"name": " ", "count": "3"},
        {"name": "x" * 81, "count": "3"},
        {"count": "0"},
        {"count": str(MOST + 1)},
        {"count": "viele"},
        {"count": "3", "customers": "4711"},
        {"customers": " \n\n "},
        {"customers": "x" * 201},
        {"customers": "a\x00b"},
        {"customers": "\n".join(map(str, range(MOST + 1)))},
        {"count": "3", "expires_on": "2020-01-01"},
        {"count": "3", "expires_on": "2999-01-01"},
        {"count": "3", "expires_on": ""},
        {"file": SimpleUploadedFile("bild.png", b"\x89PNG\r\n\x1a\n\x00")},
    ],
)
def test_what_cannot_be_a_mailing_is_asked_again(asked: Question, ben: Membership, wrong: dict[str, Any]) -> None:
    answer = signed_in(ben).post(url(ben, "create_links", asked.pk), said() | wrong)
    assert answer.status_code == 422
    assert not Batch.objects.exists()


def test_form_sent_twice_makes_its_links_once(asked: Question, ben: Membership) -> None:
    browser = signed_in(ben)
    assert len(table(browser.post(url(ben, "create_links", asked.pk), said(count="3")))) == 4
    assert browser.post(url(ben, "create_links", asked.pk), said(count="3")).status_code == 422
    assert Ticket.objects.count() == 3


def test_closed_question_gets_no_links(asked: Question, ben: Membership) -> None:
    asked.closed_at = NOW
    asked.save()
    answer = signed_in(ben).post(url(ben, "create_links", asked.pk), said(count="3"))
    assert (answer.status_code, Batch.objects.exists()) == (302, False)


def test_lists_are_read_as_people_have_them() -> None:
    text = '\ufeff4711;\r\n "Groß, Karl" \n\u202ea\u200bb\n\nx\n\n\n'
    assert references_of(text) == ["4711", "Groß, Karl", "ab", "", "x"]


def test_many_links_cost_few_queries(asked: Question, anna: Membership) -> None:
    with CaptureQueriesContext(connection) as queries:
        links(asked, *map(str, range(5000)))
    assert len(queries) < 40


# --- Nobody is asked too often ---------------------------------------------------------------------


def test_whoever_was_asked_lately_is_left_out_in_every_mailing_of_the_team(asked: Question, anna: Membership) -> None:
    other = QuestionFactory(metric__touchpoint__team=anna.team)
    links(asked, "4711", "4712", at=NOW - timedelta(days=89))
    assert len(links(other, "4711", " K4713 ", "4712", at=NOW)) == 1
    assert Batch.objects.latest("pk").left_out == 2


def test_after_the_teams_days_a_person_may_be_asked_again(asked: Question, anna: Membership) -> None:
    links(asked, "4711", at=NOW - timedelta(days=90))
    assert len(links(asked, "4711")) == 1
    Listening.objects.create(team=anna.team, days_between=7)
    with pytest.raises(sending.EverybodyAsked):
        links(asked, "4711", at=NOW + timedelta(days=6))
    assert len(links(asked, "4711", at=NOW + timedelta(days=7))) == 1


def test_another_team_may_ask_the_same_person(asked: Question, anna: Membership, clara: Membership) -> None:
    links(asked, "k@example.org")
    assert len(links(QuestionFactory(metric__touchpoint__team=clara.team), "k@example.org")) == 1


def test_same_person_is_another_hash_in_another_team(team: Team) -> None:
    assert hash_of_customer("K@example.org", team) == hash_of_customer("k@EXAMPLE.org", team)
    assert hash_of_customer("4711", team) != hash_of_customer("4711", TeamFactory())


def test_hash_of_a_customer_needs_the_installations_key(team: Team, settings: Any) -> None:
    before = hash_of_customer("4711", team)
    settings.SECRET_KEY = "x" * 50
    assert hash_of_customer("4711", team) != before


def test_person_twice_on_a_list_is_asked_once_and_the_unnamed_each(asked: Question, anna: Membership) -> None:
    assert len(links(asked, "4711", "4711", "", "")) == 3
    assert Batch.objects.get().left_out == 1


def test_when_everybody_was_asked_no_mailing_is_made(asked: Question, ben: Membership) -> None:
    links(asked, "4711", at=timezone.now())
    answer = signed_in(ben).post(url(ben, "create_links", asked.pk), said(customers="4711"))
    assert answer.status_code == 422
    assert "niemand übrig" in answer.text
    assert Batch.objects.count() == 1


def test_whom_links_were_for_is_forgotten_when_the_wait_is_over(asked: Question, anna: Membership) -> None:
    links(asked, "4711", at=NOW - timedelta(days=90), name="alt")
    links(asked, "4712", at=NOW - timedelta(days=89), name="neu")
    sending.forget_customers(at=NOW)
    kept = {ticket.batch.name: bool(ticket.customer) for ticket in Ticket.objects.select_related("batch")}
    assert kept == {"alt": False, "neu": True}


# --- Good for one answer ---------------------------------------------------------------------------


def test_link_is_used_up_by_the_first(asked: Question, anna: Membership) -> None:
    (token,) = links(asked, "4711")
    first, second = offering.valid_ticket(token, NOW), offering.valid_ticket(token, NOW)
    assert first is not None
    assert second is not None
    assert (offering.use(first), offering.use(second)) == (True, False)
    assert offering.valid_ticket(token, NOW) is None


def test_link_opens_nothing_when_it_is_too_late_or_the_question_closed(asked: Question, anna: Membership) -> None:
    (token,) = links(asked, "4711")
    assert offering.valid_ticket(token, NOW + timedelta(days=30)) is None
    assert offering.valid_ticket("x" * 43, NOW) is None
    asked.closed_at = NOW
    asked.save()
    assert offering.valid_ticket(token, NOW) is None


def test_nothing_in_the_rows_ties_a_link_to_an_answer(asked: Question, anna: Membership) -> None:
    tokens = links(asked, *(f"K{number}" for number in range(30)))
    for token in tokens:
        ticket = offering.valid_ticket(token, NOW)
        assert ticket is not None
        offering.use(ticket)
        AnswerFactory(question=asked)
    assert {field.name for field in Ticket._meta.get_fields()} == {"id", "batch", "token_hash", "customer", "is_used"}
    assert not {field.name for field in Answer._meta.get_fields()} & {"ticket", "batch", "token", "customer"}
    order = list(Ticket.objects.order_by("pk").values_list("token_hash", flat=True))
    assert order != [hash_of(token) for token in tokens]
    assert {row["is_used"] for row in Ticket.objects.values()} == {True}


def test_used_link_is_like_every_other_but_for_its_flag(asked: Question, anna: Membership) -> None:
    (token,) = links(asked, "4711")
    before = Ticket.objects.values().get()
    ticket = offering.valid_ticket(token, NOW)
    assert ticket is not None
    offering.use(ticket)
    assert Ticket.objects.values().get() == before | {"is_used": True}


# --- What is shown, and the end ---------------------------------------------------------------------


def test_used_links_are_counted_from_five_on(asked: Question, ben: Membership) -> None:
    batch = BatchFactory(question=asked, size=20)
    TicketFactory.create_batch(4, batch=batch, is_used=True)
    TicketFactory.create_batch(16, batch=batch)
    assert one_use(mailings_of(asked)) is None
    assert "unter 5" in signed_in(ben).get(url(ben, "question_links", asked.pk)).text
    Ticket.objects.filter(pk=Ticket.objects.filter(is_used=False)[:1].get().pk).update(is_used=True)
    rate = one_use(mailings_of(asked))
    assert rate is not None
    assert (rate.given, rate.answered) == (20, 5)
    assert "25 %" in signed_in(ben).get(url(ben, "question", asked.pk)).text.replace("\xa0", " ")


def test_revoked_links_open_nothing_and_their_people_stay_asked(asked: Question, ben: Membership) -> None:
    now = timezone.now()
    (token,) = links(asked, "4711", at=now)
    batch = Batch.objects.get()
    browser, page = signed_in(ben), url(ben, "revoke_links", asked.pk, batch.pk)
    assert "widerrufen?" in browser.get(page).text
    assert offering.valid_ticket(token, timezone.now()) is not None
    assert browser.post(page).status_code == 302
    assert offering.valid_ticket(token, timezone.now()) is None
    with pytest.raises(sending.EverybodyAsked):
        links(asked, "4711", at=timezone.now())


def test_who_opens_a_revoked_link_is_told_so_and_keeps_what_was_typed(asked: Question) -> None:
    (token,) = links(asked, "4711", at=timezone.now())
    sending.revoke(Batch.objects.get(), at=timezone.now())
    customer, door = Client(), reverse("ask_once", args=[token])
    for answer in (customer.get(door), customer.post(door, {"step": "5", "good": "Nett"})):
        assert answer.status_code == 410
        assert "Das Team hat ihn zurückgezogen." in answer.text
    assert "Nett" in answer.text
    assert not asked.answers.exists()


def test_an_old_link_is_told_apart_from_a_revoked_one(asked: Question, ben: Membership) -> None:
    (token,) = links(asked, "4711", at=timezone.now())
    Batch.objects.update(expires_at=timezone.now())
    page = Client().get(reverse("ask_once", args=[token]))
    assert page.status_code == 410
    assert "zurückgezogen" not in page.text
    sending.revoke(Batch.objects.get(), at=timezone.now())
    assert Batch.objects.get().revoked_at is None
    links(asked, "4712", at=timezone.now())
    sending.revoke(Batch.objects.first(), at=timezone.now())  # type: ignore[arg-type]
    assert "widerrufen" in signed_in(ben).get(url(ben, "question_links", asked.pk)).text


def test_links_that_were_never_sent_are_taken_back(asked: Question, ben: Membership) -> None:
    links(asked, "4711", at=timezone.now())
    page = url(ben, "revoke_links", asked.pk, Batch.objects.get().pk)
    assert signed_in(ben).post(page, {"was_never_sent": "on"}).status_code == 302
    assert not Ticket.objects.exists()
    assert len(links(asked, "4711", at=timezone.now())) == 1


def test_links_by_which_somebody_answered_cannot_be_taken_back(asked: Question, ben: Membership) -> None:
    batch = BatchFactory(question=asked, expires_at=timezone.now() + timedelta(days=1))
    TicketFactory(batch=batch, is_used=True)
    answer = signed_in(ben).post(url(ben, "revoke_links", asked.pk, batch.pk), {"was_never_sent": "on"})
    assert answer.status_code == 422
    assert "schon eine Antwort" in answer.text
    assert Batch.objects.get().expires_at == batch.expires_at


def test_list_of_mailings_costs_the_same_for_one_and_for_three(asked: Question, ben: Membership) -> None:
    browser, page = signed_in(ben), url(ben, "question_links", asked.pk)
    TicketFactory(batch__question=asked)
    before = queries_of(browser, page)
    for batch in BatchFactory.create_batch(2, question=asked):
        TicketFactory(batch=batch)
    assert queries_of(browser, page) == before
