"""The doors without an account: the team's link, and the receipt."""

from __future__ import annotations

import logging
import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from config.logs import DiscreetFormatter
from feedback.models import Suggestion
from feedback.suggestions import deciding, doors, receipts
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, TouchpointFactory
from tests.feedback.of_feedback import SuggestionFactory
from tests.feedback.of_suggestions import TITLE, door_of, in_review, letters_to, looked_up, of_team, proposed, typed

pytestmark = pytest.mark.django_db
ONCE = re.compile(r"\b\w{64}\b")
NO_CODE = "Zu diesem Code gibt es keinen Vorschlag."


@pytest.fixture(autouse=True)
def nobody_has_come_yet() -> None:
    cache.clear()


# --- The team's link ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "Gerda vom Lager"])
def test_whoever_has_the_link_proposes_something_and_gets_a_code(team: Team, name: str) -> None:
    door, form = door_of(team), typed(name=name)
    answer = Client().post(door, form)
    code = answer.context["code"]
    assert answer.status_code == 200 and code in answer.content.decode()
    made = Suggestion.objects.get()
    assert (made.team, made.by, made.name, made.receipt_hash) == (team, None, name, receipts.kept_hash(code))
    assert Client().post(door, form).context["code"] == code
    assert Suggestion.objects.count() == 1


def test_link_does_not_look_at_who_is_signed_in(ben: Membership) -> None:
    signed_in(ben).post(door_of(ben.team), typed())
    made = Suggestion.objects.get()
    assert made.is_anonymous and not letters_to(ben.user)
    assert "Ben" not in signed_in(ben).get(door_of(ben.team)).content.decode()


def test_every_link_that_opens_nothing_opens_the_same_page(team: Team, clara: Membership) -> None:
    old = door_of(team)
    shut = door_of(clara.team)
    doors.shut(team=clara.team)
    doors.renew(team=team)
    form = typed()
    looked_at: set[str] = set()
    sent_to: set[str] = set()
    for address in (old, shut, reverse("suggest_by_link", args=["never-given-out"])):
        for answer, pages in ((Client().get(address), looked_at), (Client().post(address, form), sent_to)):
            assert answer.status_code == 404
            pages.add(ONCE.sub("", answer.content.decode()).replace(address, ""))
    assert len(looked_at) == len(sent_to) == 1 and not Suggestion.objects.exists()


def test_words_typed_while_the_link_was_renewed_are_there_to_be_copied(team: Team) -> None:
    old = door_of(team)
    doors.renew(team=team)
    page = Client().post(old, typed(text="<b>Lang</b>\nüberlegt", benefit="Weniger Ärger")).content.decode()
    assert TITLE in page and "&lt;b&gt;Lang&lt;/b&gt;<br>überlegt" in page and "Weniger Ärger" in page
    assert "hier lässt es sich noch kopieren" not in Client().get(old).content.decode()


def test_shut_door_is_not_opened_by_an_empty_code(team: Team) -> None:
    doors.shut(team=team)
    assert doors.behind("") is None


def test_link_offers_touchpoints_of_its_team_alone(team: Team, clara: Membership) -> None:
    TouchpointFactory(team=team, name="Messestand")
    foreign = TouchpointFactory(team=clara.team, name="Geheim")
    door = door_of(team)
    page = Client().get(door).content.decode()
    assert "Messestand" in page and "Geheim" not in page
    assert Client().post(door, typed(touchpoint=str(foreign.pk))).status_code == 422


def test_who_posts_too_often_is_told_so_and_loses_no_word(team: Team) -> None:
    door, browser = door_of(team), Client()
    for _time in range(30):
        assert browser.post(door, typed()).status_code == 200
    held_back = browser.post(door, typed(text="Das hier war lang"))
    assert held_back.status_code == 429
    assert TITLE in held_back.content.decode() and "Das hier war lang" in held_back.content.decode()
    assert Suggestion.objects.count() == 30


def test_who_posts_above_the_limit_of_the_door_is_asked_once_more_with_every_word(team: Team, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"suggestion_door": "2/m/ip"}
    door, browser = door_of(team), Client()
    assert [browser.post(door, typed(title="")).status_code for _time in range(2)] == [422, 422]
    form = typed(text="Das hier war lang", benefit="Kein Warten", name="Gerda")
    held_back = browser.post(door, form)
    page = held_back.content.decode()
    assert (held_back.status_code, held_back.headers["Retry-After"]) == (429, "60")
    for words in (
        "In einer Minute noch einmal absenden",
        TITLE,
        "Das hier war lang",
        "Kein Warten",
        "Gerda",
        form["sheet"],
    ):
        assert words in page
    cache.clear()
    assert browser.post(door, form).status_code == 200
    assert Suggestion.objects.get().title == TITLE


def test_who_looks_too_often_is_told_when_to_come_back_by_a_wrong_link_as_by_a_right_one(
    team: Team, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"suggestion_door": "2/m/ip"}
    wrong, right, browser = reverse("suggest_by_link", args=["never-given-out"]), door_of(team), Client()
    assert [browser.get(wrong).status_code for _time in range(2)] == [404, 404]
    for door in (wrong, right):
        held_back = browser.get(door)
        assert (held_back.status_code, held_back.headers["Retry-After"]) == (429, "60")
        assert "Einen Moment Geduld" in held_back.content.decode() and team.name not in held_back.content.decode()


def test_one_megabyte_by_the_link_is_refused_and_kept_in_the_form(team: Team) -> None:
    answer = Client().post(door_of(team), typed(text="ä" * 500_000, title="x" * 200))
    assert answer.status_code == 422 and "ä" * 500_000 in answer.content.decode()


def test_scripts_are_words_like_others(team: Team) -> None:
    code = Client().post(door_of(team), typed(title="<script>alert(1)</script>")).context["code"]
    page = looked_up(code).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_door_costs_the_same_for_one_and_thirty_touchpoints(team: Team) -> None:
    door = door_of(team)
    TouchpointFactory(team=team)
    queries_of(Client(), door)
    few = queries_of(Client(), door)
    TouchpointFactory.create_batch(29, team=team)
    assert queries_of(Client(), door) == few


def test_leads_open_renew_and_shut_the_link_and_everyone_reads_it(anna: Membership, rita: Membership) -> None:
    link = of_team(anna.team, "suggestion_link")
    leads, reads = signed_in(anna), signed_in(rita)
    assert "/v/" not in reads.get(link).content.decode().split("<main")[1]
    seen = set()
    for _time in range(2):
        assert leads.post(of_team(anna.team, "renew_suggestion_link")).status_code == 302
        seen.add(reads.get(link).context["url"])
    assert len(seen) == 2 and all("/v/" in url for url in seen)
    leads.post(of_team(anna.team, "shut_suggestion_link"))
    assert reads.get(link).context["url"] == ""
    for deed in ("renew_suggestion_link", "shut_suggestion_link"):
        assert reads.post(of_team(anna.team, deed)).status_code == 403
        assert leads.get(of_team(anna.team, deed)).status_code == 405


def test_codes_of_links_stay_out_of_the_log(team: Team) -> None:
    door = door_of(team)
    line = DiscreetFormatter("%(message)s").format(
        logging.LogRecord("x", logging.INFO, "x", 1, f"GET {door}", None, None)
    )
    assert line == "GET /v/…/"


# --- The receipt --------------------------------------------------------------------------------


def test_code_opens_state_answers_and_outcome(anna: Membership, ben: Membership) -> None:
    made = proposed(anna.team)
    assert "eingegangen" in looked_up(made.code).content.decode()
    deciding.answer(suggestion=made.suggestion, kind="answer", words="Gute Idee, wir prüfen.", by=anna.user, at=NOW)
    Suggestion.objects.filter(pk=made.suggestion.pk).update(state="accepted", thanks="Danke an alle Lagerleute")
    page = looked_up(made.code.lower().replace("-", " ")).content.decode()
    for words in (TITLE, "angenommen", "Gute Idee, wir prüfen.", "Danke an alle Lagerleute"):
        assert words in page


def test_decision_about_an_anonymous_suggestion_is_read_under_the_code(anna: Membership, ben: Membership) -> None:
    made = proposed(anna.team)
    SuggestionFactory._meta.model.objects.filter(pk=made.suggestion.pk).update(state="in_review")
    deciding.move(
        suggestion=made.suggestion, expected="in_review", to="declined", by=anna.user, at=NOW, words="Zu teuer, leider."
    )
    page = looked_up(made.code).content.decode()
    assert "Zu teuer, leider." in page and "abgelehnt" in page


def test_person_without_an_account_writes_back_once(anna: Membership) -> None:
    made = proposed(anna.team)
    deciding.answer(suggestion=made.suggestion, kind="answer", words="Wo genau?", by=anna.user, at=NOW)
    for _time in range(2):
        assert looked_up(made.code, words="Am \u202eTor 3.").status_code == 200
    back = made.suggestion.replies.get(kind="back")
    assert (back.by, back.text) == (None, "Am Tor 3.")
    assert letters_to(anna.user)[1:] == [f"suggestion:{made.suggestion.pk}:back:{back.pk}"]
    assert looked_up(made.code, words="").status_code == 422


@pytest.mark.parametrize("wrong", ["", "KT4M", "KT4M-9XQ2-7777-8888-9999", "x" * 80, "ä€😀", "' OR 1=1 --", "\u202e"])
def test_wrong_code_is_told_nothing_but_that(team: Team, wrong: str) -> None:
    named = SuggestionFactory(team=team)
    answer = looked_up(wrong)
    assert answer.status_code == 422 and named.title not in answer.content.decode()
    assert NO_CODE in answer.content.decode() or wrong == ""


def test_suggestion_of_an_account_has_no_code_that_opens_it(ben: Membership) -> None:
    sheet = uuid4()
    proposed(ben.team, by=ben.user, sheet=sheet)
    assert looked_up(receipts.code_for(sheet, ben.team)).status_code == 422


def test_guessing_codes_ends_after_thirty_and_keeps_what_was_typed(team: Team) -> None:
    made, browser = proposed(team), Client()
    told = set()
    for number in range(30):
        answer = browser.post(reverse("receipt"), {"code": f"2222-3333-4444-5555-{number:04}"})
        told.add((answer.status_code, NO_CODE in answer.content.decode()))
    assert told == {(422, True)}
    held_back = browser.post(reverse("receipt"), {"code": made.code, "words": "Noch ein Satz"})
    assert held_back.status_code == 429
    assert TITLE not in held_back.content.decode() and "Noch ein Satz" in held_back.content.decode()
    assert not made.suggestion.replies.exists()


def test_shut_link_leaves_receipts_working(team: Team) -> None:
    made = proposed(team)
    doors.shut(team=team)
    assert TITLE in looked_up(made.code).content.decode()


def test_anonymous_words_reach_experts_without_a_name(anna: Membership, ben: Membership) -> None:
    in_review(anna.team, ben, asked_by=anna)
    page = signed_in(ben).get(of_team(ben.team, "suggestions")).content.decode()
    assert "ohne Namen" in page and len(letters_to(ben.user)) == 1
