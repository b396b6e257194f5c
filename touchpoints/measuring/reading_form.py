"""The form for one reading: each type of metric has its own ways of saying what was measured."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from teams.files import FileInput
from teams.forms import TeamModelForm, date_input
from teams.models import User
from touchpoints.measuring.attachments import attach
from touchpoints.measuring.decimals import NumberInput
from touchpoints.measuring.forms import check_day
from touchpoints.measuring.formulas import EASIEST
from touchpoints.measuring.readings import (
    CSAT_TOP,
    DETRACTORS,
    HITS,
    NPS_TOP,
    PASSIVES,
    PROMOTERS,
    check_on_scale,
    measure,
    record,
)
from touchpoints.models import Metric, Reading

MOST_ANSWERS = 10_000_000
COUNTED = "counted_"
GROUPS = (PROMOTERS, PASSIVES, DETRACTORS)
STEPS = {
    Metric.Type.NPS: tuple(f"{COUNTED}{step}" for step in range(NPS_TOP + 1)),
    Metric.Type.CSAT: tuple(f"{COUNTED}{step}" for step in range(1, CSAT_TOP + 1)),
    Metric.Type.CES: tuple(f"{COUNTED}{step}" for step in range(1, EASIEST + 1)),
}


@dataclass(frozen=True)
class Way:
    """One way of saying what was measured: the fields it takes, and those that it cannot do without."""

    name: str
    title: str | Promise
    fields: tuple[str, ...]
    needed: tuple[str, ...]


GROUPED = Way("groups", _("Drei Gruppen"), GROUPS, GROUPS)
ONE_BY_ONE = {
    kind: Way("steps", title, STEPS[kind], ())
    for kind, title in (
        (Metric.Type.NPS, _("Antworten je Stufe, 0 bis 10")),
        (Metric.Type.CSAT, _("Antworten je Stufe, 1 bis 5")),
        (Metric.Type.CES, _("Antworten je Stufe, 1 bis 7")),
    )
}
K_OF_N = Way("hits", _("Gezählt"), (HITS, "of"), (HITS, "of"))
SCORE = Way("value", _("Nur der Wert"), ("value", "n"), ("value", "n"))
MEAN = Way("value", _("Mittelwert"), ("value", "n", "spread"), ("value", "n"))
PLAIN = Way("value", _("Wert"), ("value", "n", "spread"), ("value",))
WAYS: dict[str, tuple[Way, ...]] = {
    Metric.Type.NPS: (GROUPED, ONE_BY_ONE[Metric.Type.NPS], SCORE),
    Metric.Type.CSAT: (K_OF_N, ONE_BY_ONE[Metric.Type.CSAT], SCORE),
    Metric.Type.RATE: (K_OF_N, SCORE),
    Metric.Type.CES: (ONE_BY_ONE[Metric.Type.CES], MEAN),
}
"""How each type is typed in, the usual way first; all others take a plain value."""

HITS_LABELS = {Metric.Type.CSAT: _("Zufriedene (4 oder 5 von 5)"), Metric.Type.RATE: _("Treffer")}


@dataclass(frozen=True)
class ShownWay:
    """A way with its fields as the page shows them; `is_open` where something stands in it."""

    way: Way
    fields: list[forms.BoundField]
    is_open: bool


def _count(label: Any) -> forms.IntegerField:
    field = forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST_ANSWERS)
    field.widget.attrs["inputmode"] = "numeric"
    return field


class ReadingForm(TeamModelForm):
    """What was measured, when, who said it. Exactly one of the metric's ways is filled in."""

    sheet = forms.UUIDField(widget=forms.HiddenInput)
    promoters = _count(_("Promotoren (9–10)"))
    passives = _count(_("Passive (7–8)"))
    detractors = _count(_("Kritiker (0–6)"))
    hits = _count(_("Treffer"))
    of = forms.IntegerField(label=_("von"), required=False, min_value=1, max_value=MOST_ANSWERS)
    value = NumberInput(label=_("Wert"), required=False)
    n = forms.IntegerField(label=_("Anzahl der Antworten (n)"), required=False, min_value=1, max_value=MOST_ANSWERS)
    spread = NumberInput(label=_("Standardabweichung"), required=False, min_value=0)
    file = FileInput(label=_("Anhang"), required=False)

    class Meta:
        model = Reading
        fields = ["measured_on", "source", "department", "note"]
        widgets = {"measured_on": date_input()}
        help_texts = {"department": _("Nur wenn die Antworten aus einem Bereich allein stammen.")}

    def __init__(self, *args: Any, metric: Metric, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.metric, self.today = metric, today
        self.initial["sheet"] = uuid.uuid4()
        self.ways = WAYS.get(metric.type, (PLAIN,))
        for name in STEPS.get(Metric.Type(metric.type), ()):
            self.fields[name] = _count(name.removeprefix(COUNTED))
        taken = {name for way in self.ways for name in way.fields}
        for name in {*GROUPS, HITS, "of", "value", "n", "spread"} - taken:
            del self.fields[name]
        if HITS in self.fields:
            self.fields[HITS].label = HITS_LABELS[Metric.Type(metric.type)]

    @property
    def shown_ways(self) -> Iterator[ShownWay]:
        """The ways with their fields; the first stands open, and every one in which something was typed."""
        for way in self.ways:
            fields = [self[name] for name in way.fields]
            is_open = way == self.ways[0] or any(field.errors or field.data for field in fields)
            yield ShownWay(way, fields, is_open)

    def clean_measured_on(self) -> date:
        """Nothing is measured tomorrow."""
        return check_day(self.cleaned_data["measured_on"], self.today)

    def clean_value(self) -> Any:
        """It lies on the metric's scale."""
        value = self.cleaned_data["value"]
        if value is not None:
            check_on_scale(self.metric.type, value)
        return value

    def clean(self) -> dict[str, Any]:
        """One way is filled in, and completely; then the numbers must make sense together."""
        cleaned = super().clean() or self.cleaned_data
        if any(name in self.errors for way in self.ways for name in way.fields):
            return cleaned
        filled = [way for way in self.ways if any(cleaned.get(name) is not None for name in way.fields)]
        if len(filled) > 1:
            raise ValidationError(_("Nur eine Art ausfüllen, sonst ist offen, welche gilt."))
        way = filled[0] if filled else self.ways[0]
        missing = [name for name in way.needed or way.fields[:1] if cleaned.get(name) is None]
        if missing and (way.needed or not filled):
            for name in missing:
                self.add_error(name, _("Das fehlt noch."))
            return cleaned
        self._check_together(way)
        return cleaned

    def _check_together(self, way: Way) -> None:
        cleaned = self.cleaned_data
        if way == K_OF_N and cleaned[HITS] > cleaned["of"]:
            self.add_error(HITS, _("Das sind mehr als alle zusammen."))
        elif way.name in {"groups", "steps"} and not any(cleaned.get(name) for name in way.fields):
            self.add_error(way.fields[0], _("Mindestens eine Antwort gehört dazu."))
        elif cleaned.get("spread") is not None and (cleaned.get("n") or 0) < 2:
            self.add_error("n", _("Zur Standardabweichung gehören mindestens zwei Antworten."))
        else:
            measure(self.metric.type, **self._answers(way))
            self.way = way

    def _answers(self, way: Way) -> dict[str, Any]:
        cleaned = self.cleaned_data
        match way.name:
            case "groups":
                return {"distribution": {name: cleaned[name] for name in way.fields}}
            case "steps":
                return {"distribution": {name.removeprefix(COUNTED): cleaned[name] or 0 for name in way.fields}}
            case "hits":
                return {"distribution": {HITS: cleaned[HITS]}, "n": cleaned["of"]}
        return {name: cleaned.get(name) for name in way.fields}

    @transaction.atomic
    def recorded(self, *, by: User) -> Reading:
        """The reading, with its file; the same sheet twice is one reading. Raises Metric.DoesNotExist if it is gone."""
        cleaned = self.cleaned_data
        metric = Metric.objects.select_for_update().get(pk=self.metric.pk)
        if known := metric.readings.filter(sheet=cleaned["sheet"]).first():
            return known
        told = {name: cleaned[name] for name in self.Meta.fields}
        reading = record(metric=metric, by=by, sheet=cleaned["sheet"], **told, **self._answers(self.way))
        if file := cleaned["file"]:
            attach(reading=reading, name=file.name or gettext("Anhang"), content=file.read())
        return reading
