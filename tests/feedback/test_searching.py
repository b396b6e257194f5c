"""Words are found in all their inflections, alike on both databases; nothing that anyone types breaks the search."""

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback import keeping
from feedback.models import Feedback
from feedback.searching.index import find
from teams.models import Team
from tests.factories import NOW
from tests.feedback.of_feedback import FeedbackFactory

pytestmark = pytest.mark.django_db


def said(team: Team, *texts: str) -> None:
    for text in texts:
        FeedbackFactory(team=team, text=text)


def found(team: Team, words: str) -> list[str]:
    return list(find(team.voices.all(), words).order_by("pk").values_list("text", flat=True))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Die Rechnung kam vor der Ware.", "Rechnungen"),
        ("Alle Rechnungen waren falsch", "rechnung"),
        ("Das Haus ist schön", "Häuser"),
        ("in den HÄUSERN", "haus"),
        ("Der Außendienst war grüßend", "aussendienst"),
        ("Strasse gesperrt", "Straße"),
        ("ÜBERWEISUNG kam an", "überweisungen"),
        ("Bei den freundlichen Mitarbeitern", "freundlich mitarbeiter"),
        ("Lieferung kam zu spät", "spät lieferung"),
        ("Das war nicht gut", "nicht"),
        ("Mail an kunde@example.org geschickt", "kunde"),
        ("siehe https://example.org/rechnung/4711", "4711"),
        ("Rechnung/Lieferung vertauscht", "lieferung"),
        ("Tarif-Wechsel", "wechsel"),
        ("-15 Grad im Lager", "15"),
        ("„Spitze!“, sagte sie", "spitze"),
        ("super👍toll", "toll"),
        ("the orders were late", "order"),
        ("Betrag 1.234,50 falsch", "1.234,50"),
        ("u\u0308ber alles", "über"),
    ],
)
def test_words_are_found_in_every_inflection(team: Team, text: str, words: str) -> None:
    keeping.keep(Feedback(team=team, said_on=NOW.date(), text=text), at=NOW)
    said(team, "Etwas ganz anderes")
    assert [voice.said_on for voice in find(team.voices.all(), words)] == [NOW.date()]
    assert found(team, words) != ["Etwas ganz anderes"]


def test_all_words_must_occur_in_any_order(team: Team) -> None:
    said(team, "Die Rechnung war falsch", "Die Lieferung war falsch", "Falsche Rechnung und falsche Lieferung")
    assert found(team, "falsch lieferung rechnung") == ["Falsche Rechnung und falsche Lieferung"]


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "'",
        "Rechnung OR Lieferung",
        "NOT Rechnung",
        "Rechnung AND",
        "NEAR(a b)",
        "stems:Rechnung",
        "Rech*",
        "^Rechnung",
        "a & | ! b",
        "(((",
        "Rechnung:*",
        "<->",
        "\\",
        "\x00",
        "😡",
        "%",
        "_",
        "🏳️‍🌈 👍🏽",
        "--; DROP TABLE feedback_feedback",
        "x" * 3000,
        "ü " * 5000,
        "\ud800",
        "İI",
        "ﬁ ﷺ",
    ],
)
def test_operators_and_signs_are_only_words(team: Team, words: str) -> None:
    said(team, "Lieferung")
    assert found(team, words) == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80))
def test_whatever_is_said_can_be_kept_and_asked_for(team: Team, text: str) -> None:
    keeping.keep(Feedback(team=team, said_on=NOW.date(), text=text), at=NOW)
    list(find(team.voices.all(), text))


def test_without_words_every_voice_is_there_and_signs_alone_find_none(team: Team) -> None:
    said(team, "Lieferung 😡")
    assert found(team, " ") == ["Lieferung 😡"]
    assert found(team, "😡 !?") == []


def test_new_words_are_found_and_old_ones_no_longer(team: Team) -> None:
    said(team, "Die Rechnung von Frau Groß")
    keeping.reword(team.voices.get(), text="Die Rechnung von [Name]")
    assert found(team, "groß") == []
    assert found(team, "rechnungen") == ["Die Rechnung von [Name]"]


def indexed() -> int:
    """How many voices the index knows of."""
    table = {"sqlite": "feedback_stems", "postgresql": "feedback_feedback WHERE stems IS NOT NULL"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_a_voice_that_is_gone_leaves_no_words_behind(team: Team, clara: object) -> None:
    said(team, "Rechnung", "Rechnung", "Rechnung")
    assert indexed() == 3
    voice = team.voices.first()
    assert voice is not None
    voice.delete()
    assert (found(team, "rechnung"), indexed()) == (["Rechnung"] * 2, 2)
    team.delete()
    assert indexed() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_turn", [1, 2])
def test_tests_that_empty_their_tables_empty_the_index(team: Team, _turn: int) -> None:
    said(team, "Rechnung")
    assert (found(team, "rechnung"), indexed()) == (["Rechnung"], 1)


def test_other_teams_voices_are_not_found(team: Team, clara: object) -> None:
    FeedbackFactory(text="Rechnung")
    assert found(team, "rechnung") == []


def test_it_narrows_whatever_has_been_narrowed_and_can_stand_inside_of_another_query(team: Team) -> None:
    said(team, "Rechnung falsch", "Rechnung gut")
    FeedbackFactory(team=team, text="Rechnung prima", polarity="positive")
    assert find(find(team.voices.negative(), "rechnung"), "gut").count() == 1
    assert Team.objects.filter(voices__in=find(team.voices.all(), "prima")).get() == team
    assert find(team.voices.all(), "rechnung").newest()[0].text == "Rechnung prima"


def test_what_very_many_say_is_found_newest_first(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    said(team, "Rechnung 1", "anderes", "Rechnung 2", "Rechnung 3")
    for few in (1, 2000):
        monkeypatch.setattr("feedback.searching.index.FEW", few)
        assert [voice.text for voice in find(team.voices.all(), "rechnung").newest()[:2]] == [
            "Rechnung 3",
            "Rechnung 2",
        ]


def test_the_index_can_be_made_anew(team: Team) -> None:
    said(team, "Die Rechnung")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM feedback_stems")
        assert found(team, "rechnung") == []
    call_command("index_voices")
    assert (found(team, "rechnungen"), indexed()) == (["Die Rechnung"], 1)
