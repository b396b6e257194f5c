"""The rows of the journeys, a module for each thing."""

from journeys.models.journey import Journey, JourneyKind, JourneyPhase, JourneyQuerySet
from journeys.models.persona import Persona, PersonaQuerySet, Portrait
from journeys.models.share import Share, ShareQuerySet
from journeys.models.snapshot import Snapshot
from journeys.models.speaker import Speaker
from journeys.models.step import CUSTOMER_TEXTS, INSIDE_TEXTS, TEXTS, JourneyStep, JourneyStepQuerySet, Medium

__all__ = [
    "CUSTOMER_TEXTS",
    "INSIDE_TEXTS",
    "TEXTS",
    "Journey",
    "JourneyKind",
    "JourneyPhase",
    "JourneyQuerySet",
    "JourneyStep",
    "JourneyStepQuerySet",
    "Medium",
    "Persona",
    "PersonaQuerySet",
    "Portrait",
    "Share",
    "ShareQuerySet",
    "Snapshot",
    "Speaker",
]
