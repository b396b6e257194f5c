"""Fields that the forms of voices have in common."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from teams.models import Team
from teams.wording import LineInput
from touchpoints.models import Touchpoint


class TouchpointInput(LineInput):
    """A touchpoint of the inventory by its name, which is offered while it is typed.

    A retired one is a choice, too: customers speak of what was.
    """

    def __init__(self, *, team: Team, **kwargs: Any) -> None:
        attrs = {"list": "touchpoint-names", "autocomplete": "off"}
        super().__init__(max_length=120, required=False, widget=forms.TextInput(attrs=attrs), **kwargs)
        self.team = team

    def clean(self, value: Any) -> Touchpoint | None:
        """The touchpoint, None where nothing was typed. Raises ValidationError if there is none of that name."""
        name = super().clean(value)
        if not name:
            return None
        touchpoints = self.team.touchpoints
        found = touchpoints.filter(name=name).first() or touchpoints.filter(name__iexact=name).first()
        if found is None:
            sentence = _("Einen Kontaktpunkt „%(name)s“ gibt es hier nicht.")
            raise ValidationError(sentence, params={"name": name})
        return found
