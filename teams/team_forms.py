"""Forms of a team: its settings, its people and its departments."""

from typing import Any

from babel.numbers import get_currency_name
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from teams.forms import TeamModelForm
from teams.models import Department, Invitation, Membership, Team
from teams.models.team import MOST_GRACE
from teams.working_days import countries, subdivisions

CURRENCIES = ("EUR", "CHF", "GBP", "USD", "CZK", "DKK", "HUF", "NOK", "PLN", "SEK")


def currencies() -> list[tuple[str, str]]:
    """The currencies in which a team can keep its budgets, named in the reader's language."""
    return [(code, f"{code} · {get_currency_name(code, locale=get_language() or 'de')}") for code in CURRENCIES]


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a team's screens, minutes and rounds go by."""

    currency = forms.ChoiceField(label=_("Währung"), choices=currencies)
    round_minutes = forms.IntegerField(label=_("Minuten der Runde"), min_value=10, max_value=120)
    country = forms.ChoiceField(label=_("Land"), choices=countries)
    subdivision = forms.ChoiceField(
        label=_("Bundesland, Kanton, Region"),
        required=False,
        error_messages={"invalid_choice": _("Das liegt in einem anderen Land.")},
    )
    grace_days = forms.IntegerField(
        label=_("Arbeitstage Geduld"),
        min_value=0,
        max_value=MOST_GRACE,
        help_text=_("So lange darf eine Maßnahme überfällig sein, ehe die Leitung davon erfährt."),
    )

    class Meta:
        model = Team
        fields = [
            "name",
            "language",
            "time_zone",
            "currency",
            "round_weekday",
            "round_time",
            "round_minutes",
            "country",
            "subdivision",
            "grace_days",
        ]
        help_texts = {"language": _("In dieser Sprache kommen Protokolle und Einladungen.")}
        widgets = {
            "round_time": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = subdivisions(str(self["country"].value()))
        self.fields["subdivision"].choices = [("", "–"), *offered]  # type: ignore[attr-defined]


class InvitationForm(TeamModelForm):
    """Whom to invite, and as what."""

    class Meta:
        model = Invitation
        fields = ["email", "role", "department"]
        widgets = {
            "email": forms.EmailInput(attrs={"autocomplete": "off", "placeholder": "name@firma.de"}),
            "role": forms.RadioSelect,
        }

    def clean_email(self) -> str:
        """Only people who neither belong to the team nor have an invitation to it."""
        email: str = self.cleaned_data["email"].lower()
        team = self.instance.team
        if team.memberships.filter(user__email__iexact=email).exists():
            raise ValidationError(_("Diese Person gehört schon zum Team."))
        if team.invitations.filter(email__iexact=email, accepted_at=None).exists():
            raise ValidationError(_("An diese Adresse ist schon eine Einladung unterwegs."))
        return email


class MembershipForm(TeamModelForm):
    """A person's role and department."""

    class Meta:
        model = Membership
        fields = ["role", "department"]
        widgets = {"role": forms.RadioSelect}


class DepartmentForm(TeamModelForm):
    """A department's name."""

    class Meta:
        model = Department
        fields = ["name"]
        labels = {"name": _("Name des Bereichs")}
