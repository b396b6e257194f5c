"""What forms for a team's rows have in common."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from teams.models import Role, Team, User

KEY_DIGITS = 18
"""All numbers of so many digits fit into the database's eight bytes."""


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: None until something is posted, and then even if that is nothing."""
    return request.POST if request.method == "POST" else None


def when_posted(request: HttpRequest, lock: AbstractContextManager[None]) -> AbstractContextManager[None]:
    """The lock for what is posted; who only looks waits for nobody and holds nobody up."""
    return lock if request.method == "POST" else nullcontext()


def held_when_posted[M: Model](request: HttpRequest, rows: QuerySet[M]) -> QuerySet[M]:
    """The rows, which nobody else changes until the transaction of what is posted ends."""
    return rows.select_for_update(of=("self",)) if request.method == "POST" else rows


def form_page(request: HttpRequest, template: str, form: forms.BaseForm, **context: Any) -> HttpResponse:
    """The page that asks for something: 422 when it asks again because what was posted did not pass."""
    return render(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)


def confirm_page(
    request: HttpRequest, question: str, *, action: str, cancel_url: str, consequences: str = ""
) -> HttpResponse:
    """The page that asks once before a step that cannot be taken back."""
    context = {"question": question, "consequences": consequences, "action": action, "cancel_url": cancel_url}
    return render(request, "confirm.html", context)


def date_input() -> forms.DateInput:
    """The browser's own calendar, which reads and writes ISO dates alone."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def as_key(typed: str) -> int | None:
    """The row's number that was typed into an address or a form; None for what can be none."""
    return int(typed) if typed.isdecimal() and len(typed) <= KEY_DIGITS else None


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Any number of rows; a key too large for the database, which only a forged request has, is no choice."""

    def clean(self, value: Any) -> Any:
        """The rows. Raises ValidationError if one of them is not offered."""
        for key in value or ():
            if len(str(key)) > KEY_DIGITS:
                raise ValidationError(self.error_messages["invalid_choice"], params={"value": key})
        return super().clean(value)


class RowForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form for a row: a constraint whose `violation_error_code` is a field's name speaks beside that field."""

    def _update_errors(self, errors: ValidationError) -> None:
        by_field = errors.error_dict
        for error in by_field.pop(NON_FIELD_ERRORS, []):
            by_field.setdefault(error.code if error.code in self.fields else NON_FIELD_ERRORS, []).append(error)
        super()._update_errors(errors)  # type: ignore[misc]


class TeamModelForm(RowForm):
    """A form for a row of one team: it offers that team's choices alone and says duplicates beside the field."""

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.team = team
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = of_team(field.queryset, team)  # type: ignore[arg-type]
                field.empty_label = "–" if field.empty_label is not None else None

    def _get_validation_exclusions(self) -> set[str]:
        # Without the team a constraint on team and name goes unchecked here and breaks in the database.
        return super()._get_validation_exclusions() - {"team"}  # type: ignore[misc]


def of_team[M: Model](rows: QuerySet[M], team: Team) -> QuerySet[M]:
    """The rows that belong to the team; of people, those who work in it; an `of_team` of their own goes first."""
    if rows.model is User:
        return rows.filter(memberships__team=team, memberships__role__in=[Role.LEAD, Role.MEMBER]).order_by("name")
    if hasattr(rows, "of_team"):
        return rows.of_team(team)
    return rows.filter(team=team)
