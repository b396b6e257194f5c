"""Building a journey by forms: whose way it is, its phases and its steps."""

from typing import Any

import pytest
from django.urls import reverse

from journeys.mapping import map_of
from journeys.models import Journey, JourneyKind
from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import TouchpointFactory
from tests.journeys.of_journeys import JourneyFactory, JourneyPhaseFactory, JourneyStepFactory, PersonaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey(team: Team) -> Journey:
    """With the phases Kaufen and Nutzen."""
    journey = JourneyFactory(team=team)
    for position, name in enumerate(("Kaufen", "Nutzen")):
        JourneyPhaseFactory(journey=journey, name=name, position=position)
    return journey


def post(who: Membership, deed: str, /, *args: int, **typed: object) -> Any:
    """What a person posts to one of the journeys' forms."""
    return signed_in(who).post(reverse(f"journeys:{deed}", args=[who.team.slug, *args]), typed)


def get(who: Membership, page: str, /, *args: int, **query: str | int) -> str:
    """A page as a person reads it."""
    response = signed_in(who).get(reverse(f"journeys:{page}", args=[who.team.slug, *args]), query)
    assert response.status_code == 200
    return str(response.content.decode())


def way(journey: Journey) -> dict[str, list[str]]:
    """The steps by phase."""
    return {phase.name: [step.title for step in phase.steps] for phase in map_of(journey).phases}


# --- A journey as a whole --------------------------------------------------------------------------


def test_a_journey_is_drawn_for_a_new_customer_profile(ben: Membership, team: Team) -> None:
    typed = {"new_persona": "Bauherrin Berta 🏠", "occasion": "Wärmepumpe prüfen", "kind": "actual"}
    response = post(ben, "create", **typed, phases="Suchen\n\n suchen \nKaufen")
    journey = team.journeys.get()
    assert response.url == journey.get_absolute_url()
    assert (journey.persona.name, [phase.name for phase in journey.phases.all()]) == (
        "Bauherrin Berta 🏠",
        ["suchen", "Kaufen"],
    )


def test_the_form_begins_with_what_its_address_says(ben: Membership, team: Team) -> None:
    berta = PersonaFactory(team=team, name="Berta")
    page = get(ben, "create", persona=berta.pk, occasion="Wartung", kind="target")
    assert f'<option value="{berta.pk}" selected>Berta</option>' in page
    assert 'value="Wartung"' in page
    assert "Aufmerksam werden\nVergleichen" in page
    get(ben, "create", persona="9" * 40, kind="quer")


def test_a_name_that_a_profile_has_already_means_that_profile(ben: Membership, team: Team) -> None:
    berta = PersonaFactory(team=team, name="Berta")
    post(ben, "create", new_persona="BERTA", occasion="Reklamation", kind="target")
    assert team.journeys.get().persona == berta


def test_a_way_that_nobody_goes_is_refused(ben: Membership, team: Team) -> None:
    response = post(ben, "create", occasion="Reklamation", kind="actual")
    assert response.status_code == 422
    assert "Wer geht diesen Weg?" in response.content.decode()
    assert not team.personas.exists()


def test_a_second_journey_of_a_kind_leaves_no_profile_behind(ben: Membership, journey: Journey) -> None:
    typed = {"persona": journey.persona.pk, "occasion": "heizung TAUSCHEN", "kind": "actual"}
    response = post(ben, "create", **typed)
    assert response.status_code == 422
    assert "Diese Journey gibt es schon" in response.content.decode()
    assert journey.team.journeys.count() == 1


def test_only_a_case_has_a_name_of_its_own(ben: Membership, journey: Journey) -> None:
    typed = {"persona": journey.persona.pk, "occasion": "Heizung tauschen"}
    post(ben, "create", **typed, kind="target", case_name="Auftrag 4711")
    assert journey.team.journeys.get(kind=JourneyKind.TARGET).case_name == ""
    response = post(ben, "create", **typed, kind="case")
    assert response.status_code == 422
    assert "Ein Fall braucht eine Bezeichnung" in response.content.decode()


def test_phases_too_many_or_too_long_are_refused(ben: Membership, team: Team) -> None:
    typed = {"new_persona": "Berta", "occasion": "Reklamation", "kind": "actual"}
    for phases, sentence in (("\n".join(map(str, range(31))), "Mehr als 30 Phasen"), ("x" * 61, "höchstens 60")):
        response = post(ben, "create", **typed, phases=phases)
        assert response.status_code == 422
        assert sentence in response.content.decode()
    assert not team.journeys.exists()


def test_two_people_who_change_a_journey_at_once_lose_nothing(
    anna: Membership, ben: Membership, journey: Journey
) -> None:
    seen = journey.history.first().pk
    opened = {"persona": journey.persona.pk, "kind": "actual", "seen": seen, "told": seen}
    post(anna, "edit", journey.pk, **opened, occasion="Heizung erneuern")
    post(ben, "edit", journey.pk, **opened, occasion="Heizung tauschen", notes="Nur Altbau 🏚")
    journey.refresh_from_db()
    assert (journey.occasion, journey.notes) == ("Heizung erneuern", "Nur Altbau 🏚")
    response = post(ben, "edit", journey.pk, **opened, occasion="Ofen tauschen")
    assert response.status_code == 422
    assert "hat hier inzwischen „Heizung erneuern“ geschrieben" in response.content.decode()


def test_the_soll_is_made_out_of_the_ist(ben: Membership, journey: Journey) -> None:
    step = JourneyStepFactory(phase=journey.phases.get(name="Kaufen"), name="Angebot")
    assert 'value="target"' in get(ben, "copy", journey.pk)
    typed = {"persona": journey.persona.pk, "occasion": journey.occasion, "kind": "target"}
    response = post(ben, "copy", journey.pk, **typed)
    target = journey.team.journeys.get(kind=JourneyKind.TARGET)
    assert response.url == target.get_absolute_url()
    assert way(target) == {"Kaufen": ["Angebot"], "Nutzen": []}
    assert target.steps.get().thread == step.thread


def test_removing_a_journey_asks_once_and_says_what_goes(ben: Membership, journey: Journey) -> None:
    touchpoint = TouchpointFactory(team=journey.team)
    JourneyStepFactory(phase=journey.phases.get(name="Kaufen"), touchpoint=touchpoint)
    assert "2 Phasen, 1 Schritt." in get(ben, "remove", journey.pk)
    post(ben, "remove", journey.pk)
    assert not journey.team.journeys.exists()
    assert journey.team.touchpoints.get() == touchpoint


def test_strangers_and_readers_build_nothing(clara: Membership, rita: Membership, journey: Journey) -> None:
    for who, status in ((clara, 404), (rita, 403)):
        for deed in ("edit", "copy", "remove", "add_phase", "add_step"):
            url = reverse(f"journeys:{deed}", args=[who.team.slug, journey.pk])
            assert signed_in(who).post(url, {"name": "X"}).status_code == status
    step = JourneyStepFactory(phase__journey__team=clara.team)
    assert post(rita, "edit_step", journey.pk, step.pk).status_code == 403


def test_profiles_and_phases_of_others_are_no_choice(ben: Membership, journey: Journey) -> None:
    foreign = JourneyStepFactory(phase__name="Fremde Phase")
    typed = {"persona": foreign.journey.persona.pk, "occasion": "X", "kind": "actual"}
    assert post(ben, "create", **typed).status_code == 422
    assert post(ben, "add_step", journey.pk, phase=foreign.phase.pk, name="X").status_code == 422
    assert post(ben, "edit_step", journey.pk, foreign.pk).status_code == 404
    assert post(ben, "rename_phase", journey.pk, foreign.phase.pk, name="X").status_code == 404


# --- Phases ----------------------------------------------------------------------------------------


def test_phases_are_added_renamed_moved_and_removed(ben: Membership, journey: Journey) -> None:
    post(ben, "add_phase", journey.pk, name="Vorher", to=0)
    post(ben, "add_phase", journey.pk, name="Nachher")
    vorher, nachher = journey.phases.get(name="Vorher"), journey.phases.get(name="Nachher")
    post(ben, "rename_phase", journey.pk, nachher.pk, name="Erzählen ❤️")
    post(ben, "move_phase", journey.pk, nachher.pk, steps=-1)
    post(ben, "move_phase", journey.pk, vorher.pk, to=99)
    assert list(way(journey)) == ["Kaufen", "Erzählen ❤️", "Nutzen", "Vorher"]
    for phase in (nachher, vorher):
        post(ben, "remove_phase", journey.pk, phase.pk)
    assert list(way(journey)) == ["Kaufen", "Nutzen"]


def test_a_second_phase_of_a_name_is_refused_beside_the_field(ben: Membership, journey: Journey) -> None:
    response = post(ben, "add_phase", journey.pk, name="KAUFEN")
    assert response.status_code == 422
    assert "Eine Phase mit diesem Namen gibt es hier schon." in response.content.decode()
    assert post(ben, "rename_phase", journey.pk, journey.phases.get(name="Nutzen").pk, name="Kaufen").status_code == 422


def test_removing_a_phase_says_how_many_steps_go_with_it(ben: Membership, journey: Journey) -> None:
    phase = journey.phases.get(name="Kaufen")
    JourneyStepFactory.create_batch(2, phase=phase)
    assert "2 Schritte gehen mit" in get(ben, "remove_phase", journey.pk, phase.pk)
    assert "noch kein Schritt" in get(ben, "remove_phase", journey.pk, journey.phases.get(name="Nutzen").pk)


def test_people_come_back_to_where_they_were_and_nowhere_else(ben: Membership, journey: Journey) -> None:
    phase = journey.phases.get(name="Nutzen")
    here = f"/t/{journey.team.slug}/journeys/"
    assert post(ben, "move_phase", journey.pk, phase.pk, to=0, next=here).url == here
    for foreign in ("https://example.org/", "//example.org/", "javascript:alert(1)", ""):
        response = post(ben, "move_phase", journey.pk, phase.pk, to=0, next=foreign)
        assert response.url == journey.get_absolute_url()
