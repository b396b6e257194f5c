"""Names and searches take capitals for small letters, whatever the letter and whatever the database."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import StageFactory, TagFactory, TouchpointFactory


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("überw", True),
        ("ÜBERW", True),
        ("CAFÉ", True),
        ("straße", True),
        ("strasse", False),
        ("🩺", True),
        ("5%", True),
        ("5%k", False),
        ("b_u", True),
        ("b_ro", False),
        ("ü" * 500, False),
    ],
)
def test_search_finds_letters_in_any_case_and_signs_as_they_are(team: Team, words: str, is_found: bool) -> None:
    TouchpointFactory(
        team=team, name="Überweisung", actual_state="Im Café an der Straße 🩺", target_state="5% b_u büro"
    )
    assert team.touchpoints.search(words).exists() == is_found


@pytest.mark.parametrize(
    ("first", "second"),
    [("Überweisung", "überweisung"), ("ÉCLAIR", "éclair"), ("Straße", "STRAßE"), ("Tür 🚪", "TÜR 🚪")],
)
def test_name_is_captured_once_in_any_case(team: Team, ben: Membership, first: str, second: str) -> None:
    TouchpointFactory(team=team, name=first)
    typed = {"name": second, "kind": "direct", "evidence": "guess", "status": "active"}
    answer = signed_in(ben).post(reverse("touchpoints:create", args=[team.slug]), typed)
    assert answer.status_code == 422
    assert "Einen Kontaktpunkt mit diesem Namen gibt es schon." in answer.text


@pytest.mark.parametrize("factory", [TouchpointFactory, StageFactory, TagFactory])
def test_database_itself_refuses_a_name_in_other_letters(team: Team, factory: type) -> None:
    factory(team=team, name="überweisung")
    factory(team=team, name="Uberweisung")
    with pytest.raises(IntegrityError), transaction.atomic():
        factory(team=team, name="ÜBERWEISUNG")


def test_sharp_s_and_double_s_are_two_names(team: Team) -> None:
    TouchpointFactory(team=team, name="Straße")
    TouchpointFactory(team=team, name="Strasse")
    assert team.touchpoints.filter(name__iexact="STRASSE").get().name == "Strasse"
