"""What people type when they plan rounds and series."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.casting import working_people
from meetings.models import Meeting, Series
from meetings.planning import FARTHEST, default_minutes
from meetings.suggesting import suggestions
from teams.forms import RowsField, TeamModelForm
from teams.models import Team, User
from touchpoints.models import Touchpoint

MINUTES = ["actual_state_minutes", "ideas_minutes", "discussion_minutes", "vote_minutes", "plan_minutes"]
OCCASION = ["title", "what_happened", "customer", "problems", "consequences"]
CAST_HELP = {
    "moderator": _("Spricht und stimmt zuletzt."),
    "deputy": _("Springt ein, wenn die Moderation ausfällt."),
}
LATE_ENTRY = timedelta(hours=1)
"""How long after its beginning a round may still be entered: people sit together first and plan then."""

OCCASION_WIDGETS = {
    "what_happened": forms.Textarea(attrs={"rows": 3}),
    "problems": forms.Textarea(attrs={"rows": 2}),
    "consequences": forms.Textarea(attrs={"rows": 2}),
}


class CastForm(TeamModelForm):
    """What planning a round and planning a series have in common: who moderates, who stands in, how many minutes."""

    def __init__(self, *args: Any, team: Team, moderator: User | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "moderator": moderator,
            **({} if kwargs.get("instance") else default_minutes(team.round_minutes)),
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, team=team, **kwargs)
        moderation = cast("forms.ModelChoiceField[User]", self.fields["moderator"])
        moderation.required, moderation.empty_label = True, None

    @property
    def minutes(self) -> list[forms.BoundField]:
        """The fields of the five phases, in order."""
        return [self[name] for name in MINUTES]

    @property
    def total_minutes(self) -> int:
        """The sum of what stands in the fields now; what is no number counts nothing."""
        typed = [str(field.value() or "") for field in self.minutes]
        return sum(int(minutes) for minutes in typed if minutes.isdecimal() and len(minutes) < 4)

    def clean(self) -> dict[str, Any]:
        """Moderator and deputy are two people."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("deputy") and cleaned["deputy"] == cleaned.get("moderator"):
            self.add_error("deputy", _("Vertreten kann nur jemand anderes als die Moderation."))
        return cleaned


class RoundForm(CastForm):
    """A round: what about, when, with whom."""

    class Meta:
        model = Meeting
        fields = ["touchpoint", "starts_at", "moderator", "deputy", *OCCASION, *MINUTES]
        widgets: ClassVar = {
            "starts_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            **OCCASION_WIDGETS,
        }
        help_texts: ClassVar = {
            "touchpoint": _("Ein einziger je Runde. Er kann noch offen bleiben, gewählt sein muss er zum Start."),
            **CAST_HELP,
        }

    def __init__(self, *args: Any, team: Team, people: list[User] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, team=team, **kwargs)
        self.fields["people"] = RowsField(
            working_people(team),
            label=_("Wer ist dabei?"),
            help_text=_("Alle bekommen eine Einladung mit Kalenderdatei. Moderation und Vertretung sind immer dabei."),
            widget=forms.CheckboxSelectMultiple,
            initial=working_people(team) if people is None else people,
            required=False,
        )
        self._offer_touchpoints(team)

    def _offer_touchpoints(self, team: Team) -> None:
        """Active touchpoints and the one chosen before, those whose turn it is on top."""
        field = cast("forms.ModelChoiceField[Touchpoint]", self.fields["touchpoint"])
        choices = team.touchpoints.active() | team.touchpoints.filter(pk=self.instance.touchpoint_id)
        field.queryset = choices
        proposed = [(each.pk, f"{each.name} ({each.reason})") for each in suggestions(team, at=timezone.now())]
        known = dict(proposed)
        others = [(touchpoint.pk, str(touchpoint)) for touchpoint in choices if touchpoint.pk not in known]
        groups = [(_("Vorschläge"), proposed), (_("Alle weiteren"), others)]
        field.widget.choices = [("", _("noch offen")), *(group for group in groups if group[1])]

    def clean_starts_at(self) -> datetime:
        """A new date lies ahead."""
        starts_at: datetime = self.cleaned_data["starts_at"]
        if "starts_at" in self.changed_data and starts_at < timezone.now() - LATE_ENTRY:
            raise forms.ValidationError(_("Dieser Zeitpunkt ist schon vorbei."))
        if starts_at > timezone.now() + FARTHEST:
            raise forms.ValidationError(_("Dieser Zeitpunkt liegt mehr als zwei Jahre in der Zukunft."))
        return starts_at


class OccasionForm(TeamModelForm):
    """The state that can no longer be borne, told by whoever knows about it."""

    class Meta:
        model = Meeting
        fields = OCCASION
        widgets = OCCASION_WIDGETS


class SeriesForm(CastForm):
    """A weekly place in the calendar."""

    class Meta:
        model = Series
        fields = ["name", "weekday", "time", "moderator", "deputy", "members", *MINUTES]
        field_classes: ClassVar = {"members": RowsField}
        widgets: ClassVar = {
            "time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "members": forms.CheckboxSelectMultiple,
        }
        help_texts: ClassVar = {
            "name": _("So heißt die Besprechung im Haus, zum Beispiel „Vertriebsrunde“."),
            **CAST_HELP,
            "members": _("Alle bekommen zu jeder Runde eine Einladung. Moderation und Vertretung sind immer dabei."),
        }

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        kwargs["initial"] = (
            {
                "weekday": team.round_weekday,
                "time": team.round_time,
                "members": working_people(team),
                **kwargs.get("initial", {}),
            }
            if not kwargs.get("instance")
            else {}
        )
        super().__init__(*args, team=team, **kwargs)
        self.fields["members"].required = False
