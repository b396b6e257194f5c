"""What people type about actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.models import WITH_REASON, Action, Status
from actions.money import MoneyInput
from teams.forms import RowsField, as_key, date_input
from teams.models import Membership, User
from teams.shared_forms import ProseField, SharedForm
from touchpoints.measuring.decimals import NumberInput
from touchpoints.measuring.readings import check_on_scale
from touchpoints.models import MET, BrandFit, Metric

TITLES = {
    "what": _("Was und warum"),
    "who": _("Wer macht es"),
    "when": _("Bis wann"),
    "money": _("Wie wichtig, wie teuer"),
    "goal": _("Woran es sich zeigt"),
    "filters": _("Für wen und wo"),
}
LAYOUT: dict[str, tuple[tuple[str, ...], ...]] = {
    "what": (("what",), ("why",), ("touchpoint", "plan")),
    "who": (("responsible", "department"), ("helpers",), ("with_whom",)),
    "when": (("starts_on", "due_on"), ("follow_up_on",)),
    "money": (("priority",), ("budget",)),
    "goal": (("metric",), ("start_value", "target_value")),
    "filters": (("target_group", "media_use"), ("region", "culture"), ("brand_fit",)),
}
"""What stands together in the form: groups of rows of fields."""

SUGGESTED = ("target_group", "media_use", "region", "culture")
"""Fields in which the team's own words are offered while typing."""


class ActionForm(SharedForm):
    """Who does what, with whom, from when until when, with what money, to which result.

    `by` says who fills it in: a member who gives an action away stays with it as a helper, or they could not even
    correct what they have just typed. Who wants out unticks themselves afterwards.
    """

    titles = TITLES
    layout = LAYOUT
    always_open: ClassVar = {"what", "who", "when"}

    class Meta:
        model = Action
        fields: ClassVar = [name for rows in LAYOUT.values() for row in rows for name in row]
        field_classes: ClassVar = {
            "why": ProseField,
            "helpers": RowsField,
            "budget": MoneyInput,
            "start_value": NumberInput,
            "target_value": NumberInput,
        }
        widgets: ClassVar = {
            "what": forms.Textarea(attrs={"rows": 2}),
            "why": forms.Textarea(attrs={"rows": 3}),
            "helpers": forms.CheckboxSelectMultiple,
            "starts_on": date_input(),
            "due_on": date_input(),
            "follow_up_on": date_input(),
            "priority": forms.RadioSelect,
            "brand_fit": forms.RadioSelect,
            **{name: forms.TextInput(attrs={"list": f"known_{name}"}) for name in SUGGESTED},
        }
        labels: ClassVar = {"with_whom": _("Von außen dabei")}
        help_texts: ClassVar = {
            "what": _("Ein Satz, nach dem jemand anfangen kann."),
            "why": _("Was soll sich für Kundinnen und Kunden ändern?"),
            "with_whom": _("Wer nicht zum Team gehört: Agentur, Lieferant, ein anderer Bereich."),
            "follow_up_on": _("An diesem Tag fragt das Team: Was wurde daraus?"),
            "start_value": _("Wo die Kennzahl heute steht."),
            "target_value": _("Wo sie danach stehen soll."),
            "target_group": _("Zum Beispiel Neukunden."),
            "media_use": _("Zum Beispiel lieber am Telefon."),
            "region": _("Zum Beispiel Süddeutschland."),
            "culture": _("Zum Beispiel Umgangston, Sprache, Gewohnheiten."),
        }
        error_messages: ClassVar = {
            "metric": {"invalid_choice": _("Diese Kennzahl wird an einem anderen Kontaktpunkt gemessen.")},
        }

    def __init__(self, *args: Any, by: Membership | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.stays_as_helper = False
        self.fields["brand_fit"].choices = [("", _("offen")), *BrandFit.choices]  # type: ignore[attr-defined]
        self._offer_people()
        self._offer("touchpoint", Q(status__in=MET) | Q(pk=self.instance.touchpoint_id))
        self._offer("metric", Q(touchpoint=self._key("touchpoint")))
        self._offer("plan", Q(pk__in=self.instance.team.plans.going_on()) | Q(pk=self.instance.plan_id))
        if not self.fields["plan"].queryset.exists():  # type: ignore[attr-defined]
            del self.fields["plan"]
        if not self.is_bound and not self.instance.pk:
            self._suggest_start()

    def _offer(self, name: str, which: Q) -> None:
        field: Any = self.fields[name]
        field.queryset = field.queryset.filter(which)

    def _offer_people(self) -> None:
        """The team, and whoever answers for it already, even if they have left: saving must not drop them unseen."""
        responsible: Any = self.fields["responsible"]
        everybody: Any = self.base_fields["responsible"]
        here = Q(pk__in=responsible.queryset.values("pk")) | Q(pk=self.instance.responsible_id)
        responsible.queryset = everybody.queryset.filter(here).order_by("name")
        responsible.required, responsible.empty_label = False, _("noch niemand")

    def _suggest_start(self) -> None:
        """Offer the newest value of the metric, or the one that it started from."""
        metric = self.chosen_metric
        if metric and self.initial.get("start_value") is None:
            known = metric.readings.shown().order_by("-measured_on", "-pk").first() or metric.baseline
            self.initial["start_value"] = known.value if known else None

    @property
    def chosen_metric(self) -> Metric | None:
        """The metric that stands in the form, if it is one of the touchpoint's."""
        field: Any = self.fields["metric"]
        key = self._key("metric")
        found: Metric | None = field.queryset.filter(pk=key).first() if key else None
        return found

    def _key(self, name: str) -> int | None:
        """Primary key of the row that is chosen in a field, as typed or as stored."""
        return as_key(str(self[name].value() or ""))

    @property
    def suggestions(self) -> list[tuple[str, Iterable[str]]]:
        """What the team has written before into the fields of filters, to choose from while typing."""
        team = self.instance.team
        known: dict[str, set[str]] = {name: set(team.actions.words_in(name)) for name in SUGGESTED}
        known["target_group"] |= set(team.tags.values_list("name", flat=True))
        return [(name, sorted(words)) for name, words in known.items()]

    def clean_due_on(self) -> date:
        """A new last day is still to come."""
        due_on: date = self.cleaned_data["due_on"]
        if not self.instance.may_end_on(due_on, self.instance.team.today(timezone.now())):
            raise forms.ValidationError(_("Dieser Tag ist schon vorbei."))
        return due_on

    def clean_helpers(self) -> QuerySet[User]:
        """Helpers who have left the team stay named; who ticks whom decides about the others."""
        offered: Any = self.fields["helpers"]
        gone = self.instance.helpers.exclude(pk__in=offered.queryset) if self.instance.pk else ()
        return self._people([*self.cleaned_data["helpers"], *gone])

    def clean(self) -> dict[str, Any]:
        """Values lie on the metric's scale, and whoever gives an action away stays in reach of it."""
        said = super().clean()
        self._check_values()
        self._keep_in_reach()
        return said

    def _check_values(self) -> None:
        metric = self.cleaned_data.get("metric")
        for name in ("start_value", "target_value"):
            value: Decimal | None = self.cleaned_data.get(name)
            if value is None or "metric" in self.errors:
                continue
            if metric is None:
                self.add_error(name, _("Dazu gehört die Kennzahl, an der es sich zeigt."))
                continue
            try:
                check_on_scale(metric.type, value)
            except forms.ValidationError as refusal:
                self.add_error(name, refusal)

    @property
    def changes(self) -> dict[str, Any]:
        """The fields in which the form says something else than the row that it was filled from."""
        names = {*self.changed_data, *(["helpers"] if self.stays_as_helper else [])}
        return {name: value for name, value in self.cleaned_data.items() if name in names & set(self.Meta.fields)}

    def _keep_in_reach(self) -> None:
        """Make a member who gives the action to somebody else its helper, unless they have been one before."""
        said, by = self.cleaned_data, self.by
        if by is None or by.is_lead or "responsible" not in self.changed_data or "helpers" not in said:
            return
        given_to = said.get("responsible")
        was_helper = self.instance.pk and self.instance.helpers.filter(pk=by.user_id).exists()
        self.stays_as_helper = given_to is not None and given_to.pk != by.user_id and not was_helper
        if self.stays_as_helper:
            said["helpers"] = self._people([*said["helpers"], by.user])

    def _people(self, people: Iterable[User]) -> QuerySet[User]:
        everybody: QuerySet[User] = self.base_fields["helpers"].queryset  # type: ignore[attr-defined]
        return everybody.filter(pk__in=[person.pk for person in people])


class MoveForm(forms.Form):
    """Where an action goes, and why if it stops or is given up."""

    to = forms.ChoiceField(choices=Status.choices, widget=forms.HiddenInput)
    reason = ProseField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.required, reason.label = self.asks_for_reason, _("Grund")
        if self.target == Status.BLOCKED:
            longest = Action._meta.get_field("blocked_reason").max_length
            label = _("Woran stockt es?")
            self.fields["reason"] = ProseField(label=label, max_length=longest, widget=reason.widget)

    @property
    def target(self) -> str:
        """The status that the form stands at, as it was asked for."""
        return str(self["to"].value() or "")

    @property
    def asks_for_reason(self) -> bool:
        """Whether this move needs words."""
        return self.target in WITH_REASON
