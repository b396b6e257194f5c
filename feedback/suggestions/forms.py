"""What people type about suggestions."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from feedback.errors import NeedsAnswer, NoSuchMove
from feedback.models import Rating, Reply, Suggestion, SuggestionState
from feedback.models.suggestion import LONGEST, MOVES
from feedback.suggestions.receipts import LONGEST_TYPED
from feedback.suggestions.receiving import Words
from feedback.suggestions.reviewing import may_be_asked
from teams.forms import RowsField, TeamModelForm, as_key
from teams.models import Team
from teams.shared_forms import ProseField
from teams.wording import LineInput
from touchpoints.choosing import Among, TouchpointInput

RATINGS = [
    (1, _("1 – kaum")),
    (2, _("2 – eher nicht")),
    (3, _("3 – vielleicht")),
    (4, _("4 – gut")),
    (5, _("5 – unbedingt")),
]
SAID = [(Reply.Kind.ANSWER, _("schriftlich, hier")), (Reply.Kind.TALK, _("im Gespräch"))]
THANKS_LONGEST = 600


def prose(label: Any, *, rows: int = 4, longest: int = LONGEST, **options: Any) -> ProseField:
    """A text of several lines."""
    return ProseField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), validators=[MaxLengthValidator(longest)], **options
    )


class SheetField(forms.UUIDField):
    """The number of the form; one that nobody can have been given counts as a form without a number."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> UUID:
        """The number, or a new one."""
        try:
            return super().clean(value) or uuid4()
        except forms.ValidationError:
            return uuid4()


class SuggestionForm(TeamModelForm):
    """What somebody proposes, to a touchpoint or free."""

    fetches_names: ClassVar = True

    sheet = SheetField(required=False)

    class Meta:
        model = Suggestion
        fields: ClassVar = ["title", "text", "benefit", "touchpoint"]
        field_classes: ClassVar = {"text": ProseField, "benefit": ProseField}
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 5}), "benefit": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar = {
            "title": _("Zum Beispiel „Rechnung erst nach der Lieferung schicken“."),
            "text": _("Was fällt auf, und wie ginge es besser? Stichworte genügen."),
        }

    def __init__(self, *args: Any, team: Team, touchpoint: str = "", **kwargs: Any) -> None:
        place = Among.MET.of(team).filter(pk=as_key(touchpoint) or 0).first()
        super().__init__(*args, team=team, initial={"sheet": uuid4(), "touchpoint": place}, **kwargs)
        self.fields["touchpoint"] = TouchpointInput(
            team=team,
            among=Among.MET,
            fetches=self.fetches_names,
            label=_("Kontaktpunkt"),
            placeholder=_("zu keinem bestimmten"),
        )

    @property
    def words(self) -> Words:
        """What was typed, cleaned."""
        return Words(**{name: self.cleaned_data[name] for name in ("title", "text", "benefit", "touchpoint")})


class SignedInForm(SuggestionForm):
    """The same by somebody with an account, who may leave their name out."""

    is_anonymous = forms.BooleanField(
        label=_("Ohne meinen Namen"),
        required=False,
        help_text=_("Dann steht nirgends, von wem es kommt. Antworten gibt es mit einem Code, der gleich erscheint."),
    )


class ByLinkForm(SuggestionForm):
    """The same by somebody without an account, who may not ask for names."""

    fetches_names: ClassVar = False

    name = LineInput(
        label=_("Mein Name"),
        max_length=80,
        required=False,
        help_text=_("Ohne Namen geht es auch. Antworten gibt es so oder so mit einem Code, der gleich erscheint."),
    )


class ReceiptForm(forms.Form):
    """A receipt code, however it is typed."""

    code = forms.CharField(
        label=_("Code der Quittung"),
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class BackForm(forms.Form):
    """What the person writes back."""

    words = prose(_("Rückfrage oder Ergänzung"), rows=3)


class ExpertsForm(forms.Form):
    """Who is to look at a suggestion."""

    experts = RowsField(None, label=_("Personen"), required=False, widget=forms.CheckboxSelectMultiple)
    departments = RowsField(None, label=_("Bereiche"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, typed: QueryDict | None = None, *, suggestion: Suggestion, auto_id: str) -> None:
        initial = {"experts": suggestion.experts.all(), "departments": suggestion.departments.all()}
        super().__init__(typed, initial=initial, auto_id=auto_id)
        fields: Any = self.fields
        fields["experts"].queryset = may_be_asked(suggestion)
        fields["departments"].queryset = suggestion.team.departments.all()
        if not fields["departments"].queryset.exists():
            del fields["departments"]

    def clean(self) -> dict[str, Any]:
        """A team without departments names none."""
        return {"departments": []} | self.cleaned_data


class RatingForm(forms.ModelForm):  # type: ignore[type-arg]
    """What an expert thinks."""

    value = forms.TypedChoiceField(label=_("Wertung"), choices=RATINGS, coerce=int, widget=forms.RadioSelect)

    class Meta:
        model = Rating
        fields: ClassVar = ["value", "comment"]
        field_classes: ClassVar = {"comment": ProseField}
        widgets: ClassVar = {"comment": forms.Textarea(attrs={"rows": 3})}


class AnswerForm(forms.Form):
    """What the person is told, and how."""

    kind = forms.ChoiceField(
        label=_("Wie wird es gesagt?"), choices=SAID, initial=Reply.Kind.ANSWER, widget=forms.RadioSelect
    )
    words = prose(
        _("Antwort an die Person"),
        error_messages={"required": NeedsAnswer.sentence},
        help_text=_("Nach einem Gespräch: Was wurde besprochen?"),
    )


class DecisionForm(AnswerForm):
    """Where a suggestion goes from here, and what the person is told about it; back into review it goes without."""

    to = forms.ChoiceField(
        label=_("Wie geht es weiter?"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NoSuchMove.sentence},
    )
    expected = forms.CharField(widget=forms.HiddenInput, max_length=9)
    thanks = prose(
        _("Dank und Ergebnis für alle"),
        rows=2,
        longest=THANKS_LONGEST,
        required=False,
        help_text=_("Steht in der Liste der Vorschläge und auf dieser Seite."),
    )
    field_order = ("to", "kind", "words", "thanks")

    def __init__(
        self, typed: QueryDict | None = None, *, suggestion: Suggestion, auto_id: str, proposed: str = ""
    ) -> None:
        ways = [(to, SuggestionState(to).label) for to in MOVES[suggestion.state]]
        only = ways[0][0] if len(ways) == 1 else ""
        initial = {"expected": suggestion.state, "thanks": suggestion.thanks, "to": proposed or only}
        super().__init__(typed, initial=initial, auto_id=auto_id)
        self.fields["to"].choices = ways  # type: ignore[attr-defined]
        if only == SuggestionState.IN_REVIEW:
            self.fields["to"].widget = forms.HiddenInput()
            for name in ("kind", "words", "thanks"):
                del self.fields[name]
