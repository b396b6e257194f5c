"""The form of an action: two people at once, who stays in reach, and the wanted result."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from actions.models import Action
from teams.models import Membership, Team
from tests.actions.test_actions import ENTRY, url
from tests.conftest import queries_of, signed_in
from tests.factories import (
    NOW,
    ActionFactory,
    BaselineFactory,
    MembershipFactory,
    MetricFactory,
    ReadingFactory,
    TagFactory,
    TouchpointFactory,
)


def opened(browser: Client, action: Action) -> dict[str, Any]:
    """What a browser would post back unchanged after opening the form."""
    form = browser.get(url(action.team, "edit", action.pk)).context["form"]
    values = {field.html_name: field.value() for field in form} | {"due_on": action.due_on + timedelta(days=15000)}
    values["helpers"] = [person.pk for person in action.helpers.all()]
    return {name: value for name, value in values.items() if value not in (None, False)}


def saved(browser: Client, action: Action, answers: dict[str, Any]) -> Any:
    response = browser.post(url(action.team, "edit", action.pk), answers)
    action.refresh_from_db()
    return response


# --- Two people at once -------------------------------------------------------------------------


def test_what_only_the_colleague_changed_stays(team: Team, anna: Membership, ben: Membership) -> None:
    action = ActionFactory(team=team, region="Nord")
    annas, bens = opened(signed_in(anna), action), opened(signed_in(ben), action)
    saved(signed_in(anna), action, annas | {"region": "Süd", "helpers": [anna.user.pk]})
    saved(signed_in(ben), action, bens | {"culture": "per Du"})
    assert (action.region, action.culture, action.helpers.get()) == ("Süd", "per Du", anna.user)


def test_where_both_wrote_the_second_is_told_once_and_nothing_typed_is_lost(
    team: Team, anna: Membership, ben: Membership
) -> None:
    action = ActionFactory(team=team)
    annas, bens = opened(signed_in(anna), action), opened(signed_in(ben), action)
    saved(signed_in(anna), action, annas | {"why": "Annas Grund"})
    answer = saved(signed_in(ben), action, bens | {"why": "Bens Grund"})
    assert answer.status_code == 422
    assert "Anna Keller hat hier inzwischen" in answer.text
    assert "Bens Grund" in answer.text
    assert action.why == "Annas Grund"
    told = answer.context["form"]["told"].value()
    saved(signed_in(ben), action, bens | {"why": "Bens Grund", "told": told})
    assert action.why == "Bens Grund"


def test_helpers_are_one_change_of_the_history_and_readable(team: Team, anna: Membership, ben: Membership) -> None:
    action = ActionFactory(team=team)
    saved(signed_in(anna), action, opened(signed_in(anna), action) | {"helpers": [ben.user.pk], "region": "Süd"})
    newest, _first = signed_in(anna).get(action.get_absolute_url()).context["changes"]
    told = {str(field.label): field.new for field in newest.fields}
    assert told["Aus dem Team dabei"] == "Ben Yılmaz"
    assert told["Region"] == "Süd"


# --- Who stays in reach -------------------------------------------------------------------------


def test_member_who_gives_an_action_away_stays_as_its_helper_and_is_told(
    team: Team, anna: Membership, ben: Membership
) -> None:
    browser = signed_in(ben)
    action = ActionFactory(team=team, responsible=ben.user)
    page = browser.post(
        url(team, "edit", action.pk), opened(browser, action) | {"responsible": anna.user.pk}, follow=True
    )
    action.refresh_from_db()
    assert (action.responsible, action.helpers.get()) == (anna.user, ben.user)
    assert "bleibt als Hilfe dabei" in page.text
    saved(browser, action, opened(browser, action) | {"helpers": []})
    assert not action.helpers.exists()
    assert browser.get(url(team, "edit", action.pk)).status_code == 403


def test_lead_gives_actions_away_without_becoming_a_helper(team: Team, anna: Membership, ben: Membership) -> None:
    signed_in(anna).post(url(team, "create"), ENTRY | {"responsible": ben.user.pk})
    assert not team.actions.get().helpers.exists()


def test_who_has_left_the_team_stays_named_until_somebody_takes_over(team: Team, anna: Membership) -> None:
    gone = MembershipFactory(team=team)
    action = ActionFactory(team=team, responsible=gone.user)
    action.helpers.add(gone.user)
    gone.delete()
    answers = opened(signed_in(anna), action) | {"region": "Süd", "helpers": []}
    assert saved(signed_in(anna), action, answers).status_code == 302
    assert (action.region, action.responsible, action.helpers.get()) == ("Süd", gone.user, gone.user)


# --- The wanted result --------------------------------------------------------------------------


def test_start_is_the_newest_value_of_the_metric_or_where_it_began(team: Team, ben: Membership) -> None:
    metric = MetricFactory(touchpoint=TouchpointFactory(team=team))
    asked = {"touchpoint": metric.touchpoint_id, "metric": metric.pk}
    browser = signed_in(ben)
    assert browser.get(url(team, "metrics"), asked).context["form"]["start_value"].value() is None
    BaselineFactory(metric=metric, value=80)
    assert browser.get(url(team, "metrics"), asked).context["form"]["start_value"].value() == "80"
    ReadingFactory(metric=metric, value=84)
    assert 'value="84"' in browser.get(url(team, "metrics"), asked).text


def test_start_of_an_action_under_way_is_not_made_up_later(team: Team, ben: Membership) -> None:
    metric = MetricFactory(touchpoint=TouchpointFactory(team=team))
    ReadingFactory(metric=metric, value=84)
    action = ActionFactory(team=team, touchpoint=metric.touchpoint, metric=metric)
    assert "start_value" not in opened(signed_in(ben), action)


def test_metric_of_another_team_or_touchpoint_offers_nothing(team: Team, ben: Membership, clara: Membership) -> None:
    foreign = MetricFactory(touchpoint=TouchpointFactory(team=clara.team))
    ReadingFactory(metric=foreign, value=77)
    page = signed_in(ben).get(url(team, "metrics"), {"touchpoint": foreign.touchpoint_id, "metric": foreign.pk}).text
    assert "77" not in page
    assert foreign.name not in page


@pytest.mark.parametrize(("target", "is_kept"), [("90", True), ("101", False), ("neunzig", False)])
def test_target_lies_on_the_scale_of_its_metric(team: Team, ben: Membership, target: str, is_kept: bool) -> None:
    metric = MetricFactory(touchpoint=TouchpointFactory(team=team))
    goal = {"touchpoint": metric.touchpoint_id, "metric": metric.pk, "start_value": "84", "target_value": target}
    answer = signed_in(ben).post(url(team, "create"), ENTRY | goal)
    assert answer.status_code == (302 if is_kept else 422)
    assert team.actions.filter(target_value=90).exists() == is_kept


# --- Suggestions and scale ----------------------------------------------------------------------


def test_words_of_the_team_are_suggested_and_no_others(team: Team, ben: Membership) -> None:
    ActionFactory.create_batch(2, team=team, region="Süddeutschland")
    ActionFactory(region="Fremdland")
    TagFactory(team=team, name="Handwerk")
    known = dict(signed_in(ben).get(url(team, "create")).context["form"].suggestions)
    assert (known["region"], known["target_group"]) == (["Süddeutschland"], ["Handwerk"])


def test_form_costs_the_same_with_one_and_three_of_everything(team: Team, anna: Membership) -> None:
    def more() -> None:
        metric = MetricFactory(touchpoint=TouchpointFactory(team=team))
        ReadingFactory(metric=metric)
        MembershipFactory(team=team)
        ActionFactory(team=team, region=f"Region {metric.pk}", touchpoint=metric.touchpoint)

    browser, action = signed_in(anna), ActionFactory(team=team, due_on=NOW.date())
    more()
    one = queries_of(browser, url(team, "edit", action.pk))
    more()
    more()
    assert queries_of(browser, url(team, "edit", action.pk)) == one
