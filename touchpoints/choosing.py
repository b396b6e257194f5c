"""Choosing one touchpoint among thousands: by its name, while the names that fit are offered."""

from __future__ import annotations

from difflib import get_close_matches
from enum import Enum
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from teams.forms import as_key
from teams.models import Team
from teams.wording import LineInput
from touchpoints.models import MET, Status, Touchpoint, TouchpointQuerySet

UNKNOWN = "unknown"
"""The error of a name that the inventory does not have."""

OFFERED_AT_ONCE = 200
"""Names that a page carries along where they cannot be fetched while somebody types."""
NEAR = 5
ALIKE = 0.6
"""How much of two names is the same where one may be meant for the other; 1 is all of it."""

NO_CHOICE = {
    Status.RETIRED: _("„%(name)s“ ist stillgelegt: Kunden kommen dort nicht mehr vorbei."),
    Status.IDEA: _("„%(name)s“ ist erst eine Idee: Kunden kommen dort noch nicht vorbei."),
}


class Among(Enum):
    """Which touchpoints are a choice: all, for customers speak of what was; those that are not retired; those that
    customers meet today."""

    ALL = "all"
    UNRETIRED = "unretired"
    MET = "met"

    @classmethod
    def asked(cls, typed: str) -> Among:
        """As an address says; all if it says nothing that makes sense."""
        return next((each for each in cls if each.value == typed), cls.ALL)

    @property
    def statuses(self) -> tuple[Status, ...]:
        """Of them, those that touchpoints to choose from have."""
        match self:
            case Among.ALL:
                return tuple(Status)
            case Among.UNRETIRED:
                return (Status.IDEA, *MET)
            case Among.MET:
                return MET

    def of(self, team: Team) -> TouchpointQuerySet:
        """The team's."""
        found: TouchpointQuerySet = team.touchpoints.all()
        return found if self is Among.ALL else found.filter(status__in=self.statuses)


class NameWidget(forms.TextInput):
    """A line of text with a list of `names` to choose from, which is fetched from `names_url` while somebody types."""

    template_name = "touchpoints/choosing/name.html"

    def __init__(self, names_url: str, *, filters: bool, attrs: dict[str, Any]) -> None:
        super().__init__({"autocomplete": "off", **attrs})
        self.names_url, self.names = names_url, list[str]()
        self.input_type = "search" if filters else "text"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template needs; a form that fetches something itself does not meddle with fetching names."""
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["names"], widget["list"] = self.names, f"{widget['attrs'].get('id') or name}-names"
        widget["attrs"]["list"] = widget["list"]
        if self.names_url:
            widget["attrs"] |= {
                "hx-get": self.names_url,
                "hx-include": "this",
                "hx-trigger": "input changed delay:150ms",
                "hx-target": f"#{widget['list']}",
                "hx-swap": "innerHTML",
                "hx-sync": "this:replace",
                "hx-push-url": "false",
                "hx-select": "unset",
                "hx-select-oob": "unset",
            }
        return context


class TouchpointInput(LineInput):
    """A touchpoint of the inventory by its name.

    One that is no choice any more may stay where it was `chosen` before. Programs and links name it by its key:
    programs as a number, links where the field reads addresses (`by_key`), unless there is one of that name.
    `fetches` says that whoever types may ask for names; else the page carries some along.
    """

    def __init__(
        self,
        *,
        team: Team,
        among: Among = Among.ALL,
        chosen: Touchpoint | None = None,
        by_key: bool = False,
        fetches: bool = True,
        placeholder: Any = "",
        **kwargs: Any,
    ) -> None:
        url = f"{reverse('touchpoints:names', args=[team.slug])}?among={among.value}" if fetches else ""
        widget = NameWidget(url, filters=by_key, attrs={"placeholder": placeholder} if placeholder else {})
        super().__init__(**{"max_length": 120, "required": False, "widget": widget, **kwargs})
        self.team, self.among, self.chosen, self.by_key = team, among, chosen, by_key
        if not fetches:
            names = among.of(team).order_by("-is_key", "name").values_list("name", flat=True)
            self._offer(list(names[:OFFERED_AT_ONCE]))

    def prepare_value(self, value: Any) -> Any:
        """The name to show."""
        if isinstance(value, Touchpoint):
            return value.name
        found = self._of_key(value) if self._is_key(value) else None
        if found is None:
            return "" if isinstance(value, int) else value
        return found.name

    def clean(self, value: Any) -> Touchpoint | None:
        """The touchpoint, None where nothing was typed. Raises ValidationError if it is not among the choices."""
        name = super().clean("" if value is None else str(value))
        if not name:
            return None
        found = None if isinstance(value, int) else self._named(name)
        if found is None and self._is_key(value):
            found = self._of_key(value)
        if found is None:
            raise self._unknown(name)
        if found.status not in self.among.statuses and found != self.chosen:
            raise ValidationError(NO_CHOICE[Status(found.status)], params={"name": found})
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another name stands there than at first."""
        return super().has_changed(self.prepare_value(initial), self.prepare_value(data))

    def _is_key(self, value: Any) -> bool:
        return isinstance(value, int) or (self.by_key and isinstance(value, str) and not self._named(value))

    def _of_key(self, value: Any) -> Touchpoint | None:
        key = as_key(str(value))
        return self.team.touchpoints.filter(pk=key).first() if key else None

    def _named(self, name: str) -> Touchpoint | None:
        touchpoints = self.team.touchpoints
        return touchpoints.filter(name=name).first() or touchpoints.filter(name__iexact=name).first()

    def _unknown(self, name: str) -> ValidationError:
        """What is said of a name that is not there; names that may have been meant stand in the list to choose from."""
        names = near(self.among.of(self.team), name)
        if not names:
            sentence = _("Einen Kontaktpunkt „%(name)s“ gibt es hier nicht.")
            return ValidationError(sentence, code=UNKNOWN, params={"name": name})
        alike = _("Einen Kontaktpunkt „%(name)s“ gibt es hier nicht. Ähnlich heißen: %(names)s.")
        self._offer(names)
        told = ", ".join(f"„{each}“" for each in names)
        return ValidationError(alike, code=UNKNOWN, params={"name": name, "names": told})

    def _offer(self, names: list[str]) -> None:
        widget: Any = self.widget
        widget.names = names


def near(touchpoints: TouchpointQuerySet, typed: str) -> list[str]:
    """A few names that may have been meant: those that contain what was typed, else those that are spelled alike."""
    names = list(touchpoints.filter(name__icontains=typed).values_list("name", flat=True)[:NEAR])
    if names:
        return names
    spelled = {name.casefold(): name for name in touchpoints.values_list("name", flat=True)}
    return [spelled[found] for found in get_close_matches(typed.casefold(), spelled, NEAR, ALIKE)]
