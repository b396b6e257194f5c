"""Touchpoints over the API: found, read, captured and changed by the rules of the forms."""

from typing import Any, get_args

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.api import touchpoint_shapes as shapes
from teams.models import Membership, Role
from tests.config.api.programs import Program, program_of
from tests.factories import (
    DepartmentFactory,
    MetricFactory,
    StageFactory,
    TagFactory,
    TouchpointFactory,
)
from touchpoints.models import BrandFit, Evidence, Kind, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(anna: Membership) -> Program:
    cache.clear()
    return program_of(anna)


def found(program: Program, **asked: Any) -> list[str]:
    return [item["name"] for item in program.get("/touchpoints", **asked).json()["items"]]


def faults(response: Any) -> dict[str, str]:
    return {error["field"]: error["detail"] for error in response.json()["errors"]}


def test_a_touchpoint_is_captured_with_all_that_is_sent(program: Program, anna: Membership) -> None:
    stage, department = StageFactory(team=anna.team), DepartmentFactory(team=anna.team)
    said = {
        "name": "Gruß 😀 an der Tür",
        "kind": "indirect",
        "is_key": True,
        "channel": "Laden",
        "stage": stage.pk,
        "department": department.pk,
        "owner": anna.user_id,
        "actual_state": "Zeile eins\nZeile zwei",
        "importance_customer": 5,
        "evidence": "measured",
    }
    made = program.post("/touchpoints", said)
    assert made.status_code == 201
    told = made.json()
    assert told["stage"] == {"id": stage.pk, "name": stage.name}
    assert told["owner"] == {"id": anna.user_id, "name": "Anna Keller"}
    assert {name: told[name] for name in said if name not in ("stage", "department", "owner")} == {
        name: value for name, value in said.items() if name not in ("stage", "department", "owner")
    }
    assert program.client.get(made.headers["Location"], headers=program.headers).json() == told
    assert told["url"].endswith(f"/t/{anna.team.slug}/touchpoints/{told['id']}/")


def test_what_is_not_sent_stays_whoever_wrote_it(program: Program, anna: Membership, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=anna.team, name="Rechnung", owner=ben.user, goal="Klarheit", channel="Post")
    touchpoint.tags.add(TagFactory(team=anna.team, name="Neukunden"))
    changed = program.patch(f"/touchpoints/{touchpoint.pk}", {"channel": "E-Mail"}).json()
    assert changed["channel"] == "E-Mail"
    assert (changed["name"], changed["goal"], changed["tags"]) == ("Rechnung", "Klarheit", ["Neukunden"])
    assert changed["owner"]["name"] == "Ben Yılmaz"


def test_an_owner_who_only_reads_by_now_stays_until_another_is_sent(
    program: Program, anna: Membership, ben: Membership
) -> None:
    touchpoint = TouchpointFactory(team=anna.team, owner=ben.user)
    ben.role = Role.READER
    ben.save()
    assert program.patch(f"/touchpoints/{touchpoint.pk}", {"channel": "Post"}).json()["owner"]["id"] == ben.user_id
    assert "owner" in faults(program.patch(f"/touchpoints/{touchpoint.pk}", {"owner": ben.user_id}))
    assert program.patch(f"/touchpoints/{touchpoint.pk}", {"owner": None}).json()["owner"] is None


def test_tags_are_named_and_new_ones_are_added(program: Program, anna: Membership) -> None:
    TagFactory(team=anna.team, name="Praxen")
    told = program.post("/touchpoints", {"name": "Messe", "tags": ["praxen", "Ämter"]}).json()
    assert told["tags"] == ["Praxen", "Ämter"]
    assert program.patch(f"/touchpoints/{told['id']}", {"tags": []}).json()["tags"] == []
    assert sorted(anna.team.tags.values_list("name", flat=True)) == ["Praxen", "Ämter"]


def test_a_change_of_fields_and_tags_is_one_change_in_the_history(program: Program, anna: Membership) -> None:
    touchpoint = TouchpointFactory(team=anna.team)
    program.patch(f"/touchpoints/{touchpoint.pk}", {"channel": "Post", "tags": ["Neu"]})
    assert touchpoint.history.count() == 2


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"name": "rechnung"}, "name", "Einen Kontaktpunkt mit diesem Namen gibt es schon."),
        ({"name": "\u200b"}, "name", "Das fehlt noch."),
        ({"status": "retired"}, "status_reason", "Wer einen Kontaktpunkt stilllegt, schreibt den Grund dazu."),
        ({"brand_fit": "no"}, "brand_fit_reason", "Wer sagt, ob es zur Marke passt, schreibt den Grund dazu."),
        ({"kind": "beides"}, "kind", "Zur Wahl steht hier: 'direct', 'indirect'."),
        ({"importance_customer": 6}, "importance_customer", "Das ist zu groß: höchstens 5."),
        ({"is_key": "ja"}, "is_key", "Hier gehört true oder false hin."),
        ({"owner": 10**40}, "owner", "Das ist zu groß: höchstens 999999999999999999."),
        ({"tags": ["a,b"]}, "tags.0", "Das passt hier nicht hin."),
        ({"tags": "Neukunden"}, "tags", "Hier gehört eine Liste hin."),
        ({"colour": "rot"}, "colour", "Das gibt es hier nicht."),
        ({"goal": "x" * 1001}, "goal", "Das ist zu lang: höchstens 1000 Zeichen."),
        ({"goal": "Null\0zeichen"}, "goal", "Nullzeichen sind nicht erlaubt."),
    ],
)
def test_what_is_wrong_is_said_beside_its_name(
    program: Program, anna: Membership, said: dict[str, Any], field: str, sentence: str
) -> None:
    TouchpointFactory(team=anna.team, name="Rechnung")
    refused = program.post("/touchpoints", {"name": "Neu"} | said)
    assert refused.status_code == 422
    assert faults(refused) == {field: sentence}
    assert anna.team.touchpoints.count() == 1


def test_refusals_speak_the_language_that_is_asked_for(anna: Membership) -> None:
    refused = program_of(anna, language="en-GB,en;q=0.8").post("/touchpoints", {})
    assert refused.headers["Content-Language"] == "en"
    assert program_of(anna, language="fr").post("/touchpoints", {}).headers["Content-Language"] == "de"


def test_two_who_change_the_same_do_not_overwrite_each_other(program: Program, anna: Membership) -> None:
    path = f"/touchpoints/{TouchpointFactory(team=anna.team).pk}"
    seen = program.get(path)
    assert seen.headers["ETag"] == f'"{seen.json()["version"]}"'
    first = program.patch(path, {"channel": "Post"}, If_Match=seen.headers["ETag"])
    assert first.status_code == 200
    late = program.patch(path, {"channel": "Fax"}, If_Match=seen.headers["ETag"])
    assert late.status_code == 412
    assert "Neu lesen" in late.json()["detail"]
    assert program.get(path).json()["channel"] == "Post"
    assert program.patch(path, {"channel": "Fax"}, If_Match=first.headers["ETag"]).status_code == 200
    assert program.patch(path, {"channel": "Mail"}, If_Match="*").status_code == 200
    assert program.patch(path, {"channel": "Mail"}, If_Match="nonsense").status_code == 412


def test_a_creation_that_is_sent_twice_makes_one(program: Program, anna: Membership) -> None:
    first, second = (program.post("/touchpoints", {"name": "Messe"}, Idempotency_Key="import-1") for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    other = program.post("/touchpoints", {"name": "Hotline"}, Idempotency_Key="import-1")
    assert other.status_code == 422
    assert other.json()["detail"] == "Mit diesem Idempotency-Key kam schon eine andere Anfrage."
    assert anna.team.touchpoints.count() == 1


def test_what_is_gone_is_not_made_again_by_sending_it_again(program: Program, anna: Membership) -> None:
    program.post("/touchpoints", {"name": "Messe"}, Idempotency_Key="import-1")
    anna.team.touchpoints.get().delete()
    again = program.post("/touchpoints", {"name": "Messe"}, Idempotency_Key="import-1")
    assert again.status_code == 409
    assert "gibt es nicht mehr" in again.json()["detail"]


def test_the_key_of_one_token_says_nothing_to_another(program: Program, ben: Membership) -> None:
    assert program.post("/touchpoints", {"name": "Messe"}, Idempotency_Key="1").status_code == 201
    assert program_of(ben).post("/touchpoints", {"name": "Messe"}, Idempotency_Key="1").status_code == 422


def test_a_creation_that_was_refused_can_be_sent_again_under_its_key(program: Program) -> None:
    assert program.post("/touchpoints", {"name": ""}, Idempotency_Key="1").status_code == 422
    assert program.post("/touchpoints", {"name": "Messe"}, Idempotency_Key="1").status_code == 201


def test_after_a_day_a_key_is_free_again(program: Program, anna: Membership) -> None:
    program.post("/touchpoints", {"name": "Messe"}, Idempotency_Key="1")
    creation = anna.api_tokens.get().creations.get()
    anna.api_tokens.get().creations.update(made_at=creation.made_at.replace(year=2020))
    assert program.post("/touchpoints", {"name": "Hotline"}, Idempotency_Key="1").status_code == 201
    assert anna.api_tokens.get().creations.count() == 1


def test_the_list_is_narrowed_as_the_inventory_is(program: Program, anna: Membership) -> None:
    department = DepartmentFactory(team=anna.team)
    key = TouchpointFactory(team=anna.team, name="Hotline Übersee", is_key=True, department=department)
    key.tags.add(TagFactory(team=anna.team, name="Praxen"))
    TouchpointFactory(team=anna.team, name="Presse", kind=Kind.INDIRECT, channel="Zeitung")
    TouchpointFactory(team=anna.team, name="Fax", status=Status.RETIRED, status_reason="alt")
    assert found(program) == ["Hotline Übersee", "Presse"]
    assert found(program, status="all") == ["Hotline Übersee", "Presse", "Fax"]
    assert found(program, status="retired") == ["Fax"]
    assert found(program, q="ÜBERSEE") == ["Hotline Übersee"]
    assert found(program, kind="indirect") == found(program, channel="Zeitung") == ["Presse"]
    assert found(program, key="true") == found(program, tag="praxen") == ["Hotline Übersee"]
    assert found(program, department=department.pk) == ["Hotline Übersee"]
    assert found(program, q="nichts\0davon") == []


@pytest.mark.parametrize(
    "asked", [{"limit": 0}, {"limit": 101}, {"after": "x"}, {"kind": "x"}, {"stage": 10**30}, {"knd": "direct"}]
)
def test_a_mistyped_filter_does_not_find_everything(program: Program, asked: dict[str, Any]) -> None:
    refused = program.get("/touchpoints", **asked)
    assert refused.status_code == 422
    assert list(faults(refused)) == list(asked)


def test_pages_follow_each_other_without_gap_or_repetition(program: Program, anna: Membership) -> None:
    names = [TouchpointFactory(team=anna.team).name for _ in range(5)]
    seen: list[str] = []
    after: dict[str, int] = {}
    for _page in range(3):
        page = program.get("/touchpoints", limit=2, **after).json()
        seen += [item["name"] for item in page["items"]]
        after = {"after": page["next"]}
    assert seen == names
    assert page["next"] is None


def test_the_list_costs_the_same_for_one_and_three(program: Program, anna: Membership, ben: Membership) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert program.get("/touchpoints").status_code == 200
        return len(captured)

    def one() -> None:
        touchpoint = TouchpointFactory(
            team=anna.team,
            stage=StageFactory(team=anna.team),
            department=DepartmentFactory(team=anna.team),
            owner=ben.user,
        )
        touchpoint.tags.add(TagFactory(team=anna.team))
        MetricFactory(touchpoint=touchpoint)

    one()
    program.get("/team")  # from now on its use is noted
    for_one = queries()
    one()
    one()
    assert queries() == for_one <= 4


def test_the_words_are_those_of_the_inventory() -> None:
    assert list(get_args(shapes.Kind)) == Kind.values
    assert list(get_args(shapes.Status)) == Status.values
    assert list(get_args(shapes.Evidence)) == Evidence.values
    assert set(get_args(shapes.BrandFit)) == {*BrandFit.values, ""}
