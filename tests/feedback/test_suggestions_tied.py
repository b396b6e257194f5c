"""A suggestion that an open action does already: tied to it, seen from both sides, and parted again."""

from __future__ import annotations

import pytest

from actions.models import Action
from feedback.errors import NoSuchMove
from feedback.models import Suggestion
from feedback.suggestions import becoming
from feedback.suggestions.becoming import ActionEnded, HasBecome, NotAccepted
from feedback.suggestions.outcome_forms import AT_MOST
from teams.models import Membership
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, ActionFactory, TouchpointFactory
from tests.feedback.of_feedback import SuggestionFactory
from tests.feedback.of_suggestions import TITLE, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(anna: Membership) -> Suggestion:
    place = TouchpointFactory(team=anna.team, name="Rechnung")
    return SuggestionFactory(team=anna.team, state="accepted", answered_at=NOW, touchpoint=place)


@pytest.fixture
def action(anna: Membership) -> Action:
    return ActionFactory(team=anna.team, what="Versand umbauen")


def test_accepted_suggestion_is_tied_to_an_open_action_and_each_leads_to_the_other(
    ben: Membership, accepted: Suggestion, action: Action
) -> None:
    browser = signed_in(ben)
    assert at(accepted, "tie_suggestion") in browser.get(at(accepted)).content.decode()
    answer = browser.post(at(accepted, "tie_suggestion"), {"action": action.pk})
    assert (answer.status_code, answer.headers["Location"]) == (302, at(accepted))
    accepted.refresh_from_db()
    assert (accepted.action, accepted.state) == (action, "accepted")
    page = browser.get(at(accepted)).content.decode()
    assert action.get_absolute_url() in page and at(accepted, "tie_suggestion") not in page
    there = browser.get(action.get_absolute_url()).content.decode()
    assert at(accepted) in there and TITLE in there


def test_tied_action_that_is_done_asks_for_the_last_word(
    anna: Membership, accepted: Suggestion, action: Action
) -> None:
    becoming.tie(suggestion=accepted, action=action)
    assert not signed_in(anna).get(at(accepted)).context["is_finished_work"]
    Action.objects.filter(pk=action.pk).update(status="done", done_at=NOW)
    assert signed_in(anna).get(at(accepted)).context["is_finished_work"]


def test_tie_is_parted_and_the_action_stays(ben: Membership, accepted: Suggestion, action: Action) -> None:
    becoming.tie(suggestion=accepted, action=action)
    assert signed_in(ben).post(at(accepted, "untie_suggestion"), {"action": action.pk}).status_code == 302
    accepted.refresh_from_db()
    assert accepted.action is None and Action.objects.filter(pk=action.pk).exists()


def test_tie_that_somebody_else_has_just_made_is_not_parted(
    ben: Membership, accepted: Suggestion, action: Action
) -> None:
    becoming.tie(suggestion=accepted, action=action)
    with pytest.raises(NoSuchMove):
        becoming.untie(suggestion=accepted, expected=action.pk + 1)
    for wrong in ("", "x", "9" * 40):
        page = signed_in(ben).post(at(accepted, "untie_suggestion"), {"action": wrong}, follow=True).content.decode()
        assert str(NoSuchMove.sentence) in page
    accepted.refresh_from_db()
    assert accepted.action == action


@pytest.mark.parametrize("state", ["received", "in_review", "not_now", "declined", "done"])
def test_only_what_was_accepted_is_tied_or_parted(anna: Membership, action: Action, state: str) -> None:
    made = SuggestionFactory(team=anna.team, state=state, answered_at=NOW)
    with pytest.raises(NotAccepted):
        becoming.tie(suggestion=made, action=action)
    with pytest.raises(NotAccepted):
        becoming.untie(suggestion=made, expected=action.pk)


def test_second_tie_is_refused(accepted: Suggestion, action: Action) -> None:
    becoming.tie(suggestion=accepted, action=action)
    with pytest.raises(HasBecome):
        becoming.tie(suggestion=accepted, action=action)


@pytest.mark.parametrize("status", ["done", "dropped"])
def test_action_that_ends_in_that_moment_takes_none(accepted: Suggestion, action: Action, status: str) -> None:
    Action.objects.filter(pk=action.pk).update(status=status, done_at=NOW, result="Es ging nicht.")
    with pytest.raises(ActionEnded):
        becoming.tie(suggestion=accepted, action=action)


@pytest.mark.parametrize("key", ["", "x", "0", "9" * 30])
def test_no_choice_and_a_wrong_one_are_told_so(ben: Membership, accepted: Suggestion, action: Action, key: str) -> None:
    answer = signed_in(ben).post(at(accepted, "tie_suggestion"), {"action": key})
    assert answer.status_code == 422 and answer.context["form"].has_error("action")


def test_other_teams_actions_are_neither_offered_nor_taken(
    ben: Membership, accepted: Suggestion, clara: Membership
) -> None:
    foreign = ActionFactory(team=clara.team, what="Geheim")
    browser = signed_in(ben)
    assert "Geheim" not in browser.get(at(accepted, "tie_suggestion")).content.decode()
    assert browser.post(at(accepted, "tie_suggestion"), {"action": foreign.pk}).status_code == 422


def test_actions_at_the_same_touchpoint_come_first_and_others_are_found_by_their_words(
    ben: Membership, accepted: Suggestion, action: Action
) -> None:
    ActionFactory(team=ben.team, what="Schon fertig", status="done", done_at=NOW)
    here = ActionFactory(team=ben.team, what="Rechnung ins Paket", touchpoint=accepted.touchpoint)
    address, browser = at(accepted, "tie_suggestion"), signed_in(ben)
    assert list(browser.get(address).context["actions"]) == [here, action]
    assert list(browser.get(address, {"q": "versand"}).context["actions"]) == [action]
    assert "Keine offene Maßnahme mit diesen Worten" in browser.get(address, {"q": "ä" * 300}).content.decode()


def test_choice_costs_the_same_for_one_and_many_and_says_that_there_are_more(
    ben: Membership, accepted: Suggestion, action: Action
) -> None:
    address, browser = at(accepted, "tie_suggestion"), signed_in(ben)
    queries_of(browser, address)
    few = queries_of(browser, address)
    for _number in range(AT_MOST):
        ActionFactory(team=ben.team, responsible=ben.user, touchpoint=accepted.touchpoint)
    assert queries_of(browser, address) == few
    assert "Es gibt noch mehr" in browser.get(address).content.decode()
