"""The page on which somebody chooses the round into which they bring a suggestion."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.bringing import bring, rounds_for
from meetings.errors import RuleBroken
from meetings.models.meeting import MeetingQuerySet
from teams.access import TeamRequest, writers
from teams.forms import form_page, posted


class RoundChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Rounds by their day and what they are about."""

    def label_from_instance(self, obj: Any) -> str:
        """Such as "24.11.2026 · Hotline"."""
        return f"{date_format(timezone.localtime(obj.starts_at), 'SHORT_DATE_FORMAT')} · {obj}"


class BringForm(forms.Form):
    """Which round."""

    meeting = RoundChoice(None, label=gettext_lazy("Runde"), widget=forms.RadioSelect, empty_label=None)

    def __init__(self, typed: QueryDict | None, *, rounds: MeetingQuerySet) -> None:
        super().__init__(typed, initial={"meeting": rounds.first()})
        self.fields["meeting"].queryset = rounds  # type: ignore[attr-defined]


@writers
def bring_suggestion(request: TeamRequest, suggestion: int) -> HttpResponse:
    """Take a suggestion along as a card into a round to which one is invited."""
    found = get_object_or_404(request.team.suggestions.select_related("by", "team"), pk=suggestion)
    rounds = rounds_for(request.team, request.user, timezone.now())
    form = BringForm(posted(request), rounds=rounds)
    if form.is_valid():
        try:
            bring(meeting=form.cleaned_data["meeting"], suggestion=found, by=request.user, at=timezone.now())
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Liegt als Entwurf auf dem eigenen Platz in der Runde und wird dort angepinnt.")
            )
            return redirect(found)
    return form_page(request, "meetings/bring_suggestion.html", form, suggestion=found, rounds=rounds)
