"""What the list of actions can be narrowed down to; everything stands in the address."""

import django_filters
from django import forms
from django.db.models import QuerySet, TextChoices
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.models import Action, ActionQuerySet, Status
from teams.access import TeamRequest
from teams.models import User


class Whose(TextChoices):
    """Whose actions to show."""

    MINE = "mine", _("Meine")


class State(TextChoices):
    """What to show: by status, and the two sets that ask for attention."""

    OPEN = "open", _("Offen")
    OVERDUE = "overdue", _("Überfällig")
    FOLLOW_UP = "follow_up", _("Folgetermin fällig")
    DONE = "done", _("Erledigt")
    DROPPED = "dropped", _("Verworfen")


def people(request: TeamRequest) -> QuerySet[User]:
    """Everyone in the team who answers for an action."""
    return User.objects.filter(actions__team=request.team).distinct().order_by("name")


class ActionFilter(django_filters.FilterSet):
    """Mine or the team's, by state and person; the open ones unless asked otherwise."""

    whose = django_filters.ChoiceFilter(
        label=_("Wessen"),
        choices=Whose.choices,
        empty_label=_("Alle"),
        widget=forms.RadioSelect,
        method="only_mine",
    )
    state = django_filters.ChoiceFilter(
        label=_("Status"), choices=State.choices, empty_label=_("Status: alle"), method="in_state"
    )
    person = django_filters.ModelChoiceFilter(
        label=_("Wer"), field_name="responsible", queryset=people, empty_label=_("Wer: alle")
    )

    class Meta:
        model = Action
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: QuerySet[Action], *, request: TeamRequest) -> None:
        asked = data.copy()
        asked.setdefault("state", State.OPEN)
        super().__init__(asked, queryset, request=request)

    def only_mine(self, actions: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        """Those that the reader of the page answers for."""
        return actions.of(self.request.user)

    def in_state(self, actions: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        """Those that are in that state today."""
        today = self.request.team.today(timezone.now())
        match value:
            case State.OVERDUE:
                return actions.overdue(today)
            case State.FOLLOW_UP:
                return actions.follow_up_due(today)
            case _:
                return actions.filter(status=Status(value))
