"""What is sent when somebody writes into a cell: how it read before, and how it is to read."""

from __future__ import annotations

from django import forms

from journeys.lanes import EMOTION
from journeys.models.step import HIGHEST, LONGEST, LOWEST
from teams.shared_forms import ProseField


class WordsForm(forms.Form):
    """The words of a lane at a step."""

    before = ProseField(required=False, strip=False)
    after = ProseField(required=False, max_length=LONGEST)


class EmotionForm(forms.Form):
    """The emotion of a step; nothing typed is no emotion."""

    before = forms.IntegerField(required=False)
    after = forms.IntegerField(required=False, min_value=LOWEST, max_value=HIGHEST)


def form_for(lane: str) -> type[WordsForm | EmotionForm]:
    """The form of this lane's cells."""
    return EmotionForm if lane == EMOTION else WordsForm
