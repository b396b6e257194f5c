"""Questions at touchpoints: made, changed, ended, and what came back."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from feedback.asking import making
from feedback.asking.figures import Period, Rate, Result, lines_of, one_use
from feedback.asking.wording import ASKED_ON, USUAL, wording_of
from feedback.models import AskedDay, Polarity, Question
from teams.models import Membership
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, MetricFactory, TouchpointFactory
from tests.feedback.of_feedback import AnswerFactory, FeedbackFactory, QuestionFactory
from touchpoints.models import Metric, Touchpoint

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def place(anna: Membership) -> Touchpoint:
    return TouchpointFactory(team=anna.team, name="Rechnung")


@pytest.fixture
def asked(place: Touchpoint) -> Question:
    return QuestionFactory(metric__touchpoint=place, metric__name="Zufriedenheit")


def url(by: Membership, name: str, *keys: int | str) -> str:
    return reverse(f"feedback:{name}", args=[by.team.slug, *keys])


def typed(place: Touchpoint, scale: object, **more: str) -> dict[str, str]:
    return {"touchpoint": str(place.pk), "scale": str(scale), "asks_contact": "on", **more}


def test_question_of_another_team_is_not_found(asked: Question, clara: Membership) -> None:
    browser = signed_in(clara)
    for name in ("question", "edit_question", "close_question", "renew_question_code", "question_svg"):
        assert browser.get(url(clara, name, asked.pk)).status_code == 404
    assert browser.post(url(clara, "create_question"), typed(asked.touchpoint, "nps")).status_code == 404


def test_reader_reads_and_asks_nothing(asked: Question, rita: Membership) -> None:
    browser = signed_in(rita)
    assert "Frage stellen" not in browser.get(url(rita, "questions")).text
    assert "Neuer Link" not in browser.get(url(rita, "question", asked.pk)).text
    for name in ("edit_question", "close_question", "renew_question_code"):
        assert browser.post(url(rita, name, asked.pk)).status_code == 403


@pytest.mark.parametrize("kind", ["nps", "csat", "ces"])
def test_metric_is_made_together_with_its_question(place: Touchpoint, ben: Membership, kind: str) -> None:
    answer = signed_in(ben).post(url(ben, "create_question"), typed(place, kind))
    question = Question.objects.get()
    assert answer["Location"] == question.get_absolute_url()
    assert (question.metric.type, question.metric.touchpoint, question.team) == (kind, place, ben.team)
    assert question.created_by == ben.user
    assert len(question.code) == making.LENGTH


def test_question_asks_on_a_metric_that_is_there(place: Touchpoint, ben: Membership) -> None:
    metric = MetricFactory(touchpoint=place, type=Metric.Type.NPS)
    signed_in(ben).post(url(ben, "create_question"), typed(place, metric.pk, wording_de="Empfehlbar?"))
    assert (Question.objects.get().metric, Question.objects.get().wording_de) == (metric, "Empfehlbar?")
    assert Metric.objects.count() == 1


def test_metric_that_is_asked_on_already_is_not_offered_again(asked: Question, ben: Membership) -> None:
    page = signed_in(ben).get(url(ben, "create_question"), {"touchpoint": asked.touchpoint_id})
    assert f'name="scale" value="{asked.metric_id}"' not in page.text
    answer = signed_in(ben).post(url(ben, "create_question"), typed(asked.touchpoint, asked.metric_id))
    assert answer.status_code == 422
    asked.closed_at = NOW
    asked.save()
    page = signed_in(ben).get(url(ben, "create_question"), {"touchpoint": asked.touchpoint_id})
    assert f'name="scale" value="{asked.metric_id}"' in page.text


def test_database_lets_a_metric_have_one_open_question(asked: Question) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionFactory(metric=asked.metric)
    asked.closed_at = NOW
    asked.save()
    QuestionFactory(metric=asked.metric)


def test_second_metric_of_a_kind_gets_a_name_of_its_own(asked: Question, ben: Membership) -> None:
    signed_in(ben).post(url(ben, "create_question"), typed(asked.touchpoint, "csat"))
    assert Question.objects.first().metric.name == "Zufriedenheit 2"  # type: ignore[union-attr]


@pytest.mark.parametrize("scale", ["", "mystery", "999999", "99999999999999999999", "nps'--"])
def test_scale_that_is_none_is_asked_again_with_everything_typed(
    place: Touchpoint, ben: Membership, scale: str
) -> None:
    answer = signed_in(ben).post(url(ben, "create_question"), typed(place, scale, wording_en="Was it easy?"))
    assert answer.status_code == 422
    assert "Was it easy?" in answer.text
    assert not Question.objects.exists()


def test_metric_of_another_touchpoint_is_no_choice(place: Touchpoint, ben: Membership) -> None:
    elsewhere = MetricFactory(touchpoint__team=ben.team)
    assert signed_in(ben).post(url(ben, "create_question"), typed(place, elsewhere.pk)).status_code == 422


@pytest.mark.parametrize("said", ["0", "x", "999999999999999999999999", "-1"])
def test_touchpoint_that_is_none_is_not_found(place: Touchpoint, ben: Membership, said: str) -> None:
    answer = signed_in(ben).get(url(ben, "create_question"), {"touchpoint": said})
    assert answer.status_code == 422
    assert f"Einen Kontaktpunkt „{said}“ gibt es hier nicht." in answer.text
    assert signed_in(ben).post(url(ben, "create_question"), {"touchpoint": said}).status_code == 404


def test_without_a_touchpoint_one_is_chosen_first(place: Touchpoint, ben: Membership) -> None:
    TouchpointFactory(team=ben.team, name="Alter Katalog", status="retired", status_reason="gibt es nicht mehr")
    browser, address = signed_in(ben), url(ben, "create_question")
    assert "An welchem Kontaktpunkt?" in browser.get(address).text
    assert f"am Kontaktpunkt „{place}“" in browser.get(address, {"touchpoint": place.name}).text
    refused = browser.get(address, {"touchpoint": "alter katalog"})
    assert refused.status_code == 422
    assert "„Alter Katalog“ ist stillgelegt" in refused.text


def test_wording_is_changed_and_left_out_again(asked: Question, ben: Membership) -> None:
    browser = signed_in(ben)
    browser.post(url(ben, "edit_question", asked.pk), {"wording_de": " Alles\u202e gut? ", "wording_en": ""})
    asked.refresh_from_db()
    assert (asked.wording_de, asked.wording_en, asked.asks_contact) == ("Alles gut?", "", False)
    assert browser.post(url(ben, "edit_question", asked.pk), {"wording_de": "x" * 161}).status_code == 422


@pytest.mark.parametrize("kind", ASKED_ON)
def test_every_scale_has_usual_words_in_both_languages(asked: Question, kind: Metric.Type) -> None:
    asked.metric.type = kind
    assert wording_of(asked, "de") == USUAL[kind]["de"] != wording_of(asked, "en") == USUAL[kind]["en"]
    asked.wording_de, asked.wording_en = "Na?", "Well?"
    assert (wording_of(asked, "de"), wording_of(asked, "en"), wording_of(asked, "fr")) == ("Na?", "Well?", "Well?")


def test_closing_asks_once_and_keeps_the_first_time(asked: Question, ben: Membership) -> None:
    browser = signed_in(ben)
    assert "schließen?" in browser.get(url(ben, "close_question", asked.pk)).text
    browser.post(url(ben, "close_question", asked.pk))
    asked.refresh_from_db()
    first = asked.closed_at
    assert first is not None
    making.close(asked, at=first + timedelta(hours=1))
    asked.refresh_from_db()
    assert asked.closed_at == first
    assert asked.get_public_url() not in browser.get(url(ben, "question", asked.pk)).text


def test_looking_at_the_steps_changes_nothing(asked: Question, ben: Membership) -> None:
    for name in ("close_question", "renew_question_code", "edit_question"):
        signed_in(ben).get(url(ben, name, asked.pk))
    assert Question.objects.get().code == asked.code
    assert Question.objects.get().is_open


def test_new_code_closes_the_old_address(asked: Question, ben: Membership) -> None:
    old = asked.get_public_url()
    signed_in(ben).post(url(ben, "renew_question_code", asked.pk))
    asked.refresh_from_db()
    assert asked.get_public_url() != old
    assert Client().get(old).status_code == 404
    assert Client().get(asked.get_public_url()).status_code == 200


def test_code_has_no_signs_that_look_alike_on_paper() -> None:
    signs = {sign for _code in range(200) for sign in making.new_code()}
    assert not signs & set("01ilo")


def test_list_says_answers_of_today_and_of_thirty_days(asked: Question, ben: Membership) -> None:
    today = ben.team.today(timezone.now())
    for age, step in ((0, 5), (0, None), (29, 5), (29, 2), (30, 1)):
        AnswerFactory(question=asked, day=today - timedelta(days=age), step=step)
    (line,) = lines_of([asked], today)
    assert (line.today, line.month.answers) == (2, 4)
    assert line.month.estimate is not None
    assert (round(line.month.estimate.value, 1), line.month.estimate.n) == (66.7, 3)
    assert "n = 3" in signed_in(ben).get(url(ben, "questions")).text


def test_empty_list_leads_to_the_first_question(ben: Membership, rita: Membership) -> None:
    page = url(ben, "questions")
    assert "Erste Frage stellen" in signed_in(ben).get(page).text
    assert "Erste Frage stellen" not in signed_in(rita).get(page).text


def test_list_costs_the_same_for_one_and_for_three(asked: Question, ben: Membership) -> None:
    browser = signed_in(ben)
    AnswerFactory(question=asked, day=ben.team.today(timezone.now()))
    before = queries_of(browser, url(ben, "questions"))
    for question in QuestionFactory.create_batch(2, metric__touchpoint__team=ben.team):
        AnswerFactory(question=question, day=ben.team.today(timezone.now()))
    assert queries_of(browser, url(ben, "questions")) == before


def test_page_costs_the_same_for_one_answer_and_for_many(asked: Question, ben: Membership) -> None:
    browser, day = signed_in(ben), ben.team.today(timezone.now())

    def answer() -> None:
        for polarity in (Polarity.NEGATIVE, Polarity.POSITIVE):
            given = AnswerFactory(question=asked, day=day)
            FeedbackFactory(team=ben.team, answer=given, polarity=polarity, touchpoint=asked.touchpoint)

    answer()
    before = queries_of(browser, url(ben, "question", asked.pk))
    for _time in range(4):
        answer()
    assert queries_of(browser, url(ben, "question", asked.pk)) == before


@pytest.mark.parametrize("scale", ["nps", "csat", "ces", "count"])
def test_page_of_every_scale_opens_with_and_without_answers(ben: Membership, scale: str) -> None:
    question = QuestionFactory(metric__touchpoint__team=ben.team, metric__type=scale, metric__unit="Stück")
    page = url(ben, "question", question.pk)
    assert signed_in(ben).get(page).status_code == 200
    for step in (1, 5, None):
        AnswerFactory(question=question, step=step, day=ben.team.today(timezone.now()))
    for days in ("30", "90", "365", "7", "x", ""):
        assert signed_in(ben).get(page, {"days": days}).status_code == 200


def test_good_and_bad_words_stand_apart(asked: Question, ben: Membership) -> None:
    said = {Polarity.NEGATIVE: "Viel zu langsam.", Polarity.POSITIVE: "Sehr freundlich."}
    answer = AnswerFactory(question=asked)
    for polarity, text in said.items():
        FeedbackFactory(team=ben.team, answer=answer, polarity=polarity, text=text)
    FeedbackFactory(team=ben.team, text="Nicht aus dieser Frage.")
    page = signed_in(ben).get(url(ben, "question", asked.pk)).text
    good, bad = page.index("Was gut war"), page.index("Was nicht gut war")
    assert good < page.index("Sehr freundlich.") < bad < page.index("Viel zu langsam.")
    assert "Nicht aus dieser Frage." not in page


def test_period_counts_its_days_and_no_others(asked: Question) -> None:
    for age in (0, 29, 30):
        AnswerFactory(question=asked, day=TODAY - timedelta(days=age))
    period = Period(asked, 30, TODAY)
    assert (period.since, len(period.bars)) == (TODAY - timedelta(days=29), 30)
    assert [bar.result.answers for bar in period.bars if bar.result.answers] == [1, 1]
    assert period.bars[-1].until == TODAY


@pytest.mark.parametrize(("days", "bars"), [(30, 30), (90, 13), (365, 13)])
def test_last_bar_ends_today(asked: Question, days: int, bars: int) -> None:
    period = Period(asked, days, TODAY)
    assert (len(period.bars), period.bars[-1].until, period.bars[0].since) == (bars, TODAY, period.since)
    assert (TODAY - period.since).days >= days - 1


def test_distribution_says_every_step_the_best_first(asked: Question) -> None:
    for step in (5, 5, 1, None):
        AnswerFactory(question=asked, step=step, day=TODAY)
    steps = Period(asked, 30, TODAY).steps
    assert [(step.step, step.count) for step in steps] == [(5, 2), (4, 0), (3, 0), (2, 0), (1, 1)]
    assert round(steps[0].share) == 67


def test_who_only_writes_counts_as_an_answer_without_a_value(asked: Question) -> None:
    result = Result(asked.metric, Counter({None: 3}))
    assert (result.answers, result.estimate, result.value, result.interval) == (3, None, "", "")


def test_open_link_says_seen_and_answered_of_the_period(asked: Question, ben: Membership) -> None:
    today = ben.team.today(timezone.now())
    AskedDay.objects.create(question=asked, day=today, seen=20, answered=5)
    AskedDay.objects.create(question=asked, day=today - timedelta(days=200), seen=1000, answered=0)
    assert Period(asked, 90, today).open_link == Rate(20, 5)
    page = signed_in(ben).get(url(ben, "question", asked.pk)).text
    assert "20 Mal angesehen" in page
    assert "25 %" in page.replace("\xa0", " ")


def test_rate_that_cannot_be_is_not_said() -> None:
    assert Rate(0, 0).share is None
    assert Rate(3, 4).share is None
    assert Rate(50, 42).share is not None
    assert one_use([]) is None
