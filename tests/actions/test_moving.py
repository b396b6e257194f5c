"""An action gets from one status to another by allowed moves alone."""

from datetime import timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from actions import moving, recording
from actions.errors import NotAllowed
from actions.models import MOVES, WITH_REASON, Action, Status
from teams.models import Membership, Team
from tests.factories import NOW, ActionFactory, MembershipFactory

REASONS = {Status.BLOCKED: {"blocked_reason": "Urlaub"}, Status.DROPPED: {"result": "Zu teuer"}}


def an_action_that_is(status: Status, **how: object) -> Action:
    return ActionFactory(
        status=status, done_at=NOW if status == Status.DONE else None, **REASONS.get(status, {}), **how
    )


@pytest.mark.parametrize(("here", "there"), list(product(Status, Status)))
def test_an_action_moves_where_it_may_and_nowhere_else(db: None, here: Status, there: Status) -> None:
    action = an_action_that_is(here)
    if there in MOVES[here] or there == here:
        assert moving.move(action=action, to=there, reason="Darum", at=NOW).status == there
    else:
        with pytest.raises(NotAllowed):
            moving.move(action=action, to=there, reason="Darum", at=NOW)


@pytest.mark.parametrize("status", WITH_REASON)
def test_blocking_and_dropping_need_a_reason(db: None, status: Status) -> None:
    with pytest.raises(NotAllowed, match="Grund"):
        moving.move(action=ActionFactory(), to=status, at=NOW)


@pytest.mark.parametrize("how", [{"status": Status.BLOCKED}, {"blocked_reason": "Urlaub"}])
def test_database_refuses_a_block_without_its_reason_and_the_other_way_round(db: None, how: dict) -> None:
    with pytest.raises(IntegrityError, match="action_blocked_with_reason"):
        ActionFactory(**how)


def test_what_goes_on_again_forgets_why_it_stood_still(db: None) -> None:
    action = moving.move(action=an_action_that_is(Status.BLOCKED), to=Status.RUNNING, at=NOW)
    assert action.blocked_reason == ""


def test_a_second_click_is_the_same_move(db: None) -> None:
    action = ActionFactory()
    first = moving.move(action=action, to=Status.DONE, at=NOW)
    assert moving.move(action=action, to=Status.DONE, at=NOW + timedelta(hours=1)).done_at == first.done_at == NOW


def test_a_later_last_day_leaves_the_promised_one_as_it_was(team: Team, ben: Membership) -> None:
    action = ActionFactory(team=team)
    later = action.due_on + timedelta(days=7)
    changed = recording.change(action=action, values={"due_on": later}, by=ben.user, at=NOW)
    assert (changed.due_on, changed.promised_on) == (later, action.due_on)


def test_a_change_leaves_what_a_colleague_changed_meanwhile(team: Team, ben: Membership) -> None:
    old = ActionFactory(team=team)
    recording.change(action=old, values={"why": "Weil es wirkt"}, by=ben.user, at=NOW)
    recording.change(action=old, values={"what": "Rechnung prüfen"}, by=ben.user, at=NOW)
    old.refresh_from_db()
    assert (old.what, old.why) == ("Rechnung prüfen", "Weil es wirkt")


def test_a_change_that_breaks_a_rule_with_a_colleagues_is_told(team: Team, ben: Membership) -> None:
    action = ActionFactory(team=team)
    with pytest.raises(ValidationError):
        recording.change(action=action, values={"starts_on": action.due_on + timedelta(days=1)}, by=ben.user, at=NOW)


def test_who_is_asked_anew_is_assigned_at_that_moment_by_whoever_asked(
    team: Team, anna: Membership, ben: Membership
) -> None:
    action = recording.record(action=ActionFactory.build(team=team), by=anna.user, at=NOW)
    assert action.assigned_at is None
    later = NOW + timedelta(hours=1)
    action = recording.change(action=action, values={"responsible": ben.user}, by=anna.user, at=later)
    assert (action.assigned_at, action.assigned_by) == (later, anna.user)


def test_who_helps_may_change_it_as_the_list_of_what_they_may_change_says(team: Team, ben: Membership) -> None:
    other = MembershipFactory(team=team)
    mine, helped, free, foreign = (
        ActionFactory(team=team, responsible=who) for who in (ben.user, other.user, None, other.user)
    )
    helped.helpers.add(ben.user)
    changeable = [mine, helped, free]
    assert list(team.actions.changeable_by(ben).order_by("pk")) == changeable
    assert [action for action in (mine, helped, free, foreign) if action.may_be_changed_by(ben)] == changeable
    assert list(team.actions.concerning(ben.user).order_by("pk")) == [mine, helped]
