"""The team's own ordered list of stages: how it begins and how it is put into order."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from teams.models import Team
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


@transaction.atomic
def append(stage: Stage) -> None:
    """Save a new stage behind all others of its team."""
    last = stage.team.stages.select_for_update().last()
    stage.position = last.position + 1 if last else 0
    stage.save()


@transaction.atomic
def move(stage: Stage, *, steps: int) -> None:
    """Move a stage towards the beginning (negative) or the end of its team's list, and number the list anew."""
    order = list(stage.team.stages.select_for_update())
    place = order.index(stage)
    order.insert(min(max(place + steps, 0), len(order) - 1), order.pop(place))
    for position, each in enumerate(order):
        each.position = position
    Stage.objects.bulk_update(order, ["position"])
