"""What people type about one voice, its case and its praise."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.models import CaseNote, Feedback, Polarity, Reason, RecoveryCase
from feedback.workspaces.letters import address_of
from teams.forms import RowsField, TeamModelForm
from teams.models import Team, User
from teams.shared_forms import ProseField
from touchpoints.choosing import Among, TouchpointInput

FARTHEST = timedelta(days=366)
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class PlaceForm(TeamModelForm):
    """For or against, where, why, how strong: the few things that are decided at a glance."""

    class Meta:
        model = Feedback
        fields = ["polarity", "touchpoint", "reason", "strength"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        polarity: Any = self.fields["polarity"]
        polarity.choices = [("", _("noch offen")), *Polarity.choices]
        strength: Any = self.fields["strength"]
        strength.choices = [("", "–"), *strength.choices[1:]]
        self.fields["touchpoint"] = TouchpointInput(
            team=self.instance.team, among=Among.MET, chosen=self.instance.touchpoint, label=_("Kontaktpunkt")
        )
        reasons: Any = self.fields["reason"]
        reasons.choices = [("", "–"), *grouped(reasons.queryset)]
        for field in self.fields.values():
            field.asked_for = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A reason belongs to one side."""
        super().clean()
        said: dict[str, Any] = self.cleaned_data
        reason = said.get("reason")
        if reason and reason.polarity != said.get("polarity"):
            self.add_error("reason", _("Dieser Grund gehört zur anderen Seite."))
        return said


class CaseForm(TeamModelForm):
    """Who looks after a dissatisfied customer, and until when."""

    class Meta:
        model = RecoveryCase
        fields = ["owner", "due_at"]
        widgets: ClassVar = {"due_at": MOMENT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].required = True

    def clean_due_at(self) -> datetime:
        """A new deadline lies ahead, and within a year."""
        due_at: datetime = self.cleaned_data["due_at"]
        if "due_at" in self.changed_data and not timezone.now() < due_at < timezone.now() + FARTHEST:
            raise forms.ValidationError(_("Die Frist liegt in der Zukunft, höchstens ein Jahr."))
        return due_at


class NoteForm(forms.ModelForm):  # type: ignore[type-arg]
    """What was done or heard."""

    class Meta:
        model = CaseNote
        fields = ["text"]
        field_classes: ClassVar = {"text": ProseField}
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 2})}


class AnswerForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the customer is told, and whether the program mails it to them."""

    by_mail = forms.BooleanField(required=False)

    class Meta:
        model = RecoveryCase
        fields = ["answer"]
        field_classes: ClassVar = {"answer": ProseField}
        widgets: ClassVar = {"answer": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True
        address = address_of(getattr(self.instance.feedback, "contact", None))
        if address:
            self.fields["by_mail"].label = _("Als E-Mail an %(address)s senden") % {"address": address}
        else:
            del self.fields["by_mail"]


class CloseForm(forms.ModelForm):  # type: ignore[type-arg]
    """How a case ended; without that it does not."""

    class Meta:
        model = RecoveryCase
        fields = ["outcome", "result"]
        field_classes: ClassVar = {"result": ProseField}
        widgets: ClassVar = {"result": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True


class PeopleField(RowsField):
    """People of the team, by their names."""

    def label_from_instance(self, obj: Any) -> str:
        """The person's name."""
        return str(obj.user)


class PraiseForm(forms.Form):
    """Who is shown a praise, and what is repeated because of it. Readers of the team can have earned it, too."""

    repeat = ProseField(
        label=_("Was wir wiederholen"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    departments = RowsField(None, label=_("Bereiche"), required=False, widget=forms.CheckboxSelectMultiple)
    people = PeopleField(None, label=_("Personen"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments: Any = self.fields["departments"]
        departments.queryset = team.departments.all()
        people: Any = self.fields["people"]
        people.queryset = team.memberships.select_related("user")

    def clean_people(self) -> list[User]:
        """The people themselves."""
        return [membership.user for membership in self.cleaned_data["people"]]


class ReasonForm(TeamModelForm):
    """A cause of complaints, or a reason for delight."""

    class Meta:
        model = Reason
        fields = ["name"]

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"polarity"}


def grouped(reasons: Any) -> list[Any]:
    """Reasons as choices, the bad and the good apart."""
    sides: dict[str, list[tuple[int, str]]] = {Polarity.NEGATIVE: [], Polarity.POSITIVE: []}
    for reason in reasons:
        sides[reason.polarity].append((reason.pk, reason.name))
    return [(Polarity(side).label, found) for side, found in sides.items() if found]
