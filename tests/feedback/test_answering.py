"""A customer answers: what is asked, what is kept, and what comes of it at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from feedback.models import Answer, AskedDay, Contact, Feedback, Listening, Polarity, Question, Ticket, Via
from teams.models import Team
from teams.tokens import hash_of
from tests.factories import NOW
from tests.feedback.asking_customers import TOKEN, filled_in, hand_in, page_of
from tests.feedback.of_feedback import QuestionFactory, TicketFactory
from touchpoints.models import Metric, Reading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_has_asked_yet")]


@pytest.fixture
def nobody_has_asked_yet() -> None:
    cache.clear()


@pytest.fixture
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def question(team: Team) -> Question:
    """How satisfied the team's customers are at the stand."""
    return QuestionFactory(metric__touchpoint__team=team, metric__touchpoint__name="Messestand")


@pytest.fixture
def ticket(question: Question) -> Ticket:
    """The link by TOKEN."""
    return TicketFactory(batch__question=question, token_hash=hash_of(TOKEN))


def seen_by(address: str, **headers: str) -> str:
    return Client().get(address, headers=headers).content.decode()


class TestAsking:
    @pytest.mark.parametrize(
        ("kind", "steps", "ends"),
        [
            (Metric.Type.NPS, range(11), ("0 = sehr unwahrscheinlich", "10 = sehr wahrscheinlich")),
            (Metric.Type.CSAT, range(1, 6), ("1 = sehr unzufrieden", "5 = sehr zufrieden")),
            (Metric.Type.CES, range(1, 8), ("1 = stimmt gar nicht", "7 = stimmt völlig")),
        ],
    )
    def test_the_scale_is_the_metrics_with_a_word_at_each_end(
        self, kind: str, steps: range, ends: tuple[str, str]
    ) -> None:
        html = seen_by(page_of(QuestionFactory(metric__type=kind)))
        offered = [step for step in range(-1, 12) if f'name="step" value="{step}"' in html]
        assert offered == list(steps)
        assert [end for end in ends if end not in html] == []

    def test_good_and_bad_are_asked_apart(self, question: Question) -> None:
        html = seen_by(page_of(question))
        assert '<label for="good">Was war gut?' in html and '<label for="bad">Was war nicht gut?' in html

    def test_the_question_is_in_the_teams_words_where_it_has_any(self, question: Question) -> None:
        question.wording_de, question.wording_en = "Wie war es am Stand?", "How was the stand?"
        question.save()
        assert '<h1 id="wording">Wie war es am Stand?</h1>' in seen_by(page_of(question))
        assert '<h1 id="wording">How was the stand?</h1>' in seen_by(page_of(question) + "?lang=en")

    @pytest.mark.parametrize(
        ("query", "accepted", "spoken"),
        [
            ("", "de", "de"),
            ("", "en-GB,en;q=0.9", "en"),
            ("?lang=de", "en", "de"),
            ("?lang=en", "de", "en"),
            ("?lang=xx", "en", "en"),
            ("?lang=de%00", "fr", "de"),
        ],
    )
    def test_language_is_the_addresss_else_the_browsers(
        self, question: Question, query: str, accepted: str, spoken: str
    ) -> None:
        response = Client().get(page_of(question) + query, headers={"Accept-Language": accepted})
        assert f'<html lang="{spoken}">' in response.content.decode()
        assert response.headers["Content-Language"] == spoken

    def test_the_other_language_keeps_the_reference_and_what_was_typed(self, question: Question) -> None:
        assert '<a id="language" href="?lang=en&amp;ref=R-17"' in seen_by(page_of(question) + "?ref=R-17")
        switched = hand_in(page_of(question) + "?lang=en", switch="1", step="4", good="Schnell", ref="R-17")
        html = switched.content.decode()
        assert switched.status_code == 200 and not Answer.objects.exists()
        assert 'value="4" checked' in html and "Schnell</textarea>" in html and 'value="R-17"' in html

    def test_a_contact_is_asked_for_only_where_the_question_does(self, question: Question) -> None:
        Listening.objects.create(team=question.team, days_contact_kept=30)
        html = seen_by(page_of(question))
        assert 'name="address"' in html and "Nach 30 Tagen wird es gelöscht." in html
        Question.objects.update(asks_contact=False)
        assert 'name="address"' not in seen_by(page_of(question))

    def test_the_teams_privacy_words_stand_on_the_page_else_good_ones(self, question: Question) -> None:
        assert "Ohne Konto und ohne Cookies. Die Antwort geht an Vertrieb Süd" in seen_by(page_of(question))
        Listening.objects.create(team=question.team, privacy_de="Wir <b>achten</b> darauf.", privacy_en="We care.")
        assert "Wir &lt;b&gt;achten&lt;/b&gt; darauf." in seen_by(page_of(question))
        assert "We care." in seen_by(page_of(question) + "?lang=en")

    def test_no_search_engine_lists_it_and_no_frame_holds_it(self, question: Question) -> None:
        headers = Client().get(page_of(question)).headers
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["X-Frame-Options"] == "DENY" and "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "no-store" in headers["Cache-Control"]


@pytest.mark.usefixtures("now")
class TestKeeping:
    def test_good_and_bad_become_a_voice_each(self, question: Question) -> None:
        response = hand_in(page_of(question), step="4", good="Nette Leute", bad="Lange\u202e Schlange", ref="R-17")
        assert response.status_code == 303
        assert response.headers["Location"] == reverse("ask_thanks", args=[question.code]) + "?lang=de"
        answer = Answer.objects.get()
        assert (answer.step, answer.reference, answer.language) == (4, "R-17", "de")
        assert (answer.day, answer.answered_at) == (NOW.date(), NOW)
        good, bad = Feedback.objects.order_by("pk")
        assert [(each.polarity, each.text) for each in (good, bad)] == [
            (Polarity.POSITIVE, "Nette Leute"),
            (Polarity.NEGATIVE, "Lange Schlange"),
        ]
        for voice in (good, bad):
            assert (voice.via, voice.touchpoint, voice.team) == (Via.QUESTION, question.touchpoint, question.team)
            assert (voice.said_on, voice.reference, voice.answer) == (NOW.date(), "R-17", answer)

    def test_the_metric_has_its_reading_at_once(self, question: Question) -> None:
        version = question.metric.version
        for step in ("5", "4", "1"):
            hand_in(page_of(question), step=step)
        reading = Reading.objects.get()
        assert (reading.metric, reading.measured_on, reading.n) == (question.metric, NOW.date(), 3)
        assert reading.value == Decimal("66.6667") and reading.distribution == {"5": 1, "4": 1, "1": 1}
        assert Metric.objects.get().version > version

    def test_a_week_is_one_reading_that_stands_at_its_last_day(self, question: Question) -> None:
        for days in (0, 1, 5, 6):  # NOW is a Tuesday
            with time_machine.travel(NOW + timedelta(days=days), tick=False):
                hand_in(page_of(question), step="5")
        readings = Reading.objects.values_list("measured_on", "n")
        assert list(readings) == [(date(2026, 11, 29), 3), (date(2026, 11, 30), 1)]

    def test_the_day_is_the_teams(self, team: Team, question: Question) -> None:
        Team.objects.filter(pk=team.pk).update(time_zone="Pacific/Auckland")
        with time_machine.travel(datetime(2026, 11, 24, 20, 0, tzinfo=UTC), tick=False):
            hand_in(page_of(question), step="5", good="Ja")
        tomorrow = date(2026, 11, 25)
        assert Answer.objects.get().day == Reading.objects.get().measured_on == tomorrow
        assert Feedback.objects.get().said_on == AskedDay.objects.get().day == tomorrow

    def test_the_same_sheet_again_is_the_same_answer_and_is_thanked(self, question: Question) -> None:
        sheet = str(uuid4())
        answers = [hand_in(page_of(question), sheet=sheet, step="5", good="Schön") for _twice in range(2)]
        assert [each.status_code for each in answers] == [303, 303]
        assert (Answer.objects.count(), Feedback.objects.count(), Reading.objects.get().n) == (1, 1, 1)
        assert AskedDay.objects.get().answered == 1

    def test_words_alone_are_an_answer_and_no_reading(self, question: Question) -> None:
        assert hand_in(page_of(question), bad="Kein Parkplatz").status_code == 303
        assert Answer.objects.get().step is None and not Reading.objects.exists()

    def test_a_contact_belongs_to_what_was_bad_and_is_forgotten_in_time(self, question: Question) -> None:
        Listening.objects.create(team=question.team, days_contact_kept=30)
        hand_in(page_of(question), good="A", bad="B", name="Gisela", address="gisela@example.org")
        contact = Contact.objects.get()
        assert contact.feedback.polarity == Polarity.NEGATIVE
        assert (contact.name, contact.address) == ("Gisela", "gisela@example.org")
        assert contact.forget_on == NOW.date() + timedelta(days=30)

    def test_praise_can_be_answered_too(self, question: Question) -> None:
        hand_in(page_of(question), good="Weiter so", address="0171 2345678")
        assert Contact.objects.get().feedback.polarity == Polarity.POSITIVE

    def test_a_contact_that_was_not_asked_for_is_not_kept(self, question: Question) -> None:
        Question.objects.update(asks_contact=False)
        assert hand_in(page_of(question), bad="B", address="gisela@example.org").status_code == 303
        assert not Contact.objects.exists()

    def test_english_answers_are_thanked_in_english(self, question: Question) -> None:
        response = hand_in(page_of(question) + "?lang=en", step="5")
        assert response.headers["Location"].endswith("/thanks/?lang=en")
        assert Answer.objects.get().language == "en"

    def test_looking_writes_nothing(self, question: Question) -> None:
        seen_by(page_of(question))
        assert not AskedDay.objects.exists()

    def test_seen_and_answered_are_counted_for_the_day(self, question: Question) -> None:
        for _look in range(3):
            assert Client().post(reverse("ask_seen", args=[question.code])).status_code == 204
        hand_in(page_of(question), step="5", seen="1")
        day = AskedDay.objects.get()
        assert (day.day, day.seen, day.answered) == (NOW.date(), 3, 1)

    def test_who_answers_without_javascript_has_seen_the_question_too(self, question: Question) -> None:
        hand_in(page_of(question), step="5")
        day = AskedDay.objects.get()
        assert (day.seen, day.answered) == (1, 1)

    def test_thanks_lead_back_to_the_question_for_whoever_comes_next(self, question: Question) -> None:
        html = seen_by(reverse("ask_thanks", args=[question.code]))
        assert "Danke, die Antwort ist da." in html and f'href="{page_of(question)}"' in html


@pytest.mark.usefixtures("ticket")
class TestOneUse:
    @pytest.fixture
    def address(self) -> str:
        return reverse("ask_once", args=[TOKEN])

    def test_it_takes_one_answer_and_then_only_thanks(self, address: str) -> None:
        assert 'id="ask"' in seen_by(address)
        response = hand_in(address, step="5", good="Ja")
        assert (response.status_code, response.headers["Location"]) == (303, f"{address}?lang=de")
        html = seen_by(address)
        assert "Danke, die Antwort ist da." in html and 'id="ask"' not in html

    def test_a_second_answer_is_refused_with_what_was_typed(self, address: str) -> None:
        hand_in(address, step="5")
        second = hand_in(address, step="1", bad="Doch <nicht> gut")
        assert second.status_code == 410
        assert "Dieser Link ist schon benutzt" in second.content.decode()
        assert "Doch &lt;nicht&gt; gut" in second.content.decode()
        assert Answer.objects.count() == 1

    def test_the_same_sheet_again_is_thanked(self, address: str) -> None:
        sheet = str(uuid4())
        assert [hand_in(address, sheet=sheet, step="5").status_code for _twice in range(2)] == [303, 303]
        assert Answer.objects.count() == 1

    def test_what_is_refused_uses_no_link_up(self, address: str) -> None:
        assert hand_in(address, step="99").status_code == 422
        assert hand_in(address, step="5").status_code == 303

    def test_nothing_ties_the_answer_to_the_link(self, address: str, ticket: Ticket) -> None:
        before: dict[str, object] = dict(Ticket.objects.filter(pk=ticket.pk).values().get())
        hand_in(address + "?ref=K-4711", step="5", good="Ja", ref="K-4711")
        after: dict[str, object] = dict(Ticket.objects.filter(pk=ticket.pk).values().get())
        assert {name for name in after if after[name] != before[name]} == {"is_used"}
        told = [*Answer.objects.values(), *Feedback.objects.values()]
        assert [row for row in told if "K-4711" in str(row) or TOKEN in str(row)] == []

    def test_its_page_does_not_tell_the_open_link(self, address: str, question: Question) -> None:
        assert question.code not in seen_by(address)

    def test_looking_and_answering_there_count_for_the_open_link_never(self, address: str) -> None:
        assert "data-seen" not in seen_by(address)
        assert hand_in(address, step="5").status_code == 303
        assert not AskedDay.objects.exists()


def test_an_answer_costs_few_queries(question: Question, django_assert_max_num_queries: object) -> None:
    browser = Client()
    hand_in(page_of(question), browser, step="5")
    with django_assert_max_num_queries(13):  # type: ignore[operator]
        browser.post(page_of(question), filled_in(step="4"))
