"""Journeys as Mermaid text: whatever a name holds, the text stays one that Mermaid and we can read."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings

from journeys.document import Document, map_from
from journeys.exchange.mermaid_in import is_mermaid, read_mermaid
from journeys.exchange.mermaid_out import harmless, score_of, written
from journeys.exchange.recognising import read_file, read_text
from journeys.exchange.refusals import Unfit
from journeys.feeling import Felt, Origin
from journeys.mapping import JourneyMap, MapPhase, MapStep
from journeys.models import JourneyKind
from teams.models import Membership
from tests.conftest import signed_in
from tests.journeys.of_exchange import a_full_journey, documents

PLAIN = "journey\n  title Mein Tag\n  section Morgens\n    Tee kochen: 5: Berta\n    Losgehen: 2: Berta, Katze\n"
TASK = re.compile(r"    (?:[^#:;,%]|#\d+;)+: [1-5]: (?:[^#:;%]|#\d+;)+")
"""A step as Mermaid's grammar takes it apart: entities are replaced before it looks."""


def refusals(text: str) -> list[str]:
    with pytest.raises(Unfit) as refusal:
        read_mermaid(text)
    return [str(problem) for problem in refusal.value.problems]


def emotions(text: str) -> list[int | None]:
    return [step["emotion"] for phase in read_text(text).document["phases"] for step in phase["steps"]]


def felt(document: Document) -> JourneyMap:
    """The map on which each step feels as it says itself."""
    for phase in document["phases"]:
        for step in phase["steps"]:
            step["felt"] = None if step["emotion"] is None else {"value": step["emotion"], "origin": "step"}
    return map_from(document)


def test_a_journey_is_given_out_as_text_that_mermaid_draws(anna: Membership) -> None:
    journey = a_full_journey(anna.team)
    response = signed_in(anna).get(reverse("journeys:mermaid", args=[anna.team.slug, journey.pk]))
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert re.search(r'filename="heizung-.*\.mmd"', response.headers["Content-Disposition"])
    assert response.content.decode().splitlines() == [
        "journey",
        "  title Heizung tauschen · Bauherrin Berta · Ist",
        "  section Kaufen#58; jetzt",
        "    Angebot#59; per Brief: 1: Bauherrin Berta, Vertrieb#44; Innendienst",
        "    %% score unknown",
        "    Rückruf #35;1: 3: Bauherrin Berta",
        "  section Nutzen#44; pflegen",
    ]


@pytest.mark.parametrize(
    ("emotion", "score"), [(-2, 1), (-1, 2), (0, 3), (1, 4), (2, 5), (-1.5, 2), (-0.4, 3), (0.5, 4), (1.9, 5)]
)
def test_emotions_are_scores_halves_rounded_up(emotion: float, score: int) -> None:
    assert score_of(emotion) == score


def test_a_measured_emotion_is_given_out_rounded() -> None:
    step = MapStep("", "Angebot", felt=Felt(-1.2, Origin.READINGS))
    way = JourneyMap("Berta", "Kaufen", JourneyKind.ACTUAL, [MapPhase("A", [step])])
    assert "Angebot: 2: Berta" in written(way)


def test_words_that_mermaid_keeps_for_itself_are_names_too() -> None:
    for name in ("title", "Section eins", "journey", "accTitle: x", "Titel"):
        way = JourneyMap("Berta", "Kaufen", JourneyKind.ACTUAL, [MapPhase(name, [MapStep("", name, name=name)])])
        phase = read_mermaid(written(way)).document["phases"][0]
        assert (phase["name"], phase["steps"][0]["touchpoint"]) == (name, name)
    assert harmless("title") == "#116;itle"


@given(documents())
@settings(max_examples=80, deadline=None)
def test_titles_phases_names_and_scores_survive(document: Document) -> None:
    way = felt(document)
    text = written(way)
    read = read_mermaid(text).document
    assert [phase["name"] for phase in read["phases"]] == [phase.name for phase in way.phases]
    steps = [step for phase in read["phases"] for step in phase["steps"]]
    assert [step["touchpoint"] for step in steps] == [step.title for step in way.steps]
    assert [step["emotion"] for step in steps] == [step.emotion for step in way.steps]
    for line in text.splitlines():
        assert line.startswith(("journey", "  title ", "  section ", "    %% score unknown")) or TASK.fullmatch(line)


def test_occasion_customers_and_kind_are_found_in_a_title_of_ours() -> None:
    for kind, case_name, language in (("target", "", "de"), ("actual", "", "en"), ("case", "Auftrag 4711", "de")):
        steps = [MapStep("", "Angebot", name="Angebot", department="Vertrieb")]
        phases = [MapPhase("A", steps)]
        way = JourneyMap("Berta · Hof", "Heizung · neu", JourneyKind(kind), phases, case_name=case_name)
        with translation.override(language):
            text = written(way)
        document = read_mermaid(text).document
        assert (document["occasion"], document["persona"]) == ("Heizung · neu", "Berta · Hof")
        assert (document["kind"], document["case_name"]) == (kind, case_name)
        assert document["phases"][0]["steps"][0]["department"] == "Vertrieb"


def test_a_title_of_others_is_the_occasion() -> None:
    document = read_mermaid(PLAIN).document
    assert (document["occasion"], document["persona"], document["kind"]) == ("Mein Tag", "Berta", "actual")
    assert read_mermaid("journey\ntitle " + "x" * 200 + "\nTee: 3").document["occasion"] == "x" * 120


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.upper().replace("BERTA", "Berta"),
        PLAIN.replace("\n", "\r\n"),
        "\ufeff" + PLAIN,
        "---\ntitle: Vorweg\n---\n%%{init: {}}%%\n\n" + PLAIN,
        "%%{\n  init: {\n    'theme': 'dark'\n  }\n}%%\n" + PLAIN,
        f"# Bericht\n\n```mermaid\n{PLAIN}```\n\nEnde: hier\n",
        f"Text\n```python\njourney\n```\n~~~~ mermaid\n{PLAIN}~~~~\n",
        f"```mermaid\nflowchart TD\n```\n\n```mermaid\n{PLAIN}```",
        PLAIN.replace("5: Berta", " 5 :Berta").replace("2:", "2.0:"),
        PLAIN.replace("  title", "  accTitle: Ein Tag\n  accDescr {\n  lang: und breit\n  }\n  title"),
        PLAIN.replace("kochen:", "kochen #63; kein Kommentar:") + "# noch ein Kommentar\n",
    ],
)
def test_user_journeys_are_read_as_people_write_them(text: str) -> None:
    assert is_mermaid(text)
    assert emotions(text) == [2, -1]
    assert len(read_file(text.encode()).document["phases"]) == 1


def test_steps_before_any_section_have_a_phase_of_their_own() -> None:
    document = read_mermaid("journey\nTee: 3\n").document
    assert (document["phases"][0]["name"], document["persona"]) == ("Der Weg", "")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("journey\n\nTee kochen", 3),
        ("journey\nTee: 6: Ich", 2),
        ("journey\nTee: Ich", 2),
        ("journey\nTee: 0: Ich", 2),
        ("journey\nTee: ²: Ich", 2),
        ("journey\n: 3: Ich", 2),
        ("journey\nTee #1: 3: Ich", 2),
        (f"journey\n{'x' * 121}: 3: Ich", 2),
        (f"journey\nTee: 3: {'x' * 81}", 2),
        ("journey\nsection A\nTee: 3\nsection a", 4),
        (f"journey\nsection {'x' * 61}", 2),
        ("Bericht\n\n```mermaid\njourney\nTee\n```", 5),
        ("journey\n" + "Tee: 3\n" * 201, 202),
        ("journey\n" + "".join(f"section {n}\n" for n in range(31)), 32),
        ("journey\nflowchart TD", 2),
        ("journey\nTee: 3: " + "," * 5000, 2),
    ],
)
def test_what_does_not_fit_is_named_by_its_line(text: str, line: int) -> None:
    assert refusals(text)[0].startswith(f"Zeile {line}: ")


def test_a_way_at_the_end_of_a_long_report_is_read_to_its_end() -> None:
    text = "Bericht\n" * 4990 + "```mermaid\njourney\n" + "Tee: 3: Ich\n" * 50 + "```\n"
    assert len(read_mermaid(text).document["phases"][0]["steps"]) == 50


@pytest.mark.parametrize("text", ["journey", "journey\ntitle Nur ein Titel", "journey\naccDescr {\nTee: 3: Ich\n"])
def test_a_way_without_steps_is_none(text: str) -> None:
    assert refusals(text) == ["Unter „journey“ steht kein Schritt."]


@pytest.mark.parametrize(
    "text",
    [
        "journey\n" + "%% nichts\n" * 500_000,
        "```mermaid\n" * 150_000,
        "journey\n" + "#" * 1_000_000,
        "journey\ntitle " + "#1" * 400_000,
        "journey\nsection " + "#99999999999;" * 4,
        "journey\ntitle #1114112; #55296; #8; #nix; #colon;\n",
        "journey\naccDescr {\n" + "x\n" * 100_000,
    ],
)
def test_nothing_hostile_takes_long_or_breaks(text: str) -> None:
    try:
        found: Any = read_text(text)
        assert found.document["phases"] is not None
    except Unfit as refusal:
        assert refusal.problems
