"""Free text read by the dictionary: what it proposes, and the words that led to it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback import keeping
from feedback.models import Feedback, Mark, Term, ToneWord
from feedback.topics import measuring, reading
from feedback.topics.beginning import create_dictionary
from feedback.topics.dictionary import Entry, Meaning
from feedback.topics.highlighting import pieces
from feedback.topics.reading import Reader
from feedback.topics.words import is_slip, plain, words_of
from teams.models import Team
from tests.factories import NOW, TouchpointFactory
from tests.feedback.of_feedback import TopicFactory, a_voice

READER, KEYS = measuring.reader()


def polarity(text: str) -> str:
    return READER.read(text).polarity


def topics(text: str) -> set[str]:
    return {KEYS[number] for number in READER.read(text).topics}


def found(term: str, text: str, language: str = "de", kind: str = "topic") -> list[str]:
    reader = Reader([Entry(term, language, Meaning(kind, 1))])
    return next(iter(reader.read(text).topics.values()), [])


# --- Words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        ("Rechnung", "Alle Rechnungen waren da", ["Rechnungen"]),
        ("Verspätung", "Die Verspaetung war lang", ["Verspaetung"]),
        ("Straße", "auf der Strasse", ["Strasse"]),
        ("Liefer-", "Lieferverzögerung!", ["Lieferverzögerung"]),
        ("-termin", "der Liefertermin", ["Liefertermin"]),
        ("-termin", "die Terminologie", []),
        ("Liefer-", "die Auslieferung", []),
        ("Rechnung", "die Stromrechnung und der Rechnungsbetrag", ["Stromrechnung", "Rechnungsbetrag"]),
        ("Rechnung", "Rechung falsch", ["Rechung"]),
        ("Montage", "die Vormittage", []),
        ("auf Lager", "nicht mehr auf lager", ["auf lager"]),
        ("E-Mail", "Ihre E-Mail kam", ["E-Mail"]),
        ("geht's", "so gehts nicht", ["gehts"]),
        ("Ware", "so war es", []),
    ],
)
def test_a_term_is_found_as_it_is_written(term: str, text: str, words: list[str]) -> None:
    assert found(term, text) == words


def test_a_word_of_one_language_is_not_found_in_the_other() -> None:
    assert found("Gift", "This is a gift for you", "de") == []
    assert found("gift", "This is a gift for you", "en") == ["gift"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("lieferung", "lieferung", True),
        ("lieferung", "liferung", True),
        ("lieferung", "lieferrung", True),
        ("lieferung", "leiferung", True),
        ("lieferung", "lieverung", True),
        ("lieferung", "lieferant", False),
        ("lieferung", "liverunk", False),
        ("lieferung", "lief", False),
    ],
)
def test_one_slip_is_forgiven_and_two_are_not(one: str, other: str, expected: bool) -> None:
    assert is_slip(one, other) is is_slip(other, one) is expected


def test_vowels_are_one_however_their_dots_are_typed() -> None:
    assert plain("für") == plain("fuer") and plain("schön") == plain("schoen")
    assert plain("teuer") == "teuer" and plain("quelle") == "quelle"


# --- Tone ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sehr freundlich", "positive"),
        ("unfreundlich", "negative"),
        ("Nicht freundlich", "negative"),
        ("Das war nicht schlecht", "positive"),
        ("gar kein Problem", "positive"),
        ("Das war ein Problem", "negative"),
        ("Nie wieder", "negative"),
        ("Das gefällt mir nicht", "negative"),
        ("Nicht nur freundlich, auch schnell", "positive"),
        ("freundlich und nicht arrogant", "positive"),
        ("Danke für nichts", "negative"),
        ("Na super, wieder zu spät", "negative"),
        ("Ihr „freundlicher“ Herr am Telefon", "negative"),
        ("Toll gemacht 🙄", "negative"),
        ("👍👍", "positive"),
        ("😡", "negative"),
        ("Beratung gut, aber viel zu teuer", "mixed"),
        ("Wann haben Sie geöffnet?", "neutral"),
        ("", "neutral"),
        ("It was not good", "negative"),
        ("They didn't help, I am not happy with it", "negative"),
    ],
)
def test_what_stands_around_a_word_decides_its_tone(text: str, expected: str) -> None:
    assert polarity(text) == expected


def test_a_negation_ends_with_its_clause() -> None:
    assert polarity("Leider nicht. Sehr gut!") != "negative"
    assert polarity("Das war nicht alles, super war der Fahrer") == "positive"


def test_topics_are_told_by_the_words_as_they_stand_there() -> None:
    read = READER.read("Die LIEFERUNG kam zu spät, schon die 2. Lieferung!")
    assert read.topics[KEYS.index("delivery")] == ["LIEFERUNG", "Lieferung"]
    assert read.tone_words == ["zu spät"]


@pytest.mark.parametrize(
    "text", ["‮\u200b", "<script>alert(1)</script>", "a" * 10_000, "„" * 500, "😀\u200d😀" * 50, "0"]
)
def test_whatever_comes_is_read(text: str) -> None:
    assert polarity(text) in measuring.POLARITIES


# --- Proposals and marks ------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_proposal_decides_nothing_and_names_its_words(team: Team) -> None:
    create_dictionary(team)
    place = TouchpointFactory(team=team, name="Zustellung")
    team.topics.filter(name="Lieferung").update(touchpoint=place)
    voice = keeping.keep(a_voice(team, "Die Lieferung kam zu spät"), at=NOW)
    voice.refresh_from_db()
    assert (voice.polarity, voice.touchpoint) == ("", None)
    assert voice.proposal == {
        "polarity": "negative",
        "touchpoint": place.pk,
        "words": {"polarity": ["zu spät"], "touchpoint": ["Lieferung"]},
    }
    mark = voice.marks.get(topic__name="Lieferung")
    assert (mark.words, mark.is_confirmed, mark.by) == (["Lieferung"], False, None)


@pytest.mark.django_db
def test_what_is_decided_is_not_guessed_at(team: Team) -> None:
    create_dictionary(team)
    TouchpointFactory(team=team, name="Hotline")
    counter = TouchpointFactory(team=team, name="Kasse")
    voice = keeping.keep(a_voice(team, "Hotline super", "negative", counter), at=NOW)
    assert (voice.polarity, voice.touchpoint, voice.proposal["polarity"]) == ("negative", counter, "")
    assert voice.proposal["touchpoint"] is None


@pytest.mark.django_db
def test_the_name_of_a_touchpoint_proposes_it(team: Team) -> None:
    place = TouchpointFactory(team=team, name="Messestand")
    voice = keeping.keep(a_voice(team, "Am Messestand war es schön"), at=NOW)
    assert (voice.proposal["touchpoint"], voice.proposal["words"]["touchpoint"]) == (place.pk, ["Messestand"])


@pytest.mark.django_db
def test_another_teams_dictionary_is_not_asked(team: Team) -> None:
    Term.objects.create(topic=TopicFactory(), text="Lieferung", language="de")
    assert not keeping.keep(a_voice(team, "Lieferung zu spät"), at=NOW).marks.exists()


@pytest.mark.django_db
def test_the_dictionary_costs_the_same_for_many_voices(team: Team) -> None:
    create_dictionary(team)
    counted = []
    for size in (10, 400):
        voices = Feedback.objects.bulk_create(_stored(team, number) for number in range(size))
        with CaptureQueriesContext(connection) as queries:
            reading.propose(voices)
            reading.mark(voices)
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert Mark.objects.filter(topic__name="Rechnung").count() == 410


def _stored(team: Team, number: int) -> Feedback:
    voice = a_voice(team, f"Lieferung {number} zu spät, Rechnung falsch")
    voice.created_at = NOW
    return voice


@pytest.mark.django_db
def test_a_changed_word_counts_at_once(team: Team) -> None:
    assert keeping.keep(a_voice(team, "Ganz schön schnafte"), at=NOW).proposal["polarity"] == "neutral"
    ToneWord.objects.create(team=team, text="schnafte", language="de", tone="positive")
    assert keeping.keep(a_voice(team, "Ganz schön schnafte"), at=NOW).proposal["polarity"] == "positive"


# --- Highlighting -------------------------------------------------------------------------------


def test_words_are_shown_where_they_stand() -> None:
    cut = pieces("Lieferung zu spät, Lieferungen auch", {"tone": ["zu spät"], "topic": ["Lieferung"]})
    assert [tuple(piece) for piece in cut] == [
        ("Lieferung", "topic"),
        (" ", ""),
        ("zu spät", "tone"),
        (", Lieferungen auch", ""),
    ]
    assert "".join(piece.text for piece in pieces("a (b) c", {"tone": ["b", "("]})) == "a (b) c"
    assert pieces("gut", {}) == [("gut", "")]


def test_a_text_is_cut_into_words_with_their_clauses() -> None:
    words = words_of("Gut, „sehr“ gut! 👍")
    assert [(word.text, word.clause, word.is_quoted) for word in words] == [
        ("Gut", 0, False),
        ("sehr", 1, True),
        ("gut", 1, False),
        ("👍", 2, False),
    ]
