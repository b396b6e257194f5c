"""What a team and a person take along of journeys, and what stays when a person, a department or a team goes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from journeys.lanes import LANES
from journeys.models import Journey, JourneyStep, Persona, Share, Snapshot
from journeys.personal_data import about
from journeys.whole_team import parts
from teams.leaving import delete_account
from teams.models import Membership, Team
from teams.whole_team import Folder, Table
from tests.conftest import signed_in
from tests.factories import NOW, DepartmentFactory, MembershipFactory, TouchpointFactory
from tests.journeys.of_journeys import ShareFactory, SnapshotFactory, a_journey_with_everything


@pytest.fixture
def journey(team: Team) -> Journey:
    return a_journey_with_everything(team, through=TouchpointFactory(team=team, name="Angebot"))


def rows(team: Team, name: str) -> list[dict[str, Any]]:
    (table,) = (part for part in parts(team) if isinstance(part, Table) and part.name == name)
    columns = [column.name for column in table.columns]
    return [dict(zip(columns, row, strict=True)) for row in table.rows()]


def files(team: Team, name: str) -> dict[str, bytes]:
    (folder,) = (part for part in parts(team) if isinstance(part, Folder) and part.name == name)
    return dict(folder.files())


def test_steps_tell_every_lane_and_where_they_lie(team: Team, journey: Journey) -> None:
    at_the_offer, gap = rows(team, "journey_steps")
    assert at_the_offer.keys() >= {lane.name for lane in LANES}
    assert (at_the_offer["journey"], at_the_offer["thinking"]) == (journey.pk, "Was kostet das?")
    assert at_the_offer["touchpoint"] == team.touchpoints.get().pk
    assert (gap["touchpoint"], gap["emotion"]) == (None, None)
    assert {row["phase"] for row in (at_the_offer, gap)} == {row["id"] for row in rows(team, "journey_phases")}


def test_pictures_and_snapshots_are_files_with_their_number(team: Team, journey: Journey) -> None:
    journey.persona.name, snapshot = "../../Böse 😀", journey.snapshots.get()
    journey.persona.save()
    (picture,) = files(team, "portraits")
    assert picture == f"{journey.persona_id}-Böse.jpeg"
    ((name, content),) = files(team, "journey_snapshots").items()
    assert name.startswith(f"{snapshot.pk}-Stand_")
    assert json.loads(content) == snapshot.content


def test_links_are_listed_without_what_opens_them(team: Team, journey: Journey) -> None:
    (link,) = rows(team, "journey_links")
    assert link["for_whom"] == "Agentur"
    assert not any("hash" in name or "token" in name for name in link)
    assert journey.shares.get().token_hash not in str(link.values())


def test_nothing_of_another_team_is_among_it(team: Team, journey: Journey, clara: Membership) -> None:
    for part in parts(clara.team):
        assert not list(part.rows() if isinstance(part, Table) else part.files())


def test_a_person_sees_the_snapshots_they_took_and_the_links_they_made(
    team: Team, journey: Journey, ben: Membership, anna: Membership
) -> None:
    SnapshotFactory(journey=journey, name="Vor dem Umbau", taken_by=ben.user)
    ShareFactory(journey=journey, for_whom="Druckerei", created_by=ben.user)
    told = about(ben.user)
    assert [each["name"] for each in told["snapshots_taken"]] == ["Vor dem Umbau"]
    assert [each["for_whom"] for each in told["journey_links_made"]] == ["Druckerei"]
    assert {each["journey"] for lines in told.values() for each in lines} == {str(journey)}
    assert about(anna.user) == {"snapshots_taken": [], "journey_links_made": []}


def test_when_a_person_goes_what_they_made_stays(team: Team, journey: Journey, anna: Membership) -> None:
    gone = MembershipFactory(team=team)
    SnapshotFactory(journey=journey, taken_by=gone.user, name="Bleibt")
    ShareFactory(journey=journey, created_by=gone.user, for_whom="Bleibt")
    delete_account(user=gone.user, at=NOW)
    assert Snapshot.objects.get(name="Bleibt").taken_by is None
    assert Share.objects.get(for_whom="Bleibt").created_by is None


def test_a_department_goes_and_its_steps_stay(team: Team, journey: Journey, anna: Membership) -> None:
    department = DepartmentFactory(team=team)
    journey.steps.update(department=department)
    signed_in(anna).post(reverse("teams:remove_department", args=[team.slug, department.pk]))
    assert not team.departments.exists()
    assert list(journey.steps.values_list("department", flat=True)) == [None, None]


def test_a_team_that_ends_takes_its_journeys_with_it(team: Team, journey: Journey, anna: Membership) -> None:
    another = a_journey_with_everything(MembershipFactory().team, through=TouchpointFactory())
    delete_account(user=anna.user, at=NOW)
    assert not Team.objects.filter(pk=team.pk).exists()
    assert list(Journey.objects.all()) == [another]
    assert list(Persona.objects.all()) == [another.persona]
    assert JourneyStep.objects.count() == 2
