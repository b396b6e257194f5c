"""The timeline: what stands in it and where; its page."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.models import Action, Dependency, Milestone, Plan, Status, Step
from actions.plans.sequence import dependencies_among
from actions.timeline.drawing import Grouping, begin_of, drawn
from actions.timeline.finding import MOST, grouped
from actions.timeline.layout import AIR, BAR, ROW, THINNEST, arrow_between, bar_of, stretches_of
from actions.timeline.scales import LONGEST, SIGN, Scale, Span, span_of
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, ActionFactory, DepartmentFactory, TouchpointFactory

on_a_busy_machine = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

TODAY = date(2026, 11, 24)
DAYS = st.dates(date(2020, 1, 1), date(2033, 12, 31))
SCALES = st.sampled_from([None, *Scale])
SPANS = st.builds(lambda days, scale: span_of(days, today=TODAY, scale=scale), st.lists(DAYS, max_size=6), SCALES)


def url(team: Team) -> str:
    return reverse("actions:timeline", args=[team.slug])


def shown(actions, by=Grouping.PERSON, scale=None):
    found = grouped(actions, by)
    return drawn(list(found), by=by, pairs=dependencies_among(list(found)), today=TODAY, scale=scale)


# --- The scale -----------------------------------------------------------------------------------


@on_a_busy_machine
@given(SPANS)
def test_today_is_always_in_the_picture(span: Span) -> None:
    assert span.shows(TODAY)
    assert 0 <= span.left(TODAY) <= span.right(TODAY) <= span.width


@on_a_busy_machine
@given(st.lists(st.dates(), max_size=5), SCALES)
def test_any_days_make_a_span_that_ends(days: list[date], scale: Scale | None) -> None:
    span = span_of(days, today=TODAY, scale=scale)
    assert span.shows(TODAY)
    assert span.days <= LONGEST[span.scale] + 2 * 92
    assert span.below and span.above


@on_a_busy_machine
@given(SPANS)
def test_words_of_the_axis_fit_and_do_not_overlap(span: Span) -> None:
    for line in (span.above, span.below):
        assert sum(tick.width for tick in line) == span.width
        assert all(left.x + left.width == right.x for left, right in pairwise(line))
        assert all(len(tick.words) * SIGN <= tick.width for tick in line)


@on_a_busy_machine
@given(SPANS, DAYS, DAYS)
def test_a_later_day_never_stands_further_left(span: Span, one: date, other: date) -> None:
    first, last = sorted([one, other])
    assert span.left(first) <= span.left(last) <= span.right(last)


@pytest.mark.parametrize(
    ("days", "scale"), [(20, Scale.WEEKS), (100, Scale.WEEKS), (200, Scale.MONTHS), (1000, Scale.QUARTERS)]
)
def test_the_scale_is_the_finest_that_fits(days: int, scale: Scale) -> None:
    assert span_of([TODAY + timedelta(days=days)], today=TODAY).scale == scale


def test_weeks_begin_on_monday_and_quarters_in_their_first_month() -> None:
    weeks = span_of([TODAY], today=TODAY, scale=Scale.WEEKS)
    assert (weeks.first.weekday(), weeks.last.weekday()) == (0, 6)
    quarters = span_of([TODAY], today=TODAY, scale=Scale.QUARTERS)
    assert (quarters.first, quarters.last) == (date(2026, 10, 1), date(2026, 12, 31))
    assert [tick.words for tick in quarters.below] == ["Q4"]


def test_days_off_are_shaded_where_weeks_are_drawn() -> None:
    weeks = span_of([TODAY], today=TODAY, scale=Scale.WEEKS)
    rest = weeks.resting(lambda day: day.weekday() < 5)
    assert len(rest) == weeks.days / 7
    assert rest[0].x == weeks.left(weeks.first + timedelta(days=5))
    assert span_of([TODAY], today=TODAY, scale=Scale.MONTHS).resting(lambda day: False) == []


# --- Bars and arrows -----------------------------------------------------------------------------

STRETCHES = st.builds(
    lambda kind, days, done, share: stretches_of(
        kind=kind,
        starts_on=min(days),
        due_on=max(days),
        today=TODAY,
        done_on=done if kind == "done" else None,
        share=share,
    ),
    st.sampled_from(Status.values),
    st.tuples(DAYS, DAYS),
    DAYS,
    st.floats(0, 1),
)


@on_a_busy_machine
@given(STRETCHES)
def test_stretches_of_a_bar_follow_each_other_without_gap_or_overlap(stretches: list) -> None:
    assert all(each.first <= each.last for each in stretches)
    for before, after in pairwise(stretches):
        assert after.first == before.last + timedelta(days=1)


@on_a_busy_machine
@given(SPANS, STRETCHES)
def test_bars_stay_inside_the_picture_and_can_be_seen(span: Span, stretches: list) -> None:
    bar = bar_of(span, 3, stretches)
    assert AIR <= bar.x <= bar.end <= AIR + span.width
    assert bar.width >= THINNEST
    assert all(left.end == right.x for left, right in pairwise(bar.pieces))
    assert 3 * ROW < bar.top < bar.top + BAR < 4 * ROW


@on_a_busy_machine
@given(SPANS, STRETCHES, STRETCHES, st.tuples(st.integers(0, 30), st.integers(0, 30)).filter(lambda r: r[0] != r[1]))
def test_arrows_run_upright_and_level_from_the_end_of_one_to_the_start_of_the_other(
    span: Span, one: list, other: list, rows: tuple[int, int]
) -> None:
    before, after = bar_of(span, rows[0], one), bar_of(span, rows[1], other)
    arrow = arrow_between(before, after)
    assert arrow.points[0] == (before.end, before.middle)
    assert arrow.points[-1] == (after.x, after.middle)
    for (x, y), (next_x, next_y) in pairwise(arrow.points):
        assert x == next_x or y == next_y
    assert all(0 <= x <= span.width + 2 * AIR for x, _y in arrow.points)
    assert arrow.points[-2][0] < arrow.points[-1][0], "it comes in from the left"
    assert arrow.early == (after.x < before.end)


def test_an_open_action_past_its_last_day_goes_on_until_today() -> None:
    parts = stretches_of(
        kind="running", starts_on=date(2026, 11, 1), due_on=date(2026, 11, 10), today=TODAY, done_on=None, share=0.5
    )
    assert [(part.kind, part.first.day, part.last.day) for part in parts] == [
        ("ticked", 1, 5),
        ("running", 6, 10),
        ("over", 11, 24),
    ]


@pytest.mark.parametrize(("done", "kinds"), [(5, ["done", "rest"]), (10, ["done"]), (12, ["done", "over"])])
def test_what_is_done_shows_whether_it_was_in_time(done: int, kinds: list[str]) -> None:
    days = {"starts_on": date(2026, 11, 1), "due_on": date(2026, 11, 10), "today": TODAY}
    parts = stretches_of(kind="done", done_on=date(2026, 11, done), share=1, **days)
    assert [part.kind for part in parts] == kinds


# --- The drawing of rows -------------------------------------------------------------------------


def test_an_action_without_a_start_begins_when_it_was_given_to_somebody(team: Team) -> None:
    action = ActionFactory(team=team, assigned_at=NOW)
    assert begin_of(action) == TODAY
    action.due_on = date(2026, 11, 3)
    assert begin_of(action) == date(2026, 11, 3)


def test_rows_stand_in_groups_with_what_has_none_last(team: Team, anna: Membership, ben: Membership) -> None:
    for responsible in (ben.user, None, anna.user):
        ActionFactory(team=team, responsible=responsible)
    rows = shown(team.actions.all()).rows
    assert [row.name for row in rows if row.kind == "group"] == ["Anna Keller", "Ben Yılmaz", "Noch niemand"]
    assert [row.row for row in rows] == list(range(6))


@pytest.mark.parametrize("by", Grouping)
def test_every_grouping_has_its_names(team: Team, anna: Membership, by: Grouping) -> None:
    ActionFactory(
        team=team,
        responsible=anna.user,
        department=DepartmentFactory(team=team, name="Service"),
        touchpoint=TouchpointFactory(team=team, name="Rechnung"),
        plan=Plan.objects.create(team=team, name="Klarheit"),
    )
    names = {"plan": "Klarheit", "person": "Anna Keller", "department": "Service", "touchpoint": "Rechnung"}
    assert shown(team.actions.all(), by).groups[0].name == names[by]


def test_milestones_of_a_plan_stand_under_its_name(team: Team) -> None:
    plan = Plan.objects.create(team=team, name="Klarheit")
    Milestone.objects.create(plan=plan, name="Freigabe", due_on=date(2026, 11, 20))
    Milestone.objects.create(plan=plan, name="Start", due_on=date(2026, 12, 20))
    ActionFactory(team=team, plan=plan)
    timeline = shown(team.actions.all(), Grouping.PLAN)
    assert [row.kind for row in timeline.rows] == ["group", "milestone", "milestone", "action"]
    assert [row.state for row in timeline.milestones] == ["late", ""]
    assert shown(team.actions.all(), Grouping.PERSON).milestones == []


def test_what_comes_after_stands_below_with_an_arrow(team: Team) -> None:
    later = ActionFactory(team=team, what="Drucken", starts_on=date(2026, 11, 1))
    earlier = ActionFactory(team=team, what="Entwerfen", starts_on=date(2026, 11, 20))
    Dependency.objects.create(action=later, after=earlier)
    timeline = shown(team.actions.all())
    assert [row.action.what for row in timeline.actions] == ["Entwerfen", "Drucken"]
    assert timeline.actions[1].after == [earlier]
    assert timeline.arrows[0].early


def test_ticked_steps_fill_the_bar(team: Team) -> None:
    action = ActionFactory(team=team, starts_on=date(2026, 11, 22), status=Status.RUNNING)
    for number in range(2):
        Step.objects.create(action=action, text=f"Schritt {number}", done_at=NOW if number else None)
    bar = shown(team.actions.all()).actions[0].bar
    assert [piece.kind for piece in bar.pieces] == ["ticked", "running"]


# --- The page ------------------------------------------------------------------------------------


@pytest.fixture
def today(team: Team) -> date:
    return team.today(timezone.now())


def test_stranger_sees_no_timeline_and_reader_does(team: Team, clara: Membership, rita: Membership) -> None:
    ActionFactory(team=team, what="Rechnung später")
    assert signed_in(clara).get(url(team)).status_code == 404
    assert "Rechnung später" in signed_in(rita).get(url(team)).text


def test_overdue_and_blocked_are_told_in_words(team: Team, rita: Membership, today: date) -> None:
    ActionFactory(team=team, due_on=today - timedelta(days=3), status=Status.BLOCKED, blocked_reason="ERP steht")
    page = signed_in(rita).get(url(team)).text
    assert all(words in page for words in ("überfällig", "stockt", "ERP steht"))


def test_the_picture_and_the_table_have_every_action_and_no_inline_style(team: Team, rita: Membership) -> None:
    action = ActionFactory(team=team, what="🎁 " + "Rindfleischetikettierung" * 10)
    page = signed_in(rita).get(url(team)).text
    assert page.count(f'href="{action.get_absolute_url()}"') == 3, "name, bar and line of the table"
    assert "style=" not in page.partition("<main")[2]


def test_the_address_says_group_and_scale(team: Team, rita: Membership) -> None:
    ActionFactory(team=team)
    answer = signed_in(rita).get(url(team), {"group": "department", "scale": "quarters"})
    assert answer.context["group"] == Grouping.DEPARTMENT
    assert answer.context["timeline"].span.scale == Scale.QUARTERS
    odd = signed_in(rita).get(url(team), {"group": "no", "scale": "no", "page": "x"})
    assert odd.context["group"] == Grouping.PERSON


def test_plans_group_the_timeline_where_there_are_any(team: Team, rita: Membership) -> None:
    ActionFactory(team=team, plan=Plan.objects.create(team=team, name="Klarheit"))
    assert signed_in(rita).get(url(team)).context["group"] == Grouping.PLAN


def test_a_filter_narrows_the_timeline(team: Team, rita: Membership, today: date) -> None:
    ActionFactory(team=team, what="Alt", due_on=today - timedelta(days=9))
    ActionFactory(team=team, what="Neu", due_on=today + timedelta(days=9))
    timeline = signed_in(rita).get(url(team), {"state": "overdue"}).context["timeline"]
    assert [row.action.what for row in timeline.actions] == ["Alt"]


def test_days_of_another_age_do_not_press_the_picture_together(team: Team, rita: Membership, today: date) -> None:
    ActionFactory(team=team, due_on=date.max, follow_up_on=date.max)
    ActionFactory(team=team, starts_on=date.min, due_on=today)
    timeline = signed_in(rita).get(url(team)).context["timeline"]
    assert timeline.beyond == 2
    assert timeline.span.shows(today)


def test_empty_timeline_says_what_belongs_there(team: Team, anna: Membership) -> None:
    assert "Nichts offen" in signed_in(anna).get(url(team)).text
    assert "Nichts gefunden" in signed_in(anna).get(url(team), {"state": "done"}).text


def test_a_thousand_actions_come_in_pages(team: Team, rita: Membership, today: date) -> None:
    Action.objects.bulk_create(
        Action(team=team, what=f"Nr. {number}", due_on=today, promised_on=today) for number in range(1000)
    )
    page = signed_in(rita).get(url(team), {"page": 2})
    assert len(page.context["timeline"].actions) == MOST
    assert f"hier {MOST + 1} bis {2 * MOST}" in page.text


def test_a_timeline_costs_the_same_queries_for_one_and_three(team: Team, anna: Membership, today: date) -> None:
    def planned() -> None:
        plan = Plan.objects.create(team=team, name=f"Plan {team.plans.count()}")
        Milestone.objects.create(plan=plan, name="Start", due_on=today)
        people = {"responsible": anna.user, "department": DepartmentFactory(team=team)}
        first = ActionFactory(team=team, plan=plan, touchpoint=TouchpointFactory(team=team), **people)
        Dependency.objects.create(action=ActionFactory(team=team, plan=plan), after=first)

    planned()
    browser = signed_in(anna)
    for by in Grouping:
        browser.get(url(team), {"group": by})
    one = {by: queries_of(browser, f"{url(team)}?group={by}") for by in Grouping}
    planned()
    planned()
    assert {by: queries_of(browser, f"{url(team)}?group={by}") for by in Grouping} == one
