"""What the voices can be narrowed down to; everything stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.models import Feedback, Mark, Polarity, Via
from feedback.models.voice import FeedbackQuerySet
from feedback.searching import index
from teams.forms import date_input
from teams.models import Team
from teams.wording import LineInput
from touchpoints.choosing import TouchpointInput

OPEN = "open"
"""Voices of which nobody has said yet whether they are for or against."""

LONGEST_SEARCH = 200
FILTERS = ("q", "polarity", "touchpoint", "via", "topic", "reason", "since", "until")


class VoiceFilter(forms.Form):
    """The filters of the list: `q`, `polarity` ("open" for what nobody has judged), `touchpoint`, `via`, `topic`,
    `reason`, `since` and `until`.

    What makes no sense in an address is passed over: a mistyped one still shows voices. A touchpoint has its key there
    or its name; what the team does not have is said beside the field.
    """

    q = LineInput(label=_("Suche"), required=False)
    polarity = forms.ChoiceField(label=_("Positiv oder negativ"), required=False)
    via = forms.ChoiceField(label=_("Wo gesagt"), required=False)
    topic = forms.ChoiceField(label=_("Thema"), required=False)
    reason = forms.ChoiceField(label=_("Grund"), required=False)
    since = forms.DateField(label=_("Von"), required=False, widget=date_input())
    until = forms.DateField(label=_("Bis"), required=False, widget=date_input())

    def __init__(self, asked: Mapping[str, Any], *, team: Team) -> None:
        super().__init__({name: asked[name] for name in FILTERS if name in asked})
        self.team = team
        self._offer("polarity", _("Alle"), [*Polarity.choices, (OPEN, _("noch offen"))])
        self._offer("via", _("Wo gesagt: überall"), Via.choices)
        self._offer("topic", _("Thema: alle"), list(team.topics.values_list("pk", "name")))
        self._offer("reason", _("Grund: alle"), _by_side(team))
        self.fields["touchpoint"] = TouchpointInput(
            team=team, by_key=True, label=_("Kontaktpunkt"), placeholder=_("Kontaktpunkt: alle")
        )
        self.order_fields(FILTERS)
        self.is_valid()

    def _offer(self, name: str, usual: Any, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", usual), *choices]

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for and makes sense, by filter."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    @property
    def asks_further(self) -> bool:
        """Whether something but words and side narrows the list, or was meant to."""
        return "touchpoint" in self.errors or bool(self.asked.keys() - {"q", "polarity"})

    def narrowed(self, voices: FeedbackQuerySet) -> FeedbackQuerySet:
        """Those of the voices that fit."""
        asked = self.asked
        same = {name: asked[name] for name in ("touchpoint", "via", "reason") if name in asked}
        found = voices.filter(**same, **_days(asked))
        if "polarity" in asked:
            found = found.filter(polarity="" if asked["polarity"] == OPEN else asked["polarity"])
        if "topic" in asked:
            found = found.filter(pk__in=Mark.objects.filter(topic=asked["topic"]).values("feedback"))
        return index.find(found, asked["q"][:LONGEST_SEARCH]) if "q" in asked else found


def voices_of(team: Team, asked: Mapping[str, Any]) -> FeedbackQuerySet:
    """The team's voices that an address asks for, in no order."""
    every: FeedbackQuerySet = Feedback.objects.filter(team=team)
    return VoiceFilter(asked, team=team).narrowed(every)


def _by_side(team: Team) -> list[Any]:
    sides: dict[str, list[tuple[int, str]]] = {Polarity.NEGATIVE: [], Polarity.POSITIVE: []}
    for pk, polarity, name in team.reasons.values_list("pk", "polarity", "name"):
        sides[polarity].append((pk, name))
    return [(Polarity(side).label, reasons) for side, reasons in sides.items() if reasons]


def _days(asked: Mapping[str, Any]) -> dict[str, Any]:
    bounds = {"since": "said_on__gte", "until": "said_on__lte"}
    return {bound: asked[name] for name, bound in bounds.items() if name in asked}
