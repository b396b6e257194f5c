"""What a person says about a new token."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from config.models import ApiToken, Scope
from teams.models import Membership

DURATIONS = [(30, _("30 Tage")), (90, _("90 Tage")), (365, _("ein Jahr"))]
MOST = 20
"""Tokens that a person can have in a team."""


class TokenForm(forms.ModelForm):  # type: ignore[type-arg]
    """What for, how much, how long; who only reads gets a token that only reads."""

    days = forms.TypedChoiceField(
        label=_("Gültig"), choices=DURATIONS, coerce=int, initial=90, widget=forms.RadioSelect
    )

    class Meta:
        model = ApiToken
        fields: ClassVar = ["name", "scope"]
        widgets: ClassVar = {"scope": forms.RadioSelect}
        help_texts: ClassVar = {"name": _("Zum Beispiel „Auswertung im Tabellenprogramm“.")}

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership
        if not membership.can_write:
            self.fields["scope"].choices = [(Scope.READ.value, Scope.READ.label)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Not more of them than a person can keep an eye on."""
        if self.membership.api_tokens.count() >= MOST:
            sentence = _("Mehr als %(most)s Tokens gehen nicht. Einen, den niemand mehr braucht, vorher widerrufen.")
            raise ValidationError(sentence, params={"most": MOST})
        return super().clean() or self.cleaned_data
