"""Several people at one action in the same moment: nothing is doubled, nothing is lost, nobody sees an error page."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actions.models import Action, Status
from actions.parts.files import MOST_FILES
from teams.models import Letter, Membership
from tests.actions.parts import PDF, ActionFileFactory, StepFactory
from tests.conftest import signed_in
from tests.factories import ActionFactory
from tests.races.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def action(ben: Membership) -> Action:
    return ActionFactory(team=ben.team, responsible=ben.user)


def posting(person: Membership, action: Action, name: str, *args: int, **answers: object) -> Callable[[], object]:
    browser, address = signed_in(person), reverse(f"actions:{name}", args=[action.team.slug, action.pk, *args])
    return lambda: browser.post(address, answers).status_code


def test_steps_added_at_once_stand_one_behind_the_other(action: Action, anna: Membership, ben: Membership) -> None:
    deeds = [posting(person, action, "add_step", text="Anrufen") for person in (anna, ben, anna, ben)]
    assert at_once(deeds) == [302] * 4
    assert list(action.steps.values_list("position", flat=True)) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("name", "answers", "rows"),
    [
        ("add_step", {"text": "Anrufen"}, "steps"),
        ("comment", {"text": "@Anna Keller, läuft."}, "comments"),
        ("add_expense", {"spent_on": "2026-11-20", "amount": "12"}, "expenses"),
    ],
)
def test_the_same_form_sent_by_a_double_click_is_one_row(
    action: Action, anna: Membership, ben: Membership, name: str, answers: dict[str, str], rows: str
) -> None:
    sheet = str(uuid4())
    assert at_once([posting(ben, action, name, sheet=sheet, **answers) for _click in range(3)]) == [302] * 3
    assert getattr(action, rows).count() == 1
    assert Letter.objects.count() == (1 if rows == "comments" else 0)


def test_two_people_tick_and_move_and_remove_and_the_list_stays_a_list(
    action: Action, anna: Membership, ben: Membership
) -> None:
    steps = StepFactory.create_batch(4, action=action)
    deeds = [
        posting(ben, action, "tick_step", steps[0].pk, done="1"),
        posting(anna, action, "move_step", steps[3].pk, up="1"),
        posting(ben, action, "remove_step", steps[1].pk),
        posting(anna, action, "tick_step", steps[0].pk, done="1"),
    ]
    assert at_once(deeds) == [302] * 4
    assert action.steps.count() == 3
    assert action.steps.filter(done_at__isnull=False).get() == steps[0]


def test_files_at_once_do_not_pass_the_most(action: Action, ben: Membership) -> None:
    ActionFileFactory.create_batch(MOST_FILES - 1, action=action)
    deeds = [posting(ben, action, "add_file", file=SimpleUploadedFile("a.pdf", PDF)) for _file in range(3)]
    assert sorted(map(str, at_once(deeds))) == ["302", "422", "422"]
    assert action.files.count() == MOST_FILES


def test_two_clicks_on_done_are_one_move(action: Action, anna: Membership, ben: Membership) -> None:
    assert at_once([posting(person, action, "move", to="done") for person in (anna, ben, ben)]) == [302] * 3
    action.refresh_from_db()
    assert action.status == Status.DONE
    assert action.history.filter(status=Status.DONE).count() == 1
