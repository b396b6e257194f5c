"""Journeys as JSON: given out as documented, read from anybody, and never more than a sentence for what is broken."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
from django.core.validators import MaxValueValidator
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings

from journeys.document import Document
from journeys.exchange.fields import LONGEST_WAIT
from journeys.exchange.json_in import read_json
from journeys.exchange.recognising import read_file, read_text
from journeys.exchange.refusals import MOST_TOLD, Unfit
from journeys.exchange.schema import schema
from journeys.models import JourneyStep
from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.journeys.of_exchange import a_full_journey, a_long_journey, documents, taken_in, told
from tests.journeys.of_journeys import JourneyFactory

BARE: Document = {"format": "kontaktpunkt-journey", "version": 1, "phases": []}


def refusals(text: str | bytes) -> list[str]:
    """What is said about such a file."""
    with pytest.raises(Unfit) as refusal:
        read_file(text) if isinstance(text, bytes) else read_text(text)
    return [str(problem) for problem in refusal.value.problems]


def with_steps(*steps: Any) -> str:
    return json.dumps(BARE | {"phases": [{"name": "Kaufen", "steps": list(steps)}]})


def given_out(browser: Client, team: Team, pk: int, name: str = "json") -> Any:
    return browser.get(reverse(f"journeys:{name}", args=[team.slug, pk]))


def test_an_export_says_everything_in_plain_text_under_the_journeys_name(anna: Membership) -> None:
    journey = a_full_journey(anna.team)
    response = given_out(signed_in(anna), anna.team, journey.pk)
    assert response.headers["Content-Type"] == "application/json"
    assert 'filename="heizung-tauschen-bauherrin-berta-ist-vertrieb-sued-' in response.headers["Content-Disposition"]
    assert "😀" in response.content.decode()
    assert json.loads(response.content) == told(journey)


def test_a_journey_of_which_only_emoji_are_told_has_a_file_name_too(anna: Membership) -> None:
    journey = JourneyFactory(team=anna.team, occasion="🎉", persona__name="🧓")
    assert 'filename="ist-' in given_out(signed_in(anna), anna.team, journey.pk).headers["Content-Disposition"]


def test_strangers_are_given_nothing(anna: Membership, clara: Membership) -> None:
    journey = a_full_journey(anna.team)
    for name in ("json", "csv", "xlsx", "mermaid"):
        assert given_out(signed_in(clara), anna.team, journey.pk, name).status_code == 404
        assert given_out(signed_in(clara), clara.team, journey.pk, name).status_code == 404


def test_what_is_given_out_fits_the_schema_and_comes_back_the_same(anna: Membership, clara: Membership) -> None:
    journey = a_full_journey(anna.team)
    document = told(journey)
    jsonschema_rs.validator_for(schema()).validate(document)
    found = read_file(json.dumps(document).encode())
    assert not found.passed_over
    assert told(taken_in(found, clara.team)) == document


def test_the_schema_is_served_and_is_one(anna: Membership) -> None:
    response = signed_in(anna).get(reverse("journeys:json_schema", args=[anna.team.slug]))
    assert response.headers["Content-Type"] == "application/schema+json"
    described = response.json()
    assert described["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema_rs.meta.validate(described)


def test_a_wait_is_as_long_as_its_row_allows() -> None:
    validators = JourneyStep._meta.get_field("waiting_minutes").validators
    assert LONGEST_WAIT in [each.limit_value for each in validators if isinstance(each, MaxValueValidator)]


@given(documents())
@settings(max_examples=60, deadline=None)
def test_every_document_fits_the_schema_and_is_read_as_it_was_written(document: Document) -> None:
    jsonschema_rs.validator_for(schema()).validate(document)
    assert read_json(json.dumps(document)).document == document
    assert read_json(json.dumps(document, ensure_ascii=False, indent=2)).document == document


def test_what_somebody_writes_by_hand_needs_little() -> None:
    document = read_text(with_steps({"name": "Rückruf"})).document
    assert document["kind"] == "actual"
    assert document["phases"][0]["steps"][0]["evidence"] == "guess"
    assert document["phases"][0]["steps"][0]["texts"]["goal"] == ""


def test_unknown_fields_are_passed_over_and_named() -> None:
    found = read_text(json.dumps(BARE | {"colour": "red", "phases": [{"name": "A", "steps": [{"name": "B", "x": 1}]}]}))
    assert found.passed_over == ["colour", "phases[0].steps[0].x"]


@pytest.mark.parametrize(
    ("step", "place"),
    [
        ({"emotion": 3}, "phases[0].steps[0].emotion"),
        ({"emotion": True}, "phases[0].steps[0].emotion"),
        ({"emotion": 1.5}, "phases[0].steps[0].emotion"),
        ({"emotion": "1"}, "phases[0].steps[0].emotion"),
        ({"emotion": 10**290}, "phases[0].steps[0].emotion"),
        ({"name": "x" * 121}, "phases[0].steps[0].name"),
        ({"name": ["x"]}, "phases[0].steps[0].name"),
        ({"texts": {"goal": "x" * 1001}}, "phases[0].steps[0].texts.goal"),
        ({"texts": {"goal": None}}, "phases[0].steps[0].texts.goal"),
        ({"texts": "Ziel"}, "phases[0].steps[0].texts"),
        ({"evidence": "none"}, "phases[0].steps[0].evidence"),
        ({"evidence": ""}, "phases[0].steps[0].evidence"),
        ({"medium": {}}, "phases[0].steps[0].medium"),
        ({"is_moment_of_truth": 1}, "phases[0].steps[0].is_moment_of_truth"),
        ({"waiting_minutes": -1}, "phases[0].steps[0].waiting_minutes"),
        ({"happened_on": "2026-02-30"}, "phases[0].steps[0].happened_on"),
        ({"happened_on": "20260201"}, "phases[0].steps[0].happened_on"),
        ({"happened_on": 20260201}, "phases[0].steps[0].happened_on"),
        ({"thread": "abc"}, "phases[0].steps[0].thread"),
        ({"thread": 7}, "phases[0].steps[0].thread"),
        ({"name": " \u200b"}, "phases[0].steps[0]"),
    ],
)
def test_what_does_not_fit_is_named_by_its_path(step: dict[str, Any], place: str) -> None:
    assert [refusal.split(": ")[0] for refusal in refusals(with_steps({"name": "Rückruf"} | step))] == [place]


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        '{"format": "other", "version": 1}',
        json.dumps(BARE | {"version": 2}),
        json.dumps(BARE | {"version": True}),
        json.dumps(BARE | {"version": [1]}),
        json.dumps(BARE | {"phases": {}}),
        json.dumps(BARE | {"phases": [7]}),
        json.dumps(BARE | {"phases": [{"steps": []}]}),
        json.dumps(BARE | {"phases": [{"name": "A"}, {"name": "a"}]}),
        json.dumps(BARE | {"phases": [{"name": "A", "steps": 1}]}),
        json.dumps(BARE | {"phases": [{"name": f"Phase {n}"} for n in range(31)]}),
        with_steps(*[{"name": "x"}] * 201),
        "[" * 200_000,
        '{"a":' * 100_000,
        '{"format": "kontaktpunkt-journey", "version": NaN}',
        '{"format": "kontaktpunkt-journey", "version": -Infinity}',
        '{"format": "kontaktpunkt-journey", "version": 1e999}',
        '{"format": "kontaktpunkt-journey", "version": ' + "9" * 10_000 + "}",
        '{"format": "kontaktpunkt-journey", "format": "kontaktpunkt-journey"}',
        '{"format": "kontaktpunkt-journey", "version": 1,}',
        '{"format": "kontaktpunkt-journey"',
    ],
)
def test_what_is_no_journey_is_told_in_a_sentence(text: str) -> None:
    assert refusals(text)


def test_broken_json_is_found_by_line_and_sign() -> None:
    assert refusals('{"format": "kontaktpunkt-journey",\n "version" 1}')[0].startswith("Zeile 2, Zeichen 12: ")


def test_signs_that_nobody_reads_go_and_the_words_stay() -> None:
    said = {"name": "Rück\x00ruf \ud83d", "texts": {"goal": "schnell\x07\r\nund gut\ud800"}}
    step = read_text(with_steps(said)).document["phases"][0]["steps"][0]
    assert (step["name"], step["texts"]["goal"]) == ("Rückruf", "schnell\nund gut")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    text = json.dumps(BARE | {"persona": "Bäuerin Änne"}, ensure_ascii=False)
    assert read_file(text.encode(encoding)).document["persona"] == "Bäuerin Änne"


def test_nobody_is_told_more_than_can_be_read() -> None:
    steps = [{"name": "x", "emotion": 9, "medium": "?"}] * 150
    assert len(refusals(with_steps(*steps))) == MOST_TOLD


def test_a_thread_that_stands_twice_is_kept_once() -> None:
    thread = "7f6bb0ac-3c5c-4f2e-9c6a-6a3f52f3a001"
    document = read_text(with_steps({"name": "A", "thread": thread}, {"name": "B", "thread": thread})).document
    assert [step["thread"] for step in document["phases"][0]["steps"]] == [thread, ""]


def test_the_longest_journey_is_given_out_in_as_many_queries_as_the_shortest(
    anna: Membership, django_assert_num_queries: Any
) -> None:
    browser, counts = signed_in(anna), []
    for steps in (1, 200):
        journey = a_long_journey(anna.team, steps)
        with django_assert_num_queries(20, exact=False) as queries:
            assert given_out(browser, anna.team, journey.pk).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_sentences_are_told_in_english_too() -> None:
    with translation.override("en"):
        assert refusals("{}")
