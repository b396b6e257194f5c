"""What the inventory can be narrowed down to; everything stands in the address."""

from functools import cache

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from touchpoints.models import Kind, Status, Touchpoint, TouchpointQuerySet

LARGEST_KEY = 2**63 - 1


class TouchpointFilter(django_filters.FilterSet):
    """Kind, key touchpoints, stage, department, status and words; only active ones unless asked otherwise.

    What makes no sense is passed over: an address that someone mistyped still shows the inventory.
    """

    kind = django_filters.ChoiceFilter(choices=Kind.choices)
    key = django_filters.BooleanFilter(field_name="is_key", widget=forms.CheckboxInput, method="only_key")
    stage = django_filters.NumberFilter(field_name="stage", max_value=LARGEST_KEY)
    department = django_filters.NumberFilter(field_name="department", max_value=LARGEST_KEY)
    status = django_filters.ChoiceFilter(choices=Status.choices)
    q = django_filters.CharFilter(method="search")

    class Meta:
        model = Touchpoint
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: QuerySet[Touchpoint]) -> None:
        asked = data.copy()
        asked.setdefault("status", Status.ACTIVE)
        super().__init__(asked, queryset)

    def get_form_class(self) -> type[forms.Form]:
        """The same for all requests, so made once: the list is on the hot path."""
        return _form_class()

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for, by filter, as typed."""
        return {name: self.data.get(name, "") for name in self.filters}

    def only_key(self, touchpoints: TouchpointQuerySet, name: str, value: bool) -> TouchpointQuerySet:
        """The few that matter most, if asked for; unticked means all."""
        return touchpoints.filter(is_key=True) if value else touchpoints

    def search(self, touchpoints: TouchpointQuerySet, name: str, value: str) -> TouchpointQuerySet:
        """Those in which every word occurs."""
        return touchpoints.search(value)


@cache
def _form_class() -> type[forms.Form]:
    fields = {name: each.field for name, each in TouchpointFilter.base_filters.items()}
    return type("InventoryForm", (forms.Form,), fields)
