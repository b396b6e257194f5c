"""The demo team: believable, the same at any moment, made once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.core.management import call_command

from actions.models import Outcome as ActionOutcome
from config.demo import create_demo
from config.demo.story import TEAM
from feedback.models import Alert
from journeys.document import map_from
from journeys.feeling import Origin, summary
from journeys.mapping import map_of
from journeys.models import JourneyKind
from meetings.models import Outcome, Phase
from teams.letters import post
from teams.models import Letter, Role, Team
from tests.factories import NOW
from touchpoints.perception.gaps import results_of

MOMENTS = [
    datetime(2026, 11, 24, 8, 0, tzinfo=UTC),  # Tuesday at nine in Berlin: the very moment of the round
    datetime(2026, 11, 24, 9, 30, tzinfo=UTC),  # an hour and a half after it
    datetime(2026, 11, 21, 23, 50, tzinfo=UTC),  # a Saturday night
    datetime(2027, 3, 30, 6, 0, tzinfo=UTC),  # two days after the clocks went forward
    datetime(2028, 3, 1, 12, 0, tzinfo=UTC),  # the day after a leap day
]


@pytest.mark.parametrize("at", MOMENTS)
def test_two_rounds_were_held_and_the_third_is_about_to_start(db: None, at: datetime) -> None:
    team = create_demo(at=at)
    first, second, ahead = team.meetings.order_by("starts_at")
    assert [first.phase, second.phase, ahead.phase] == [Phase.CLOSED, Phase.CLOSED, Phase.LOBBY]
    assert second.closed_at is not None and second.closed_at < at
    assert timedelta() < ahead.starts_at - at <= timedelta(minutes=25)
    assert ahead.touchpoint is not None and ahead.what_happened
    assert [meeting.vote_rounds.get().outcome for meeting in (first, second)] == [Outcome.MAJORITY, Outcome.MODERATOR]
    assert [hasattr(meeting, "minutes") for meeting in (first, second)] == [True, True]


@pytest.mark.parametrize("at", MOMENTS)
def test_something_is_overdue_something_asked_about_and_something_works(db: None, at: datetime) -> None:
    team = create_demo(at=at)
    today = team.today(at)
    assert team.actions.overdue(today).count() == 1
    assert team.actions.follow_up_due(today).count() == 1
    assert team.actions.filter(outcome=ActionOutcome.WORKS).count() > 1
    assert team.actions.open().filter(plan=None).count() == 4


def test_team_has_a_lead_members_a_reader_and_a_full_inventory(db: None) -> None:
    team = create_demo(at=NOW)
    roles = list(team.memberships.order_by("pk").values_list("role", flat=True))
    assert roles == [Role.LEAD, *[Role.MEMBER] * 6, Role.READER]
    assert team.touchpoints.count() >= 12
    assert not team.touchpoints.filter(stage=None).exists()


def test_demo_is_made_once(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    first = create_demo(at=NOW)
    call_command("demo")
    assert list(Team.objects.filter(name=TEAM)) == [first]
    assert first.get_absolute_url() in capsys.readouterr().out


def test_letters_of_its_past_are_dropped_and_those_of_others_kept(db: None) -> None:
    post(key="old", message=EmailMessage("Hallo", "Rita", to=["rita@example.com"]), at=NOW - timedelta(days=400))
    team = create_demo(at=NOW)
    assert Letter.objects.filter(key="old").exists()
    assert Letter.objects.exclude(key="old").count() == team.memberships.working().count()


def test_departments_customers_and_testers_have_spoken(db: None) -> None:
    team = create_demo(at=NOW)
    closed, begun = team.surveys.order_by("pk")
    assert closed.closes_at == NOW < begun.closes_at
    gaps = results_of(closed, closed.touchpoints.all()).gaps
    assert any(gap.is_certain for gap in gaps)
    assert team.checklists.get().visits.filter(reading__value__lt=90).count() == 2


@time_machine.travel(NOW, tick=False)
def test_customers_ways_are_drawn_as_they_are_should_be_and_were_once(db: None) -> None:
    team = create_demo(at=NOW)
    maps = {journey.kind: map_of(journey) for journey in team.journeys.filter(persona__name="Gartenfreundin Gudrun")}
    assert set(maps) == set(JourneyKind)
    today, planned, case = (maps[kind] for kind in JourneyKind)
    assert {step.felt.origin for step in today.steps if step.felt} == set(Origin)
    assert [step.title for step in today.steps if step.is_gap] == ["Nachricht am Morgen der Lieferung"]
    titles = [step.title for step in planned.steps]
    assert titles.index("Rechnung") > titles.index("Lieferung durch die Spedition")
    days = [step.happened_on for step in case.steps]
    assert all(days) and days == sorted(days, key=str)
    snapshot = team.journeys.get(snapshots__isnull=False).snapshots.get()
    assert snapshot.taken_at == NOW - timedelta(days=365)
    before, now, wanted = (summary(each.feelings) for each in (map_from(snapshot.content), today, planned))
    assert before and now and wanted and before.mean < now.mean < wanted.mean
    assert team.journeys.get(shares__isnull=False).shares.get().is_open(NOW)
    assert len(team.personas.get(name="Gartenfreundin Gudrun").portrait.content) > 1000
    assert team.personas.count() == 2


def test_customers_are_heard_and_colleagues_answered(db: None) -> None:
    team = create_demo(at=NOW)
    assert team.voices.negative().exists() and team.voices.positive().exists() and team.voices.unjudged().exists()
    assert team.cases.late(NOW).count() == 1
    assert team.cases.exclude(outcome="").count() == 1
    question = team.questions.get()
    assert sum(reading.n or 0 for reading in question.metric.readings.all()) == question.answers.count() > 20
    states = set(team.suggestions.values_list("state", flat=True))
    assert states == {"received", "in_review", "declined", "done"}
    assert not Alert.objects.filter(team=team, touchpoint__is_key=False, kind="negative").exists()
