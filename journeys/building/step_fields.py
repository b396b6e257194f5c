"""Fields that only the forms of steps have: a place on the way, a waiting time."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from journeys.models import Journey, JourneyPhase, JourneyStep
from teams.forms import as_key
from touchpoints.measuring.decimals import read_decimal

UNITS = {"minutes": 1, "hours": 60, "days": 24 * 60}
"""Minutes of each unit in which people say how long they waited."""
LONGEST_WAIT = 10 * 365 * UNITS["days"]


class Place(NamedTuple):
    """Where a step goes: so many steps of the phase come before it; all of them if `to` is None."""

    phase: JourneyPhase
    to: int | None


class PlaceField(forms.ChoiceField):
    """A place on the way: "12:3" has three steps of phase 12 before it, "12:" all of them."""

    def __init__(self, *, journey: Journey, without: JourneyStep | None = None, **kwargs: Any) -> None:
        steps = JourneyStep._default_manager.select_related("touchpoint")
        phases = journey.phases.prefetch_related(Prefetch("steps", steps))
        self.phases = {phase.pk: phase for phase in phases}
        self.places = [place for phase in phases for place in _places(phase, without)]
        super().__init__(choices=self.places, **kwargs)

    def clean(self, value: Any) -> Place:
        """The place. Raises ValidationError if it is in none of the journey's phases."""
        phase, _colon, to = str(value or "").partition(":")
        if (found := self.phases.get(as_key(phase) or 0)) is None:
            raise ValidationError(_("Diese Phase gibt es hier nicht (mehr)."))
        return Place(found, as_key(to))

    def last(self) -> str:
        """The end of the way."""
        return self.places[-1][0] if self.places else ""


def _places(phase: JourneyPhase, without: JourneyStep | None) -> list[tuple[str, str]]:
    others = [step for step in phase.steps.all() if step != without]
    first = translated("%(phase)s: als Erstes") % {"phase": phase}
    after = translated("%(phase)s: nach „%(step)s“")
    return [
        (f"{phase.pk}:0", first),
        *((f"{phase.pk}:{to}", after % {"phase": phase, "step": step}) for to, step in enumerate(others, start=1)),
    ]


class WaitingWidget(forms.MultiWidget):
    """A number and its unit beside each other."""

    use_fieldset = True

    def __init__(self) -> None:
        number = forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "class": "number-input", "aria-label": _("Wie lange")}
        )
        units = [("minutes", _("Minuten")), ("hours", _("Stunden")), ("days", _("Tage"))]
        super().__init__([number, forms.Select(choices=units, attrs={"aria-label": _("Einheit")})])

    def decompress(self, value: int | None) -> list[str]:
        """The minutes in the largest unit that holds them without a rest."""
        if not value:
            return ["" if value is None else "0", "minutes"]
        unit = next(unit for unit, minutes in reversed(UNITS.items()) if value % minutes == 0)
        return [str(value // UNITS[unit]), unit]


class WaitingField(forms.Field):
    """How long somebody waits, typed as a number with its unit and kept in minutes."""

    widget = WaitingWidget

    def clean(self, value: Any) -> int | None:
        """The minutes, None where nothing was typed. Raises ValidationError if nobody waits so long."""
        number, unit = value or ["", ""]
        if not (number or "").strip():
            return None
        minutes = round(read_decimal(number) * UNITS.get(unit, 1))
        if not 0 <= minutes <= LONGEST_WAIT:
            raise ValidationError(_("Hier gehört eine Wartezeit zwischen null und zehn Jahren hin."))
        return minutes
