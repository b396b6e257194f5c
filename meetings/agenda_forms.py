"""What people say when they put a touchpoint on the agenda of the next round."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.agenda import LONGEST
from meetings.models import Meeting
from teams.models import Team
from teams.wording import cleaned
from touchpoints.models import Touchpoint


class AgendaForm(forms.Form):
    """A touchpoint and why it cannot stay as it is; `meeting` is the next round, None where none is planned.

    `round` and `instead_of` say which round the person saw and which touchpoint they saw there: they replace no other.
    """

    touchpoint: forms.ModelChoiceField[Touchpoint] = forms.ModelChoiceField(
        None, label=_("Kontaktpunkt"), empty_label="–"
    )
    occasion = forms.CharField(
        label=_("Was ist passiert?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Alle lesen es vor der Runde."),
    )
    round = forms.IntegerField(required=False, widget=forms.HiddenInput)
    instead_of = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, team: Team, meeting: Meeting | None, may_plan: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, self.may_plan = meeting, may_plan
        cast("forms.ModelChoiceField[Touchpoint]", self.fields["touchpoint"]).queryset = team.touchpoints.active()

    @property
    def displaced(self) -> Touchpoint | None:
        """The touchpoint that would have to give way to the one that was chosen."""
        there = self.meeting.touchpoint if self.meeting else None
        chosen = str(self["touchpoint"].value() or "")
        return there if there and str(there.pk) != chosen else None

    @property
    def is_refused(self) -> bool:
        """Whether the next round is somebody else's to change."""
        return bool(self.meeting and not self.may_plan and (self.displaced or not self.meeting.touchpoint))

    def clean_occasion(self) -> str:
        """The words as a round keeps them, whatever line ends the browser sends."""
        return cleaned(self.cleaned_data["occasion"])

    def clean(self) -> dict[str, Any]:
        """There is a round, the person may change what it is about, and has seen what gives way."""
        given = super().clean() or self.cleaned_data
        if self.meeting is None:
            raise forms.ValidationError(_("Noch ist keine Runde geplant."))
        if "touchpoint" in given and self.is_refused:
            raise forms.ValidationError(_("Was diese Runde sich vornimmt, bestimmen Leitung und Moderation."))
        if "touchpoint" in given and self.displaced and not self._has_seen_it(self.displaced):
            raise forms.ValidationError(_("Diese Runde hat sich schon etwas vorgenommen: „%s“.") % self.displaced)
        return given

    def _has_seen_it(self, displaced: Touchpoint) -> bool:
        seen = self.cleaned_data.get("round"), self.cleaned_data.get("instead_of")
        return self.meeting is not None and seen == (self.meeting.pk, displaced.pk)
