"""What became of suggestions: worded for everyone, shown under the link, and nothing of the person with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from feedback.models import Suggestion
from feedback.suggestions import deciding, doors, outcomes
from feedback.suggestions.deciding import OwnSuggestion
from feedback.suggestions.outcomes import NamesSomebody, StillOpen
from feedback.suggestions.personal_data import about
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, MembershipFactory, UserFactory
from tests.feedback.of_feedback import SuggestionFactory
from tests.feedback.of_suggestions import TITLE, TOLD, at, door_of, looked_up, of_team, proposed, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_come_yet() -> None:
    cache.clear()


@pytest.fixture
def gerda(team: Team) -> Membership:
    return MembershipFactory(team=team, user=UserFactory(name="Gerda von Sommer", email="gerda@example.org"))


def ended(team: Team, state: str = "done", **fields: object) -> Suggestion:
    return SuggestionFactory(team=team, state=state, answered_at=NOW, closed_at=NOW, **fields)


def list_of(team: Team) -> str:
    """The address of the list, open and shown from now on."""
    outcomes.switch(team=team, shows=True)
    return reverse("outcomes_by_link", args=[doors.renew(team=team)])


# --- Wording it ---------------------------------------------------------------------------------


def test_who_decides_puts_an_ended_suggestion_on_the_list_changes_the_words_and_takes_it_off(
    anna: Membership, gerda: Membership
) -> None:
    made, browser = ended(anna.team, by=gerda.user), signed_in(anna)
    page = list_of(anna.team)
    assert "Hier steht noch nichts" in Client().get(page).content.decode()
    assert browser.post(at(made, "publish_suggestion"), TOLD).status_code == 302
    assert TOLD["public_title"] in Client().get(page).content.decode()
    browser.post(at(made, "publish_suggestion"), TOLD | {"public_outcome": "Seit Juli im Paket."})
    assert "Seit Juli im Paket." in Client().get(page).content.decode()
    assert "Seit Juli im Paket." in browser.get(at(made)).content.decode()
    for _time in range(2):
        assert browser.post(at(made, "withdraw_suggestion")).status_code == 302
    assert TOLD["public_title"] not in Client().get(page).content.decode()


@pytest.mark.parametrize("state", ["received", "in_review", "accepted"])
def test_what_is_still_open_is_not_put_on_the_list(anna: Membership, gerda: Membership, state: str) -> None:
    made = SuggestionFactory(team=anna.team, state=state, by=gerda.user, answered_at=NOW)
    answer = signed_in(anna).post(at(made, "publish_suggestion"), TOLD)
    assert answer.status_code == 422 and str(StillOpen.sentence) in answer.content.decode()
    assert not anna.team.suggestions.told().exists()


def test_about_the_own_one_somebody_else_writes(anna: Membership) -> None:
    made = ended(anna.team, by=anna.user)
    with pytest.raises(OwnSuggestion):
        outcomes.publish(suggestion=made, **TOLD, by=anna.user)
    assert signed_in(anna).get(at(made)).context.get("public_form") is None


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ("Gerdas Idee", "Gerda"),
        ("Danke an Frau Sommer!", "Sommer"),
        ("Fragen an gerda@example.org", "gerda@example.org"),
        ("Fragen an 0221 5550142", "0221 5550142"),
    ],
)
def test_words_that_lead_to_somebody_are_refused_and_stay_in_the_form(
    anna: Membership, gerda: Membership, words: str, word: str
) -> None:
    made = ended(anna.team, by=gerda.user)
    answer = signed_in(anna).post(at(made, "publish_suggestion"), TOLD | {"public_outcome": words})
    page = answer.content.decode()
    assert answer.status_code == 422 and f"„{word}“ führt zu einer Person" in page
    assert words in page and not anna.team.suggestions.told().exists()


def test_small_words_of_a_name_are_words_like_others(anna: Membership, gerda: Membership) -> None:
    made = ended(anna.team, by=gerda.user)
    assert outcomes.publish(suggestion=made, public_title="Karte von Köln", public_outcome="Hängt.", by=anna.user)


def test_name_that_was_signed_by_the_link_counts_as_a_name(anna: Membership) -> None:
    made = ended(anna.team, by=None, name="Gerda")
    with pytest.raises(NamesSomebody):
        outcomes.publish(suggestion=made, public_title="Gerda meint", public_outcome="Gemacht", by=anna.user)


@pytest.mark.parametrize("words", [{"public_title": ""}, {"public_outcome": ""}, {"public_outcome": "x" * 401}])
def test_both_texts_are_needed_and_short(anna: Membership, gerda: Membership, words: dict[str, str]) -> None:
    made = ended(anna.team, by=gerda.user)
    answer = signed_in(anna).post(at(made, "publish_suggestion"), TOLD | words)
    assert answer.status_code == 422 and answer.context["public_form"].errors
    assert not anna.team.suggestions.told().exists()


def test_database_keeps_both_texts_or_none(anna: Membership) -> None:
    made = ended(anna.team)
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.filter(pk=made.pk).update(public_title="Allein")


def test_who_looks_at_it_once_more_takes_the_old_words_off_the_list_for_good(
    anna: Membership, gerda: Membership
) -> None:
    made = ended(anna.team, "declined", by=gerda.user, **TOLD)
    deciding.move(suggestion=made, expected="declined", to="in_review", by=anna.user, at=NOW)
    deciding.move(suggestion=made, expected="in_review", to="declined", by=anna.user, at=NOW, words="Doch nicht")
    assert not anna.team.suggestions.told().exists()


def test_form_is_there_only_where_the_list_is_shown_or_it_stands_there_already(
    anna: Membership, gerda: Membership
) -> None:
    made, browser = ended(anna.team, by=gerda.user), signed_in(anna)
    assert browser.get(at(made)).context.get("public_form") is None
    outcomes.switch(team=anna.team, shows=True)
    assert browser.get(at(made)).context["public_form"].initial["public_title"] == TITLE


# --- The list -----------------------------------------------------------------------------------


def test_list_is_shut_until_the_team_shows_it_and_shuts_with_the_link(anna: Membership, rita: Membership) -> None:
    ended(anna.team, **TOLD)
    door, leads = door_of(anna.team), signed_in(anna)
    page = door + "outcomes/"
    assert Client().get(page).status_code == 404
    assert TOLD["public_title"] not in Client().get(door).content.decode()
    leads.post(of_team(anna.team, "switch_suggestion_outcomes"), {"shows": "1"})
    assert Client().get(page).status_code == 200
    assert TOLD["public_title"] in Client().get(door).content.decode()
    assert page in signed_in(rita).get(of_team(anna.team, "suggestion_link")).content.decode()
    leads.post(of_team(anna.team, "switch_suggestion_outcomes"))
    assert Client().get(page).status_code == 404
    outcomes.switch(team=anna.team, shows=True)
    doors.shut(team=anna.team)
    assert Client().get(page).status_code == 404
    assert Client().post(page).status_code == 405


def test_list_tells_months_in_the_teams_time_zone_newest_first_and_no_order_within_a_month(team: Team) -> None:
    page = list_of(team)
    for title, day in (
        ("Zwei", datetime(2026, 10, 31, 23, 30, tzinfo=UTC)),  # in Berlin November has begun
        ("Eins", datetime(2026, 11, 20, 9, tzinfo=UTC)),
        ("Drei", datetime(2026, 10, 31, 20, tzinfo=UTC)),
    ):
        made = ended(team, public_title=title, public_outcome="Gemacht")
        Suggestion.objects.filter(pk=made.pk).update(closed_at=day)
    answer = Client().get(page)
    assert [each.public_title for each in answer.context["page"]] == ["Eins", "Zwei", "Drei"]
    text = answer.content.decode()
    assert text.count("November 2026") == 2 and text.count("Oktober 2026") == 1


def test_list_costs_the_same_for_one_and_for_many_and_has_pages(team: Team) -> None:
    page = list_of(team)
    ended(team, **TOLD)
    queries_of(Client(), page)
    few = queries_of(Client(), page), queries_of(Client(), page.removesuffix("outcomes/"))
    for number in range(40):
        ended(team, public_title=f"Nummer {number:02}", public_outcome="Gemacht")
    assert (queries_of(Client(), page), queries_of(Client(), page.removesuffix("outcomes/"))) == few
    assert len(Client().get(page, {"page": "3"}).context["page"]) == 1
    assert Client().get(page, {"page": "x"}).status_code == 200


def test_other_teams_outcomes_are_not_on_the_list(team: Team, clara: Membership) -> None:
    ended(clara.team, **TOLD)
    assert TOLD["public_title"] not in Client().get(list_of(team)).content.decode()


def test_who_looks_too_often_waits(team: Team, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"suggestion_door": "1/m/ip"}
    page = list_of(team)
    assert [Client().get(page).status_code for _time in range(2)] == [200, 429]


def test_person_sees_behind_the_code_what_stands_on_the_list(anna: Membership) -> None:
    made = proposed(anna.team)
    moved = Suggestion.objects.filter(pk=made.suggestion.pk)
    moved.update(state="declined", answered_at=NOW, closed_at=NOW, **TOLD)
    assert TOLD["public_outcome"] not in looked_up(made.code).content.decode()
    outcomes.switch(team=anna.team, shows=True)
    assert TOLD["public_outcome"] in looked_up(made.code).content.decode()


def test_personal_data_hold_the_words_of_the_list(gerda: Membership) -> None:
    ended(gerda.team, by=gerda.user, **TOLD)
    assert about(gerda.user)["suggestions"][0]["public_title"] == TOLD["public_title"]


def test_form_by_the_link_is_taken_while_the_list_stands_below_it(team: Team) -> None:
    ended(team, **TOLD)
    door = list_of(team).removesuffix("outcomes/")
    assert Client().post(door, typed()).status_code == 200
    assert TOLD["public_title"] in Client().post(door, typed(title="")).content.decode()
    assert Suggestion.objects.filter(received_at__gte=NOW - timedelta(days=1)).exists()
