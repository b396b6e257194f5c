"""What is said about a kind of customer: saving it, and removing a profile that no journey needs."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from journeys.models import Journey, Persona
from touchpoints.describing import one_at_a_time

NAMED = 3
"""Journeys that a refusal names; of the others it says how many they are."""


@transaction.atomic
def describe(*, persona: Persona) -> Persona:
    """Save a profile whose words were checked; where it has another name now, its journeys' maps have changed."""
    Journey.objects.filter(persona=persona.pk).exclude(persona__name=persona.name).update(version=F("version") + 1)
    persona.save()
    return persona


def remove(*, persona: Persona) -> None:
    """Remove a profile with its picture. Raises ValidationError, naming them, while journeys are drawn for it."""
    with one_at_a_time(persona.team):
        held = Persona.objects.select_for_update(of=("self",)).get(pk=persona.pk)
        if refusal := why_it_stays(held):
            raise ValidationError(refusal)
        held.delete()


def why_it_stays(persona: Persona) -> str:
    """The sentence that names the journeys which need the profile; empty if none does."""
    journeys = persona.journeys.all()
    if not journeys:
        return ""
    names = [f"{journey.occasion} ({journey.case_name or journey.get_kind_display()})" for journey in journeys[:NAMED]]
    if rest := len(journeys) - len(names):
        names.append(_("%d weitere") % rest)
    told = {"persona": persona, "journeys": ", ".join(names)}
    return _("„%(persona)s“ bleibt, solange es Journeys dazu gibt: %(journeys)s.") % told
