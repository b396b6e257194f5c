"""What people bring to be read in, and what they say about it before it becomes a journey."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from journeys.document import map_from
from journeys.exchange import importing, recognising
from journeys.exchange.importing import Wishes
from journeys.exchange.json_in import Found
from journeys.exchange.refusals import Problem, Unfit
from journeys.mapping import JourneyMap, MapStep
from journeys.models import Journey, Persona
from journeys.whose_way import WhoseWayForm
from journeys.wording import signed
from teams.files import LARGEST
from touchpoints.exchange.checking import key, keys_of

GAPS, IDEAS = "gaps", "ideas"
MOST_TYPED = 1_000_000
"""Characters; more is brought as a file."""


class ReadForm(forms.Form):
    """A file or a text with a journey; `found` is what stands in it, `problems` what does not fit there."""

    file = forms.FileField(
        label=_("Datei"),
        required=False,
        help_text=_("CSV, XLSX, JSON oder Mermaid bis 2 MB, höchstens 200 Schritte."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.json,.mmd,.md", "data-most-bytes": LARGEST}),
        error_messages={"empty": _("Die Datei ist leer.")},
    )
    text = forms.CharField(
        label=_("Oder Text einfügen"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "code"}),
    )
    found: Found

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["file"].asked_for = fields["text"].asked_for = True
        fields["file"].widget.attrs["data-too-large"] = recognising.too_large()
        self.problems: list[Problem] = []

    def clean(self) -> dict[str, Any]:
        """Read it. Raises ValidationError with what does not fit."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        file, text = cleaned.get("file"), cleaned.get("text", "")
        if file and text.strip():
            raise ValidationError(_("Datei oder Text: Eins von beiden genügt."))
        try:
            self._read(file, text)
        except Unfit as unfit:
            self.problems = list(unfit.problems)
            if len(self.problems) == 1:
                raise ValidationError(str(self.problems[0])) from unfit
            raise ValidationError(_("So lässt sich das nicht einlesen.")) from unfit
        return cleaned

    def _read(self, file: UploadedFile[Any] | None, text: str) -> None:
        if file and (file.size or 0) > LARGEST:
            raise ValidationError(recognising.too_large())
        if not file and len(text) > MOST_TYPED:
            raise ValidationError(_("Das ist sehr viel Text. Als Datei passt er vielleicht."))
        self.found = recognising.read_file(file.read()) if file else recognising.read_text(text)


class TravellingForm(ReadForm):
    """The journey on its way from the preview into the team: our own document, read again as anybody's would be."""

    def _read(self, file: UploadedFile[Any] | None, text: str) -> None:
        self.found = recognising.read_text(text)


class ImportForm(WhoseWayForm):
    """Whose way it is, on which occasion, and what becomes of what the team does not have yet."""

    class Meta:
        model = Journey
        fields: ClassVar = ["persona", "occasion", "kind", "case_name"]
        widgets: ClassVar = {"kind": forms.RadioSelect}

    missing = forms.ChoiceField(
        label=_("Was im Inventar fehlt"),
        widget=forms.RadioSelect,
        initial=GAPS,
        choices=[
            (GAPS, _("bleibt eine Lücke in der Journey")),
            (IDEAS, _("kommt als neue Idee ins Inventar")),
        ],
    )
    adds_departments = forms.BooleanField(label=_("Bereiche, die es noch nicht gibt, anlegen"), required=False)
    ticket = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, found: Found, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found, self.way, team = found, map_from(found.document), self.instance.team
        self.outlook = importing.outlook(team=team, way=self.way)
        self.initial.update(_told(self.way, team.personas.filter(name__iexact=self.way.persona).first()))
        self.instance.notes = self.way.notes
        if "persona" in self.fields:
            self.fields["new_persona"].help_text = _("Gilt, wenn keines gewählt ist.")
        if not self.outlook.missing_touchpoints:
            del self.fields["missing"]
        if not self.outlook.missing_departments:
            del self.fields["adds_departments"]

    def saved(self) -> Journey | None:
        """The journey, also if this form made it before; None where the sentence why not stands beside its field."""
        is_valid, ticket = self.is_valid(), self.cleaned_data.get("ticket")
        if ticket and (made := importing.made_before(team=self.instance.team, ticket=ticket)):
            return made
        if not is_valid:
            return None
        try:
            return importing.take_in(journey=self.instance, way=self.way, wishes=self._wishes)
        except ValidationError as refusal:
            self._update_errors(refusal)
            return None

    @property
    def phases(self) -> list[tuple[str, list[tuple[MapStep, bool, str]]]]:
        """The way as it is shown: each step with whether the inventory lacks its touchpoint, and its emotion."""
        missing = keys_of(self.outlook.missing_touchpoints)
        return [
            (phase.name, [(step, key(step.touchpoint_name) in missing, _emotion(step)) for step in phase.steps])
            for phase in self.way.phases
        ]

    @property
    def _wishes(self) -> Wishes:
        said = self.cleaned_data
        return Wishes(
            ticket=said["ticket"],
            persona="" if said.get("persona") else said["new_persona"],
            makes_touchpoints=said.get("missing") == IDEAS,
            makes_departments=bool(said.get("adds_departments")),
        )


def _emotion(step: MapStep) -> str:
    return "" if step.emotion is None else signed(step.emotion)


def _told(way: JourneyMap, persona: Persona | None) -> dict[str, Any]:
    """What the file itself says, to be changed by who reads it in."""
    return {
        "persona": persona.pk if persona else None,
        "new_persona": "" if persona else way.persona,
        "occasion": way.occasion,
        "kind": way.kind.value,
        "case_name": way.case_name,
        "ticket": uuid.uuid4(),
    }
