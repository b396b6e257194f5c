"""Which customer profile speaks in a voice."""

from __future__ import annotations

from typing import Any

import pytest

from feedback import speaking
from journeys.models import Persona, Speaker
from teams.models import Membership, Team
from tests.feedback.of_feedback import FeedbackFactory
from tests.journeys.of_journeys import PersonaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def berta(team: Team) -> Persona:
    return PersonaFactory(team=team, name="Bauherrin Berta")


def test_profiles_are_offered_by_name_and_only_the_teams_own(team: Team, berta: Persona, clara: Membership) -> None:
    anton = PersonaFactory(team=team, name="Architekt Anton")
    PersonaFactory(team=clara.team)
    assert speaking.choices(team) == [(anton.pk, "Architekt Anton"), (berta.pk, "Bauherrin Berta")]


def test_voice_is_one_profiles_until_somebody_says_otherwise(team: Team, berta: Persona) -> None:
    voice, anton = FeedbackFactory(team=team), PersonaFactory(team=team, name="Architekt Anton")
    for persona in (berta, berta, anton):
        speaking.say(voice, persona.pk)
        assert speaking.persona_of([voice]) == {voice.pk: (persona.pk, persona.name)}
    speaking.say(voice, None)
    assert speaking.persona_of([voice]) == {}


def test_other_teams_profile_speaks_in_no_voice_of_the_team(team: Team, clara: Membership) -> None:
    strange = PersonaFactory(team=clara.team)
    with pytest.raises(ValueError, match=str(strange.pk)):
        speaking.say(FeedbackFactory(team=team), strange.pk)
    assert not Speaker.objects.exists()


def test_one_query_for_all_voices(team: Team, berta: Persona, django_assert_num_queries: Any) -> None:
    voices = FeedbackFactory.create_batch(4, team=team)
    for voice in voices[1:]:
        speaking.say(voice, berta.pk)
    with django_assert_num_queries(1):
        assert speaking.persona_of(voices).keys() == {voice.pk for voice in voices[1:]}
