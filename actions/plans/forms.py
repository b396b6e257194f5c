"""What people type about plans."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from actions.models import Action, Decision, Milestone, Plan, PlanKind
from actions.models.days import in_reach
from actions.plans.making import change, make
from actions.plans.ready import READY
from teams.forms import RowsField, TeamModelForm, date_input
from touchpoints.models import MET

NOT_IN_DRAWER = ("parent", "starts_on", "ends_on")
"""What a crisis plan has no place for: it stands alone, and its days count from its start."""

MOST_YEARS = 10
"""A roll-out that begins later than that is a typing error."""


class PlanForm(TeamModelForm):
    """What a plan is for, who answers for it, and where it belongs."""

    class Meta:
        model = Plan
        fields: ClassVar = [
            "name",
            "aim",
            "market",
            "responsible",
            "department",
            "touchpoint",
            "parent",
            "starts_on",
            "ends_on",
        ]
        widgets: ClassVar = {
            "aim": forms.Textarea(attrs={"rows": 3}),
            "starts_on": date_input(),
            "ends_on": date_input(),
        }
        help_texts: ClassVar = {
            "aim": _("Woran ist zu sehen, dass er gelungen ist?"),
            "market": _("Wo und mit wem, zum Beispiel „Filiale Nord, 40 Stammkundinnen“."),
            "parent": _("Ein Teilprojekt steht unter einem anderen Plan, eine Ebene tief."),
        }

    def __init__(self, *args: Any, kind: PlanKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.kind = kind
        fields: Any = self.fields
        fields["responsible"].empty_label = _("noch niemand")
        fields["touchpoint"].queryset = fields["touchpoint"].queryset.filter(
            Q(status__in=MET) | Q(pk=self.instance.touchpoint_id)
        )
        fields["parent"].queryset = self._possible_parents()
        if kind == PlanKind.CRISIS:
            fields["aim"].help_text = _("Bei welchem Anzeichen kommt er aus der Schublade, was soll er erreichen?")
            for name in NOT_IN_DRAWER:
                del fields[name]
        if kind != PlanKind.PILOT:
            del fields["market"]

    def saved(self) -> Plan | None:
        """The plan as it stands now; None where it could not, and the sentence why stands beside its field."""
        if not self.is_valid():
            return None
        try:
            if self.instance.pk is None:
                return make(plan=self.save(commit=False))
            return change(plan=self.instance, values={name: self.cleaned_data[name] for name in self.changed_data})
        except ValidationError as refusal:
            self._update_errors(refusal)
            return None

    def _possible_parents(self) -> QuerySet[Plan]:
        plans = self.instance.team.plans
        if self.instance.pk and self.instance.parts.exists():
            return plans.none()
        others = plans.live().filter(parent=None).exclude(pk=self.instance.pk)
        return others.filter(Q(closed_at=None) | Q(pk=self.instance.parent_id))


class RowsForm(forms.Form):
    """Actions to tick."""

    actions = RowsField(
        queryset=None,
        label=_("Maßnahmen"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Noch ist keine angekreuzt.")},
    )

    def __init__(self, *args: Any, offered: QuerySet[Action], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["actions"].queryset = offered  # type: ignore[attr-defined]


class RollOutForm(RowsForm):
    """When the roll-out of a trial begins, and what of the trial is done again for everyone."""

    name = Plan._meta.get_field("name").formfield(label=_("Name"))
    starts_on = forms.DateField(
        label=_("Ab"),
        widget=date_input(),
        validators=[in_reach],
        help_text=_("Die erste Maßnahme beginnt an diesem Tag, die anderen im gleichen Abstand wie in der Erprobung."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["actions"].required = False
        self.order_fields(["name", "starts_on", "actions"])

    def clean_starts_on(self) -> date:
        """A day that is still to come."""
        starts_on: date = self.cleaned_data["starts_on"]
        if starts_on < self.today:
            raise ValidationError(_("Dieser Tag ist schon vorbei."))
        if starts_on.year > self.today.year + MOST_YEARS:
            raise ValidationError(_("So weit voraus plant niemand."))
        return starts_on


class DecideForm(forms.Form):
    """How a trial ends, and why."""

    decision = forms.ChoiceField(label=_("Entscheidung"), choices=Decision.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Begründung"),
        max_length=2000,
        help_text=_("Was sagen Zahlen und Stimmen? Sie bleibt beim Plan stehen."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class MilestoneForm(TeamModelForm):
    """A point that the plan passes on a day."""

    class Meta:
        model = Milestone
        fields: ClassVar = ["name", "due_on"]
        widgets: ClassVar = {"due_on": date_input()}

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, team=plan.team, **kwargs)
        self.instance.plan = plan

    def _get_validation_exclusions(self) -> set[str]:
        # Without the plan a second milestone of the same name passes here and breaks in the database.
        return super()._get_validation_exclusions() - {"plan"}


class ReadyForm(forms.Form):
    """Which ready-made plan to begin with."""

    ready = forms.ChoiceField(choices=[(name, name) for name in READY])
