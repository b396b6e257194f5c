"""The smallest valid thing of each kind that belongs to a journey."""

import hashlib
from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from journeys import speaking
from journeys.document import as_document
from journeys.mapping import map_of
from journeys.models import Journey, JourneyPhase, JourneyStep, Persona, Portrait, Share, Snapshot
from teams.models import Team
from teams.tokens import hash_of
from tests.factories import NOW, TeamFactory
from tests.feedback.of_feedback import FeedbackFactory
from touchpoints.models import Touchpoint


class PersonaFactory(DjangoModelFactory[Persona]):
    """A kind of customer of whom only the name is known."""

    class Meta:
        model = Persona

    team = factory.SubFactory(TeamFactory)
    name = factory.Sequence(lambda n: f"Bauherrin Berta {n}")


class PortraitFactory(DjangoModelFactory[Portrait]):
    """A picture as it is kept; whether its bytes show anything, nobody asks."""

    class Meta:
        model = Portrait

    persona = factory.SubFactory(PersonaFactory)
    content = b"\xff\xd8\xff"
    content_type = "image/jpeg"
    digest = factory.LazyAttribute(lambda o: hashlib.sha256(o.content).hexdigest())


class JourneyFactory(DjangoModelFactory[Journey]):
    """A way that is taken today, without phases."""

    class Meta:
        model = Journey

    team = factory.SubFactory(TeamFactory)
    persona = factory.SubFactory(PersonaFactory, team=factory.SelfAttribute("..team"))
    occasion = "Heizung tauschen"


class JourneyPhaseFactory(DjangoModelFactory[JourneyPhase]):
    """A phase without steps."""

    class Meta:
        model = JourneyPhase

    journey = factory.SubFactory(JourneyFactory)
    name = factory.Sequence(lambda n: f"Phase {n}")
    position = factory.Sequence(lambda n: n)


class JourneyStepFactory(DjangoModelFactory[JourneyStep]):
    """A gap: a contact that should exist. With `touchpoint` it is one of the inventory."""

    class Meta:
        model = JourneyStep

    phase = factory.SubFactory(JourneyPhaseFactory)
    journey = factory.SelfAttribute("phase.journey")
    name = factory.LazyAttributeSequence(lambda o, n: "" if getattr(o, "touchpoint", None) else f"Rückruf {n}")
    position = factory.Sequence(lambda n: n)


class SnapshotFactory(DjangoModelFactory[Snapshot]):
    """The journey as it stands."""

    class Meta:
        model = Snapshot

    journey = factory.SubFactory(JourneyFactory)
    name = factory.Sequence(lambda n: f"Stand {n}")
    taken_at = NOW
    content = factory.LazyAttribute(lambda o: as_document(map_of(o.journey)))


class ShareFactory(DjangoModelFactory[Share]):
    """A link that opens the customer's view for thirty days; its token is `token`."""

    class Meta:
        model = Share

    class Params:
        token = factory.Sequence(lambda n: f"token-{n}")

    journey = factory.SubFactory(JourneyFactory)
    for_whom = "Agentur"
    token_hash = factory.LazyAttribute(lambda o: hash_of(o.token))
    created_at = NOW
    expires_at = NOW + timedelta(days=30)


def a_journey_with_everything(team: Team, *, through: Touchpoint) -> Journey:
    """A journey through a touchpoint and a gap, with a portrait, a snapshot and a link."""
    phase = JourneyPhaseFactory(journey=JourneyFactory(team=team))
    JourneyStepFactory(phase=phase, touchpoint=through, emotion=-1, thinking="Was kostet das?")
    JourneyStepFactory(phase=phase)
    journey: Journey = phase.journey
    PortraitFactory(persona=journey.persona)
    SnapshotFactory(journey=journey)
    ShareFactory(journey=journey)
    speaking.say(FeedbackFactory(team=team), journey.persona.pk)
    return journey
