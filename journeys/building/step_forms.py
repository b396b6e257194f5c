"""What people type about a step: where it lies, and everything that the map tells of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from journeys import placing
from journeys.building.step_fields import PlaceField, WaitingField
from journeys.models import TEXTS, Journey, JourneyStep, Medium
from journeys.wording import MOODS, signed
from journeys.writing import change_step
from teams.forms import date_input
from teams.shared_forms import ProseField, SharedForm
from touchpoints.choosing import UNKNOWN, Among, TouchpointInput

GROUPS = {
    "contact": _("Kontakt"),
    "customer": _("Kundensicht"),
    "inside": _("Innenansicht"),
    "traits": _("Merkmale"),
}
LAYOUT: dict[str, tuple[tuple[str, ...], ...]] = {
    "contact": (("touchpoint",), ("name",), ("happened_on",)),
    "customer": (
        ("goal", "doing"),
        ("thinking", "expectation"),
        ("experience",),
        ("emotion",),
        ("evidence",),
        ("quote",),
    ),
    "inside": (("process", "people"), ("department",), ("systems", "data"), ("rules",), ("costs", "training")),
    "traits": (("is_moment_of_truth",), ("medium",), ("waiting_minutes",)),
}
"""What stands together in the form: groups of rows of fields."""


class AddStepForm(forms.Form):
    """Where on the way the next contact lies, and with what: a touchpoint of the inventory, or what is missing."""

    name = JourneyStep._meta.get_field("name").formfield()
    gap = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, journey: Journey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.journey = journey
        place = PlaceField(journey=journey, label=_("Wo auf dem Weg"))
        fields: Any = self.fields
        fields["place"] = place
        self.initial.setdefault("place", place.last())
        fields["touchpoint"] = TouchpointInput(
            team=journey.team,
            among=Among.UNRETIRED,
            label=_("Kontaktpunkt"),
            help_text=_("Aus dem Inventar. Beim Tippen erscheinen die Namen, die passen."),
        )
        fields["name"].label = _("Eigene Bezeichnung")
        fields["name"].help_text = _("Ohne Kontaktpunkt ist es eine Lücke: ein Kontakt, den es geben sollte.")
        fields["touchpoint"].asked_for = fields["name"].asked_for = True
        self.order_fields(["touchpoint", "name", "place"])

    @property
    def may_be_a_gap(self) -> bool:
        """Whether a name was typed that the inventory does not have."""
        return self.has_error("touchpoint", UNKNOWN)

    def clean(self) -> dict[str, Any]:
        """A step is somewhere."""
        said = self.cleaned_data
        if said.get("gap") and self.may_be_a_gap:
            del self.errors["touchpoint"]
            said |= {"touchpoint": None, "name": said.get("name") or self["touchpoint"].value().strip()}
        if not self.errors and not said.get("touchpoint") and not said.get("name"):
            self.add_error("touchpoint", _("Ein Schritt hat einen Kontaktpunkt oder sagt, was hier fehlt."))
        return said

    def added(self) -> JourneyStep | None:
        """The new step; None where it could not be, and the sentence why stands in the form."""
        if not self.is_valid():
            return None
        said, (phase, to) = self.cleaned_data, self.cleaned_data["place"]
        step = JourneyStep(journey=self.journey, phase=phase, touchpoint=said["touchpoint"], name=said["name"])
        try:
            return placing.add_step(step=step, to=to)
        except ValidationError as refusal:
            self.add_error(None, refusal.messages)
            return None


class MoveStepForm(forms.Form):
    """Where else on the way a step goes."""

    def __init__(self, *args: Any, step: JourneyStep, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = PlaceField(journey=step.journey, without=step, label=_("Verschieben nach"))
        self.initial["place"] = f"{step.phase_id}:{step.phase.steps.filter(position__lt=step.position).count()}"


class StepForm(SharedForm):
    """Everything about one step."""

    titles = GROUPS
    layout = LAYOUT
    always_open: ClassVar = {"contact", "customer", "traits"}

    emotion = forms.TypedChoiceField(
        label=_("Gefühl"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    waiting_minutes = WaitingField(
        label=_("Wartezeit davor"), required=False, help_text=_("Wie lange Kunden vor diesem Schritt warten.")
    )

    class Meta:
        model = JourneyStep
        fields: ClassVar = [name for rows in LAYOUT.values() for row in rows for name in row]
        field_classes: ClassVar = dict.fromkeys(TEXTS, ProseField)
        widgets: ClassVar = {
            **{name: forms.Textarea(attrs={"rows": 2}) for name in TEXTS},
            "happened_on": date_input(),
            "evidence": forms.RadioSelect,
            "medium": forms.RadioSelect,
        }
        help_texts: ClassVar = {
            "name": _("Wenn der Schritt hier anders heißen soll. Ohne Kontaktpunkt ist er eine Lücke."),
            "goal": _("Was soll hier gelingen?"),
            "doing": _("Was tun Kunden dafür?"),
            "thinking": _("Was geht ihnen durch den Kopf?"),
            "expectation": _("Womit rechnen sie?"),
            "experience": _("Was geschieht wirklich?"),
            "evidence": _("Woher wissen wir, wie es sich anfühlt?"),
            "quote": _("In den Worten der Kundschaft."),
            "is_moment_of_truth": _("Hier entscheidet sich, ob Kunden bleiben."),
            "medium": _("Wechselt es von einem Schritt zum nächsten, zeigt die Karte einen Medienbruch."),
        }

    def __init__(self, *args: Any, instance: JourneyStep, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        chosen = instance.touchpoint
        fields: Any = self.fields
        fields["touchpoint"] = TouchpointInput(
            team=instance.journey.team,
            among=Among.UNRETIRED,
            chosen=chosen,
            label=_("Kontaktpunkt"),
            help_text=_retired(instance),
        )
        fields["touchpoint"].asked_for = fields["name"].asked_for = True
        self.initial["touchpoint"] = chosen.name if chosen else ""
        moods = [(mood, f"{signed(mood)} {MOODS[mood]}") for mood in sorted(MOODS)]
        fields["emotion"].choices = [("", _("offen")), *moods]
        fields["medium"].choices = [("", _("unbekannt")), *Medium.choices]
        if not instance.journey.is_case:
            del fields["happened_on"]

    def kept(self) -> JourneyStep | None:
        """The step as it stands now; None where it could not be kept, and the sentence why stands beside its field."""
        if not self.is_valid():
            return None
        values = {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}
        try:
            return change_step(step=self.instance, values=values)
        except ValidationError as refusal:
            self._update_errors(refusal)
            return None


def _retired(step: JourneyStep) -> str:
    return gettext("„%s“ ist stillgelegt und bleibt nur hier noch stehen.") % step.touchpoint if step.is_retired else ""
