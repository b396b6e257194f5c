"""The record of one touchpoint in depth: what people type, what the page says, two people at once."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import DepartmentFactory, TagFactory, TouchpointFactory
from touchpoints.models import Status, Touchpoint
from touchpoints.tagging import names_in, tags_named

ENTRY = {"name": "Rechnung", "kind": "direct", "evidence": "guess", "status": "active"}
DEPTH = ENTRY | {
    "channel": "E-Mail 📧",
    "goal": "Schnell bezahlt werden.",
    "disappointing": "Kommt vor der Ware.",
    "okay": "Stimmt auf den Cent.",
    "delightful": "Sagt Danke – in Grün 💚.",
    "ending": "Mit einem Gruß aus der Küche.",
    "is_moment_of_truth": "on",
    "brand_fit": "partly",
    "brand_fit_reason": "Der Ton ist kühl.",
    "importance_customer": "5",
    "performance": "2",
    "contacts_per_month": "1200",
    "evidence": "customers",
}


def url(team: Team, name: str, *args: int) -> str:
    return reverse(f"touchpoints:{name}", args=[team.slug, *args])


def opened(browser: Client, touchpoint: Touchpoint) -> dict[str, Any]:
    """What a browser would post back unchanged after opening the form."""
    form = browser.get(url(touchpoint.team, "edit", touchpoint.pk)).context["form"]
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value not in (None, False)}


# --- What is typed and shown --------------------------------------------------------------------


def test_everything_typed_is_kept_and_shown(team: Team, ben: Membership) -> None:
    page = signed_in(ben).post(url(team, "create"), DEPTH | {"new_tags": "Neukunden, Ärzte"}, follow=True).text
    for words in ("Schnell bezahlt werden.", "Sagt Danke – in Grün 💚.", "Mit einem Gruß aus der Küche.", "E-Mail 📧"):
        assert words in page
    assert "Das Ende bleibt" in page
    assert "1.200" in page
    touchpoint = team.touchpoints.get()
    assert [tag.name for tag in touchpoint.tags.all()] == ["Neukunden", "Ärzte"]
    assert (touchpoint.importance_customer, touchpoint.importance_company, touchpoint.performance) == (5, None, 2)


def test_what_is_missing_is_one_line_with_the_way_to_add_it(team: Team, ben: Membership, rita: Membership) -> None:
    touchpoint = TouchpointFactory(team=team, goal="Ein Ziel")
    page = signed_in(ben).get(url(team, "detail", touchpoint.pk)).text
    assert f'{url(team, "edit", touchpoint.pk)}#id_ending"' in page
    assert "#id_goal" not in page
    assert "/edit/" not in signed_in(rita).get(url(team, "detail", touchpoint.pk)).text


def test_fields_stand_in_groups_and_only_the_first_are_open(team: Team, ben: Membership) -> None:
    groups = signed_in(ben).get(url(team, "create")).context["form"].groups
    assert [group.name for group in groups if group.is_open] == ["what", "states"]
    assert sum(group.filled for group in groups) == 0


def test_group_with_an_error_is_open(team: Team, ben: Membership) -> None:
    answer = signed_in(ben).post(url(team, "create"), DEPTH | {"impact": "11", "disappointing": "x" * 501})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert set(form.errors) == {"impact", "disappointing"}
    assert {group.name for group in form.groups if group.is_open} == {"what", "states", "expectation", "ratings"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * 121),
        ("channel", "x" * 61),
        ("goal", "x" * 1001),
        ("ending", "x" * 1001),
        ("brand_fit", "sehr"),
        ("brand_fit_reason", "x" * 281),
        ("importance_customer", "6"),
        ("performance", "0"),
        ("contacts_per_month", "-1"),
        ("contacts_per_month", "9" * 30),
        ("evidence", "sicher"),
        ("status", "weg"),
        ("new_tags", "kurz, " + "x" * 41),
        ("owner", "9" * 30),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(team: Team, ben: Membership, field: str, value: str) -> None:
    answer = signed_in(ben).post(url(team, "create"), ENTRY | {field: value})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not team.touchpoints.exists()


def test_line_ends_count_once_as_they_do_in_the_browser(team: Team, ben: Membership) -> None:
    signed_in(ben).post(url(team, "create"), ENTRY | {"goal": "\r\n".join("x" * 500) + "y"})
    assert team.touchpoints.get().goal == "\n".join("x" * 500) + "y"


def test_channels_of_the_team_are_offered(team: Team, ben: Membership) -> None:
    TouchpointFactory.create_batch(2, team=team, channel="Telefon")
    TouchpointFactory(channel="Fremdfunk")
    page = signed_in(ben).get(url(team, "create")).text
    assert page.count('<option value="Telefon">') == 1
    assert "Fremdfunk" not in page


def test_retired_in_the_form_needs_its_reason_too(team: Team, ben: Membership) -> None:
    answer = signed_in(ben).post(url(team, "create"), ENTRY | {"status": "retired"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["status_reason"] == [
        "Wer einen Kontaktpunkt stilllegt, schreibt den Grund dazu."
    ]


def test_brand_fit_nobody_has_judged_is_open(team: Team, ben: Membership) -> None:
    form = signed_in(ben).get(url(team, "create")).context["form"]
    assert next(str(words) for _value, words in form.fields["brand_fit"].choices) == "offen"


@pytest.mark.parametrize("reason", ["", "  "])
def test_brand_fit_is_judged_with_a_reason(team: Team, ben: Membership, reason: str) -> None:
    answer = signed_in(ben).post(url(team, "create"), ENTRY | {"brand_fit": "fits", "brand_fit_reason": reason})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "brand_fit_reason": ["Wer sagt, ob es zur Marke passt, schreibt den Grund dazu."]
    }
    assert [group.name for group in answer.context["form"].groups if group.is_open] == ["what", "states", "brand"]


def test_brand_fit_that_came_without_a_reason_stops_no_other_change(team: Team, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team, brand_fit="fits")
    posted = ENTRY | {"brand_fit": "fits", "brand_fit_reason": "", "name": "Hotline am Abend"}
    assert signed_in(ben).post(url(team, "edit", touchpoint.pk), posted).status_code == 302


def test_reason_of_brand_fit_is_not_taken_away_alone(team: Team, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team, brand_fit="fits", brand_fit_reason="Wie aus einem Guss.")
    typed = opened(signed_in(ben), touchpoint) | {"brand_fit_reason": ""}
    answer = signed_in(ben).post(url(team, "edit", touchpoint.pk), typed)
    assert set(answer.context["form"].errors) == {"brand_fit_reason"}


@pytest.mark.parametrize(("status", "word"), [(Status.IDEA, "neue Idee"), (Status.CHANGING, "im Umbau")])
def test_idea_and_change_stand_in_the_head(team: Team, rita: Membership, status: Status, word: str) -> None:
    touchpoint = TouchpointFactory(team=team, status=status)
    assert word in signed_in(rita).get(url(team, "detail", touchpoint.pk)).text.partition("page-head")[2][:900]


# --- Tags ---------------------------------------------------------------------------------------


def test_typed_tags_are_cleaned_and_stand_once() -> None:
    assert names_in("Neukunden,  Ärzte ;ärzte\nGroß  handel,,\u202e") == ["Neukunden", "Ärzte", "Groß handel"]


def test_known_tags_are_taken_and_new_ones_made_in_the_team(team: Team) -> None:
    known, foreign = TagFactory(team=team, name="Ärzte"), TagFactory(name="Neukunden")
    tags = tags_named(team, ["ärzte", "Neukunden"])
    assert known in tags
    assert foreign not in tags
    assert {tag.name for tag in team.tags.all()} == {"Ärzte", "Neukunden"}


def test_tags_are_chosen_and_typed_at_once_and_another_teams_are_no_choice(team: Team, ben: Membership) -> None:
    known, foreign = TagFactory(team=team), TagFactory()
    browser = signed_in(ben)
    browser.post(url(team, "create"), ENTRY | {"tags": [known.pk], "new_tags": "Praxen 🩺"})
    assert {tag.name for tag in team.touchpoints.get().tags.all()} == {known.name, "Praxen 🩺"}
    answer = browser.post(url(team, "create"), ENTRY | {"name": "Hotline", "tags": [foreign.pk]})
    assert set(answer.context["form"].errors) == {"tags"}


def test_tags_and_fields_are_one_change_in_the_history(team: Team, ben: Membership) -> None:
    browser = signed_in(ben)
    browser.post(url(team, "create"), ENTRY | {"new_tags": "Praxen"})
    touchpoint = team.touchpoints.get()
    browser.post(url(team, "edit", touchpoint.pk), ENTRY | {"goal": "Dank", "new_tags": "Kliniken"})
    newest, _beginning = browser.get(url(team, "detail", touchpoint.pk)).context["changes"]
    assert {(change.label, change.old, change.new) for change in newest.fields} == {
        ("Ziel des Kontaktpunkts", "–", "Dank"),
        ("Zielgruppen", "Praxen", "Kliniken"),
    }


# --- Two people at once -------------------------------------------------------------------------


def test_two_people_who_change_different_things_lose_nothing(team: Team, anna: Membership, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team, name="Rechnung")
    service, tag = DepartmentFactory(team=team), TagFactory(team=team)
    hers, his = opened(signed_in(anna), touchpoint), opened(signed_in(ben), touchpoint)
    signed_in(anna).post(
        url(team, "edit", touchpoint.pk), hers | {"goal": "Dank", "department": service.pk, "tags": [tag.pk]}
    )
    answer = signed_in(ben).post(url(team, "edit", touchpoint.pk), his | {"ending": "Ein Gruß"})
    assert answer.status_code == 302
    touchpoint.refresh_from_db()
    assert (touchpoint.goal, touchpoint.ending, touchpoint.department) == ("Dank", "Ein Gruß", service)
    assert list(touchpoint.tags.all()) == [tag]


def test_who_would_overwrite_a_colleague_is_told_and_may_insist(team: Team, anna: Membership, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    his = opened(signed_in(ben), touchpoint) | {"goal": "Meins"}
    signed_in(anna).post(url(team, "edit", touchpoint.pk), opened(signed_in(anna), touchpoint) | {"goal": "Ihres"})
    answer = signed_in(ben).post(url(team, "edit", touchpoint.pk), his)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert "Anna Keller hat hier inzwischen „Ihres“ geschrieben." in form.errors["goal"][0]
    assert form["goal"].value() == "Meins"
    signed_in(ben).post(url(team, "edit", touchpoint.pk), his | {"told": form["told"].value()})
    touchpoint.refresh_from_db()
    assert touchpoint.goal == "Meins"


def test_change_of_status_survives_a_form_that_was_open_before(team: Team, anna: Membership, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    his = opened(signed_in(ben), touchpoint)
    signed_in(anna).post(url(team, "retire", touchpoint.pk), {"reason": "Umzug"})
    signed_in(ben).post(url(team, "edit", touchpoint.pk), his | {"goal": "Dank"})
    touchpoint.refresh_from_db()
    assert (touchpoint.status, touchpoint.status_reason, touchpoint.goal) == (Status.RETIRED, "Umzug", "Dank")


def test_form_costs_the_same_whatever_was_changed_before(team: Team, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    browser, address = signed_in(ben), url(team, "edit", touchpoint.pk)
    once = queries_of(browser, address)
    for goal in "abc":
        touchpoint.goal = goal
        touchpoint.save()
    assert queries_of(browser, address) == once
