"""Open voices, one at a time: a person decides with one key, can take it back, and hears of others who were faster."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from feedback import keeping
from feedback.models import Feedback, Mark, Term, ToneWord
from feedback.topics import judging, waiting
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, TouchpointFactory
from tests.feedback.of_feedback import FeedbackFactory, RecoveryCaseFactory, TopicFactory, a_voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def voices(team: Team) -> list[Feedback]:
    """Three open ones, the newest first."""
    days = (timedelta(days=n) for n in range(3))
    return [FeedbackFactory(team=team, polarity="", text=f"Stimme {d.days}", said_on=NOW.date() - d) for d in days]


def page(team: Team, query: str = "") -> str:
    return reverse("feedback:inbox", args=[team.slug]) + query


def judge_page(voice: Feedback) -> str:
    return reverse("feedback:judge", args=[voice.team.slug, voice.pk])


def undo_page(team: Team) -> str:
    return reverse("feedback:undo_judgement", args=[team.slug])


def test_the_newest_comes_first_with_what_is_proposed_and_why(ben: Membership) -> None:
    ToneWord.objects.create(team=ben.team, text="zu spät", tone="negative")
    Term.objects.create(topic=TopicFactory(team=ben.team, name="Lieferung"), text="Lieferung")
    keeping.keep(a_voice(ben.team, "Lieferung zu spät"), at=NOW)
    text = signed_in(ben).get(page(ben.team)).content.decode()
    assert "Vorschlag: negativ" in text and "noch 1 offen" in text
    assert '<mark class="tone">zu spät</mark>' in text and '<mark class="topic">Lieferung</mark>' in text


def test_what_is_both_offers_to_split(ben: Membership) -> None:
    voice = FeedbackFactory(team=ben.team, polarity="", proposal={"polarity": "mixed"})
    text = signed_in(ben).get(page(ben.team)).content.decode()
    assert "Vorschlag: beides" in text
    assert f'href="{reverse("feedback:split_voice", args=[ben.team.slug, voice.pk])}" data-keys="Enter j"' in text


def test_where_nothing_was_found_nothing_is_confirmed_in_haste(ben: Membership) -> None:
    keeping.keep(a_voice(ben.team, "Zugesagt war Freitag."), at=NOW)
    text = signed_in(ben).get(page(ben.team)).content.decode()
    assert "Kein Vorschlag" in text and 'data-keys="Enter j"' not in text


def test_markup_of_a_customer_is_text(ben: Membership) -> None:
    FeedbackFactory(team=ben.team, polarity="", text="<script>alert(1)</script>")
    assert "<script>alert" not in signed_in(ben).get(page(ben.team)).content.decode()


def test_a_judgement_leads_to_the_next_voice(ben: Membership, voices: list[Feedback]) -> None:
    place, topic = TouchpointFactory(team=ben.team), TopicFactory(team=ben.team)
    mark = Mark.objects.create(feedback=voices[0], topic=topic, words=["Stimme"])
    Mark.objects.create(feedback=voices[0], topic=TopicFactory(team=ben.team), words=["0"])
    typed = {"polarity": "positive", "touchpoint": place.pk, "topics": [topic.pk]}
    answer = signed_in(ben).post(judge_page(voices[0]), typed, follow=True)
    voices[0].refresh_from_db()
    assert (voices[0].polarity, voices[0].touchpoint, voices[0].judged_by) == ("positive", place, ben.user)
    assert [(found.pk, found.is_confirmed) for found in voices[0].marks.all()] == [(mark.pk, True)]
    assert answer.context["voice"] == voices[1] and answer.context["left"] == 2


def test_a_topic_that_nobody_found_is_added(ben: Membership, voices: list[Feedback]) -> None:
    topic = TopicFactory(team=ben.team)
    signed_in(ben).post(judge_page(voices[0]), {"polarity": "neutral", "topics": [topic.pk]})
    mark = voices[0].marks.get()
    assert (mark.topic, mark.by, mark.is_confirmed, mark.words) == (topic, ben.user, True, [])


def test_a_touchpoint_that_is_named_goes_before_the_quick_choice(ben: Membership, voices: list[Feedback]) -> None:
    quick, other = TouchpointFactory(team=ben.team), TouchpointFactory(team=ben.team, name="Parkplatz")
    signed_in(ben).post(judge_page(voices[0]), {"polarity": "neutral", "touchpoint": quick.pk, "other": "parkplatz"})
    assert Feedback.objects.get(pk=voices[0].pk).touchpoint == other


@pytest.mark.parametrize("wrong", [{}, {"polarity": "mixed"}, {"polarity": "positive", "topics": ["9" * 30]}])
def test_nonsense_is_refused_and_decides_nothing(
    ben: Membership, voices: list[Feedback], wrong: dict[str, object]
) -> None:
    assert signed_in(ben).post(judge_page(voices[1]), wrong).status_code == 422
    assert Feedback.objects.unjudged().count() == 3


def test_another_teams_rows_are_no_choice(ben: Membership, voices: list[Feedback]) -> None:
    for strange in ({"touchpoint": TouchpointFactory().pk}, {"topics": [TopicFactory().pk]}):
        assert signed_in(ben).post(judge_page(voices[0]), {"polarity": "positive", **strange}).status_code == 422


def test_who_comes_second_is_told(anna: Membership, ben: Membership, voices: list[Feedback]) -> None:
    signed_in(anna).post(judge_page(voices[0]), {"polarity": "positive"})
    answer = signed_in(ben).post(judge_page(voices[0]), {"polarity": "negative"}, follow=True)
    assert "hat inzwischen jemand anderes entschieden" in answer.content.decode()
    assert Feedback.objects.get(pk=voices[0].pk).polarity == "positive"


def test_what_is_skipped_comes_again_from_the_beginning(ben: Membership, voices: list[Feedback]) -> None:
    browser = signed_in(ben)
    second = browser.get(page(ben.team, f"?after={voices[0].pk}"))
    assert second.context["voice"] == voices[1]
    third = browser.post(judge_page(voices[1]), {"polarity": "neutral", "after": voices[0].pk}, follow=True)
    assert third.context["voice"] == voices[2]
    end = browser.get(page(ben.team, f"?after={voices[2].pk}"))
    assert "Am Ende angekommen" in end.content.decode()
    assert browser.get(page(ben.team)).context["voice"] == voices[0]


@pytest.mark.parametrize("query", ["?after=x", "?after=999999", f"?after={'9' * 40}", "?voice=-1", "?voice="])
def test_whatever_the_address_says_there_is_a_page(ben: Membership, voices: list[Feedback], query: str) -> None:
    assert signed_in(ben).get(page(ben.team, query)).context["voice"] == voices[0]


def test_voices_of_one_day_are_each_shown_once(team: Team) -> None:
    same_day = [FeedbackFactory(team=team, polarity="") for _voice in range(3)]
    seen, after = [], None
    while voice := waiting.rest(team, after=after).first():
        seen.append(voice)
        after = voice.pk
    assert seen == same_day[::-1]


def test_the_last_judgement_is_taken_back_with_everything(ben: Membership, voices: list[Feedback]) -> None:
    place, topic = TouchpointFactory(team=ben.team), TopicFactory(team=ben.team)
    Mark.objects.create(feedback=voices[0], topic=topic, words=["Stimme"])
    browser = signed_in(ben)
    browser.post(judge_page(voices[0]), {"polarity": "negative", "touchpoint": place.pk})
    assert not voices[0].marks.exists()
    answer = browser.post(undo_page(ben.team), follow=True)
    assert answer.context["voice"] == voices[0]
    voices[0].refresh_from_db()
    assert (voices[0].polarity, voices[0].touchpoint, voices[0].judged_by, voices[0].judged_at) == (
        "",
        None,
        None,
        None,
    )
    mark = voices[0].marks.get()
    assert (mark.topic, mark.words, mark.is_confirmed) == (topic, ["Stimme"], False)
    again = browser.post(undo_page(ben.team), follow=True)
    assert "nichts rückgängig" in again.content.decode()


def test_what_others_work_with_is_not_taken_back(ben: Membership, voices: list[Feedback]) -> None:
    browser = signed_in(ben)
    browser.post(judge_page(voices[0]), {"polarity": "negative"})
    RecoveryCaseFactory(feedback=voices[0])
    answer = browser.post(undo_page(ben.team), follow=True)
    assert "Damit wird inzwischen gearbeitet" in answer.content.decode()
    assert Feedback.objects.get(pk=voices[0].pk).polarity == "negative"


def test_what_somebody_else_judged_is_theirs(anna: Membership, ben: Membership, voices: list[Feedback]) -> None:
    before = judging.judge(voice=voices[0], polarity="positive", touchpoint=None, topics=[], by=ben.user, at=NOW)
    with pytest.raises(judging.WorkedOn):
        judging.take_back(voice=voices[0], before=before, by=anna.user, at=NOW)


def test_an_empty_inbox_says_so(ben: Membership) -> None:
    assert "Alles eingeordnet" in signed_in(ben).get(page(ben.team)).content.decode()


def test_readers_see_what_waits_and_decide_nothing(rita: Membership, voices: list[Feedback]) -> None:
    text = signed_in(rita).get(page(rita.team)).content.decode()
    assert voices[0].text in text and "inbox-deeds" not in text


def test_the_inbox_costs_the_same_for_many_voices_and_topics(ben: Membership) -> None:
    browser, counted = signed_in(ben), []
    for _round in range(2):
        for _voice in range(3):
            voice = FeedbackFactory(team=ben.team, polarity="")
            for _mark in range(2):
                topic = TopicFactory(team=ben.team, touchpoint=TouchpointFactory(team=ben.team))
                Mark.objects.create(feedback=voice, topic=topic)
        counted.append(queries_of(browser, page(ben.team)))
    assert counted[0] == counted[1]
