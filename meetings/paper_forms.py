"""The one form for a round on paper: the sheet's head, its cards with their strokes, and the plan."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from actions.models import Action
from meetings.models import FIVE_PHASES, Meeting
from meetings.models.cards import TEXT_LIMIT
from meetings.paper import PaperCard, PaperRound, slips
from meetings.voting import REASON_LIMIT
from teams.forms import RowsField, TeamModelForm
from teams.wording import cleaned
from touchpoints.models import Touchpoint

CARD_ROWS, MOST_CARDS = 12, 60
ACTION_ROWS, MOST_ACTIONS = 4, 20
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
    run_off_abstentions = forms.IntegerField(
        label=_("Enthaltungen in der Stichwahl"), min_value=0, max_value=500, required=False
    )
    set_aside_reason = forms.CharField(
        label=_("Falls das Ergebnis beiseitegelegt wurde: warum?"),
        required=False,
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    instead = forms.IntegerField(
        label=_("Stattdessen gilt Kärtchen Nummer"), min_value=1, max_value=MOST_CARDS, required=False
    )
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


MODERATORS_MARKS = (("is_moderators_choice", "votes"), ("is_moderators_run_off", "run_off"))
"""In the vote and in the run-off: the mark, and the field with the strokes of which it is one."""


class PaperCardForm(forms.Form):
    """One card from the wall and its strokes."""

    text = forms.CharField(label=_("Idee"), max_length=TEXT_LIMIT, required=False)
    author = forms.CharField(
        label=_("Von"), max_length=80, required=False, widget=forms.TextInput(attrs={"list": "people"})
    )
    votes = forms.IntegerField(label=_("Stimmen"), min_value=0, max_value=500, required=False)
    run_off = forms.IntegerField(label=_("Stichwahl"), min_value=0, max_value=500, required=False)
    is_moderators_choice = forms.BooleanField(label=_("Stimme der Moderation"), required=False)
    is_moderators_run_off = forms.BooleanField(label=_("Moderation in der Stichwahl"), required=False)

    def clean(self) -> dict[str, Any]:
        """A row with an idea names who had it; an empty row is no card."""
        data = self.cleaned_data
        if data.get("text") and not data.get("author"):
            self.add_error("author", _("Wer hatte die Idee?"))
        if (data.get("votes") or data.get("run_off")) and not data.get("text"):
            self.add_error("text", _("Zu diesen Stimmen fehlt die Idee."))
        for mark, strokes in MODERATORS_MARKS:
            if data.get(mark) and not data.get(strokes):
                self.add_error(strokes, _("Die Stimme der Moderation ist einer der Striche."))
        return data

    def card(self) -> PaperCard | None:
        """What the row says, or None where it is empty."""
        data = self.cleaned_data
        if not data.get("text"):
            return None
        return PaperCard(**data | {"votes": data["votes"] or 0})


class PaperCardFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """The wall. The moderator has one stroke."""

    names: set[str]

    def clean(self) -> None:
        """Authors were there, and at most one card has the moderator's stroke."""
        rows = [form for form in self.forms if form.cleaned_data.get("text")]
        for form in rows:
            if form.cleaned_data.get("author") not in self.names and not form.errors:
                form.add_error("author", _("Diese Person steht nicht unter „Wer war dabei?“."))
        for mark, strokes in MODERATORS_MARKS:
            for form in [form for form in rows if form.cleaned_data.get(mark)][1:]:
                form.add_error(strokes, _("Die Moderation hat eine Stimme, nicht mehrere."))

    def cards(self) -> dict[int, PaperCard]:
        """The cards in the order they were typed, by the number of their row."""
        return {number: card for number, form in enumerate(self.forms, start=1) if (card := form.card())}


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
    PaperCardForm, formset=PaperCardFormSet, extra=CARD_ROWS, max_num=MOST_CARDS, validate_max=True
)
ActionRows = forms.formset_factory(PaperActionForm, extra=ACTION_ROWS, max_num=MOST_ACTIONS, validate_max=True)


class PaperSheets:
    """The three parts of the form, filled and checked together."""

    def __init__(self, meeting: Meeting, data: Any = None) -> None:
        self.meeting = meeting
        self.head = PaperForm(data, meeting=meeting)
        self.cards = CardRows(data, prefix="cards")
        self.cards.names = self.head.names() if self.head.is_valid() else set()
        self.actions = ActionRows(data, prefix="actions", form_kwargs={"meeting": meeting})

    @classmethod
    def with_more_rows(cls, meeting: Meeting, data: QueryDict) -> PaperSheets:
        """What was typed so far, with more empty rows of the kind that was asked for; nothing is checked yet."""
        kind = "actions" if data["more"] == "actions" else "cards"
        rows = getattr(cls(meeting, data), kind)
        longer = data.copy()
        longer[f"{kind}-TOTAL_FORMS"] = str(min(rows.total_form_count() + rows.extra, rows.max_num))
        sheets = cls(meeting, longer)
        sheets._forgive()
        return sheets

    def _forgive(self) -> None:
        self.is_valid()
        for form in (self.head, *self.cards, *self.actions):
            form.errors.clear()
        for rows in (self.cards, self.actions):
            rows.non_form_errors().clear()

    def is_valid(self) -> bool:
        """All three parts are complete, and together they are a round that can have been."""
        parts = [part.is_valid() for part in (self.head, self.cards, self.actions)]
        return all(parts) and not self._slipped()

    def _slipped(self) -> bool:
        """Say beside the fields what cannot have been."""
        numbers = list(self.cards.cards())
        instead = self.head.cleaned_data["instead"]
        if instead is not None and instead not in numbers:
            self.head.add_error("instead", _("Diese Zeile ist leer."))
            return True
        found = list(slips(self.paper()))
        for slip in found:
            form = self.head if slip.card is None else self.cards.forms[numbers[slip.card] - 1]
            form.add_error(slip.field, str(slip.sentence))
        return bool(found)

    def paper(self) -> PaperRound:
        """What the sheets say, after all parts are valid."""
        head, cards = self.head.cleaned_data, self.cards.cards()
        return PaperRound(
            present=list(head["present"]),
            guests=head["guests"],
            minutes={phase: head[phase.value] for phase in FIVE_PHASES},
            cards=list(cards.values()),
            abstentions=head["abstentions"],
            run_off_abstentions=head["run_off_abstentions"] or 0,
            set_aside_reason=head["set_aside_reason"],
            instead=list(cards).index(head["instead"]) if head["instead"] else None,
            closing_word=head["closing_word"],
            actions=[form.instance for form in self.actions if form.cleaned_data.get("what")],
            no_action_reason=head["no_action_reason"],
            next_touchpoint=head["next_touchpoint"],
            next_starts_at=head["next_starts_at"],
        )
