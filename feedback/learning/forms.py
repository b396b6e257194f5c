"""What is written into one line of "Sie sagten – wir taten"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actions.models import Status
from feedback.learning.beginning import Beginning, is_quoted
from feedback.models import Learned
from feedback.models.learned import LONGEST
from teams.forms import TeamModelForm, date_input
from teams.models import Team
from teams.wording import cleaned
from touchpoints.choosing import Among, TouchpointInput

EARLIEST = date(1950, 1, 1)
OFFERED = timedelta(days=730)
"""How long ago an action may have been done to be offered."""


class WordsField(forms.CharField):
    """A few sentences, cleaned before anything is asked of them."""

    def to_python(self, value: Any) -> str:
        """The sentences; empty if nothing readable was typed."""
        return cleaned(super().to_python(value) or "")


class LearnedForm(TeamModelForm):
    """What was said, what was done, since when; `beginning` is what it was taken from."""

    class Meta:
        model = Learned
        fields = ["said", "done", "on", "touchpoint", "action", "is_public"]
        field_classes: ClassVar = {"said": WordsField, "done": WordsField}
        widgets: ClassVar = {
            "said": forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
            "done": forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
            "on": date_input(),
        }
        help_texts: ClassVar = {
            "said": _("In eigenen Worten und ohne Namen: „Die Rechnung kommt vor der Ware.“"),
            "done": _("Was jetzt anders ist: „Die Rechnung liegt im Paket.“"),
            "is_public": _("Über den öffentlichen Link liest es dann jeder."),
        }

    def __init__(self, *args: Any, team: Team, today: date, beginning: Beginning | None = None, **kwargs: Any) -> None:
        super().__init__(*args, team=team, **kwargs)
        self.today, self.beginning = today, beginning or Beginning()
        if beginning:
            self.initial.update({"on": today, **beginning.values})
        action = self.instance.action_id or getattr(self.beginning.values.get("action"), "pk", None)
        done = Q(status=Status.DONE, done_at__date__gte=today - OFFERED)
        self._narrow("action", done | Q(pk=action), "-done_at")
        begun_at = self.beginning.values.get("touchpoint") or 0
        place = self.instance.touchpoint or team.touchpoints.filter(pk=begun_at).first()
        self.fields["touchpoint"] = TouchpointInput(
            team=team, among=Among.UNRETIRED, chosen=place, label=_("Kontaktpunkt")
        )

    def clean_said(self) -> str:
        """Nobody's words whom nobody may quote."""
        said: str = self.cleaned_data["said"]
        if self.beginning.voice and self.beginning.needs_own_words and is_quoted(self.beginning.voice, said):
            raise forms.ValidationError(_("Diese Worte darf niemand zitieren: in eigenen sagen."))
        return said

    def clean_on(self) -> date:
        """A day that has been."""
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError(_("Das liegt in der Zukunft."))
        if day < EARLIEST:
            raise forms.ValidationError(_("So lange ist das nicht her."))
        return day

    def _narrow(self, name: str, offered: Q, order: str) -> None:
        field = self.fields[name]
        field.queryset = field.queryset.filter(offered).order_by(order, "pk")  # type: ignore[attr-defined]
