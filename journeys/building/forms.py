"""What people type about a journey as a whole, and about a phase."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from journeys import making, placing
from journeys.models import Journey, JourneyPhase
from journeys.whose_way import WhoseWayForm
from teams.forms import RowForm
from teams.shared_forms import ProseField, SharedForm
from teams.wording import one_line
from touchpoints.describing import one_at_a_time

LONGEST_PHASE = JourneyPhase._meta.get_field("name").max_length or 0
USUAL_OCCASIONS = (
    _("Zum ersten Mal kaufen"),
    _("Wieder kaufen"),
    _("Etwas reklamieren"),
    _("Hilfe brauchen"),
    _("Vertrag kündigen"),
)
OCCASIONS_OFFERED = 30


class JourneyForm(WhoseWayForm, SharedForm):
    """Whose way it is, on which occasion, and whether it is taken today, is to be taken, or was one customer's."""

    phases = forms.CharField(
        label=_("Phasen"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Eine in jeder Zeile, in der Reihenfolge des Weges. Später lässt sich alles ändern."),
    )
    titles: ClassVar = {"what": _("Wer und wann")}
    layout: ClassVar = {
        "what": (("persona", "new_persona"), ("occasion",), ("kind",), ("case_name",), ("phases",), ("notes",))
    }

    class Meta:
        model = Journey
        fields: ClassVar = ["persona", "occasion", "kind", "case_name", "notes"]
        field_classes: ClassVar = {"notes": ProseField}
        widgets: ClassVar = {
            "kind": forms.RadioSelect,
            "occasion": forms.TextInput(attrs={"list": "occasions", "autocomplete": "off"}),
            "notes": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar = {
            "occasion": _("Was bringt Kunden auf den Weg? Zum Beispiel „Heizung tauschen“."),
            "kind": _(
                "Ist: wie es heute läuft. Soll: wie es laufen könnte. Fall: was eine Person wirklich erlebt hat."
            ),
            "case_name": _("Zum Beispiel eine Auftragsnummer; ein Kundenname gehört nicht hierher."),
        }

    def __init__(self, *args: Any, source: Journey | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source
        fields: Any = self.fields
        fields["case_name"].asked_for = True
        if "persona" in fields:
            fields["new_persona"].help_text = _("Der Name genügt für den Anfang.")
        if self.instance.pk or source:
            del fields["phases"]
        else:
            fields["phases"].initial = "\n".join(making.first_phases())
        if source:
            del fields["notes"]

    @property
    def occasions(self) -> list[str]:
        """What occasions may be called, the team's own first."""
        own = self.instance.team.journeys.order_by("occasion").values_list("occasion", flat=True).distinct()
        return list(dict.fromkeys([*own[:OCCASIONS_OFFERED], *map(str, USUAL_OCCASIONS)]))

    def clean_phases(self) -> list[str]:
        """The names of the first phases, each once."""
        lines = filter(None, map(one_line, self.cleaned_data["phases"].splitlines()))
        names = list({name.casefold(): name for name in lines}.values())
        if len(names) > placing.MOST_PHASES:
            raise ValidationError(_("Mehr als %s Phasen hat eine Journey nicht.") % placing.MOST_PHASES)
        if long := [name for name in names if len(name) > LONGEST_PHASE]:
            raise ValidationError(
                _("„%(name)s“ ist zu lang: höchstens %(longest)s Zeichen."),
                params={"name": f"{long[0][:LONGEST_PHASE]}…", "longest": LONGEST_PHASE},
            )
        return names

    def saved(self) -> Journey | None:
        """The journey as it stands now; None where it could not, and the sentence why stands beside its field."""
        if not self.is_valid():
            return None
        try:
            with one_at_a_time(self.instance.team):
                return self._keep()
        except ValidationError as refusal:
            self._update_errors(refusal)
            return None

    def _keep(self) -> Journey:
        values = {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}
        if name := self.cleaned_data["new_persona"]:
            values["persona"] = making.persona_named(team=self.instance.team, name=name)
        if self.instance.pk:
            return making.change(journey=self.instance, values=values)
        journey = Journey(team=self.instance.team, **values)
        if self.source:
            return making.copy(journey=self.source, into=journey)
        return making.make(journey=journey, phases=self.cleaned_data["phases"])


class PhaseForm(RowForm):
    """What a phase is called."""

    class Meta:
        model = JourneyPhase
        fields: ClassVar = ["name"]

    def __init__(self, *args: Any, journey: Journey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.journey = journey

    def kept(self, to: int | None = None) -> Model | None:
        """The phase as it stands now, a new one at this place; None where it could not be kept."""
        if not self.is_valid():
            return None
        try:
            if self.instance.pk:
                return placing.rename_phase(phase=self.instance, name=self.cleaned_data["name"])
            return placing.add_phase(phase=self.instance, to=to)
        except ValidationError as refusal:
            self._update_errors(refusal)
            return None
