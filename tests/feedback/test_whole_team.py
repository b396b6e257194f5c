"""What a team and a person take along of voices, and what stays when a person or a team goes."""

from __future__ import annotations

from typing import Any

import pytest

from feedback.models import Feedback, Suggestion
from feedback.personal_data import about
from feedback.whole_team import parts
from teams.leaving import delete_account
from teams.models import Membership, Team
from teams.whole_team import Table
from tests.factories import NOW, DepartmentFactory, TouchpointFactory
from tests.feedback.everything import hear_everything
from tests.feedback.of_feedback import SuggestionFactory


@pytest.fixture
def complaint(team: Team, ben: Membership) -> Feedback:
    return hear_everything(team, TouchpointFactory(team=team, department=DepartmentFactory(team=team)), ben)


def rows(team: Team, name: str) -> list[dict[str, Any]]:
    (table,) = (part for part in parts(team) if part.name == name)
    assert isinstance(table, Table)
    columns = [column.name for column in table.columns]
    return [dict(zip(columns, row, strict=True)) for row in table.rows()]


def test_a_complaint_is_told_with_its_case(team: Team, ben: Membership, complaint: Feedback) -> None:
    told = {row["id"]: row for row in rows(team, "voices")}[complaint.pk]
    assert (told["text"], told["polarity"], told["via"]) == ("=1+1 zu spät 😀", "negative", "question")
    (case,) = rows(team, "cases")
    assert (case["voice"], case["owner"], case["outcome"]) == (complaint.pk, ben.user.name, "")


def test_no_code_and_no_receipt_is_among_it(team: Team, complaint: Feedback) -> None:
    question = team.questions.get()
    SuggestionFactory(team=team, by=None, receipt_hash="5ecre7")
    everything = str([rows(team, part.name) for part in parts(team)])
    assert question.code not in everything
    assert "5ecre7" not in everything


def test_a_person_takes_along_what_they_proposed_did_and_were_praised_for(ben: Membership, complaint: Feedback) -> None:
    told = about(ben.user)
    assert [each["title"] for each in told["suggestions"]] == ["Rechnung erst nach der Lieferung schicken"]
    assert [each["value"] for each in told["suggestions_rated"]] == [4]
    assert [each["text"] for each in told["suggestions_answered"]] == ["Danke, das prüfen wir."]
    assert [each["voice"] for each in told["cases"]] == [complaint.text]
    assert [each["voice"] for each in told["praise"]] == ["Toll beraten!"]
    assert [each["text"] for each in told["voices_recorded"]] == [complaint.text]


def test_a_suggestion_stays_without_the_name_of_who_left(
    anna: Membership, ben: Membership, complaint: Feedback
) -> None:
    delete_account(user=ben.user, at=NOW)
    suggestion = Suggestion.objects.get()
    assert (suggestion.by, suggestion.name) == (None, "")
    complaint.refresh_from_db()
    assert (complaint.recorded_by, complaint.case.owner) == (None, None)


def test_a_team_that_goes_takes_everything_along(team: Team, complaint: Feedback) -> None:
    team.delete()
    assert not Feedback.objects.exists()
    assert not Suggestion.objects.exists()
