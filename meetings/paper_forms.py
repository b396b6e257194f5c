"""The one form for a round on paper: the sheet's head, its cards with their strokes, and the plan."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from actions.models import Action
from meetings.models import FIVE_PHASES, Meeting
from meetings.models.cards import TEXT_LIMIT
from meetings.paper import PaperCard, PaperRound
from teams.forms import RowsField, TeamModelForm
from teams.wording import cleaned
from touchpoints.models import Touchpoint

CARD_ROWS = 12
ACTION_ROWS = 4
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def offer(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Let the field choose among these rows."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


class PaperForm(forms.Form):
    """Who was there, how long it took, what was decided about what comes next."""

    present = RowsField(label=_("Wer war dabei?"), queryset=None, widget=forms.CheckboxSelectMultiple)
    guests = forms.CharField(
        label=_("Gäste"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ein Name je Zeile."),
    )
    abstentions = forms.IntegerField(label=_("Enthaltungen"), min_value=0, max_value=500, initial=0)
    closing_word = forms.CharField(
        label=_("Das letzte Wort"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    no_action_reason = forms.CharField(
        label=_("Falls es keine Maßnahme gibt: warum?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    next_touchpoint: forms.ModelChoiceField[Touchpoint] = forms.ModelChoiceField(
        label=_("Nächster Kontaktpunkt"), queryset=None, required=False, empty_label=_("keiner")
    )
    next_starts_at = forms.DateTimeField(label=_("Nächste Runde"), required=False, widget=MOMENT)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = meeting.participants.filter(removed_at=None)
        offer(self, "present", people)
        self.fields["present"].initial = people
        offer(self, "next_touchpoint", meeting.team.touchpoints.active())
        for phase in FIVE_PHASES:
            self.fields[phase.value] = forms.IntegerField(
                label=phase.label, min_value=0, max_value=240, initial=meeting.planned_minutes(phase)
            )

    def clean_guests(self) -> list[str]:
        """One name a line, each at most 80 characters."""
        names = cleaned(self.cleaned_data["guests"]).splitlines()
        if any(len(name) > 80 for name in names):
            raise forms.ValidationError(_("Ein Name hat höchstens 80 Zeichen."))
        return names

    def names(self) -> set[str]:
        """Everyone who was there, as they may be named on a card."""
        return {person.name for person in self.cleaned_data["present"]} | set(self.cleaned_data["guests"])

    def minute_fields(self) -> list[forms.BoundField]:
        """The five fields for the actual minutes."""
        return [self[phase.value] for phase in FIVE_PHASES]


class PaperCardForm(forms.Form):
    """One card from the wall and its strokes."""

    text = forms.CharField(label=_("Idee"), max_length=TEXT_LIMIT, required=False)
    author = forms.CharField(
        label=_("Von"), max_length=80, required=False, widget=forms.TextInput(attrs={"list": "people"})
    )
    votes = forms.IntegerField(label=_("Stimmen"), min_value=0, max_value=500, required=False)
    run_off = forms.IntegerField(label=_("Stichwahl"), min_value=0, max_value=500, required=False)
    is_moderators_choice = forms.BooleanField(label=_("Stimme der Moderation"), required=False)

    def clean(self) -> dict[str, Any]:
        """A row with an idea names who had it; an empty row is no card."""
        data = self.cleaned_data
        if data.get("text") and not data.get("author"):
            self.add_error("author", _("Wer hatte die Idee?"))
        if data.get("votes") and not data.get("text"):
            self.add_error("text", _("Zu diesen Stimmen fehlt die Idee."))
        if data.get("is_moderators_choice") and not data.get("votes"):
            self.add_error("votes", _("Die Stimme der Moderation ist einer der Striche."))
        return data

    def card(self) -> PaperCard | None:
        """What the row says, or None where it is empty."""
        data = self.cleaned_data
        if not data.get("text"):
            return None
        return PaperCard(
            data["text"], data["author"], data["votes"] or 0, data["run_off"], data["is_moderators_choice"]
        )


class PaperCardFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """The wall. The moderator has one stroke."""

    names: set[str]

    def clean(self) -> None:
        """Authors were there, and at most one card has the moderator's stroke."""
        rows = [form for form in self.forms if form.cleaned_data.get("text")]
        for form in rows:
            if form.cleaned_data.get("author") not in self.names and not form.errors:
                form.add_error("author", _("Diese Person steht nicht unter „Wer war dabei?“."))
        if sum(form.cleaned_data["is_moderators_choice"] for form in rows) > 1:
            raise forms.ValidationError(_("Die Moderation hat eine Stimme, nicht mehrere."))

    def cards(self) -> list[PaperCard]:
        """The cards in the order they were typed."""
        return [card for form in self.forms if (card := form.card())]


class PaperActionForm(TeamModelForm):
    """One line of the plan."""

    class Meta:
        model = Action
        fields = ("what", "responsible", "with_whom", "due_on", "follow_up_on")

    due_on = forms.DateField(label=_("Bis"), required=False, widget=DATE)
    follow_up_on = forms.DateField(label=_("Folgetermin"), required=False, widget=DATE)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, team=meeting.team, **kwargs)
        self.instance.touchpoint = meeting.touchpoint
        self.fields["what"].required = False
        self.fields["responsible"].required = False

    def clean(self) -> dict[str, Any]:
        """A line with a deed names who does it and until when; an empty line is no action."""
        data = self.cleaned_data
        for name, sentence in (("responsible", _("Wer macht das?")), ("due_on", _("Bis wann?"))):
            if data.get("what") and not data.get(name):
                self.add_error(name, sentence)
        return data

    def _post_clean(self) -> None:
        if self.cleaned_data.get("what") and not self.errors:
            super()._post_clean()  # type: ignore[misc]


CardRows: type[PaperCardFormSet] = forms.formset_factory(  # type: ignore[assignment]
    PaperCardForm, formset=PaperCardFormSet, extra=CARD_ROWS, max_num=60
)
ActionRows = forms.formset_factory(PaperActionForm, extra=ACTION_ROWS, max_num=20)


class PaperSheets:
    """The three parts of the form, filled and checked together."""

    def __init__(self, meeting: Meeting, data: Any = None) -> None:
        self.meeting = meeting
        self.head = PaperForm(data, meeting=meeting)
        self.cards = CardRows(data, prefix="cards")
        self.actions = ActionRows(data, prefix="actions", form_kwargs={"meeting": meeting})

    def is_valid(self) -> bool:
        """All three parts are complete."""
        self.cards.names = self.head.names() if self.head.is_valid() else set()
        return all([self.head.is_valid(), self.cards.is_valid(), self.actions.is_valid()])

    def paper(self) -> PaperRound:
        """What the sheets say, after `is_valid`."""
        head = self.head.cleaned_data
        return PaperRound(
            present=list(head["present"]),
            guests=head["guests"],
            minutes={phase: head[phase.value] for phase in FIVE_PHASES},
            cards=self.cards.cards(),
            abstentions=head["abstentions"],
            closing_word=head["closing_word"],
            actions=[form.instance for form in self.actions if form.cleaned_data.get("what")],
            no_action_reason=head["no_action_reason"],
            next_touchpoint=head["next_touchpoint"],
            next_starts_at=head["next_starts_at"],
        )
