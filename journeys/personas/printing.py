"""A customer profile as a card for the wall and the table of a round."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime

from django.utils import timezone

from journeys.models import Persona, Portrait
from journeys.models.persona import PROSE
from journeys.personas.feeling import feeling_of
from teams.pdf import print_template

FIT_IN_A_COLUMN, FIT_ON_THE_PAGE = 400, 1200
"""Characters for which there is room in letters that are read from across a table."""


def print_persona(persona: Persona, *, at: datetime) -> bytes:
    """A PDF of the profile, in the team's language and time: one page, unless its words need more."""
    with timezone.override(persona.team.zone):
        context = {
            "persona": persona,
            "team": persona.team,
            "at": timezone.localtime(at),
            "picture": _address(Portrait.objects.filter(persona=persona).first()),
            "journeys": persona.journeys.all(),
            "feeling": feeling_of(persona, today=persona.team.today(at)),
            "is_long": _is_long([len(getattr(persona, name)) for name in PROSE]),
        }
        return print_template("journeys/personas/card_pdf.html", context, language=persona.team.language)


def _is_long(lengths: list[int]) -> bool:
    """Whether the words need small letters, and perhaps a second page."""
    return max(lengths) > FIT_IN_A_COLUMN or sum(lengths) > FIT_ON_THE_PAGE


def _address(portrait: Portrait | None) -> str:
    """The picture as an address that holds it, for printing fetches nothing."""
    if portrait is None:
        return ""
    return f"data:{portrait.content_type};base64,{b64encode(portrait.content).decode()}"
