"""What comes after what: circles are kept out, dates that do not fit are told of and never forbidden."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from actions.models import Action, Dependency, Status
from actions.plans.sequence import arranged, connect, dependencies_among, warning
from teams.models import Membership, Team
from tests.actions.of_plans import DependencyFactory, PlanFactory
from tests.conftest import queries_of, signed_in
from tests.factories import ActionFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 12, 1)


def chain(team: Team, count: int, **fields: Any) -> list[Action]:
    """So many actions, each after the one before it."""
    actions: list[Any] = [ActionFactory(team=team, what=f"Schritt {number}", **fields) for number in range(count)]
    for before, later in pairwise(actions):
        DependencyFactory(action=later, after=before)
    return actions


def address(team: Team, action: Action) -> str:
    return reverse("actions:after", args=[team.slug, action.pk])


def test_an_action_comes_after_another_and_a_second_click_is_the_same(team: Team, ben: Membership) -> None:
    first, second = ActionFactory(team=team), ActionFactory(team=team)
    for _click in range(2):
        assert signed_in(ben).post(address(team, second), {"after": first.pk}).status_code == 302
    assert dependencies_among([first, second]) == [(second.pk, first.pk)]


def test_no_action_waits_for_itself(team: Team) -> None:
    action = ActionFactory(team=team)
    with pytest.raises(ValidationError, match="nicht auf sich selbst"):
        connect(action=action, after=action)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dependency.objects.create(action=action, after=action)


def test_a_pair_stands_once(team: Team) -> None:
    pair = DependencyFactory(action__team=team)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dependency.objects.create(action=pair.action, after=pair.after)


def test_no_circle_closes_and_the_sentence_names_it(team: Team, ben: Membership) -> None:
    first, _middle, last = chain(team, 3)
    response = signed_in(ben).post(address(team, first), {"after": last.pk})
    assert response.status_code == 422
    told = response.content.decode()
    assert "So entstünde ein Kreis: „Schritt 0“ → „Schritt 1“ → „Schritt 2“ → „Schritt 0“." in told
    assert Dependency.objects.count() == 2


def test_actions_of_other_teams_are_out_of_reach(team: Team, ben: Membership, clara: Membership) -> None:
    mine, theirs = ActionFactory(team=team), ActionFactory(team=clara.team)
    assert signed_in(ben).post(address(team, mine), {"after": theirs.pk}).status_code == 404
    pair = DependencyFactory(action__team=clara.team)
    removal = reverse("actions:remove_after", args=[team.slug, mine.pk, pair.pk])
    assert signed_in(ben).post(removal).status_code == 404
    assert Dependency.objects.filter(pk=pair.pk).exists()


@pytest.mark.parametrize("typed", ["", "x", "0", "9" * 30, "-1"])
def test_what_is_no_action_is_not_found(team: Team, ben: Membership, typed: str) -> None:
    assert signed_in(ben).post(address(team, ActionFactory(team=team)), {"after": typed}).status_code == 404


def test_members_say_only_of_their_own_what_comes_before(team: Team, anna: Membership, ben: Membership) -> None:
    hers, his = ActionFactory(team=team, responsible=anna.user), ActionFactory(team=team, responsible=ben.user)
    assert signed_in(ben).post(address(team, hers), {"after": his.pk}).status_code == 403
    assert signed_in(ben).post(address(team, his), {"after": hers.pk}).status_code == 302


def test_a_connection_is_taken_back(team: Team, ben: Membership) -> None:
    pair = DependencyFactory(action__team=team)
    signed_in(ben).post(reverse("actions:remove_after", args=[team.slug, pair.action_id, pair.pk]))
    assert not Dependency.objects.exists()


def test_what_is_in_the_plan_is_offered_first_and_typing_finds_the_rest(team: Team, ben: Membership) -> None:
    plan = PlanFactory(team=team)
    action = ActionFactory(team=team, plan=plan, what="Neue Rechnung drucken")
    ActionFactory(team=team, plan=plan, what="Muster entwerfen")
    ActionFactory(team=team, what="Papier bestellen")
    offered = signed_in(ben).get(address(team, action)).content.decode()
    assert "Muster entwerfen" in offered
    assert "Papier bestellen" not in offered
    assert "Papier bestellen" in signed_in(ben).get(address(team, action), {"q": "papier"}).content.decode()


# --- Order and warnings ----------------------------------------------------------------------------


def test_actions_stand_behind_what_they_wait_for_and_else_by_their_days(team: Team) -> None:
    late = ActionFactory(team=team, what="spät", due_on=DAY + timedelta(days=20))
    early = ActionFactory(team=team, what="früh, aber danach", due_on=DAY)
    between = ActionFactory(team=team, what="dazwischen", due_on=DAY + timedelta(days=5))
    pairs = [(early.pk, late.pk), (early.pk, early.pk + 1000)]
    assert arranged([early, between, late], pairs) == [between, late, early]


@pytest.mark.parametrize(
    ("action", "after", "told"),
    [
        ({"starts_on": DAY}, {"due_on": DAY}, ""),
        ({"starts_on": DAY}, {"due_on": DAY + timedelta(days=1)}, "Beginnt, bevor „Muster“ fertig sein soll."),
        ({}, {"due_on": DAY + timedelta(days=9)}, "Soll fertig sein, bevor „Muster“ es ist."),
        ({"status": "running"}, {"due_on": DAY}, "Läuft schon, obwohl „Muster“ noch nicht erledigt ist."),
        ({"status": "running"}, {"due_on": DAY, "status": "done"}, ""),
        ({}, {"due_on": DAY, "status": "dropped", "result": "Zu teuer"}, "„Muster“ ist verworfen."),
        ({"status": "done"}, {"due_on": DAY + timedelta(days=9)}, ""),
    ],
)
def test_what_does_not_fit_is_told(action: dict[str, Any], after: dict[str, Any], told: str) -> None:
    due_on = DAY + timedelta(days=7)
    waiting = Action(what="Druck", **{"due_on": due_on, **action})
    assert warning(waiting, Action(what="Muster", **after)) == told


def test_dates_forbid_nothing(team: Team) -> None:
    before = ActionFactory(team=team, due_on=DAY + timedelta(days=30))
    action = ActionFactory(team=team, starts_on=DAY, due_on=DAY, status=Status.RUNNING)
    assert connect(action=action, after=before).pk


def test_pairs_among_actions_take_one_query(team: Team, django_assert_num_queries: Any) -> None:
    first, second, third = chain(team, 3)
    with django_assert_num_queries(1):
        assert dependencies_among(team.actions.exclude(pk=third.pk)) == [(second.pk, first.pk)]
    with django_assert_num_queries(1):
        assert dependencies_among([second, third]) == [(third.pk, second.pk)]


def test_an_actions_page_says_what_it_waits_for_and_what_waits_for_it(team: Team, rita: Membership) -> None:
    _first, middle, _last = chain(team, 3)
    shown = signed_in(rita).get(middle.get_absolute_url()).content.decode()
    assert shown.index("Kommt nach") < shown.index("Schritt 0") < shown.index("Schritt 2")
    assert address(team, middle) not in shown


def test_an_actions_page_costs_the_same_whatever_it_waits_for(team: Team, ben: Membership) -> None:
    action = ActionFactory(team=team)
    DependencyFactory(action=action)
    DependencyFactory(after=action, action__team=team)
    one = queries_of(signed_in(ben), action.get_absolute_url())
    for _more in range(2):
        DependencyFactory(action=action)
        DependencyFactory(after=action, action__team=team)
    assert queries_of(signed_in(ben), action.get_absolute_url()) == one


def test_the_page_of_choosing_costs_the_same_for_one_and_three(team: Team, ben: Membership) -> None:
    plan = PlanFactory(team=team)
    action = ActionFactory(team=team, plan=plan)

    def others(count: int) -> None:
        for _other in range(count):
            ActionFactory(team=team, plan=plan, responsible=ben.user)
            DependencyFactory(action=action)

    others(1)
    one = queries_of(signed_in(ben), address(team, action))
    others(2)
    assert queries_of(signed_in(ben), address(team, action)) == one
