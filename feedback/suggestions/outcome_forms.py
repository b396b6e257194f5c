"""What is filled in about the outcome of a suggestion: the words for the list, and the action that does it already."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Case, Q, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from actions.models import Action
from actions.models.action import ActionQuerySet
from feedback.models import Suggestion
from feedback.suggestions.becoming import ActionEnded
from teams.models import Team
from teams.shared_forms import ProseField

AT_MOST = 20
"""Actions that are offered at once; the others are found by their words."""


class PublicForm(forms.ModelForm):  # type: ignore[type-arg]
    """The two texts for the list, proposed from the suggestion's title."""

    class Meta:
        model = Suggestion
        fields: ClassVar = ["public_title", "public_outcome"]
        field_classes: ClassVar = {"public_outcome": ProseField}
        widgets: ClassVar = {"public_outcome": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar = {
            "public_title": _("In eigenen Worten, ohne Namen und ohne das, woran man die Person erkennt."),
            "public_outcome": _("Ein, zwei Sätze. Was der Person geantwortet wurde, bleibt bei ihr."),
        }

    def __init__(self, typed: QueryDict | None = None, *, suggestion: Suggestion, auto_id: str) -> None:
        initial = {"public_title": suggestion.public_title or suggestion.title}
        super().__init__(typed, instance=suggestion, initial=initial, auto_id=auto_id)
        for field in self.fields.values():
            field.required = True


class TieForm(forms.Form):
    """Which of the team's open actions does what was proposed."""

    action: forms.ModelChoiceField[Action] = forms.ModelChoiceField(
        queryset=None,
        error_messages={
            "required": _("Welche Maßnahme ist gemeint?"),
            "invalid_choice": ActionEnded.sentence,
        },
    )

    def __init__(self, typed: QueryDict | None = None, *, team: Team) -> None:
        super().__init__(typed)
        self.fields["action"].queryset = team.actions.open()  # type: ignore[attr-defined]


def offered(suggestion: Suggestion, words: str) -> ActionQuerySet:
    """The team's open actions with these words, those at the same touchpoint first, then by their last day."""
    found = suggestion.team.actions.open().search(words).select_related("team", "responsible", "touchpoint")
    here: Any = Case(When(Q(touchpoint=suggestion.touchpoint_id), then=0), default=1)
    return found.order_by(*([here] if suggestion.touchpoint_id else []), "due_on", "pk")
