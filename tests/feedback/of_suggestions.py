"""What the tests of suggestions have in common."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from feedback.models import Suggestion
from feedback.suggestions import doors, receiving, reviewing
from feedback.suggestions.receiving import Received, Words
from teams.models import Letter, Membership, Team, User
from tests.factories import NOW

TITLE = "Rechnung erst nach der Lieferung schicken"
TOLD = {"public_title": "Rechnung nach der Ware", "public_outcome": "Sie liegt jetzt im Paket."}
"""The words for everyone with the link."""


def at(suggestion: Suggestion, name: str = "suggestion") -> str:
    """The address of a page of it."""
    return reverse(f"feedback:{name}", args=[suggestion.team.slug, suggestion.pk])


def of_team(team: Team, name: str) -> str:
    """The address of a page of the team."""
    return reverse(f"feedback:{name}", args=[team.slug])


def proposed(team: Team, *, by: User | None = None, name: str = "", sheet: UUID | None = None) -> Received:
    """A suggestion that came in by its door."""
    words = Words(title=TITLE, text="Die Rechnung kommt vor der Ware.", benefit="Kein Ärger am Telefon")
    return receiving.receive(team=team, words=words, sheet=sheet or uuid4(), by=by, name=name, at=NOW)


def in_review(team: Team, *experts: Membership, by: User | None = None, asked_by: Membership) -> Suggestion:
    """A suggestion that these people look at."""
    made = proposed(team, by=by).suggestion
    people = [expert.user for expert in experts]
    return reviewing.ask(suggestion=made, experts=people, departments=[], by=asked_by.user, at=NOW)


def door_of(team: Team) -> str:
    """The address of the team's link, open from now on."""
    return reverse("suggest_by_link", args=[doors.renew(team=team)])


def typed(**more: str) -> dict[str, str]:
    """A form as a browser sends it."""
    return {"title": TITLE, "text": "", "benefit": "", "touchpoint": "", "sheet": str(uuid4())} | more


def looked_up(code: str, **more: str) -> HttpResponse:
    """What somebody without an account finds behind a code."""
    return Client().post(reverse("receipt"), {"code": code} | more)  # type: ignore[return-value]


def letters_to(user: User) -> list[str]:
    """The keys of the letters to that person, in order."""
    return list(Letter.objects.filter(to=user.email).order_by("pk").values_list("key", flat=True))
