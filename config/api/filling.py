"""Filling the forms that people fill, from JSON: what is not sent stays as it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Model
from django.utils.translation import gettext as _

from config.api.problems import Fault, Refusal
from teams.forms import TeamModelForm


def untouched(row: Model, fields: Collection[str]) -> dict[str, Any]:
    """What a form about the row would post if nobody touched it: keys where it points to other rows."""
    return {name: _posted(value) for name, value in forms.model_to_dict(row, fields=fields).items()}


def _posted(value: Any) -> Any:
    return [row.pk for row in value] if isinstance(value, list) else value


def keep_what_is_not_sent(form: TeamModelForm, sent: Collection[str]) -> None:
    """Offer what stands in the row already, even if it could not be chosen any more: nobody has chosen it now."""
    for name, field in form.fields.items():
        here = form.initial.get(name)
        if name not in sent and here and isinstance(field, forms.ModelChoiceField):
            keys = [row.pk for row in here] if isinstance(here, list) else [here]
            rows = field.queryset.model._base_manager  # type: ignore[union-attr]
            field.queryset = rows.filter(pk__in=keys)


def demand(form: forms.BaseForm, sent: Mapping[str, Any], called: Mapping[str, str] | None = None) -> None:
    """Raise a Refusal unless the form is valid and takes all that was sent.

    `called` says what JSON calls a field that has another name in the form.
    """
    names = {NON_FIELD_ERRORS: "", **(called or {})}
    faults = [
        Fault(names.get(name, name), str(message)) for name, messages in form.errors.items() for message in messages
    ]
    nowhere = [name for name, value in sent.items() if value and name not in form.fields and name not in names.values()]
    faults += [Fault(name, _("Hier gibt es dafür nichts zur Wahl.")) for name in nowhere]
    if faults:
        raise Refusal(422, faults=faults)
