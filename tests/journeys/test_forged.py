"""Requests that no form of ours sends: whatever stands in a field, nothing breaks and nothing of others is touched."""

import pytest
from django.urls import reverse

from journeys.models import JourneyStep
from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import DepartmentFactory, TouchpointFactory
from tests.journeys.of_journeys import (
    JourneyFactory,
    JourneyPhaseFactory,
    JourneyStepFactory,
    PersonaFactory,
    ShareFactory,
    SnapshotFactory,
)

pytestmark = pytest.mark.django_db

NONSENSE = ("\0", "-1", "1:" + "9" * 40, "9" * 40, "1e400", "//evil.example", "x" * 5000)
"""What is neither a key nor a name of anything."""

FIELDS = {
    "create": ("persona", "new_persona", "occasion", "kind", "case_name", "phases", "notes"),
    "edit": ("persona", "new_persona", "occasion", "kind", "case_name", "notes", "seen", "told", "next"),
    "copy": ("persona", "new_persona", "occasion", "kind", "case_name", "next"),
    "add_phase": ("name", "to", "next"),
    "rename_phase": ("name", "next"),
    "move_phase": ("to", "steps", "next"),
    "add_step": ("touchpoint", "name", "phase", "to", "place", "gap", "next"),
    "move_step": ("phase", "to", "place", "steps", "next"),
    "edit_step": (
        *("touchpoint", "name", "happened_on", "goal", "emotion", "evidence", "department", "medium"),
        *("waiting_minutes_0", "waiting_minutes_1", "is_moment_of_truth", "seen", "told", "next"),
    ),
    "into_inventory": ("link", "next"),
    "create_persona": ("name", "share", "evidence", "source", "needs"),
    "edit_persona": ("name", "share", "evidence", "seen", "told"),
    "change_portrait": ("picture",),
    "take_snapshot": ("name",),
    "create_share": ("for_whom", "days", "shows_inside"),
    "write_cell": ("before", "after"),
}
"""What each form sends, by the name of its address."""

VALID: dict[str, dict[str, object]] = {
    "create": {"new_persona": "Neu", "occasion": "Neu", "kind": "actual"},
    "edit": {"occasion": "Neu", "kind": "case", "case_name": "4711"},
    "copy": {"new_persona": "Neu", "occasion": "Neu", "kind": "actual"},
    "edit_step": {"name": "Neu", "evidence": "guess"},
    "create_persona": {"name": "Neu", "evidence": "guess"},
    "edit_persona": {"name": "Neu", "evidence": "guess"},
    "create_share": {"for_whom": "Agentur", "days": "30"},
    "add_step": {"name": "Neu"},
    "add_phase": {"name": "Neu"},
    "rename_phase": {"name": "Neu"},
}


@pytest.fixture
def step(team: Team) -> JourneyStep:
    return JourneyStepFactory(phase__journey=JourneyFactory(team=team, kind="case", case_name="4711"))


def keys(deed: str, step: JourneyStep) -> list[int | str]:
    journey = step.journey
    if deed in {"create", "create_persona"}:
        return []
    if "persona" in deed or "portrait" in deed:
        return [journey.persona_id]
    if deed == "write_cell":
        return [journey.pk, step.pk, "emotion"]
    if deed.endswith("_phase") and deed != "add_phase":
        return [journey.pk, step.phase_id]
    return [journey.pk, step.pk] if deed in {"edit_step", "move_step", "into_inventory"} else [journey.pk]


@pytest.mark.parametrize("deed", FIELDS)
def test_nonsense_in_any_field_is_answered(deed: str, step: JourneyStep, ben: Membership) -> None:
    browser = signed_in(ben)
    address = reverse(f"journeys:{deed}", args=[ben.team.slug, *keys(deed, step)])
    for field in FIELDS[deed]:
        for value in NONSENSE:
            answer = browser.post(address, {**VALID.get(deed, {}), field: value})
            assert answer.status_code in {200, 302, 404, 422}, (field, value)
            assert answer.headers.get("Location", "/t/").startswith("/t/"), (field, value)


def test_rows_of_another_team_and_of_another_journey_are_no_choice(
    step: JourneyStep, team: Team, ben: Membership, clara: Membership
) -> None:
    TouchpointFactory(team=clara.team, name="Deren Hotline")
    elsewhere = JourneyPhaseFactory(journey=JourneyFactory(team=team, occasion="Reklamieren"))
    there = step.journey_id
    persona, department = PersonaFactory(team=clara.team).pk, DepartmentFactory(team=clara.team).pk
    foreign: list[tuple[str, list[int], dict[str, object]]] = [
        ("create", [], VALID["create"] | {"new_persona": "", "persona": persona}),
        ("edit", [there], VALID["edit"] | {"persona": persona}),
        ("copy", [there], VALID["copy"] | {"new_persona": "", "persona": persona}),
        ("add_step", [there], {"touchpoint": "Deren Hotline"}),
        ("add_step", [there], {"name": "Neu", "phase": elsewhere.pk}),
        ("edit_step", [there, step.pk], VALID["edit_step"] | {"touchpoint": "Deren Hotline"}),
        ("edit_step", [there, step.pk], VALID["edit_step"] | {"department": department}),
    ]
    for deed, numbers, typed in foreign:
        answer = signed_in(ben).post(reverse(f"journeys:{deed}", args=[team.slug, *numbers]), typed)
        assert answer.status_code == 422, (deed, typed)
    signed_in(ben).post(reverse("journeys:move_step", args=[team.slug, there, step.pk]), {"phase": elsewhere.pk})
    step.refresh_from_db()
    assert (step.phase.journey, step.touchpoint, step.department) == (step.journey, None, None)
    assert (team.journeys.count(), team.personas.count()) == (2, 2)


def test_parts_of_one_journey_are_not_found_at_another(step: JourneyStep, team: Team, ben: Membership) -> None:
    other = JourneyFactory(team=team, occasion="Reklamieren")
    kept, link = SnapshotFactory(journey=step.journey), ShareFactory(journey=step.journey)
    parts = {
        "rename_phase": step.phase_id,
        "move_phase": step.phase_id,
        "remove_phase": step.phase_id,
        "edit_step": step.pk,
        "move_step": step.pk,
        "remove_step": step.pk,
        "into_inventory": step.pk,
        "remove_snapshot": kept.pk,
        "revoke_share": link.pk,
    }
    for deed, part in parts.items():
        for number in (part, 10**30):
            address = reverse(f"journeys:{deed}", args=[team.slug, other.pk, number])
            assert signed_in(ben).post(address).status_code == 404, (deed, number)
