"""What the inventory can be narrowed down to; everything stands in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from teams.access import TeamRequest
from teams.models import Department
from touchpoints.models import Kind, Stage, Status, Touchpoint, TouchpointQuerySet

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class FilterSelect(forms.Select):
    """A choice in a filter row, named by its first option's words.

    Put together without a template for each option: filter rows are on the hot path.
    """

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The select as HTML."""
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                ("" if key is None else key, mark_safe(" selected") if str(key) == chosen else "", label)
                for key, label in self.choices
            ),
        )
        return format_html('<select name="{}" aria-label="{}">{}</select>', name, self.attrs["aria-label"], options)


def select(label: StrPromise) -> FilterSelect:
    """A filter's select with its name for screen readers."""
    return FilterSelect(attrs={"aria-label": label})


def stages(request: TeamRequest) -> QuerySet[Stage]:
    """The stages to choose from."""
    return request.team.stages.all()


def departments(request: TeamRequest) -> QuerySet[Department]:
    """The departments to choose from."""
    return request.team.departments.all()


class TouchpointFilter(django_filters.FilterSet):
    """Kind, key touchpoints, stage, department, status and words; only active ones unless asked otherwise."""

    kind = django_filters.ChoiceFilter(
        label=_("Art"), choices=Kind.choices, empty_label=_("Alle"), widget=forms.RadioSelect
    )
    key = django_filters.BooleanFilter(
        label=_("Super-Touchpoints"), field_name="is_key", widget=forms.CheckboxInput, method="only_key"
    )
    stage = django_filters.ModelChoiceFilter(
        label=_("Kaufphase"), queryset=stages, empty_label=_("Kaufphase: alle"), widget=select(_("Kaufphase"))
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Bereich"), queryset=departments, empty_label=_("Bereich: alle"), widget=select(_("Bereich"))
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[(Status.ACTIVE, _("Status: aktiv")), (Status.RETIRED, _("Status: stillgelegt"))],
        empty_label=_("Status: alle"),
        widget=select(_("Status")),
    )
    q = django_filters.CharFilter(
        label=_("Suche"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Suche …"), "aria-label": _("Suche")}),
    )

    class Meta:
        model = Touchpoint
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: QuerySet[Touchpoint], *, request: TeamRequest) -> None:
        asked = data.copy()
        asked.setdefault("status", Status.ACTIVE)
        super().__init__(asked, queryset, request=request)

    def only_key(self, touchpoints: TouchpointQuerySet, name: str, value: bool) -> TouchpointQuerySet:
        """The few that matter most, if asked for; unticked means all."""
        return touchpoints.filter(is_key=True) if value else touchpoints

    def search(self, touchpoints: TouchpointQuerySet, name: str, value: str) -> TouchpointQuerySet:
        """Those in which every word occurs."""
        return touchpoints.search(value)
