"""The whole team as a ZIP: everything is in it, explained, and nothing that is secret."""

import csv
import io
import json
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import PlanKind
from actions.postponing import postpone
from config.whole_team import pack
from meetings.models import Card, Meeting, Phase
from meetings.printing import print_minutes
from teams.models import Membership, Team
from teams.whole_team import Table, everything_of
from tests.access.matrix import names
from tests.actions.of_plans import (
    CrisisPlanFactory,
    DependencyFactory,
    DrawerLineFactory,
    MilestoneFactory,
    PilotVoiceFactory,
    PlanFactory,
    TrainingFactory,
)
from tests.actions.parts import full
from tests.factories import (
    NOW,
    ActionFactory,
    BenchmarkFactory,
    ChecklistFactory,
    DepartmentFactory,
    InfluenceFactory,
    ItemFactory,
    MetricFactory,
    ReadingFactory,
    ReminderFactory,
    ResourceFactory,
    SavedViewFactory,
    SeriesFactory,
    StageFactory,
    SurveyFactory,
    TouchpointFactory,
    VisitFactory,
    WebhookFactory,
)
from tests.feedback.everything import hear_everything
from tests.feedback.of_feedback import SuggestionFactory
from tests.journeys.of_journeys import a_journey_with_everything
from tests.meetings.rounds import a_held_round, a_round
from touchpoints.models import Attachment, Baseline, Source, Survey, Touchpoint
from touchpoints.timeline import KNOWN_BEFORE

pytestmark = pytest.mark.django_db

EXPECTED = names("""
    team departments people webhooks stages tags touchpoints resources influences metrics readings baselines benchmarks
    checklists checklist_items visits visit_points findings surveys survey_results actions series rounds decisions
    brought_suggestions addenda action_steps action_comments action_expenses action_scenarios action_helpers
    action_files touchpoint_changes touchpoint_changes_tags resource_changes influence_changes metric_changes
    benchmark_changes reading_changes reminders plans milestones action_order crisis_steps pilot_voices trainings
    postponements saved_filters personas speakers journeys journey_phases journey_steps journey_snapshots journey_links
    questions question_days question_mailings answers voices voice_contacts voice_actions voice_reasons cases
    case_notes praise praised_people praised_departments alerts topics topic_terms tone_words voice_topics suggestions
    suggestion_ratings suggestion_replies learned
""")


def packed(team: Team) -> ZipFile:
    file = io.BytesIO()
    pack(file, team=team, at=NOW)
    return ZipFile(file)


def rows(archive: ZipFile, name: str) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads(archive.read(f"{name}.json"))
    return read


def lines(archive: ZipFile, name: str) -> Iterator[dict[str, str]]:
    text = archive.read(f"{name}.csv").decode("utf-8-sig")
    return csv.DictReader(io.StringIO(text, newline=""), delimiter=";")


def one_of_everything(team: Team, by: Membership) -> Touchpoint:
    touchpoint: Touchpoint = TouchpointFactory(
        team=team,
        name=f"=Rechnung 😀{team.touchpoints.count() or ''}",
        stage=StageFactory(team=team),
        department=DepartmentFactory(team=team),
        owner=by.user,
    )
    tag, _made = team.tags.get_or_create(name="Praxen, groß")
    touchpoint.tags.add(tag)
    ResourceFactory(touchpoint=touchpoint, owner=by.user)
    InfluenceFactory(source=touchpoint, target=TouchpointFactory(team=team))
    metric = MetricFactory(touchpoint=touchpoint, target="4.5")
    reading = ReadingFactory(metric=metric, distribution={"5": 42, "1": 8}, note="=1+1", by=by.user)
    Attachment.objects.create(reading=reading, name="../../böse.csv", content_type="text/csv", content=b"a;b")
    Baseline.frozen(reading, by=by.user, at=NOW)
    ReadingFactory(metric=metric, by=by.user).delete()
    BenchmarkFactory(metric=metric)
    checklist = ChecklistFactory(team=team, touchpoint=touchpoint)
    ItemFactory(checklist=checklist)
    visit = VisitFactory(checklist=checklist, reading=reading)
    visit.points.create(text="Wurde begrüßt", weight=1, top=2, points=1)
    visit.findings.create(text="Freundlich")
    action = full(ActionFactory(team=team, touchpoint=touchpoint, metric=metric, responsible=by.user))
    ReminderFactory(action=action, person=by.user)
    postpone(action=action, to=action.due_on + timedelta(days=7), reason="Urlaub", by=by.user, at=NOW)
    SavedViewFactory(team=team, owner=by.user)
    plan = PlanFactory(team=team)
    MilestoneFactory(plan=plan)
    DependencyFactory(action=action, after=ActionFactory(team=team))
    DrawerLineFactory(plan=CrisisPlanFactory(team=team))
    PilotVoiceFactory(plan=PlanFactory(team=team, kind=PlanKind.PILOT))
    TrainingFactory(plan=PlanFactory(team=team, kind=PlanKind.ROLL_OUT))
    SeriesFactory(team=team)
    a_journey_with_everything(team, through=touchpoint)
    hear_everything(team, TouchpointFactory(team=team, department=touchpoint.department), by)
    WebhookFactory(team=team)
    return touchpoint


def bring_along(meeting: Meeting, card: Card, *, by: Membership) -> None:
    meeting.brought_suggestions.create(
        suggestion=SuggestionFactory(team=by.team), card=card, by=by.user, brought_at=NOW
    )


def answer(survey: Survey, touchpoint: Touchpoint, group: str, people: int) -> None:
    for _person in range(people):
        survey.ratings.create(touchpoint=touchpoint, group=group, sheet=uuid.uuid4(), importance=5, performance=2)


def test_each_kind_of_row_is_there_twice_and_explained(team: Team, anna: Membership, ben: Membership) -> None:
    one_of_everything(team, anna)
    minutes = a_held_round(anna, ben)
    print_minutes(minutes_pk=minutes.pk, at=NOW)
    bring_along(minutes.meeting, minutes.meeting.cards.exclude(revealed_at=None)[0], by=ben)
    archive = packed(team)
    tables = [part for part in everything_of(team) if isinstance(part, Table)]
    assert {table.name for table in tables} == EXPECTED
    readme = archive.read("README.txt").decode()
    for table in tables:
        read, listed = rows(archive, table.name), list(lines(archive, table.name))
        names = [column.name for column in table.columns]
        assert len(read) == len(listed)
        assert all(list(row) == names for row in [*read, *listed])
        assert read or table.name in ("surveys", "survey_results", "addenda"), table.name
        assert f"{table.name}.json, {table.name}.csv: " in readme
        assert all(f"  {name}: " in readme for name in names)
    assert archive.testzip() is None


def test_values_are_numbers_lists_and_days_and_formulas_are_defused(team: Team, anna: Membership) -> None:
    touchpoint = one_of_everything(team, anna)
    archive = packed(team)
    first = rows(archive, "touchpoints")[0]
    assert (first["id"], first["name"], first["tags"]) == (touchpoint.pk, "=Rechnung 😀", ["Praxen, groß"])
    assert first["owner"] == "Anna Keller"
    (reading,) = rows(archive, "readings")
    assert (reading["value"], reading["low"], reading["measured_on"]) == (84, 71.4856, "2026-11-02")
    assert reading["distribution"] == {"5": 42, "1": 8}
    (line,) = lines(archive, "readings")
    assert (line["value"], line["low"], line["note"]) == ("84", "71,4856", "'=1+1")
    assert next(lines(archive, "touchpoints"))["name"] == "'=Rechnung 😀"
    assert next(lines(archive, "metrics"))["target"] == "4,5"


def test_what_a_small_group_said_stays_here(team: Team) -> None:
    small = ReadingFactory(metric__touchpoint__team=team, source=Source.STAFF, n=4)
    Attachment.objects.create(reading=small, name="Bogen.csv", content_type="text/csv", content=b"a;b")
    archive = packed(team)
    assert rows(archive, "readings") == []
    assert not [name for name in archive.namelist() if name.startswith("attachments/")]


def test_no_file_lies_outside_of_its_folder(team: Team, anna: Membership) -> None:
    one_of_everything(team, anna)
    (name,) = [name for name in packed(team).namelist() if name.startswith("attachments/")]
    assert name.count("/") == 1
    assert ".." not in name.split("/")[1].split("-")[0]


def test_minutes_come_as_json_and_as_the_printed_pdf(team: Team, anna: Membership, ben: Membership) -> None:
    minutes = a_held_round(anna, ben)
    print_minutes(minutes_pk=minutes.pk, at=NOW)
    minutes.refresh_from_db()
    archive = packed(team)
    names = [name for name in archive.namelist() if name.startswith(f"minutes/{minutes.meeting_id}-Protokoll-")]
    contents = {name.rsplit(".")[-1]: archive.read(name) for name in names}
    assert json.loads(contents["json"]) == minutes.content
    assert contents["pdf"] == bytes(minutes.pdf or b"")


def test_what_is_secret_stays_here(team: Team, anna: Membership, ben: Membership) -> None:
    running = a_round(anna, ben).to(Phase.IDEAS).meeting
    card = running.cards.create(author=running.participants.get(user=ben.user), text="Noch ganz geheim", pinned_at=NOW)
    bring_along(running, card, by=ben)
    survey, webhook = SurveyFactory(team=team), WebhookFactory(team=team)
    anna.user.set_password("sehr geheim")
    anna.user.save()
    archive = packed(team)
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode(errors="ignore")
    assert rows(archive, "brought_suggestions") == []
    for secret in (card.text, running.join_code, survey.link, anna.user.password, webhook.secret, webhook.url):
        assert secret not in everything


def test_surveys_are_told_by_groups_of_five_and_only_when_closed(team: Team) -> None:
    touchpoint = TouchpointFactory(team=team)
    closed = SurveyFactory(team=team, open_until=date(2020, 1, 1))
    open_one = SurveyFactory(team=team, open_until=date(2099, 1, 1))
    for survey in (closed, open_one):
        survey.touchpoints.add(touchpoint)
        for group, people in (("Service", 6), ("Vertrieb", 5), ("Versand", 2), ("Labor", 3)):
            answer(survey, touchpoint, group, people)
    results = rows(packed(team), "survey_results")
    assert {(row["survey"], row["group"], row["n"]) for row in results} == {
        (closed.pk, "Service", 6),
        (closed.pk, "Vertrieb", 5),
        (closed.pk, "", 5),
    }
    assert {(row["importance"], row["performance"]) for row in results} == {(5, 2)}


def test_another_teams_rows_are_not_in_it(team: Team, anna: Membership, ben: Membership, clara: Membership) -> None:
    one_of_everything(team, anna)
    a_held_round(anna, ben)
    archive = packed(clara.team)
    filled = {name for name in EXPECTED if rows(archive, name)}
    assert filled == {"team", "people"}


def test_it_is_explained_in_the_teams_language(team: Team) -> None:
    team.language = "en"
    team.save()
    readme = packed(team).read("README.txt").decode()
    assert "touchpoints.json, touchpoints.csv: the touchpoints" in readme
    assert "direct = direct" in readme


def test_it_costs_the_same_for_one_and_three_of_everything(team: Team, anna: Membership) -> None:
    costs = []
    for more in (1, 2):
        for _each in range(more):
            one_of_everything(team, anna)
        with CaptureQueriesContext(connection) as queries:
            packed(team)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_who_changed_what_is_in_it_also_of_what_is_gone(team: Team, ben: Membership) -> None:
    touchpoint = one_of_everything(team, ben)
    resource = touchpoint.resources.get()
    resource.note = "neu"
    resource.save()
    pk = resource.pk
    resource.delete()
    metric = touchpoint.metrics.get()
    ReadingFactory(metric=metric, source=Source.STAFF, n=4)
    measured = metric.readings.shown().count()
    metric.delete()
    archive = packed(team)
    assert [row["deed"] for row in rows(archive, "reading_changes")] == ["-"] * (1 + measured)
    changes = [row for row in rows(archive, "resource_changes") if row["row"] == pk]
    assert [(row["deed"], row["note"], row["owner"]) for row in changes] == [
        ("+", "", ben.user.name),
        ("~", "neu", ben.user.name),
        ("-", "neu", ben.user.name),
    ]
    assert [row["deed"] for row in rows(archive, "benchmark_changes")] == ["+", "-"]
    assert {row["row"] for row in rows(archive, "touchpoint_changes")} == {each.pk for each in team.touchpoints.all()}


def test_what_stood_there_when_its_history_began_is_told_as_such(team: Team, ben: Membership) -> None:
    metric = one_of_everything(team, ben).metrics.get()
    metric.history.update(history_change_reason=KNOWN_BEFORE)
    metric.name = "Neu"
    metric.save()
    changes = [row for row in rows(packed(team), "metric_changes") if row["row"] == metric.pk]
    told = [(row["deed"], row["lost"]) for row in changes]
    assert told == [("=", None), ("~", None)]
