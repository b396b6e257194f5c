"""Who may enter which view. A view without one of these marks is closed to everyone."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django_htmx.middleware import HtmxDetails

from teams.models import Membership, Role, Team, User

type View[**P] = Callable[P, HttpResponse]


class SignedInRequest(HttpRequest):
    """A request to a page outside the teams that asks for an account."""

    if TYPE_CHECKING:
        user: User


class TeamRequest(HttpRequest):
    """A request to a page of a team, as the team middleware hands it to the view."""

    htmx: HtmxDetails
    team: Team
    membership: Membership
    if TYPE_CHECKING:
        user: User


class GuestRequest(HttpRequest):
    """A request to a page that guests of a round may enter too: `membership` is None for them."""

    htmx: HtmxDetails
    team: Team
    membership: Membership | None
    if TYPE_CHECKING:
        user: User


class Mark(Protocol):
    """Marks a view and leaves it what it is."""

    def __call__[V: Callable[..., HttpResponseBase]](self, view: V, /) -> V:
        """The view itself."""


def open_to(*roles: Role, guests: bool = False) -> Mark:
    """Mark a team view with the roles that may enter; `guests` lets people without an account pass to it."""

    def mark[V: Callable[..., HttpResponseBase]](view: V) -> V:
        view.open_to = frozenset(roles)  # type: ignore[attr-defined]
        view.guests = guests  # type: ignore[attr-defined]
        return view

    return mark


everyone = open_to(Role.LEAD, Role.MEMBER, Role.READER)
writers = open_to(Role.LEAD, Role.MEMBER)
leads = open_to(Role.LEAD)
