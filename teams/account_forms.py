"""Forms of people about themselves: signing up, joining, profile, founding a team."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from teams.models import Team, User
from teams.wording import LineInput


class SignupForm(forms.Form):
    """What allauth's sign-up asks for besides the address."""

    field_order = ("name", "email")
    name = LineInput(
        label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True})
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth with the stored account."""
        user.name = self.cleaned_data["name"]
        user.language = request.LANGUAGE_CODE
        user.save(update_fields=["name", "language"])


class NewcomerForm(forms.ModelForm):  # type: ignore[type-arg]
    """The name under which an invited person without an account joins."""

    class Meta:
        model = User
        fields = ["name"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name", "autofocus": True})}
        help_texts = {"name": _("So steht der Name auf Kärtchen und im Protokoll.")}


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """Name, language and time zone of the person who is signed in."""

    class Meta:
        model = User
        fields = ["name", "language", "time_zone"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class NewTeamForm(forms.ModelForm):  # type: ignore[type-arg]
    """The little that a new team needs; everything else has a good default."""

    class Meta:
        model = Team
        fields = ["name", "round_weekday", "round_time"]
        labels = {"name": _("Wie heißt das Team?")}
        help_texts = {"name": _("Zum Beispiel der Bereich oder die Firma: „Vertrieb Süd“.")}
        widgets = {
            "name": forms.TextInput(attrs={"autofocus": True}),
            "round_time": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        }

    def for_founder(self, user: User) -> Team:
        """The cleaned team with the founder's language and time zone."""
        team: Any = self.instance
        team.language, team.time_zone = user.language, user.time_zone
        return self.instance
