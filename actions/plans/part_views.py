"""The parts of a plan: milestones, and the training items of a roll-out."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actions.models import Milestone, PlanKind, Training
from actions.plans.finding import LIVE, add_part, edit_part, part_of, remove_part
from actions.plans.forms import MilestoneForm
from actions.plans.part_forms import TrainingForm
from actions.plans.parts import hold, reach
from teams.access import TeamRequest, writers


@writers
def add_milestone(request: TeamRequest, plan: int) -> HttpResponse:
    """Another point that the plan passes."""
    return add_part(request, plan, MilestoneForm, _("Meilenstein hinzufügen"), *LIVE)


@writers
def edit_milestone(request: TeamRequest, milestone: int) -> HttpResponse:
    """Another name, another day."""
    return edit_part(request, Milestone, milestone, MilestoneForm, _("Meilenstein ändern"))


@writers
@require_POST
def reach_milestone(request: TeamRequest, milestone: int) -> HttpResponse:
    """Tick it, or take the tick back."""
    with transaction.atomic():
        found = part_of(request, Milestone, milestone)
        reach(milestone=found, is_reached="reached" in request.POST, at=timezone.now())
    return redirect(found.plan)


@writers
def remove_milestone(request: TeamRequest, milestone: int) -> HttpResponse:
    """Ask once, then take it out."""
    return remove_part(request, Milestone, milestone, _("Meilenstein „%s“ entfernen?"))


@writers
def add_training(request: TeamRequest, plan: int) -> HttpResponse:
    """Something else that people learn."""
    return add_part(request, plan, TrainingForm, _("Schulung hinzufügen"), PlanKind.ROLL_OUT)


@writers
def edit_training(request: TeamRequest, training: int) -> HttpResponse:
    """Another day, another trainer, a note about how it went."""
    return edit_part(request, Training, training, TrainingForm, _("Schulung ändern"))


@writers
@require_POST
def hold_training(request: TeamRequest, training: int) -> HttpResponse:
    """Say that it was held, or take that back."""
    with transaction.atomic():
        found = part_of(request, Training, training)
        hold(training=found, is_held="held" in request.POST, at=timezone.now())
    return redirect(found.plan)


@writers
def remove_training(request: TeamRequest, training: int) -> HttpResponse:
    """Ask once, then take it out."""
    return remove_part(request, Training, training, _("Schulung „%s“ entfernen?"))
