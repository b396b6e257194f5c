"""Several people at the same open voice or the same dictionary in the same moment: one decides, one word is one."""

from __future__ import annotations

from functools import partial

import pytest

from feedback import keeping
from feedback.models import Feedback, Mark, Term, ToneWord, Topic
from feedback.topics import editing, rereading
from teams.models import Membership, Team
from tests.factories import NOW
from tests.feedback.of_feedback import FeedbackFactory, TopicFactory, a_voice
from tests.races.at_once import at_once, posting, statuses

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_judge_the_same_voice_the_second_is_told(team: Team, anna: Membership, ben: Membership) -> None:
    for _round in range(4):
        voice = FeedbackFactory(team=team, polarity="")
        deeds = [
            posting(who, "feedback:judge", voice.pk, polarity=polarity)
            for who, polarity in ((anna, "positive"), (ben, "negative"))
        ]
        assert statuses(at_once(deeds)) == [302, 302]
        voice.refresh_from_db()
        assert voice.polarity == {anna.user_id: "positive", ben.user_id: "negative"}[voice.judged_by_id]


def test_a_word_added_twice_at_once_is_there_once(team: Team, ben: Membership) -> None:
    topic = TopicFactory(team=team)
    typed = {"words": "Parkplatz", "language": "de"}
    assert statuses(at_once([posting(ben, "feedback:add_terms", topic.pk, **typed) for _click in range(3)])) == [
        302,
        422,
        422,
    ]
    typed |= {"tone": "negative"}
    assert statuses(at_once([posting(ben, "feedback:add_tone_words", **typed) for _click in range(3)])) == [
        302,
        422,
        422,
    ]
    assert (Term.objects.count(), ToneWord.objects.count()) == (1, 1)


def test_two_topics_merged_into_each_other_at_once_leave_one(team: Team, ben: Membership) -> None:
    one, other = TopicFactory(team=team), TopicFactory(team=team)
    Mark.objects.create(feedback=FeedbackFactory(team=team), topic=one)
    deeds = [
        posting(ben, "feedback:merge_topic", one.pk, into=other.pk),
        posting(ben, "feedback:merge_topic", other.pk, into=one.pk),
    ]
    assert set(statuses(at_once(deeds))) <= {302, 404, 422}
    assert Topic.objects.count() == 1 == Mark.objects.count()


def test_a_voice_is_kept_although_its_topic_goes_in_that_moment(team: Team) -> None:
    for number in range(4):
        topic = TopicFactory(team=team)
        Term.objects.create(topic=topic, text="Lieferung")
        voice = a_voice(team, f"Lieferung {number}")
        at_once([partial(keeping.keep, voice, at=NOW), partial(editing.remove, topic)])
        assert Feedback.objects.count() == number + 1
        assert not Mark.objects.exists()


def test_two_workers_read_each_voice_once(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rereading, "STEP", 5)
    keeping.keep_many([a_voice(team, f"Stimme {n}") for n in range(20)], at=NOW)
    run = rereading.ask(team, at=NOW)
    at_once([partial(rereading.carry_on, run.pk, at=NOW) for _worker in range(2)])
    run.refresh_from_db()
    assert (run.done, run.is_moving) == (20, False)
