"""What is said of a question, and of links that are sent out once each."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from feedback.asking.references import LONGEST, MOST, references_of
from feedback.asking.wording import ASKED_ON
from feedback.models import Batch, Question
from teams.forms import TeamModelForm, date_input
from teams.models import Team
from touchpoints.choosing import Among, TouchpointInput
from touchpoints.exchange.refusals import Unreadable
from touchpoints.exchange.text_files import decoded
from touchpoints.models import Metric

USUAL_DAYS, LONGEST_DAYS = 30, 366
"""How long links that are sent out are open."""

KINDS = {
    Metric.Type.NPS: _("neu: Weiterempfehlung von 0 bis 10 (NPS)"),
    Metric.Type.CSAT: _("neu: Zufriedenheit von 1 bis 5 (CSAT)"),
    Metric.Type.CES: _("neu: wie leicht es war, von 1 bis 7 (CES 2.0)"),
}
SHORT = {Metric.Type.NPS: "NPS", Metric.Type.CSAT: "CSAT", Metric.Type.CES: "CES 2.0"}


class PlaceForm(forms.Form):
    """At which touchpoint customers are asked."""

    def __init__(self, typed: QueryDict | None, *, team: Team) -> None:
        super().__init__(typed)
        self.fields["touchpoint"] = TouchpointInput(
            team=team,
            among=Among.MET,
            by_key=True,
            required=True,
            label=_("An welchem Kontaktpunkt?"),
            help_text=_("Gefragt wird, wer gerade dort war."),
        )


class QuestionForm(TeamModelForm):
    """The words of a question, and whether customers may leave their address."""

    class Meta:
        model = Question
        fields = ["wording_de", "wording_en", "asks_contact"]
        help_texts: ClassVar = {
            "wording_de": _("Leer gelassen, steht dort die übliche Frage zur Skala."),
            "wording_en": _("Leer gelassen, steht dort die übliche Frage zur Skala auf Englisch."),
            "asks_contact": _("Freiwillig und getrennt von der Antwort aufbewahrt."),
        }


class NewQuestionForm(QuestionForm):
    """A new question at the touchpoint of `instance`, on a metric that is there or one that is made for it."""

    scale = forms.ChoiceField(
        label=_("Worauf gefragt wird"),
        widget=forms.RadioSelect,
        help_text=_("Jede Antwort zählt sofort in dieser Kennzahl des Kontaktpunkts."),
    )

    field_order = ("scale", "wording_de", "wording_en", "asks_contact")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        touchpoint = self.instance.touchpoint
        free = touchpoint.metrics.filter(type__in=ASKED_ON).exclude(pk__in=touchpoint.questions.open().values("metric"))
        self._metrics = {str(metric.pk): metric for metric in free}
        there = [(key, f"{metric} ({SHORT[Metric.Type(metric.type)]})") for key, metric in self._metrics.items()]
        self.fields["scale"].choices = [*there, *((kind.value, label) for kind, label in KINDS.items())]  # type: ignore[attr-defined]
        self.initial.setdefault("scale", there[0][0] if there else Metric.Type.CSAT.value)

    def clean(self) -> dict[str, Any]:
        """What is there already is asked on, so that the row knows its metric."""
        data = super().clean() or self.cleaned_data
        if (metric := self._metrics.get(str(data.get("scale", "")))) is not None:
            self.instance.metric = metric
        return data

    def kind(self) -> str:
        """The type of the metric that is to be made; empty where one is there."""
        scale = str(self.cleaned_data["scale"])
        return "" if scale in self._metrics else scale


WAYS = ("customers", "file", "count")
"""To say for whom links are: each is enough alone, and one there must be."""


class BatchForm(forms.Form):
    """Links for one mailing: for whom they are, line by line, or only how many."""

    name = Batch._meta.get_field("name").formfield(help_text=_("Zum Beispiel „Newsletter November“."))
    customers = forms.CharField(
        label=_("Kundennummern oder Adressen"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Eine je Zeile. Gespeichert wird davon nur eine Prüfsumme, damit niemand zu oft gefragt wird."),
    )
    file = forms.FileField(
        label=_("Oder eine Textdatei damit"), required=False, help_text=_("Eine Kundennummer oder Adresse je Zeile.")
    )
    count = forms.IntegerField(
        label=_("Oder nur eine Anzahl"), required=False, min_value=1, max_value=MOST, help_text=_("Ohne Wartezeit.")
    )
    expires_on = forms.DateField(label=_("Gültig bis"), widget=date_input())

    def __init__(self, *args: Any, question: Question, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"expires_on": today + timedelta(days=USUAL_DAYS)})
        super().__init__(*args, **kwargs)
        self.question, self.today = question, today
        for name in WAYS:
            self.fields[name].asked_for = True  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """One that no mailing of the question has: a form that is sent twice makes its links once."""
        name: str = self.cleaned_data["name"]
        if self.question.batches.filter(name=name).exists():
            raise forms.ValidationError(_("Einen Versand mit diesem Namen gibt es hier schon."))
        return name

    def clean_file(self) -> str:
        """The text of the file."""
        file = self.cleaned_data["file"]
        if not file:
            return ""
        try:
            return decoded(file.read())
        except Unreadable as refusal:
            raise forms.ValidationError(_("Das ist keine Textdatei.")) from refusal

    def clean_expires_on(self) -> date:
        """A day from today on, within a year."""
        day: date = self.cleaned_data["expires_on"]
        if day < self.today:
            raise forms.ValidationError(_("Dieser Tag ist schon vorbei."))
        if day > self.today + timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(_("Dieser Tag liegt mehr als ein Jahr in der Zukunft."))
        return day

    def clean(self) -> dict[str, Any]:
        """One of the three ways to say for whom, and not more than can be made in one go."""
        data = super().clean() or self.cleaned_data
        said = [name for name in WAYS if str(data.get(name) or "").strip()]
        if not self.errors and len(said) != 1:
            self.add_error("customers", self._one_way(len(said)))
        elif not self.errors:
            data["references"] = self._references(said[0])
        return data

    def expires_at(self) -> datetime:
        """The end of the last day, as the team's time zone has it."""
        day: date = self.cleaned_data["expires_on"]
        return datetime.combine(day + timedelta(days=1), time.min, self.question.team.zone)

    def _one_way(self, said: int) -> str:
        if said:
            return gettext("Eines genügt: Liste, Datei oder Anzahl.")
        return gettext("Für wen sind die Links? Eine Liste, eine Datei oder eine Anzahl.")

    def _references(self, way: str) -> list[str]:
        if way == "count":
            return [""] * int(self.cleaned_data["count"])
        references = references_of(self.cleaned_data[way])
        if len(references) > MOST:
            self.add_error(way, gettext("Höchstens %(most)d auf einmal.") % {"most": MOST})
        elif long := next((number for number, each in enumerate(references, 1) if len(each) > LONGEST), 0):
            sentence = gettext("Zeile %(line)d ist länger als %(most)d Zeichen.")
            self.add_error(way, sentence % {"line": long, "most": LONGEST})
        return references


class RevokeForm(forms.Form):
    """Whether links that are ended were sent at all."""

    was_never_sent = forms.BooleanField(
        label=_("Sie wurden nie verschickt"),
        required=False,
        help_text=_("Dann verschwindet der Versand, und niemand daraus zählt als gefragt."),
    )
