"""The team's own ordered list of stages."""

from django.urls import reverse

from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import StageFactory, TouchpointFactory
from touchpoints.stages import create_default_stages


def url(team: Team, name: str = "stages", *args: int) -> str:
    return reverse(f"touchpoints:{name}", args=[team.slug, *args])


def names(team: Team) -> list[str]:
    return [stage.name for stage in team.stages.all()]


def test_team_begins_with_five_stages_in_its_language_once(team: Team) -> None:
    create_default_stages(team)
    create_default_stages(team)
    assert names(team) == ["Orientierung", "Kauf", "Nutzung", "Service", "Empfehlung"]


def test_only_the_lead_edits_stages(team: Team, ben: Membership, rita: Membership, clara: Membership) -> None:
    stage = StageFactory(team=team)
    for person, status in ((ben, 403), (rita, 403), (clara, 404)):
        assert signed_in(person).get(url(team)).status_code == status
        assert signed_in(person).post(url(team, "remove_stage", stage.pk)).status_code == status
    assert signed_in(clara).post(url(clara.team, "remove_stage", stage.pk)).status_code == 404


def test_new_stage_stands_at_the_end(team: Team, anna: Membership) -> None:
    create_default_stages(team)
    signed_in(anna).post(url(team), {"name": "Rückkehr"})
    assert names(team)[-1] == "Rückkehr"


def test_stage_moves_up_and_down_and_stays_within_the_list(team: Team, anna: Membership) -> None:
    create_default_stages(team)
    browser = signed_in(anna)
    first = team.stages.get(name="Orientierung")
    browser.post(url(team, "move_stage", first.pk), {"down": ""})
    assert names(team)[:2] == ["Kauf", "Orientierung"]
    for _ in range(3):
        browser.post(url(team, "move_stage", first.pk), {"up": ""})
    assert names(team) == ["Orientierung", "Kauf", "Nutzung", "Service", "Empfehlung"]


def test_duplicate_name_is_said_beside_the_field(team: Team, anna: Membership) -> None:
    StageFactory(team=team, name="Kauf")
    service = StageFactory(team=team, name="Service")
    sentence = "Eine Kaufphase mit diesem Namen gibt es schon."
    added = signed_in(anna).post(url(team), {"name": "KAUF"})
    renamed = signed_in(anna).post(url(team, "rename_stage", service.pk), {"name": "kauf"})
    for answer in (added, renamed):
        assert answer.status_code == 422
        assert sentence in answer.text


def test_removed_stage_leaves_its_touchpoints(team: Team, anna: Membership) -> None:
    stage = StageFactory(team=team, name="Kauf")
    touchpoint = TouchpointFactory(team=team, stage=stage)
    browser = signed_in(anna)
    assert "Kaufphase „Kauf“ entfernen?" in browser.get(url(team, "remove_stage", stage.pk)).text
    browser.post(url(team, "remove_stage", stage.pk))
    touchpoint.refresh_from_db()
    assert touchpoint.stage is None
