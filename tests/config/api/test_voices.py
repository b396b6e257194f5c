"""Voices over the API: brought in, found, put in their place; how a customer wishes to be answered stays here."""

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.models import Scope
from feedback.models import Feedback
from teams.models import Membership
from tests.config.api.programs import Program, program_of
from tests.factories import TouchpointFactory
from tests.feedback.of_feedback import ContactFactory, FeedbackFactory, ReasonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(anna: Membership) -> Program:
    cache.clear()
    return program_of(anna)


def found(program: Program, **asked: Any) -> list[str]:
    return [item["text"] for item in program.get("/voices", **asked).json()["items"]]


def faults(response: Any) -> set[str]:
    return {error["field"] for error in response.json()["errors"]}


def test_a_voice_is_brought_in_with_all_that_is_sent(program: Program, anna: Membership) -> None:
    place, reason = TouchpointFactory(team=anna.team), ReasonFactory(team=anna.team)
    said = {
        "text": "Zu spät 😡\u202e!",
        "polarity": "negative",
        "touchpoint": place.pk,
        "reason": reason.pk,
        "strength": 3,
        "via": "review",
        "said_on": "2020-02-03",
        "source": "Portal",
        "reference": "4711",
        "may_quote": True,
        "key": "r-1",
    }
    made = program.post("/voices", said)
    assert made.status_code == 201, made.json()
    told = made.json()
    assert (told["text"], told["touchpoint"]["id"], told["reason"]["id"]) == ("Zu spät 😡!", place.pk, reason.pk)
    same = ("polarity", "strength", "via", "said_on", "source", "reference", "may_quote", "key")
    assert {name: told[name] for name in same} == {name: said[name] for name in same}
    assert program.client.get(made.headers["Location"], headers=program.headers).json() == told
    voice = anna.team.voices.get()
    assert (voice.recorded_by, voice.judged_by, voice.said_on) == (anna.user, anna.user, date(2020, 2, 3))


def test_words_alone_are_enough(program: Program, anna: Membership) -> None:
    told = program.post("/voices", {"text": "Danke!"}).json()
    assert (told["polarity"], told["via"], told["judged_at"]) == ("", "other", None)
    assert anna.team.voices.get().judged_by is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "text"),
        ({"text": "\u200b \u202e"}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"text": "Gut", "said_on": "2999-01-01"}, "said_on"),
        ({"text": "Gut", "said_on": "gestern"}, "said_on"),
        ({"text": "Gut", "polarity": "meh"}, "polarity"),
        ({"text": "Gut", "touchpoint": 999_999}, "touchpoint"),
        ({"text": "Gut", "via": "question"}, "via"),
        ({"text": "Gut", "strength": 4}, "strength"),
        ({"text": "Gut", "contact": "gisela@example.org"}, "contact"),
    ],
)
def test_what_does_not_fit_is_refused_by_field(program: Program, said: dict[str, Any], field: str) -> None:
    answer = program.post("/voices", said)
    assert (answer.status_code, faults(answer)) == (422, {field})
    assert not Feedback.objects.exists()


def test_a_reason_of_the_other_side_is_refused(program: Program, anna: Membership) -> None:
    reason = ReasonFactory(team=anna.team, polarity="positive")
    answer = program.post("/voices", {"text": "Zu spät", "polarity": "negative", "reason": reason.pk})
    assert faults(answer) == {"reason"}


def test_the_same_number_is_one_voice_and_a_repeated_request_makes_none(program: Program, anna: Membership) -> None:
    first = program.post("/voices", {"text": "Gut", "key": "1"}, Idempotency_Key="a")
    assert program.post("/voices", {"text": "Gut", "key": "1"}, Idempotency_Key="a").json() == first.json()
    assert program.post("/voices", {"text": "Gut", "key": "1"}).status_code == 409
    assert program.post("/voices", {"text": "Gut", "key": "1", "via": "call"}).status_code == 201
    assert anna.team.voices.count() == 2


def test_voices_are_found_by_words_side_place_and_day(program: Program, anna: Membership) -> None:
    place = TouchpointFactory(team=anna.team)
    FeedbackFactory(team=anna.team, text="Alle Rechnungen falsch", said_on=date(2026, 1, 1))
    FeedbackFactory(team=anna.team, text="Rechnung prima", polarity="positive", touchpoint=place, via="mail")
    FeedbackFactory(team=anna.team, text="Hm", polarity="")
    assert found(program, q="rechnung") == ["Alle Rechnungen falsch", "Rechnung prima"]
    assert found(program, polarity="positive") == ["Rechnung prima"]
    assert found(program, polarity="open") == ["Hm"]
    assert found(program, touchpoint=place.pk) == found(program, via="mail") == ["Rechnung prima"]
    assert found(program, until="2026-01-31") == ["Alle Rechnungen falsch"]
    assert found(program, since="2026-02-01", q="Rechnung") == ["Rechnung prima"]
    assert found(program, q='"*( OR') == []
    assert program.get("/voices", side="negative").status_code == 422


def test_pages_hang_together_at_the_same_cost(program: Program, anna: Membership) -> None:
    for number in range(3):
        FeedbackFactory(team=anna.team, text=f"Stimme {number}")
    page = program.get("/voices", limit=2).json()
    assert [item["text"] for item in page["items"]] == ["Stimme 0", "Stimme 1"]
    assert found(program, after=page["next"]) == ["Stimme 2"]
    with CaptureQueriesContext(connection) as one:
        program.get("/voices", limit=1)
    with CaptureQueriesContext(connection) as three:
        program.get("/voices", limit=3)
    assert len(one) == len(three)


def test_a_voice_is_put_in_its_place_and_what_is_not_sent_stays(program: Program, anna: Membership) -> None:
    place, reason = TouchpointFactory(team=anna.team), ReasonFactory(team=anna.team)
    voice = FeedbackFactory(team=anna.team, polarity="")
    told = program.post(f"/voices/{voice.pk}/judge", {"touchpoint": place.pk}).json()
    assert (told["polarity"], told["touchpoint"]["id"]) == ("", place.pk)
    told = program.post(f"/voices/{voice.pk}/judge", {"polarity": "negative", "reason": reason.pk}).json()
    assert (told["polarity"], told["touchpoint"]["id"], told["reason"]["id"]) == ("negative", place.pk, reason.pk)
    told = program.post(f"/voices/{voice.pk}/judge", {"polarity": "positive"}).json()
    assert (told["polarity"], told["reason"]) == ("positive", None)
    assert program.post(f"/voices/{voice.pk}/judge", {"touchpoint": None}).json()["touchpoint"] is None
    voice.refresh_from_db()
    assert voice.judged_by == anna.user


def test_other_teams_voices_and_places_are_out_of_reach(program: Program, anna: Membership, clara: Membership) -> None:
    theirs = FeedbackFactory(team=clara.team, text="Rechnung geheim")
    place = TouchpointFactory(team=clara.team)
    ours = FeedbackFactory(team=anna.team)
    assert found(program, q="geheim") == []
    assert "geheim" not in str(found(program))
    assert program.get(f"/voices/{theirs.pk}").status_code == 404
    assert program.post(f"/voices/{theirs.pk}/judge", {"polarity": "positive"}).status_code == 404
    assert program.post(f"/voices/{ours.pk}/judge", {"touchpoint": place.pk}).status_code == 422
    assert program.get("/voices", touchpoint=place.pk).status_code == 422


def test_how_a_customer_wishes_to_be_answered_is_not_told(program: Program, anna: Membership) -> None:
    contact = ContactFactory(feedback__team=anna.team)
    for answer in (program.get("/voices"), program.get(f"/voices/{contact.feedback_id}")):
        assert "gisela" not in answer.content.decode().lower()


def test_who_may_only_read_brings_nothing_in(anna: Membership, rita: Membership) -> None:
    cache.clear()
    voice = FeedbackFactory(team=anna.team)
    for program in (program_of(anna, Scope.READ), program_of(rita)):
        assert program.get(f"/voices/{voice.pk}").status_code == 200
        assert program.post("/voices", {"text": "Gut"}).status_code == 403
        assert program.post(f"/voices/{voice.pk}/judge", {"polarity": "positive"}).status_code == 403
