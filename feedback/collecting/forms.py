"""What people type about a voice."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from feedback import speaking
from feedback.collecting.masking import MaskingForm, offers
from feedback.collecting.recording import Sides, Typed, contact_of
from feedback.collecting.seen_forms import SeenForm
from feedback.models import Contact, Feedback, Polarity
from feedback.models.voice import BY_HAND, LONGEST
from teams.forms import TeamModelForm, date_input
from teams.models import Team
from teams.shared_forms import ProseField
from teams.wording import LineInput, cleaned
from touchpoints.choosing import TouchpointInput

BOTH = "both"
"""For and against in one breath: two voices, each with words of its own."""

POLARITIES = [
    (Polarity.NEGATIVE.value, _("negativ")),
    (Polarity.POSITIVE.value, _("positiv")),
    (BOTH, _("beides")),
    (Polarity.NEUTRAL.value, _("neutral")),
    ("", _("noch offen")),
]

LONGEST_PASTE = 200_000
"""Characters of a pasted mail with everything that it quotes."""

SIDES = (Polarity.NEGATIVE, Polarity.POSITIVE)


class WordsField(ProseField):
    """A person's words, without invisible signs and superfluous blanks."""

    def to_python(self, value: Any) -> str:
        """The words as they are kept."""
        return cleaned(super().to_python(value))


class AboutVoiceForm(TeamModelForm):
    """What is said about a voice besides its words; the rarely known stands in `details`."""

    DETAILS = ("said_on", "strength", "reason", "persona", "reference", "source", "may_quote", "name", "address")

    polarity = forms.ChoiceField(
        label=_("Positiv oder negativ"), choices=POLARITIES, required=False, widget=forms.RadioSelect
    )
    name = LineInput(label=_("Name"), max_length=Contact._meta.get_field("name").max_length, required=False)
    address = LineInput(
        label=_("E-Mail oder Telefon"), max_length=Contact._meta.get_field("address").max_length, required=False
    )
    persona = forms.TypedChoiceField(label=_("Wer spricht"), required=False, coerce=int, empty_value=None)

    class Meta:
        model = Feedback
        fields: ClassVar = [
            "text",
            "polarity",
            "via",
            "said_on",
            "strength",
            "reason",
            "source",
            "reference",
            "may_quote",
        ]
        field_classes: ClassVar = {"text": WordsField}
        widgets: ClassVar = {"said_on": date_input()}
        help_texts: ClassVar = {
            "source": _("Adresse der Bewertung oder des Beitrags, Ausgabe der Zeitung."),
            "reference": _("Zum Beispiel eine Auftragsnummer."),
            "may_quote": _("Nur wenn die Kundin oder der Kunde zugestimmt hat."),
        }

    def __init__(self, *args: Any, team: Team, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, team=team, **kwargs)
        self.team, self.today = team, team.today(at)
        fields: Any = self.fields
        fields["touchpoint"] = TouchpointInput(team=team, label=_("Kontaktpunkt"))
        fields["via"].choices = BY_HAND
        fields["persona"].choices = [("", "–"), *speaking.choices(team)]
        fields["reason"].choices = [("", "–"), *self._reasons()]
        for name in ("touchpoint", "via", "polarity"):
            fields[name].asked_for = True

    @property
    def details(self) -> list[forms.BoundField]:
        """The fields that are folded away."""
        return [self[name] for name in self.DETAILS if name in self.fields]

    @property
    def are_details_open(self) -> bool:
        """Whether something in what is folded away needs attention."""
        return any(field.errors for field in self.details)

    def clean_said_on(self) -> Any:
        """The day. Raises ValidationError for one that is still to come, unless it came so with a table."""
        day = self.cleaned_data["said_on"]
        if day > max(self.today, self.initial.get("said_on") or self.today):
            raise ValidationError(_("Dieser Tag kommt erst noch."))
        return day

    def clean(self) -> dict[str, Any]:
        """A reason is on the side of its voice."""
        super().clean()
        reason, polarity = self.cleaned_data.get("reason"), self.cleaned_data.get("polarity")
        if reason and polarity not in {reason.polarity, BOTH}:
            sentence = _("„%(reason)s“ ist ein Grund für die andere Seite.")
            self.add_error("reason", ValidationError(sentence, params={"reason": reason}))
        return self.cleaned_data

    def _reasons(self) -> list[tuple[str, list[tuple[int, str]]]]:
        reasons = list(self.team.reasons.all())
        return [
            (str(side.label), [(reason.pk, reason.name) for reason in reasons if reason.polarity == side])
            for side in SIDES
            if any(reason.polarity == side for reason in reasons)
        ]


class EditForm(MaskingForm, SeenForm, AboutVoiceForm):
    """A voice put right. What a customer has typed stays as it is; something in it can be masked."""

    BY_THE_CUSTOMER = ("text", "via", "said_on")

    def __init__(self, *args: Any, instance: Feedback, **kwargs: Any) -> None:
        contact = contact_of(instance)
        persona = speaking.persona_of([instance]).get(instance.pk)
        initial = {
            "touchpoint": instance.touchpoint.name if instance.touchpoint else "",
            "name": contact.name if contact else "",
            "address": contact.address if contact else "",
            "persona": persona[0] if persona else None,
        }
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        self.known = instance.text
        fields: Any = self.fields
        fields["polarity"].choices = [choice for choice in POLARITIES if choice[0] != BOTH]
        if instance.answer_id:
            for name in self.BY_THE_CUSTOMER:
                del fields[name]

    def corrected(self) -> dict[str, Any]:
        """What a valid form says of the voice, by field."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "was"}
        return said | ({"text": self.masked_text("text")} if "text" in said else {})


class RecordForm(MaskingForm, AboutVoiceForm):
    """A voice within ten seconds: its words, for or against, where; the rest is usual or unknown."""

    masked_fields: ClassVar = ("text", "good")

    good = WordsField(
        label=_("Und was war gut?"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    sheet = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, initial: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, initial={"sheet": uuid4(), **initial}, **kwargs)
        self.initial.setdefault("said_on", self.today)
        self.offers = tuple(offers([self.initial.get("text", "")]))
        fields: Any = self.fields
        fields["text"].label = _("Was wurde gesagt?")
        fields["text"].widget.attrs |= {"rows": 3, "autofocus": True}
        fields["good"].asked_for = True

    def clean(self) -> dict[str, Any]:
        """What is both has words for both."""
        super().clean()
        if (
            self.cleaned_data.get("polarity") == BOTH
            and not self.cleaned_data.get("good")
            and "good" not in self.errors
        ):
            self.add_error("good", _("„Beides“ heißt: auch was gut war, in eigenen Worten."))
        return self.cleaned_data

    @property
    def known_sheet(self) -> UUID:
        """The number by which a repeat is noticed; another one where nonsense was sent."""
        try:
            return UUID(str(self["sheet"].value()))
        except ValueError:
            return uuid4()

    def typed(self) -> Typed:
        """What was typed into a valid form, with what was chosen masked."""
        said = self.cleaned_data
        about = {
            name: said[name]
            for name in ("touchpoint", "via", "said_on", "strength", "source", "reference", "may_quote")
        }
        return Typed(
            sheet=said["sheet"] or uuid4(),
            words=self._sides(),
            reason=said["reason"],
            about=about,
            name=said["name"],
            address=said["address"],
            persona=said["persona"],
        )

    def _sides(self) -> Sides:
        text, good = (self.masked_text(name) for name in self.masked_fields)
        polarity = self.cleaned_data["polarity"]
        if polarity != BOTH:
            return {polarity: text}
        return {Polarity.NEGATIVE: text, Polarity.POSITIVE: good}

    def _get_validation_exclusions(self) -> set[str]:
        # "both" is no polarity of a voice; what is stored is checked by the choices above.
        return super()._get_validation_exclusions() | {"polarity"}


class PasteForm(forms.Form):
    """A mail as it was copied."""

    raw = ProseField(
        label=_("Die ganze Mail"),
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 12, "autofocus": True, "spellcheck": "false"}),
    )
    keeps_history = forms.BooleanField(
        label=_("Zitierten Verlauf behalten"),
        required=False,
        help_text=_("Sonst bleiben nur die eigenen Worte der Mail."),
    )
