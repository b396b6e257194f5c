"""What all views of the actions can be narrowed down to; everything stands in the address."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from actions.models import Action, ActionQuerySet, Plan, Priority, Status
from actions.overview import rounds
from teams.access import TeamRequest
from teams.forms import as_key
from teams.models import Department, User
from touchpoints.choosing import TouchpointInput
from touchpoints.models import BrandFit

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
SOON = timedelta(days=30)
"""How far "the next 30 days" reach, today included."""


class Whose(TextChoices):
    """Whose actions to show."""

    MINE = "mine", _("Meine")
    HELPING = "helping", _("Bin dabei")


class State(TextChoices):
    """What to show: by status, and the two sets that ask for attention."""

    OPEN = "open", _("Offen")
    OVERDUE = "overdue", _("Überfällig")
    BLOCKED = "blocked", _("Stockt")
    FOLLOW_UP = "follow_up", _("Folgetermin fällig")
    RUNNING = "running", _("Läuft")
    PLANNED = "planned", _("Geplant")
    DONE = "done", _("Erledigt")
    DROPPED = "dropped", _("Verworfen")


class Due(TextChoices):
    """Until when what is asked for must be done."""

    TODAY = "today", _("bis heute")
    WEEK = "week", _("bis Sonntag")
    MONTH = "month", _("in den nächsten 30 Tagen")

    def until(self, today: date) -> date:
        """Its last day; a week ends on Sunday."""
        match self:
            case Due.TODAY:
                return today
            case Due.WEEK:
                return today + timedelta(days=7 - today.isoweekday())
            case Due.MONTH:
                return today + SOON


def people(request: TeamRequest) -> QuerySet[User]:
    """Everyone in the team, and who is asked for although they have left it."""
    asked = as_key(request.GET.get("person", ""))
    left = Q(Exists(request.team.actions.filter(responsible=OuterRef("pk"))), pk=asked)
    return User.objects.filter(Q(pk__in=request.team.memberships.values("user")) | left).order_by("name")


def departments(request: TeamRequest) -> QuerySet[Department]:
    """The team's departments."""
    return request.team.departments.all()


def plans(request: TeamRequest) -> QuerySet[Plan]:
    """The team's plans that hold actions."""
    return request.team.plans.live()


def _day(label: Any, lookup: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(label=label, field_name="due_on", lookup_expr=lookup, widget=DAY)


def _words(label: Any) -> django_filters.CharFilter:
    return django_filters.CharFilter(label=label, lookup_expr="icontains", max_length=120)


class TouchpointFilter(django_filters.Filter):
    """One of the team's touchpoints, by its key or its name; retired ones too: their actions are still there."""

    @cached_property
    def field(self) -> TouchpointInput:
        """The field of the form."""
        return TouchpointInput(team=self.parent.request.team, by_key=True, label=self.label, **self.extra)


class ActionFilter(django_filters.FilterSet):
    """Mine or the team's, by state, people, places and days; what makes no sense is passed over.

    Shows the open ones unless asked otherwise, or what the view that uses it has as its `usual` state.
    """

    q = django_filters.CharFilter(label=_("Suche"), method="with_words")
    whose = django_filters.ChoiceFilter(
        label=_("Wessen"),
        choices=Whose.choices,
        empty_label=_("Alle"),
        widget=forms.RadioSelect,
        method="of_whom",
    )
    state = django_filters.ChoiceFilter(
        label=_("Status"), choices=State.choices, empty_label=_("Status: alle"), method="in_state"
    )
    person = django_filters.ModelChoiceFilter(
        label=_("Wer"), field_name="responsible", queryset=people, empty_label=_("Wer: alle")
    )
    due = django_filters.ChoiceFilter(
        label=_("Fällig"), choices=Due.choices, empty_label=_("Fällig: egal"), method="due_within"
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Bereich"), queryset=departments, empty_label=_("Bereich: alle")
    )
    touchpoint = TouchpointFilter(label=_("Kontaktpunkt"), placeholder=_("Kontaktpunkt: alle"))
    plan = django_filters.ModelChoiceFilter(label=_("Plan"), queryset=plans, empty_label=_("Plan: alle"))
    round = django_filters.ChoiceFilter(label=_("Runde"), empty_label=_("Runde: alle"), method="of_round")
    priority = django_filters.ChoiceFilter(
        label=_("Priorität"), choices=Priority.choices, empty_label=_("Priorität: alle")
    )
    due_from = _day(_("Fällig ab"), "gte")
    due_until = _day(_("Fällig bis"), "lte")
    on_day = django_filters.DateFilter(label=_("An diesem Tag"), widget=DAY, method="with_day")
    target_group = _words(_("Zielgruppe"))
    media_use = _words(_("Mediennutzung"))
    region = _words(_("Region"))
    culture = _words(_("Kultur"))
    brand_fit = django_filters.ChoiceFilter(
        label=_("Passt zur Marke?"), choices=BrandFit.choices, empty_label=_("Marke: egal")
    )

    AT_HAND = ("q", "whose", "state", "person", "due")
    """Filters that always stand above a view; the choices of all others are fetched on demand."""

    request: TeamRequest

    class Meta:
        model = Action
        fields: list[str] = []

    def __init__(
        self, data: QueryDict, queryset: QuerySet[Action], *, request: TeamRequest, usual: str = State.OPEN
    ) -> None:
        asked = data.copy()
        asked.setdefault("state", usual)
        super().__init__(asked, queryset, request=request)
        self.filters["round"].extra["choices"] = lambda: rounds.choices(request.team)

    @property
    def today(self) -> date:
        """The day it is for the team."""
        return self.request.team.today(timezone.now())

    @property
    def narrowing(self) -> int:
        """How many of the filters that are not at hand narrow the view down."""
        self.form.is_valid()  # cleans what makes sense, whatever else stands in the address
        chosen = self.form.cleaned_data
        return sum(value not in ("", None) for name, value in chosen.items() if name not in self.AT_HAND)

    @property
    def shows_further(self) -> bool:
        """Whether a filter that is not at hand is used, lest it narrow the view unseen, or somebody wants those."""
        return "more" in self.data or self.narrowing > 0 or "touchpoint" in self.form.errors

    def with_words(self, actions: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        """Those that contain every one of the words."""
        return actions.search(value)

    def of_whom(self, actions: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        """Those that the reader of the page answers for, or helps with."""
        person = self.request.user
        return actions.of(person) if value == Whose.MINE else actions.filter(helpers=person)

    def in_state(self, actions: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        """Those that are in that state today."""
        match value:
            case State.OPEN:
                return actions.open()
            case State.OVERDUE:
                return actions.overdue(self.today)
            case State.FOLLOW_UP:
                return actions.follow_up_due(self.today)
            case _:
                return actions.filter(status=Status(value))

    def due_within(self, actions: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        """Those that end by then; what is overdue is due."""
        return actions.filter(due_on__lte=Due(value).until(self.today))

    def with_day(self, actions: ActionQuerySet, name: str, value: date) -> ActionQuerySet:
        """Those that stand on that day of the calendar."""
        return actions.with_day(value)

    def of_round(self, actions: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        """Those that a round decided."""
        return rounds.decided_in(actions, int(value))
