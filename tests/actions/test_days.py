"""Days that no plan reaches are a slip of the keyboard, and said to be one wherever a day is typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from actions.models import Action, Status
from teams.models import Membership, Team
from tests.actions.test_actions import ENTRY, url
from tests.conftest import signed_in
from tests.factories import NOW, ActionFactory

SENTENCE = "Hier passt ein Jahr von 2000 bis 2199."


@pytest.fixture(autouse=True)
def now(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.mark.parametrize(
    ("field", "day"),
    [("due_on", "9999-12-31"), ("due_on", "2200-01-01"), ("follow_up_on", "9999-12-31"), ("starts_on", "0001-01-01")],
)
def test_a_day_out_of_reach_is_said_beside_its_field(team: Team, anna: Membership, field: str, day: str) -> None:
    answer = signed_in(anna).post(url(team, "create"), ENTRY | {field: day})
    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {field: [SENTENCE]}


@pytest.mark.parametrize("day", ["2199-12-31", "2100-02-28"])
def test_a_day_in_reach_is_taken(team: Team, anna: Membership, day: str) -> None:
    assert signed_in(anna).post(url(team, "create"), ENTRY | {"due_on": day}).status_code == 302
    action = Action.objects.get()
    browser = signed_in(anna)
    postponing = reverse("actions:deed", args=[team.slug, action.pk, "postpone"])
    for page in (postponing, url(team, "calendar_file", action.pk), url(team, "timeline"), url(team, "calendar")):
        assert browser.get(page).status_code == 200


@pytest.mark.parametrize("name", ["settle", "deed"])
def test_what_follows_ends_in_reach(team: Team, anna: Membership, name: str) -> None:
    action = ActionFactory(team=team, status=Status.DONE, done_at=NOW)
    more: tuple[Any, ...] = ("settle",) if name == "deed" else ()
    address = reverse(f"actions:{name}", args=[team.slug, action.pk, *more])
    said = {"outcome": "fine_tune", "result": "Noch nicht gut.", "again_on": "9999-12-31"}
    answer = signed_in(anna).post(address, said)
    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {"again_on": [SENTENCE]}
