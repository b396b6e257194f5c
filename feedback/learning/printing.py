"""What was said and done, for the notice board: large, and without anything that leads further."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from feedback.learning.telling import Asked, figures_of
from feedback.models import Learned
from teams.models import Team
from teams.pdf import print_template

MOST = 40
"""Lines that are printed in one go, the newest."""


def print_learned(team: Team, asked: Asked, *, language: str, at: datetime) -> bytes:
    """The lines that are asked for as a PDF, in that language and the team's time."""
    today = team.today(at)
    touchpoint = team.touchpoints.filter(pk=asked.touchpoint).first() if asked.touchpoint is not None else None
    lines: list[Learned] = list(asked.narrow(team.learned.all())[:MOST])
    context = {
        "team": team,
        "lines": lines,
        "touchpoint": touchpoint,
        "year": asked.year,
        "figures": figures_of(team, asked, today),
        "at": at,
    }
    with timezone.override(team.zone):
        return print_template("feedback/learning/notice_pdf.html", context, language=language)
