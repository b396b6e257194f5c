"""A person's tokens: made, shown once, seen, revoked."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from config.api.issuing import LOOKS_LIKE_ONE
from config.api.token_forms import MOST
from config.models import Scope
from teams.models import Membership
from teams.personal_data import everything_about
from teams.tokens import hash_of
from tests.config.api.programs import Program, token_of
from tests.conftest import queries_of, signed_in

pytestmark = pytest.mark.django_db

PAGE = "/t/vertrieb-sued/tokens/"
WANTED = {"name": "Auswertung 😀", "scope": "write", "days": "90"}


def text_in(page: str) -> str:
    """The token that a page shows."""
    found = LOOKS_LIKE_ONE.search(page)
    assert found
    return found[0]


def test_a_token_is_made_and_works(anna: Membership) -> None:
    page = signed_in(anna).post(PAGE, WANTED)
    assert page.status_code == 200
    text = text_in(page.content.decode())
    assert Program(text).get("/team").json()["token"]["name"] == "Auswertung 😀"
    token = anna.api_tokens.get()
    assert (token.token_hash, token.scope) == (hash_of(text), Scope.WRITE)
    assert token.expires_at - token.created_at == timedelta(days=90)


def test_a_token_is_shown_this_once(anna: Membership) -> None:
    browser = signed_in(anna)
    text = text_in(browser.post(PAGE, WANTED).content.decode())
    assert text not in browser.get(PAGE).content.decode()
    assert text not in str(browser.session.items())


def test_who_only_reads_makes_tokens_that_only_read(rita: Membership) -> None:
    browser = signed_in(rita)
    assert browser.post(PAGE, WANTED).status_code == 422
    assert "lesen und schreiben" not in browser.get(PAGE).content.decode()
    assert browser.post(PAGE, WANTED | {"scope": "read"}).status_code == 200


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "x" * 61}, {"scope": "all"}, {"days": "9999"}, {"days": "x"}])
def test_what_does_not_fit_is_asked_for_again(anna: Membership, wrong: dict[str, str]) -> None:
    answer = signed_in(anna).post(PAGE, WANTED | wrong)
    assert answer.status_code == 422
    assert not anna.api_tokens.exists()


def test_there_are_not_more_than_a_person_can_watch(anna: Membership) -> None:
    for _ in range(MOST):
        token_of(anna)
    answer = signed_in(anna).post(PAGE, WANTED)
    assert answer.status_code == 422
    assert f"Mehr als {MOST} Tokens gehen nicht." in answer.content.decode()


def test_a_token_is_revoked_after_one_question(anna: Membership) -> None:
    program, browser = Program(token_of(anna)), signed_in(anna)
    address = f"{PAGE}{anna.api_tokens.get().pk}/revoke/"
    assert "„Auswertung“ widerrufen?" in browser.get(address).content.decode()
    assert program.get("/team").status_code == 200
    assert browser.post(address).headers["Location"] == PAGE
    assert program.get("/team").status_code == 401


def test_nobody_sees_or_revokes_anothers_token(anna: Membership, ben: Membership) -> None:
    token_of(ben)
    browser = signed_in(anna)
    assert "(Auswertung)" not in browser.get(PAGE).content.decode()
    assert browser.post(f"{PAGE}{ben.api_tokens.get().pk}/revoke/").status_code == 404
    assert ben.api_tokens.exists()


def test_an_expired_token_is_said_to_be_one(anna: Membership) -> None:
    token_of(anna, days=30, at=timezone.now() - timedelta(days=31))
    assert "abgelaufen" in signed_in(anna).get(PAGE).content.decode()


def test_the_page_costs_the_same_for_one_and_three(anna: Membership) -> None:
    browser = signed_in(anna)
    token_of(anna)
    for_one = queries_of(browser, PAGE)
    token_of(anna)
    token_of(anna)
    assert queries_of(browser, PAGE) == for_one


def test_the_account_menu_leads_there(anna: Membership, rita: Membership) -> None:
    for membership in (anna, rita):
        assert PAGE in signed_in(membership).get("/t/vertrieb-sued/").content.decode()
    assert "/tokens/" not in signed_in(anna).get("/profile/").content.decode()


def test_a_person_takes_along_what_is_known_about_their_tokens(anna: Membership) -> None:
    text = token_of(anna)
    told = everything_about(anna.user)["config"]
    assert [token["name"] for token in told["api_tokens"]] == ["Auswertung"]
    assert text not in str(told)
    assert hash_of(text) not in str(told)


def test_the_reference_is_open_to_all_and_names_every_operation(client: Client) -> None:
    page = client.get("/api/")
    assert page.status_code == 200
    document = client.get("/api/v1/openapi.json").json()
    for path, methods in document["paths"].items():
        assert path in page.content.decode()
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in page.content.decode()


def test_the_document_describes_every_operation_and_refusal(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    assert document["components"]["securitySchemes"]["PersonalToken"]["scheme"] == "bearer"
    for methods in document["paths"].values():
        for method, operation in methods.items():
            assert operation["security"] == [{"PersonalToken": []}]
            assert operation["description"]
            assert {"401", "429"} <= set(operation["responses"])
            if method != "get":
                assert {"400", "403", "413", "415", "422"} <= set(operation["responses"])
            for status, answer in operation["responses"].items():
                assert ("application/problem+json" in answer["content"]) == (status >= "400")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("get", "nowhere", 404), ("get", "", 404), ("delete", "touchpoints", 405), ("get", "touchpoints/x", 404)],
)
def test_even_what_is_no_operation_is_refused_in_json(client: Client, method: str, path: str, status: int) -> None:
    answer = getattr(client, method)(f"/api/v1/{path}")
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert int(answer.headers["Content-Length"]) == len(answer.content)


def test_even_a_fault_of_ours_is_told_in_json(anna: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_rows: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("config.api.touchpoint_operations.page_of", break_down)
    program = Program(token_of(anna), client=Client(raise_request_exception=False))
    answer = program.get("/touchpoints")
    assert answer.status_code == 500
    assert answer.json() == {"type": "about:blank", "title": "Da ist etwas schiefgegangen", "status": 500}


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("{", "application/json", 400),
        ("[" * 200_000, "application/json", 400),
        ('{"name": NaN}', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (f'{{"name": {"9" * 5000}}}', "application/json", 400),
        ("name=x", "application/x-www-form-urlencoded", 415),
        ("{}", "text/plain", 415),
        ('{"name": "' + "x" * 3_000_000 + '"}', "application/json", 413),
        ('{"name": "\\ud800"}', "application/json", 422),
        ("[]", "application/json", 422),
        ("null", "application/json", 422),
        ("", "application/json", 422),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_body_that_cannot_be_read_is_refused(anna: Membership, body: str, kind: str, status: int) -> None:
    answer = Program(token_of(anna)).send("POST", "/touchpoints", body, kind)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not anna.team.touchpoints.exists()
