"""What people fill in at their place in the room. Several stand on one screen, so each has ids of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actions.models import Action
from actions.models import Outcome as ActionOutcome
from actions.models.days import in_reach
from meetings.models.cards import DRAFT_LIMIT, NOTE_LIMIT
from meetings.room.people import Person
from meetings.room.state import WallCard
from teams.forms import TeamModelForm
from teams.models import Team
from touchpoints.measuring.decimals import NumberInput
from touchpoints.models import Touchpoint

LABEL_LENGTH = 70

type Choices = list[tuple[str, str]]


class DeskForm(forms.Form):
    """A form of the room; `place` begins the ids of its fields."""

    place = "desk"

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"{self.place}_%s", **kwargs)


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def card_choices(cards: list[WallCard]) -> Choices:
    """Cards to choose from, by the first words of their text and their author."""
    return [(str(card.pk), f"{_short(card.text)} ({card.author.name})") for card in cards]


def _short(text: str) -> str:
    return text if len(text) <= LABEL_LENGTH else f"{text[: LABEL_LENGTH - 1]}…"


class CardForm(DeskForm):
    """One idea. How long a pinned text may be, the deed says; here nothing typed is cut off."""

    place = "card"

    card_id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(label=_("Idee"), max_length=DRAFT_LIMIT, required=False, widget=forms.Textarea)


class FloorForm(DeskForm):
    """The card whose turn it is; none, when all have had theirs."""

    place = "floor"

    card = forms.UUIDField(widget=forms.HiddenInput, required=False)


class NoteForm(DeskForm):
    """What is worth keeping from the explanation of a card."""

    place = "note"

    text = forms.CharField(
        label=_("Notiz zum Kärtchen"),
        max_length=NOTE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MergeForm(DeskForm):
    """Two cards that mean the same."""

    place = "merge"

    card = forms.ChoiceField(label=_("Dieses Kärtchen"))
    into = forms.ChoiceField(label=_("gehört zu"))

    def __init__(self, *args: Any, cards: list[WallCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in (self.fields["card"], self.fields["into"]):
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = [("", "–"), *card_choices(cards)]


class BallotForm(DeskForm):
    """A card, or the word that one abstains."""

    place = "ballot"
    ABSTAIN = "abstain"

    number = forms.IntegerField(widget=forms.HiddenInput)
    card = forms.ChoiceField(
        label=_("Meine Stimme"), error_messages={"required": _("Ein Kärtchen wählen, oder sich enthalten.")}
    )

    def __init__(self, *args: Any, cards: list[WallCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["card"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [*card_choices(cards), (self.ABSTAIN, pgettext_lazy("vote", "Enthaltung"))]


class ClosingWordForm(DeskForm):
    """What the moderator says after everyone else."""

    place = "closing_word"

    text = forms.CharField(
        label=_("Das letzte Wort"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Was die Moderation nach allen anderen sagt. Es steht im Protokoll."),
    )


class SetAsideForm(DeskForm):
    """Not to follow the vote is possible, with the reason in writing."""

    place = "set_aside"

    reason = forms.CharField(label=_("Grund"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    instead = forms.ChoiceField(label=_("Stattdessen"), required=False)

    def __init__(self, *args: Any, cards: list[WallCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["instead"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", _("kein Kärtchen")), *card_choices(cards)]


class SettleForm(DeskForm):
    """What became of an earlier action."""

    place = "settle"

    outcome = forms.ChoiceField(label=_("Was wurde daraus?"), choices=ActionOutcome.choices)
    result = forms.CharField(label=_("Ergebnis"), max_length=2000, required=False)
    measured_value = NumberInput(label=_("Gemessener Wert"), required=False)
    again_on = forms.DateField(label=_("Wieder fragen am"), required=False, widget=DateInput, validators=[in_reach])


class ActionForm(TeamModelForm):
    """Who does what with whom, from when until when, and when the team asks about it."""

    class Meta:
        model = Action
        fields = ["what", "responsible", "with_whom", "starts_on", "due_on", "follow_up_on"]
        widgets = {
            "what": forms.Textarea(attrs={"rows": 2}),
            "starts_on": DateInput(),
            "due_on": DateInput(),
            "follow_up_on": DateInput(),
        }

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, team=team, auto_id="action_%s", **kwargs)
        self.fields["responsible"].required = True

    def clean_due_on(self) -> date:
        """A plan is for the days to come."""
        due_on: date = self.cleaned_data["due_on"]
        if due_on < timezone.localdate():
            raise forms.ValidationError(_("Dieser Tag ist schon vorbei."))
        return due_on


class NextForm(DeskForm):
    """What the team takes up next, and when; or that there is nothing."""

    place = "next"
    NONE = "none"

    touchpoint = forms.ChoiceField(label=_("Nächster Kontaktpunkt"))
    starts_at = forms.DateTimeField(
        label=_("Termin der nächsten Runde"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, touchpoints: list[Touchpoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["touchpoint"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [
            ("", "–"),
            *((str(touchpoint.pk), touchpoint.name) for touchpoint in touchpoints),
            (self.NONE, _("Es gibt keinen nächsten")),
        ]


class CloseForm(DeskForm):
    """Closing; the reason is asked for only where there is no action."""

    place = "close"

    no_action_reason = forms.CharField(label=_("Warum es keine Maßnahme gibt"), max_length=1000, required=False)


class CloseEarlyForm(DeskForm):
    """Breaking off, with the reason in writing."""

    place = "close_early"

    reason = forms.CharField(label=_("Warum die Runde abgebrochen wird"), max_length=1000)


class HandOverForm(DeskForm):
    """Who moderates from now on."""

    place = "hand_over"

    to = forms.ChoiceField(label=_("Moderation übergeben an"))

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [
            (str(person.pk), person.name) for person in people if not (person.is_guest or person.is_moderator)
        ]


class CodeForm(DeskForm):
    """The code that stands in the room."""

    place = "join"

    code = forms.CharField(
        label=_("Code der Runde"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class NameForm(DeskForm):
    """How a guest is called in the room."""

    place = "guest"

    name = forms.CharField(label=_("Mein Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
