"""A gap becomes a touchpoint: what should exist is put into the inventory, as an idea that the step leads to."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from journeys.models import JourneyStep
from journeys.placing import held
from journeys.writing import change_step
from touchpoints.describing import describe, one_at_a_time
from touchpoints.models import Status, Touchpoint


def found(*, step: JourneyStep) -> Touchpoint | None:
    """What the inventory has under the name of the gap already."""
    return step.journey.team.touchpoints.filter(name__iexact=step.name).first()


def put_in(*, step: JourneyStep) -> JourneyStep:
    """Make a touchpoint of a gap. Raises ValidationError if the inventory has that name already."""
    with one_at_a_time(step.journey.team):
        step = _as_it_stands(step)
        if not step.is_gap:
            return step
        if found(step=step):
            raise ValidationError(_("„%s“ steht schon im Inventar.") % step.name)
        touchpoint = Touchpoint(team=step.journey.team, name=step.name, status=Status.IDEA, department=step.department)
        touchpoint.full_clean()
        describe(touchpoint, tags=[])
        return _led_to(step, touchpoint)


def link(*, step: JourneyStep) -> JourneyStep:
    """Let a gap lead to the touchpoint of its name, if customers meet it or shall; else nothing changes."""
    with one_at_a_time(step.journey.team):
        step = _as_it_stands(step)
        touchpoint = found(step=step)
        if not step.is_gap or touchpoint is None or touchpoint.status == Status.RETIRED:
            return step
        return _led_to(step, touchpoint)


def _as_it_stands(step: JourneyStep) -> JourneyStep:
    return held(step.journey).steps.select_related("journey__team", "department").get(pk=step.pk)


def _led_to(step: JourneyStep, touchpoint: Touchpoint) -> JourneyStep:
    """Its own name goes: from now on it is called as the touchpoint is."""
    return change_step(step=step, values={"touchpoint": touchpoint, "name": ""})
