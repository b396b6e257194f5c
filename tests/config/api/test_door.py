"""Who comes in to the API: nobody without a valid token, and nobody further than their role."""

import logging
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from config.api.issuing import LOOKS_LIKE_ONE
from config.models import ApiToken, Scope
from teams.models import Membership, Role
from tests.config.api.programs import AT, Program, program_of, token_of
from tests.conftest import signed_in
from tests.factories import ActionFactory, TouchpointFactory

pytestmark = pytest.mark.django_db

READS = ["/team", "/touchpoints", "/touchpoints/{touchpoint}", "/actions", "/actions/{action}"]
WRITES = [
    ("POST", "/touchpoints", {"name": "Neu"}, 201),
    ("PATCH", "/touchpoints/{touchpoint}", {"name": "Anders"}, 200),
    ("POST", "/actions", {"what": "Neu", "due_on": "2099-01-31"}, 201),
    ("PATCH", "/actions/{action}", {"what": "Anders"}, 200),
    ("POST", "/actions/{action}/move", {"to": "running"}, 200),
    ("POST", "/actions/{action}/settle", {"outcome": "works", "result": "Gut"}, 200),
]


LOOKS_RIGHT = "kp_" + "a" * 43


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def keys(anna: Membership, ben: Membership) -> dict[str, int]:
    """A touchpoint of the team, and an action that ben has taken on."""
    return {
        "touchpoint": TouchpointFactory(team=anna.team, name="Rechnung").pk,
        "action": ActionFactory(team=anna.team, responsible=ben.user).pk,
    }


def sent(program: Program, method: str, path: str, said: object) -> int:
    return (program.post if method == "POST" else program.patch)(path, said).status_code


@pytest.mark.parametrize("path", READS)
@pytest.mark.parametrize("who", ["anna", "ben", "rita"])
def test_everyone_in_the_team_reads(path: str, who: str, keys: dict[str, int], request: pytest.FixtureRequest) -> None:
    program = program_of(request.getfixturevalue(who), Scope.READ)
    assert program.get(path.format(**keys)).status_code == 200


@pytest.mark.parametrize(("method", "path", "said", "status"), WRITES)
def test_a_lead_and_who_has_taken_it_on_write(
    method: str, path: str, said: object, status: int, keys: dict[str, int], anna: Membership, ben: Membership
) -> None:
    assert sent(program_of(ben), method, path.format(**keys), said) == status
    said = {"name": "Noch eins"} if path == "/touchpoints" else said
    assert sent(program_of(anna), method, path.format(**keys), said) == status


@pytest.mark.parametrize(("method", "path", "said", "_status"), WRITES)
def test_a_reader_never_writes_whatever_the_token_says(
    method: str, path: str, said: object, _status: int, keys: dict[str, int], rita: Membership
) -> None:
    assert sent(program_of(rita, Scope.WRITE), method, path.format(**keys), said) == 403


@pytest.mark.parametrize(("method", "path", "said", "_status"), WRITES)
def test_a_token_for_reading_never_writes(
    method: str, path: str, said: object, _status: int, keys: dict[str, int], anna: Membership
) -> None:
    assert sent(program_of(anna, Scope.READ), method, path.format(**keys), said) == 403


@pytest.mark.parametrize(("method", "path", "said", "_status"), [row for row in WRITES if "{action}" in row[1]])
def test_a_member_leaves_a_colleagues_action_alone(
    method: str, path: str, said: object, _status: int, keys: dict[str, int], ben: Membership, anna: Membership
) -> None:
    ben.team.actions.update(responsible=anna.user)
    program = program_of(ben)
    response = (program.post if method == "POST" else program.patch)(path.format(**keys), said)
    assert response.status_code == 403
    assert response.json()["detail"] == "Diese Maßnahme hat jemand anderes übernommen."


@pytest.mark.parametrize("path", [path for path in READS if "{" in path])
def test_another_teams_rows_are_not_found_by_guessing(path: str, keys: dict[str, int], clara: Membership) -> None:
    assert program_of(clara).get(path.format(**keys)).status_code == 404


@pytest.mark.parametrize(("method", "path", "said", "_status"), [row for row in WRITES if "{" in row[1]])
def test_another_teams_rows_are_not_changed_by_guessing(
    method: str, path: str, said: object, _status: int, keys: dict[str, int], clara: Membership
) -> None:
    assert sent(program_of(clara), method, path.format(**keys), said) == 404


def test_another_teams_rows_stand_in_no_list(keys: dict[str, int], clara: Membership) -> None:
    program = program_of(clara)
    assert program.get("/touchpoints", status="all").json()["items"] == []
    assert program.get("/actions", state="all").json()["items"] == []
    told = program.get("/team").content.decode()
    assert "Clara Fremd" in told
    assert "Anna Keller" not in told


def test_another_teams_rows_cannot_be_pointed_to(keys: dict[str, int], clara: Membership, anna: Membership) -> None:
    program = program_of(clara)
    refused = program.post("/actions", {"what": "x", "due_on": "2099-01-01", "touchpoint": keys["touchpoint"]})
    assert [error["field"] for error in refused.json()["errors"]] == ["touchpoint"]
    refused = program.post("/touchpoints", {"name": "x", "owner": anna.user_id})
    assert [error["field"] for error in refused.json()["errors"]] == ["owner"]


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer kp_short",
        "Basic YTpi",
        "Bearer kp_" + "a" * 43,
        "Bearer ü\x80",
        "kp_" + "a" * 43,
    ],
)
def test_without_a_valid_token_nobody_comes_in(header: str, keys: dict[str, int]) -> None:
    response = Client().get(f"{AT}/team", headers={"Authorization": header} if header else {})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.headers["Content-Type"] == "application/problem+json"


def test_an_expired_token_opens_nothing(anna: Membership) -> None:
    text = token_of(anna, days=30, at=timezone.now() - timedelta(days=30))
    assert Program(text).get("/team").status_code == 401


def test_a_revoked_token_opens_nothing(anna: Membership) -> None:
    program = program_of(anna)
    anna.api_tokens.get().delete()
    assert program.get("/team").status_code == 401


def test_a_token_ends_with_the_membership(ben: Membership) -> None:
    program = program_of(ben)
    ben.delete()
    assert program.get("/team").status_code == 401


def test_a_token_of_an_account_that_is_closed_opens_nothing(ben: Membership) -> None:
    program = program_of(ben)
    ben.user.is_active = False
    ben.user.save()
    assert program.get("/team").status_code == 401


def test_the_role_of_this_moment_counts(ben: Membership) -> None:
    program = program_of(ben)
    assert program.post("/touchpoints", {"name": "Eins"}).status_code == 201
    ben.role = Role.READER
    ben.save()
    assert program.post("/touchpoints", {"name": "Zwei"}).status_code == 403


def test_only_the_hash_of_a_token_is_kept(anna: Membership) -> None:
    text = token_of(anna)
    assert LOOKS_LIKE_ONE.fullmatch(text)
    [row] = ApiToken.objects.values()
    assert text not in str(row)


def test_a_token_is_never_written_into_the_log(anna: Membership, caplog: pytest.LogCaptureFixture) -> None:
    text, wrong = token_of(anna), "kp_" + "b" * 43
    with caplog.at_level(logging.DEBUG):
        Program(text).get("/touchpoints/999")
        Program(text).post("/touchpoints", {"name": ""})
        Program(wrong).get("/team")
        Client().get(f"{AT}/team", headers={"Authorization": f"Token {text}"})
    assert caplog.records
    assert text not in caplog.text
    assert wrong not in caplog.text


def test_cookies_do_not_count(anna: Membership) -> None:
    browser = signed_in(anna)
    assert browser.get(f"{AT}/team").status_code == 401
    assert browser.post(f"{AT}/touchpoints", {"name": "x"}, content_type="application/json").status_code == 401
    assert not anna.team.touchpoints.exists()


def test_a_foreign_cookie_does_not_make_the_request_another_persons(anna: Membership, clara: Membership) -> None:
    answer = Program(token_of(anna), client=signed_in(clara)).get("/team")
    assert answer.json()["me"]["name"] == "Anna Keller"
    assert not answer.cookies


def test_no_form_token_is_wanted_where_cookies_do_not_count(anna: Membership) -> None:
    program = Program(token_of(anna), client=Client(enforce_csrf_checks=True))
    assert program.post("/touchpoints", {"name": "Ohne Keks"}).status_code == 201


def test_what_is_answered_is_kept_by_nobody(anna: Membership) -> None:
    assert "no-store" in program_of(anna).get("/team").headers["Cache-Control"]


def test_a_change_is_the_persons_in_the_history(anna: Membership) -> None:
    program_of(anna).post("/touchpoints", {"name": "Von Anna"})
    assert anna.team.touchpoints.get().history.get().history_user == anna.user


def test_use_is_noted_at_most_once_an_hour(anna: Membership) -> None:
    program = program_of(anna)
    program.get("/team")
    first = anna.api_tokens.get().last_used_at
    program.get("/team")
    assert anna.api_tokens.get().last_used_at == first
    anna.api_tokens.update(last_used_at=timezone.now() - timedelta(minutes=61))
    program.get("/team")
    again = anna.api_tokens.get().last_used_at
    assert first and again and again > first


def test_who_only_looks_opens_no_transaction_for_writing(keys: dict[str, int], anna: Membership) -> None:
    program = program_of(anna)
    program.get("/team")
    for path in READS:
        with CaptureQueriesContext(connection) as queries:
            program.get(path.format(**keys))
        assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []


def test_too_many_requests_with_a_token_have_to_wait(anna: Membership, ben: Membership, settings: Settings) -> None:
    settings.API_RATES = {"requests": "3/m", "wrong_tokens": "60/m"}
    program = program_of(anna)
    assert [program.get("/team").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = program.post("/touchpoints", {"name": "x"})
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert program_of(ben).get("/team").status_code == 200


def test_whoever_tries_tokens_has_to_wait_and_nobody_else(anna: Membership, settings: Settings) -> None:
    settings.API_RATES = {"requests": "300/m", "wrong_tokens": "2/m"}
    assert [Program("kp_x").get("/team").status_code for _ in range(3)] == [401, 401, 429]
    assert program_of(anna).get("/team").status_code == 200
