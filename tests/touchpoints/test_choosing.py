"""One touchpoint is chosen among thousands by its name, on every floor by the same field."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import TouchpointFactory
from touchpoints.choosing import NEAR, OFFERED_AT_ONCE, Among, TouchpointInput
from touchpoints.models import Status, Touchpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def touchpoint(team: Team) -> Touchpoint:
    return TouchpointFactory(team=team, name="Messestand")


def refusal(field: TouchpointInput, typed: object) -> str:
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    return refused.value.messages[0]


def test_a_name_is_read_whatever_its_capitals_and_the_same_spelling_goes_first(team: Team) -> None:
    small = TouchpointFactory(team=team, name="messe")
    field = TouchpointInput(team=team)
    assert field.clean(" MESSE\u200b ") == small
    assert field.clean("") is None


def test_a_name_of_another_team_is_unknown(team: Team) -> None:
    foreign = TouchpointFactory(name="Nebenan")
    field = TouchpointInput(team=team, by_key=True)
    for typed in ("Nebenan", foreign.pk, str(foreign.pk)):
        assert "gibt es hier nicht" in refusal(field, typed)


def test_who_mistypes_a_name_is_told_those_that_are_spelled_alike(team: Team) -> None:
    for name in ("Hotline", "Messestand", "Rechnung"):
        TouchpointFactory(team=team, name=name)
    field = TouchpointInput(team=team)
    sentence = "Einen Kontaktpunkt „Hotlien“ gibt es hier nicht. Ähnlich heißen: „Hotline“."
    assert refusal(field, "Hotlien") == sentence
    assert '<option value="Hotline">' in field.widget.render("touchpoint", "Hotlien")
    assert refusal(field, "Xylophon") == "Einen Kontaktpunkt „Xylophon“ gibt es hier nicht."


def test_who_types_part_of_a_name_is_told_a_few_that_contain_it(team: Team) -> None:
    for number in range(NEAR + 3):
        TouchpointFactory(team=team, name=f"Hotline {number}")
    assert refusal(TouchpointInput(team=team), "hotline").count("„Hotline ") == NEAR


@pytest.mark.parametrize(
    ("status", "among", "sentence"),
    [
        (Status.RETIRED, Among.UNRETIRED, "„Fax“ ist stillgelegt"),
        (Status.RETIRED, Among.MET, "„Fax“ ist stillgelegt"),
        (Status.IDEA, Among.MET, "„Fax“ ist erst eine Idee"),
    ],
)
def test_what_is_no_choice_says_why_and_stays_where_it_was_chosen(
    team: Team, status: Status, among: Among, sentence: str
) -> None:
    fax = TouchpointFactory(team=team, name="Fax", status=status, status_reason="nicht heute")
    assert sentence in refusal(TouchpointInput(team=team, among=among), "Fax")
    assert TouchpointInput(team=team, among=among, chosen=fax).clean("Fax") == fax
    assert TouchpointInput(team=team).clean("Fax") == fax


def test_a_number_that_somebody_types_is_a_name_and_one_of_a_program_a_key(touchpoint: Touchpoint) -> None:
    typed = str(touchpoint.pk)
    field = TouchpointInput(team=touchpoint.team)
    assert "gibt es hier nicht" in refusal(field, typed)
    assert field.clean(touchpoint.pk) == touchpoint
    in_address = TouchpointInput(team=touchpoint.team, by_key=True)
    assert in_address.clean(typed) == touchpoint
    assert in_address.prepare_value(typed) == touchpoint.name
    same = TouchpointFactory(team=touchpoint.team, name=typed)
    assert in_address.clean(typed) == same


def test_the_same_touchpoint_is_no_change(touchpoint: Touchpoint) -> None:
    field = TouchpointInput(team=touchpoint.team)
    assert not field.has_changed(touchpoint.pk, touchpoint.name)
    assert not field.has_changed(None, "")
    assert field.has_changed(touchpoint.pk, "")


def test_names_are_fetched_among_what_may_be_chosen(team: Team, rita: Membership) -> None:
    TouchpointFactory(team=team, name="Messe heute")
    TouchpointFactory(team=team, name="Messe damals", status=Status.RETIRED, status_reason="vorbei")
    address = reverse("touchpoints:names", args=[team.slug])
    browser = signed_in(rita)
    assert browser.get(address, {"among": "met", "other": "messe"}).text.count("<option") == 1
    assert browser.get(address, {"among": "nonsense", "other": "messe"}).text.count("<option") == 2


def test_who_may_not_fetch_gets_a_short_list_along(team: Team) -> None:
    Touchpoint.objects.bulk_create(Touchpoint(team=team, name=f"Ort {number:04}") for number in range(300))
    key = TouchpointFactory(team=team, name="Zuletzt und doch zuerst", is_key=True)
    drawn = TouchpointInput(team=team, fetches=False).widget.render("touchpoint", "")
    names = re.findall(r'<option value="([^"]+)"', drawn)
    assert names[0] == key.name
    assert len(names) == OFFERED_AT_ONCE
    assert "hx-get" not in drawn


PAGES = {
    "feedback:record": 40_000,
    "feedback:list": 40_000,
    "feedback:further_filters": 8_000,
    "feedback:exchange": 40_000,
    "feedback:create_question": 40_000,
    "feedback:suggest": 40_000,
    "feedback:topics": 40_000,
    "feedback:learn": 40_000,
}


@pytest.mark.parametrize("page", PAGES)
def test_pages_stay_small_with_five_thousand_touchpoints(ben: Membership, page: str) -> None:
    browser, address = signed_in(ben), reverse(page, args=[ben.team.slug])
    TouchpointFactory(team=ben.team)
    cost = queries_of(browser, address)
    rows = [Touchpoint(team=ben.team, name=f"Kontaktpunkt in der Filiale {number:05}") for number in range(5000)]
    Touchpoint.objects.bulk_create(rows)
    assert queries_of(browser, address) == cost
    assert len(browser.get(address).content) < PAGES[page]
