"""Several people at the plans in the same moment: nobody sees an error page, and no rule is passed by."""

from collections.abc import Callable
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from actions.errors import NotAllowed
from actions.models import Action, Decision, Dependency, Plan, PlanKind
from actions.plans import drawer, making
from actions.plans.sequence import connect
from actions.plans.trying import decide, roll_out
from teams.models import Membership, Team
from tests.actions.of_plans import (
    CrisisPlanFactory,
    DependencyFactory,
    DrawerLineFactory,
    MilestoneFactory,
    PlanFactory,
)
from tests.conftest import signed_in
from tests.factories import ActionFactory
from tests.races.at_once import at_once, statuses

pytestmark = pytest.mark.django_db(transaction=True)


def told(deed: Callable[[], object]) -> Callable[[], object]:
    """The deed; a refusal is its answer."""

    def act() -> object:
        try:
            return deed()
        except (NotAllowed, ValidationError) as refusal:
            return refusal

    return act


def refusals(results: list[object]) -> int:
    return sum(isinstance(result, NotAllowed | ValidationError) for result in results)


def test_two_halves_of_a_circle_at_once_leave_no_circle(team: Team) -> None:
    first, second, third = [ActionFactory(team=team) for _action in range(3)]
    DependencyFactory(action=second, after=first)
    results = at_once(
        [
            told(partial(connect, action=third, after=second)),
            told(partial(connect, action=first, after=third)),
        ]
    )
    assert refusals(results) == 1
    assert Dependency.objects.count() == 2


def test_five_clicks_on_start_are_one_start(team: Team, ben: Membership) -> None:
    crisis = DrawerLineFactory(plan__team=team).plan
    at = timezone.now()
    results = at_once([partial(drawer.start, drawer=crisis, by=ben.user, at=at) for _click in range(5)])
    assert len({plan.pk for plan in results if isinstance(plan, Plan)}) == 1
    assert Action.objects.count() == 1


def test_of_go_and_no_go_at_once_one_holds(team: Team, anna: Membership) -> None:
    pilot, at = PlanFactory(team=team, kind=PlanKind.PILOT), timezone.now()
    decisions = [
        told(partial(decide, pilot=pilot, decision=decision, reason="Darum", by=anna.user, at=at))
        for decision in Decision
    ]
    assert refusals(at_once(decisions)) == 1


def test_two_roll_outs_of_one_trial_at_once_are_one(team: Team, anna: Membership) -> None:
    pilot, at = PlanFactory(team=team, kind=PlanKind.PILOT), timezone.now()
    decide(pilot=pilot, decision=Decision.GO, reason="Darum", by=anna.user, at=at)
    plans = [Plan(team=team, name=f"Für alle {number}") for number in range(3)]
    clicks = [partial(roll_out, pilot=pilot, roll_out=plan, actions=[], by=anna.user, at=at) for plan in plans]
    assert len({plan.pk for plan in at_once(clicks) if isinstance(plan, Plan)}) == 1


def test_two_plans_that_become_parts_of_each_other_at_once_do_not_both(team: Team) -> None:
    one, other = PlanFactory(team=team), PlanFactory(team=team)
    results = at_once(
        [
            told(partial(making.change, plan=one, values={"parent": other})),
            told(partial(making.change, plan=other, values={"parent": one})),
        ]
    )
    assert refusals(results) == 1


def test_the_same_name_at_once_makes_one_plan(team: Team, ben: Membership) -> None:
    address = reverse("actions:create_plan", args=[team.slug])
    clicks = [partial(signed_in(ben).post, address, {"name": "Rechnung neu"}) for _click in range(4)]
    assert statuses(at_once(clicks)) == [302, 422, 422, 422]


def test_parts_of_a_plan_that_is_removed_meanwhile_are_gone_with_it(
    team: Team, anna: Membership, ben: Membership
) -> None:
    for _round in range(4):
        plan = PlanFactory(team=team)
        milestone = MilestoneFactory(plan=plan)
        urls = {
            name: reverse(f"actions:{name}", args=[team.slug, pk])
            for name, pk in (
                ("remove_plan", plan.pk),
                ("add_milestone", plan.pk),
                ("edit_milestone", milestone.pk),
            )
        }
        given = {"name": "Später", "due_on": "2027-01-01"}
        clicks = [
            partial(signed_in(anna).post, urls["remove_plan"]),
            partial(signed_in(ben).post, urls["add_milestone"], {**given, "name": "Noch einer"}),
            partial(signed_in(ben).post, urls["edit_milestone"], given),
        ]
        assert {*statuses(at_once(clicks))} <= {302, 404}
        assert not Plan.objects.filter(pk=plan.pk).exists()


def test_an_action_for_a_plan_that_is_removed_meanwhile_is_asked_for_again(
    team: Team, anna: Membership, ben: Membership
) -> None:
    known = ActionFactory(team=team, responsible=ben.user)
    adding, changing = (
        reverse("actions:create", args=[team.slug]),
        reverse("actions:edit", args=[team.slug, known.pk]),
    )
    PlanFactory(team=team)
    for _round in range(4):
        plan = PlanFactory(team=team)
        given = {"what": "Später", "due_on": "2027-01-01", "priority": "2", "plan": plan.pk}
        clicks = [
            partial(signed_in(anna).post, reverse("actions:remove_plan", args=[team.slug, plan.pk])),
            partial(signed_in(ben).post, adding, given),
            partial(signed_in(ben).post, changing, given),
        ]
        assert {*statuses(at_once(clicks))} <= {302, 422}
        assert not Plan.objects.filter(pk=plan.pk).exists()


def test_throwing_away_a_drill_and_adding_to_it_at_once_leaves_nothing_lost(team: Team, ben: Membership) -> None:
    crisis = CrisisPlanFactory(team=team)
    DrawerLineFactory(plan=crisis)
    drill = drawer.start(drawer=crisis, by=ben.user, at=timezone.now(), is_drill=True)
    action = ActionFactory(team=team)
    taking_in = reverse("actions:take_in", args=[team.slug, drill.pk])
    results = at_once(
        [
            partial(signed_in(ben).post, reverse("actions:throw_away", args=[team.slug, drill.pk])),
            partial(signed_in(ben).post, taking_in, {"actions": [action.pk]}),
        ]
    )
    assert {*statuses(results)} <= {302, 404}
    assert not Plan.objects.filter(pk=drill.pk).exists()
    assert not Action.objects.filter(plan__isnull=False).exists()
