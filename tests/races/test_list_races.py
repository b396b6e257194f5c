"""Several people at a checklist or at the stages in the same moment: one list, and nobody sees an error page."""

from functools import partial
from uuid import uuid4

import pytest

from teams.models import Membership, Team
from tests.factories import ChecklistFactory, ItemFactory, StageFactory, TouchpointFactory
from tests.races.at_once import at_once, posting, statuses
from touchpoints import stages
from touchpoints.models import Item, Reading, Visit
from touchpoints.mystery import checklists

pytestmark = pytest.mark.django_db(transaction=True)


def test_lines_added_at_once_stand_one_behind_the_other(team: Team, ben: Membership) -> None:
    checklist = ChecklistFactory(team=team)
    typed = {"text": "Begrüßt?", "weight": 1, "top": 2}
    assert (
        statuses(at_once([posting(ben, "touchpoints:add_item", checklist.pk, **typed) for _click in range(4)]))
        == [302] * 4
    )
    assert list(checklist.items.values_list("position", flat=True)) == [0, 1, 2, 3]


def test_line_that_is_removed_meanwhile_stays_removed(team: Team, ben: Membership) -> None:
    items = [ItemFactory(checklist=ChecklistFactory(team=team)) for _round in range(8)]
    for item in items:
        deeds = [
            posting(ben, "touchpoints:remove_item", item.pk),
            posting(ben, "touchpoints:change_item", item.pk, text="Gegrüßt?", weight=1, top=2),
            posting(ben, "touchpoints:move_item", item.pk, up=""),
            posting(ben, "touchpoints:remove_item", item.pk),
        ]
        assert {*statuses(at_once(deeds))} <= {302, 404}
    assert not Item.objects.exists()


def test_line_that_is_gone_is_not_moved(team: Team) -> None:
    item, stage = ItemFactory(checklist=ChecklistFactory(team=team)), StageFactory(team=team)
    Item.objects.all().delete()
    team.stages.all().delete()
    checklists.move(item, steps=1)
    stages.move(stage, steps=1)
    assert not Item.objects.exists()
    assert not team.stages.exists()


def test_same_checklist_begun_twice_at_once_is_one(team: Team, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    typed = {"name": "Besuch", "lines": "Begrüßt?"}
    results = at_once([posting(ben, "touchpoints:create_checklist", touchpoint.pk, **typed) for _click in range(3)])
    assert statuses(results) == [302, 422, 422]
    assert touchpoint.checklists.get().items.count() == 1


def test_same_stage_added_twice_at_once_is_one(team: Team, anna: Membership) -> None:
    results = at_once([posting(anna, "touchpoints:stages", name="Rückkehr") for _click in range(3)])
    assert statuses(results) == [302, 422, 422]
    assert team.stages.get().position == 0


def test_stage_renamed_while_it_is_removed_stays_removed(team: Team, anna: Membership) -> None:
    for _round in range(8):
        stage = StageFactory(team=team)
        results = at_once(
            [
                posting(anna, "touchpoints:rename_stage", stage.pk, name="Neu"),
                posting(anna, "touchpoints:remove_stage", stage.pk),
            ]
        )
        assert {*statuses(results)} <= {302, 404}
    assert not team.stages.exists()


def test_visit_typed_in_while_its_checklist_is_deleted_leaves_nothing_behind(
    team: Team, anna: Membership, ben: Membership
) -> None:
    for _round in range(4):
        item = ItemFactory(checklist=ChecklistFactory(team=team))
        visit = {"sheet": uuid4(), "visited_on": "2026-11-03", f"points_{item.pk}": "1"}
        removing = partial(posting, anna, "touchpoints:remove_checklist", item.checklist_id)
        results = at_once(
            [posting(ben, "touchpoints:create_visit", item.checklist_id, **visit), removing(), removing()]
        )
        assert {*statuses(results)} <= {302, 404, 422}
    assert not Visit.objects.exists()
    assert not Reading.objects.exists()
