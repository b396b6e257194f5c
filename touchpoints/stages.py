"""The team's own ordered list of stages: how it begins and how it is put into order."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from teams.models import Team
from touchpoints import ordering
from touchpoints.models import Stage

DEFAULT_NAMES = (_("Orientierung"), _("Kauf"), _("Nutzung"), _("Service"), _("Empfehlung"))


def create_default_stages(team: Team) -> None:
    """Give a team without stages the usual five, in the team's language; safe to repeat."""
    if team.stages.exists():
        return
    with translation.override(team.language):
        Stage.objects.bulk_create(
            Stage(team=team, name=str(name), position=position) for position, name in enumerate(DEFAULT_NAMES)
        )


def append(stage: Stage) -> None:
    """Save a new stage behind all others of its team."""
    ordering.append(stage, lines=stage.team.stages.all(), team=stage.team)


def move(stage: Stage, *, steps: int) -> None:
    """Move a stage towards the beginning (negative) or the end of its team's list; one that is gone stays gone."""
    ordering.move(stage, steps=steps, lines=stage.team.stages.all(), team=stage.team)
