"""The cycle on the pages: one touchpoint with its next step, and the whole inventory."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from actions.models import Status as ActionStatus
from meetings.cycle import standing_of
from meetings.cycle_page import positions_of
from meetings.cycle_picture import stretches
from meetings.models import Phase
from meetings.next_step import Button, button_for
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import (
    NOW,
    ActionFactory,
    MeetingFactory,
    MetricFactory,
    ReadingFactory,
    TouchpointFactory,
)
from touchpoints.models import Status, Touchpoint


def url(team: Team, name: str = "cycle:overview", *args: object) -> str:
    return reverse(name, args=[team.slug, *args])


def described(team: Team, **more: object) -> Touchpoint:
    return TouchpointFactory(team=team, **{"actual_state": "Ist", "target_state": "Soll"} | more)


def button(touchpoint: Touchpoint, membership: Membership) -> Button | None:
    return button_for(touchpoint=touchpoint, standing=standing_of(touchpoint), membership=membership)


def done(touchpoint: Touchpoint, **how: object) -> None:
    at = datetime(2026, 11, 10, 8, tzinfo=UTC)
    ActionFactory(team=touchpoint.team, touchpoint=touchpoint, status=ActionStatus.DONE, done_at=at, **how)


# --- The next step --------------------------------------------------------------------------------


def test_described_on_the_edit_page_at_the_right_field(team: Team, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    edit = url(team, "touchpoints:edit", touchpoint.pk)
    assert button(touchpoint, ben) == Button("Ist beschreiben", f"{edit}#id_actual_state")
    touchpoint = TouchpointFactory(team=team, actual_state="Ist")
    edit = url(team, "touchpoints:edit", touchpoint.pk)
    assert button(touchpoint, ben) == Button("Soll beschreiben", f"{edit}#id_target_state")


def test_fields_that_the_next_step_leads_to_stand_on_the_edit_page(team: Team, ben: Membership) -> None:
    page = signed_in(ben).get(url(team, "touchpoints:edit", TouchpointFactory(team=team).pk)).text
    assert 'id="id_actual_state"' in page
    assert 'id="id_target_state"' in page


def test_lead_plans_a_round_and_member_records_an_action(team: Team, anna: Membership, ben: Membership) -> None:
    touchpoint = described(team)
    at = f"?touchpoint={touchpoint.pk}"
    assert button(touchpoint, anna) == Button("Runde planen", url(team, "meetings:create") + at)
    assert button(touchpoint, ben) == Button("Maßnahme festhalten", url(team, "actions:create") + at)


def test_round_that_is_planned_already_is_prepared(team: Team, ben: Membership) -> None:
    touchpoint = described(team)
    meeting = MeetingFactory(team=team, touchpoint=touchpoint)
    assert button(touchpoint, ben) == Button("Runde vorbereiten", url(team, "meetings:detail", meeting.pk))


def test_round_without_an_action_leads_to_one(team: Team, anna: Membership) -> None:
    touchpoint = described(team)
    over = {"phase": Phase.CLOSED, "started_at": NOW, "closed_at": NOW, "has_no_next": True}
    MeetingFactory(team=team, touchpoint=touchpoint, **over)
    at = f"?touchpoint={touchpoint.pk}"
    assert button(touchpoint, anna) == Button("Maßnahme festhalten", url(team, "actions:create") + at)


def test_open_action_that_is_due_first_is_looked_at(team: Team, ben: Membership) -> None:
    touchpoint = described(team)
    ActionFactory(team=team, touchpoint=touchpoint, due_on="2026-12-24")
    first = ActionFactory(team=team, touchpoint=touchpoint, due_on="2026-12-01")
    assert button(touchpoint, ben) == Button("Offene Maßnahme ansehen", url(team, "actions:detail", first.pk))


def test_action_that_is_finished_while_the_page_is_made_is_measured(team: Team, ben: Membership) -> None:
    touchpoint = described(team)
    action = ActionFactory(team=team, touchpoint=touchpoint)
    standing = standing_of(touchpoint)
    action.move(ActionStatus.DONE, at=NOW)
    found = button_for(touchpoint=touchpoint, standing=standing, membership=ben)
    assert found is not None
    assert found.label == "Kennzahl anlegen"


def test_finished_action_is_measured_at_its_metric(team: Team, ben: Membership) -> None:
    touchpoint = described(team)
    MetricFactory(touchpoint=touchpoint, name="Anrufe")
    metric = MetricFactory(touchpoint=touchpoint, name="Zufriedenheit")
    done(touchpoint, metric=metric)
    found = button(touchpoint, ben)
    assert found is not None
    assert found.label == "Messung festhalten"
    assert f"/{metric.pk}/" in found.url


def test_without_a_metric_the_first_one_is_made(team: Team, ben: Membership) -> None:
    touchpoint = described(team)
    done(touchpoint)
    found = button(touchpoint, ben)
    assert found is not None
    assert found.label == "Kennzahl anlegen"


@pytest.mark.parametrize(("whose", "page"), [("ben", "settle"), ("anna", "detail")])
def test_measured_action_is_asked_about(team: Team, anna: Membership, ben: Membership, whose: str, page: str) -> None:
    touchpoint = described(team)
    done(touchpoint, responsible={"anna": anna, "ben": ben}[whose].user)
    ReadingFactory(metric=MetricFactory(touchpoint=touchpoint), measured_on="2026-11-20")
    action = touchpoint.actions.get()
    assert button(touchpoint, ben) == Button("Was wurde daraus?", url(team, f"actions:{page}", action.pk))


def test_action_that_did_not_work_leads_to_another_round(team: Team, anna: Membership) -> None:
    touchpoint = described(team)
    done(touchpoint, outcome="did_not_work", settled_at=NOW)
    ReadingFactory(metric=MetricFactory(touchpoint=touchpoint), measured_on="2026-11-20")
    found = button(touchpoint, anna)
    assert found is not None
    assert found.label == "Runde planen"


def test_when_all_is_done_there_is_nothing_to_press(team: Team, anna: Membership) -> None:
    touchpoint = described(team)
    done(touchpoint, outcome="works", settled_at=NOW)
    ReadingFactory(metric=MetricFactory(touchpoint=touchpoint), measured_on="2026-11-20")
    assert button(touchpoint, anna) is None
    assert "Einmal ganz herum" in signed_in(anna).get(touchpoint.get_absolute_url()).text


# --- The panel of one touchpoint ------------------------------------------------------------------


def test_reader_sees_the_sentence_and_no_button(team: Team, ben: Membership, rita: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    page = signed_in(rita).get(touchpoint.get_absolute_url()).text
    assert "Beschreiben, was man hier heute erlebt." in page
    assert "Ist beschreiben</a>" not in page
    assert "Ist beschreiben</a>" in signed_in(ben).get(touchpoint.get_absolute_url()).text


@pytest.mark.parametrize(
    ("status", "sentence"), [(Status.IDEA, "Noch eine Idee"), (Status.RETIRED, "Der Kreislauf ruht")]
)
def test_what_customers_do_not_meet_stands_outside_the_cycle(
    team: Team, anna: Membership, status: Status, sentence: str
) -> None:
    touchpoint = TouchpointFactory(team=team, status=status, status_reason="Kein Mensch faxt mehr")
    page = signed_in(anna).get(touchpoint.get_absolute_url()).text
    assert sentence in page
    assert "Als Nächstes" not in page


# --- The whole inventory --------------------------------------------------------------------------


def test_stranger_sees_nothing_of_the_cycle(team: Team, clara: Membership) -> None:
    TouchpointFactory(team=team, name="Kopierte Rechnung")
    assert signed_in(clara).get(url(team)).status_code == 404
    assert "Kopierte" not in signed_in(clara).get(url(clara.team)).text


def test_inventory_stands_in_four_columns_with_ideas_and_retired_apart(team: Team, rita: Membership) -> None:
    TouchpointFactory(team=team, name="Hotline", is_key=True)
    described(team, name="Rechnung")
    described(team, name="Messe", status=Status.CHANGING)
    TouchpointFactory(team=team, name="Chat", status=Status.IDEA)
    TouchpointFactory(team=team, name="Fax", status=Status.RETIRED, status_reason="Kein Mensch faxt mehr")
    page = signed_in(rita).get(url(team))
    counts = {stop.step.value: stop.count for _leg, stops in page.context["legs"] for stop in stops}
    assert counts == {**dict.fromkeys(counts, 0), "captured": 1, "targeted": 2}
    assert "★ Hotline" in page.text
    assert "1 neue Idee" in page.text
    assert "1 stillgelegt" in page.text
    assert "Chat" not in page.text


def test_overview_of_the_team_fetches_how_many_stand_at_each_stage(team: Team, rita: Membership) -> None:
    TouchpointFactory(team=team)
    described(team)
    described(team)
    assert url(team, "cycle:spread") in signed_in(rita).get(url(team, "overview")).text
    bar = signed_in(rita).get(url(team, "cycle:spread")).text
    assert "Ist-Analyse: 1, Soll-Strategie: 2, Umsetzung: 0, Monitoring: 0" in bar
    assert "<html" not in bar


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ([1, 2, 0, 1], [(0, 78), (82, 156), (0, 0), (242, 78)]),
        ([3, 0, 0, 0], [(0, 320), (0, 0), (0, 0), (0, 0)]),
        ([0, 0, 0, 0], [(0, 0)] * 4),
    ],
)
def test_bar_gives_each_stage_its_share_of_the_width(counts: list[int], found: list[tuple[int, int]]) -> None:
    assert [(stretch.x, stretch.width) for stretch in stretches(counts)] == found


def test_long_step_leads_to_all_of_its_touchpoints_in_the_inventory(team: Team, rita: Membership) -> None:
    TouchpointFactory.create_batch(51, team=team)
    described(team, name="Rechnung")
    there = f"{url(team, 'touchpoints:list')}?step=captured"
    overview = signed_in(rita).get(url(team)).text
    assert "alle 51 zeigen" in overview
    assert f'href="{there}"' in overview
    page = signed_in(rita).get(there)
    assert page.context["page"].paginator.count == 51
    assert "?step=captured&amp;page=2" in page.text
    assert "Rechnung</a>" not in page.text
    assert '<option value="captured" selected>Erfasst</option>' in page.text


def test_step_narrows_what_is_given_out_too(team: Team, rita: Membership) -> None:
    TouchpointFactory(team=team, name="Hotline")
    described(team, name="Rechnung")
    described(team, name="Treuekarte", status=Status.IDEA)
    table = signed_in(rita).get(url(team, "touchpoints:csv"), {"step": "targeted"})
    given = b"".join(table).decode()
    assert "Rechnung" in given
    assert "Hotline" not in given
    assert "Treuekarte" not in given


@pytest.mark.parametrize("asked", ["unknown", "\0"])
def test_unknown_step_narrows_nothing(team: Team, rita: Membership, asked: str) -> None:
    TouchpointFactory(team=team, name="Hotline")
    page = signed_in(rita).get(url(team, "touchpoints:list"), {"step": asked})
    assert page.context["page"].paginator.count == 1


def test_empty_inventory_invites_to_capture_the_first(team: Team, ben: Membership, rita: Membership) -> None:
    assert "Ersten Kontaktpunkt erfassen" in signed_in(ben).get(url(team)).text
    assert "Ersten Kontaktpunkt erfassen" not in signed_in(rita).get(url(team)).text


def test_pages_cost_the_same_for_one_three_and_fifty_touchpoints(team: Team, anna: Membership) -> None:
    browser, step = signed_in(anna), f"{url(team, 'touchpoints:list')}?step=targeted"
    costs = []
    for more in (1, 2, 47):
        for _number in range(more):
            touchpoint = described(team)
            MetricFactory(touchpoint=touchpoint)
        costs.append((queries_of(browser, url(team)), queries_of(browser, step)))
    assert len(set(costs)) == 1


def test_panel_costs_the_same_whatever_is_recorded(team: Team, ben: Membership) -> None:
    touchpoint = described(team)
    browser = signed_in(ben)
    done(touchpoint)
    one = queries_of(browser, touchpoint.get_absolute_url())
    for _number in range(3):
        done(touchpoint)
    assert queries_of(browser, touchpoint.get_absolute_url()) == one


# --- The inventory's list -------------------------------------------------------------------------


def test_list_shows_how_far_each_touchpoint_has_come(team: Team, rita: Membership) -> None:
    described(team, name="Rechnung")
    TouchpointFactory(team=team, name="Chat", status=Status.IDEA)
    page = signed_in(rita).get(url(team, "touchpoints:list") + "?status=").text
    assert "Schritt 3 von 8: Soll beschrieben" in page
    assert page.count('class="cycle-bar"') == 1


def test_page_tells_what_each_touchpoint_tells_alone(team: Team) -> None:
    touchpoints: list[Touchpoint] = [TouchpointFactory(team=team), *(described(team) for _number in range(3))]
    done(touchpoints[2])
    done(touchpoints[3], outcome="works", settled_at=NOW)
    for touchpoint in touchpoints[2:]:
        ReadingFactory(metric=MetricFactory(touchpoint=touchpoint, target=80), measured_on="2026-11-20")
    for some in (touchpoints, touchpoints[:1], touchpoints[:0]):
        expected = {touchpoint.pk: standing_of(touchpoint).position for touchpoint in some}
        assert positions_of((touchpoint.pk for touchpoint in some), team.zone) == expected


def test_more_than_a_page_is_refused(team: Team) -> None:
    with pytest.raises(ValueError, match="more touchpoints than a page has"):
        positions_of(range(1, 52), team.zone)
