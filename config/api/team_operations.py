"""The team that a token belongs to, and what there is to choose from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.utils import timezone
from ninja import Field, Router, Schema

from config.api.door import ApiRequest, reading
from config.api.shapes import Named, refusals
from teams.models import Membership

router = Router(tags=["Team"])

RoleName = Literal["lead", "member", "reader"]


class Person(Named):
    """Someone in the team."""

    role: RoleName


class TokenShown(Schema):
    """The token of this request."""

    name: str = Field(examples=["Auswertung"])
    scope: Literal["read", "write"]
    may_write: bool = Field(description="Whether the token and its person's role allow changes.")
    expires_at: datetime


class TeamShown(Schema):
    """A team with its people and its own lists."""

    name: str = Field(examples=["Vertrieb Süd"])
    slug: str
    language: Literal["de", "en"]
    time_zone: str = Field(examples=["Europe/Berlin"])
    currency: str = Field(examples=["EUR"])
    today: date = Field(description="The day it is for the team.")
    me: Person = Field(description="Whose token this is.")
    token: TokenShown
    people: list[Person]
    departments: list[Named]
    stages: list[Named]
    plans: list[Named] = Field(description="Those that are going on.")
    tags: list[str]


@router.get("", auth=reading, response={200: TeamShown, **refusals()}, operation_id="readTeam")
def read_team(request: ApiRequest) -> dict[str, Any]:
    """Whose token this is, and the numbers of people, departments and stages."""
    team = request.team
    return {
        **{name: getattr(team, name) for name in ("name", "slug", "language", "time_zone", "currency")},
        "today": team.today(timezone.now()),
        "me": _person(request.membership),
        "token": request.auth,
        "people": [_person(membership) for membership in team.memberships.select_related("user")],
        "departments": team.departments.all(),
        "stages": team.stages.all(),
        "plans": team.plans.going_on(),
        "tags": list(team.tags.values_list("name", flat=True)),
    }


def _person(membership: Membership) -> dict[str, Any]:
    return {"id": membership.user_id, "name": membership.user.name, "role": membership.role}
