"""Which customer profile speaks in a voice; the voices, a floor below, ask for it by `settings.WHO_SPEAKS`."""

from __future__ import annotations

from collections.abc import Iterable

from feedback.models import Feedback
from journeys.models import Speaker
from teams.models import Team


def choices(team: Team) -> list[tuple[int, str]]:
    """The team's customer profiles by name: primary key and name; one query."""
    return list(team.personas.order_by("name", "pk").values_list("pk", "name"))


def persona_of(voices: Iterable[Feedback]) -> dict[int, tuple[int, str]]:
    """Which profile speaks, by the voice's primary key: its own primary key and name; one query for all voices."""
    told = Speaker.objects.filter(feedback__in=[voice.pk for voice in voices])
    return {voice: (persona, name) for voice, persona, name in told.values_list("feedback", "persona", "persona__name")}


def say(voice: Feedback, persona: int | None) -> None:
    """Put down that a customer of this profile speaks; None takes it back.

    Raises ValueError for a profile that the voice's team does not have.
    """
    if persona is None:
        Speaker.objects.filter(feedback=voice).delete()
        return
    profile = voice.team.personas.filter(pk=persona).first()
    if profile is None:
        raise ValueError(persona)
    Speaker.objects.update_or_create(feedback=voice, defaults={"persona": profile})
