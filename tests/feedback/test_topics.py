"""The team's dictionary: given to every team, changed by those who write, never by two at cross purposes."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from feedback import keeping, tasks
from feedback.models import Feedback, Mark, Rereading, Term, ToneWord
from feedback.topics import ready_made, rereading
from feedback.topics.beginning import create_dictionary
from feedback.topics.forms import MOST_TERMS
from teams import founding
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, TeamFactory, TouchpointFactory, UserFactory
from tests.feedback.of_feedback import FeedbackFactory, TopicFactory, a_voice

pytestmark = pytest.mark.django_db


def address(name: str, team: Team, *keys: int) -> str:
    return reverse(f"feedback:{name}", args=[team.slug, *keys])


# --- The ready-made dictionary ------------------------------------------------------------------


def test_what_is_ready_made_fits_the_database_and_says_nothing_twice() -> None:
    for topic in ready_made.topics():
        assert min(map(len, topic["words"].values())) >= 8 and max(map(len, topic["words"].values())) <= 40
        for words in topic["words"].values():
            assert len({word.casefold() for word in words}) == len(words) and max(map(len, words)) <= 60
    for tones in ready_made.tone().values():
        words = [word.casefold() for of_tone in tones.values() for word in of_tone]
        assert len(set(words)) == len(words) and max(map(len, words)) <= 60


@pytest.mark.parametrize(("language", "name"), [("de", "Lieferung"), ("en", "Delivery")])
def test_a_new_team_begins_with_the_dictionary_in_its_language(language: str, name: str) -> None:
    team = founding.found(team=Team(name="Ladenteam", language=language), by=UserFactory())
    assert team.topics.filter(name=name).exists() and team.topics.count() == len(ready_made.topics())
    assert {word.language for word in team.tone_words.all()} == {"de", "en"}


def test_a_team_that_was_there_before_gets_it_too(team: Team) -> None:
    own = TopicFactory(name="Parken")
    migration = import_module("feedback.migrations.0005_first_dictionaries")
    migration.give_dictionaries(apps, None)
    assert team.topics.count() == len(ready_made.topics())
    assert Term.objects.filter(topic__team=team, text="Liefer-").count() == 1
    assert own.team.topics.count() == 1


def test_it_is_given_once(team: Team) -> None:
    create_dictionary(team)
    create_dictionary(team)
    assert team.topics.count() == len(ready_made.topics())


def test_a_team_without_one_gets_it_by_a_button(ben: Membership) -> None:
    browser = signed_in(ben)
    assert "Wörterbuch anlegen" in browser.get(address("topics", ben.team)).content.decode()
    browser.post(address("begin_dictionary", ben.team))
    assert "Erreichbarkeit" in browser.get(address("topics", ben.team)).content.decode()


# --- Topics and their words ---------------------------------------------------------------------


def test_a_topic_is_added_renamed_and_attached(ben: Membership) -> None:
    browser, place = signed_in(ben), TouchpointFactory(team=ben.team)
    browser.post(address("create_topic", ben.team), {"name": "Parken"})
    topic = ben.team.topics.get()
    page = browser.post(address("edit_topic", ben.team, topic.pk), {"name": "Parkplätze", "touchpoint": place.name})
    assert page.status_code == 302
    topic.refresh_from_db()
    assert (topic.name, topic.touchpoint) == ("Parkplätze", place)


@pytest.mark.parametrize("name", ["parken", "  Parken "])
def test_the_same_topic_twice_is_told_beside_the_field(ben: Membership, name: str) -> None:
    TopicFactory(team=ben.team, name="Parken")
    other = TopicFactory(team=ben.team, name="Wege")
    for page, keys in (("create_topic", []), ("edit_topic", [other.pk])):
        answer = signed_in(ben).post(address(page, ben.team, *keys), {"name": name})
        assert answer.status_code == 422
        assert "Dieses Thema gibt es schon." in str(answer.context["form"].errors["name"])


def test_another_teams_touchpoint_cannot_be_attached(ben: Membership) -> None:
    topic, strange = TopicFactory(team=ben.team), TouchpointFactory(name="Nebenan")
    page = signed_in(ben).post(
        address("edit_topic", ben.team, topic.pk), {"name": topic.name, "touchpoint": strange.name}
    )
    assert page.status_code == 422


def test_words_are_added_once_and_each_language_has_its_own(ben: Membership) -> None:
    topic, browser = TopicFactory(team=ben.team), signed_in(ben)
    page = address("add_terms", ben.team, topic.pk)
    assert browser.post(page, {"words": "Parkplatz, Tiefgarage\nParkplatz", "language": "de"}).status_code == 302
    assert browser.post(page, {"words": "Parkplatz", "language": "en"}).status_code == 302
    again = browser.post(page, {"words": "tiefgarage, Schranke", "language": "de"})
    assert again.status_code == 422
    assert "„tiefgarage“ steht schon da." in again.content.decode()
    assert "tiefgarage, Schranke" in again.content.decode()
    assert topic.terms.count() == 3


@pytest.mark.parametrize("words", ["", " , ,\n", "\u200b", "x" * 61, ", ".join(map(str, range(101)))])
def test_words_that_are_none_or_too_many_are_refused(ben: Membership, words: str) -> None:
    topic = TopicFactory(team=ben.team)
    page = signed_in(ben).post(address("add_terms", ben.team, topic.pk), {"words": words, "language": "de"})
    assert page.status_code == 422 and not topic.terms.exists()


def test_a_topic_holds_only_so_many_words(ben: Membership) -> None:
    topic = TopicFactory(team=ben.team)
    Term.objects.bulk_create(Term(topic=topic, text=f"Wort {n}") for n in range(MOST_TERMS))
    page = signed_in(ben).post(address("add_terms", ben.team, topic.pk), {"words": "noch eins", "language": "de"})
    assert page.status_code == 422


def test_a_word_is_taken_out_and_one_of_another_topic_is_not(ben: Membership) -> None:
    topic, other = TopicFactory(team=ben.team), TopicFactory()
    mine = Term.objects.create(topic=topic, text="Parkplatz")
    theirs = Term.objects.create(topic=other, text="Parkplatz")
    for word in (mine.pk, mine.pk, theirs.pk, "x", ""):
        page = signed_in(ben).post(address("remove_term", ben.team, topic.pk), {"word": word})
        assert page.status_code == 302
    assert list(Term.objects.all()) == [theirs]


def test_two_topics_become_one_with_the_words_and_voices_of_both(ben: Membership) -> None:
    one, other = TopicFactory(team=ben.team, name="Parken"), TopicFactory(team=ben.team, name="Anfahrt")
    one.touchpoint = TouchpointFactory(team=ben.team)
    one.save()
    for topic, text in ((one, "Parkplatz"), (one, "Weg"), (other, "weg")):
        Term.objects.create(topic=topic, text=text)
    both, first = FeedbackFactory(team=ben.team), FeedbackFactory(team=ben.team)
    for voice, topic in ((both, one), (both, other), (first, one)):
        Mark.objects.create(feedback=voice, topic=topic)
    page = signed_in(ben).post(address("merge_topic", ben.team, one.pk), {"into": other.pk})
    assert page.status_code == 302
    kept = ben.team.topics.get()
    assert (kept.name, kept.touchpoint) == ("Anfahrt", one.touchpoint)
    assert {term.text for term in kept.terms.all()} == {"Parkplatz", "weg"}
    assert {mark.feedback for mark in kept.marks.all()} == {both, first}


def test_a_topic_does_not_become_one_with_itself_or_a_stranger(ben: Membership) -> None:
    topic = TopicFactory(team=ben.team)
    for into in (topic.pk, TopicFactory().pk, "", "9" * 30):
        assert signed_in(ben).post(address("merge_topic", ben.team, topic.pk), {"into": into}).status_code == 422


def test_a_removed_topic_leaves_the_voices(ben: Membership) -> None:
    mark = Mark.objects.create(feedback=FeedbackFactory(team=ben.team), topic=TopicFactory(team=ben.team))
    page = address("remove_topic", ben.team, mark.topic_id)
    assert "Die Stimmen bleiben" in signed_in(ben).get(page).content.decode()
    signed_in(ben).post(page)
    assert Feedback.objects.get().marks.count() == 0 == ben.team.topics.count()


def test_tone_words_are_added_told_twice_and_taken_out(ben: Membership) -> None:
    browser, page = signed_in(ben), address("add_tone_words", ben.team)
    typed = {"words": "schnafte, dufte", "language": "de", "tone": "positive"}
    assert browser.post(page, typed).status_code == 302
    again = browser.post(page, typed | {"tone": "negative", "words": "Dufte"})
    assert again.status_code == 422 and "„Dufte“ steht schon da." in again.content.decode()
    browser.post(address("remove_tone_word", ben.team), {"word": ToneWord.objects.get(text="dufte").pk})
    assert [word.text for word in ben.team.tone_words.all()] == ["schnafte"]


def test_readers_see_the_dictionary_without_buttons(rita: Membership) -> None:
    create_dictionary(rita.team)
    topic = rita.team.topics.all()[0]
    for page in (address("topics", rita.team), address("topic", rita.team, topic.pk), address("tone_words", rita.team)):
        text = signed_in(rita).get(page).content.decode()
        assert "Hinzufügen" not in text and "remove" not in text


def test_the_list_costs_the_same_for_one_and_three_topics(ben: Membership) -> None:
    browser, counted = signed_in(ben), []
    for _round in range(2):
        for _topic in range(3):
            topic = TopicFactory(team=ben.team, touchpoint=TouchpointFactory(team=ben.team))
            Mark.objects.create(feedback=FeedbackFactory(team=ben.team), topic=topic)
        counted.append(queries_of(browser, address("topics", ben.team)))
    assert counted[0] == counted[1]


# --- Reading again ------------------------------------------------------------------------------


def some_voices(team: Team, number: int) -> list[Feedback]:
    return keeping.keep_many([a_voice(team, f"Stimme {n}: knorke") for n in range(number)], at=NOW)


def test_open_voices_are_read_again_in_small_steps(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rereading, "STEP", 3)
    voices = some_voices(team, 7)
    judged = keeping.keep(a_voice(team, "knorke", "negative"), at=NOW)
    ToneWord.objects.create(team=team, text="knorke", tone="positive")
    topic = TopicFactory(team=team)
    Term.objects.create(topic=topic, text="Stimme")
    run = rereading.ask(team, at=NOW)
    assert (run.total, run.is_moving) == (7, True)
    assert rereading.step(run.pk, at=NOW) is True
    assert Rereading.objects.get().done == 3
    assert rereading.carry_on(run.pk, at=NOW) is False
    run.refresh_from_db()
    assert (run.done, run.finished_at) == (7, NOW)
    assert {voice.proposal["polarity"] for voice in Feedback.objects.filter(polarity="")} == {"positive"}
    assert topic.marks.count() == len(voices)
    judged.refresh_from_db()
    assert judged.proposal["polarity"] == ""


def test_what_a_person_marked_stays_when_it_is_read_again(team: Team, ben: Membership) -> None:
    voice = some_voices(team, 1)[0]
    by_hand = Mark.objects.create(feedback=voice, topic=TopicFactory(team=team), by=ben.user)
    Mark.objects.create(feedback=voice, topic=TopicFactory(team=team), words=["Stimme"])
    rereading.carry_on(rereading.ask(team, at=NOW).pk, at=NOW)
    assert list(Mark.objects.all()) == [by_hand]


def test_what_a_worker_left_is_carried_on(team: Team) -> None:
    some_voices(team, 2)
    run = rereading.ask(team, at=NOW)
    assert rereading.left_alone(NOW) == []
    assert rereading.left_alone(NOW + timedelta(minutes=2)) == [run.pk]
    tasks.read_again(run.pk)
    assert rereading.left_alone(NOW + timedelta(days=1)) == []


def test_asking_again_begins_anew_and_shows_how_far_it_is(ben: Membership) -> None:
    TopicFactory(team=ben.team)
    some_voices(ben.team, 2)
    some_voices(TeamFactory(), 1)
    browser = signed_in(ben)
    for _time in range(2):
        assert browser.post(address("read_again", ben.team)).status_code == 302
    run = Rereading.objects.get()
    assert (run.total, run.done) == (2, 0)
    assert "0 von 2 Stimmen" in browser.get(address("rereading", ben.team)).content.decode()
    rereading.carry_on(run.pk, at=NOW)
    assert "Zuletzt 2 Stimmen gelesen" in browser.get(address("topics", ben.team)).content.decode()
