"""Actions as JSON."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.conf import settings
from ninja import Field, Schema
from pydantic import BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from actions.models import Action
from config.api.shapes import Key, Named, Paging, Sent, Version, without_defaults
from config.api.touchpoint_shapes import BrandFit

Status = Literal["planned", "running", "blocked", "done", "dropped"]
State = Literal["open", "overdue", "blocked", "follow_up", "done", "dropped", "all"]
Outcome = Literal["works", "fine_tune", "did_not_work"]
PriorityNumber = Literal[1, 2, 3]

DAY_LENGTH = len("2026-11-24")
MOST_MONEY = Decimal("9999999999.99")
MOST_MEASURED = Decimal("9999999999.9999")


def iso_day(written: Any) -> date:
    """The day; other ways to write one, which the library would read too, are none."""
    if isinstance(written, str) and len(written) == DAY_LENGTH:
        try:
            return date.fromisoformat(written)
        except ValueError:
            pass
    raise PydanticCustomError("iso_day", "not a day")


def number(written: Any) -> Decimal:
    """The number as it was written, digit by digit."""
    if isinstance(written, int | Decimal) and not isinstance(written, bool):
        return Decimal(written)
    raise PydanticCustomError("amount", "not a number")


Day = Annotated[date, BeforeValidator(iso_day), WithJsonSchema({"type": "string", "format": "date"})]
Money = Annotated[
    Decimal,
    BeforeValidator(number),
    Field(ge=0, le=MOST_MONEY, decimal_places=2),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": float(MOST_MONEY)}),
]
Value = Annotated[
    Decimal,
    BeforeValidator(number),
    Field(ge=-MOST_MEASURED, le=MOST_MEASURED, decimal_places=4),
    WithJsonSchema({"type": "number", "minimum": float(-MOST_MEASURED), "maximum": float(MOST_MEASURED)}),
]
Number = Annotated[Decimal, PlainSerializer(float, return_type=float), WithJsonSchema({"type": "number"})]


class ActionFields(Sent):
    """What programs can say about an action."""

    why: str = Field("", max_length=2000)
    touchpoint: Key | None = Field(None, description="Number of a touchpoint.")
    plan: Key | None = Field(None, description="Number of a plan that is going on; `GET /team` lists them.")
    department: Key | None = Field(None, description="Number of a department; `GET /team` lists them.")
    responsible: Key | None = Field(None, description="Number of a person who works in the team; null: nobody yet.")
    helpers: list[Key] = Field([], max_length=50, description="Numbers of others in the team who help.")
    with_whom: str = Field("", max_length=200, description="Helpers from outside, by name.")
    starts_on: Day | None = None
    follow_up_on: Day | None = Field(None, description="The day on which the team asks what became of it.")
    priority: PriorityNumber = Field(2, description="1 is high, 2 normal, 3 low.")
    budget: Money | None = Field(None, description="In the team's currency, with two decimals.")
    metric: Key | None = Field(None, description="Number of a metric of that touchpoint: by it one sees the effect.")
    start_value: Value | None = None
    target_value: Value | None = None
    target_group: str = Field("", max_length=120)
    media_use: str = Field("", max_length=120)
    region: str = Field("", max_length=120)
    culture: str = Field("", max_length=120)
    brand_fit: BrandFit = ""


EXAMPLE: dict[str, Any] = {
    "what": "Jede Zeile der Rechnung in einem Satz erklären",
    "due_on": "2027-01-29",
    "follow_up_on": "2027-03-01",
    "priority": 1,
    "budget": 400,
}


class NewAction(ActionFields):
    """An action to record."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    what: str = Field(min_length=1, max_length=280, description="A sentence on which somebody can start.")
    due_on: Day = Field(description="The last day; not over yet.")


class ActionChange(ActionFields):
    """What changes; what is not sent stays."""

    model_config = ConfigDict(json_schema_extra=without_defaults)

    what: str = Field("", min_length=1, max_length=280, description="A sentence on which somebody can start.")
    due_on: Day = Field(date.min, description="The last day; a new one is not over yet.")


class Move(Sent):
    """Where an action goes."""

    to: Status = Field(description="One of the action's `moves`.")
    reason: str = Field("", max_length=2000, description="Why; wanted for `blocked` (280 characters) and `dropped`.")


class Answer(Sent):
    """What became of an action."""

    outcome: Outcome = Field(description="`fine_tune` makes the action that follows, until `again_on`.")
    result: str = Field(min_length=1, max_length=2000, description="What has changed for customers, and how one sees.")
    again_on: Day | None = Field(None, description="Wanted for `fine_tune`: a later day, on which to ask again.")
    measured_value: Value | None = Field(None, description="What the metric says now.")


class ActionShown(Schema):
    """One thing to do, decided by the team."""

    id: Key
    version: Version
    url: str = Field(description="Its page for people.")
    what: str
    why: str
    touchpoint: Named | None
    plan: Named | None
    department: Named | None
    responsible: Named | None
    helpers: list[Named]
    with_whom: str
    starts_on: date | None
    due_on: date
    promised_on: date = Field(description="The last day that was promised first.")
    follow_up_on: date | None
    priority: PriorityNumber
    budget: Number | None
    metric: Named | None
    start_value: Number | None
    target_value: Number | None
    measured_value: Number | None
    target_group: str
    media_use: str
    region: str
    culture: str
    brand_fit: BrandFit
    status: Status
    moves: list[Status] = Field(description="Where it may go from here.")
    blocked_reason: str
    outcome: Outcome | Literal[""]
    result: str
    predecessor: Key | None = Field(description="The action that this one fine-tunes.")
    done_at: datetime | None
    settled_at: datetime | None
    created_at: datetime

    @staticmethod
    def resolve_url(row: Action) -> str:
        """The whole address."""
        return settings.BASE_URL + row.get_absolute_url()

    @staticmethod
    def resolve_predecessor(row: Action) -> int | None:
        """Its number."""
        return row.predecessor_id


class ActionQuery(Paging):
    """Which actions. Several filters narrow each other down."""

    state: State = Field("open", description="`open`: planned, running, blocked; `overdue`, `follow_up`: as of today.")
    mine: bool = Field(False, description="Only those that the token's person answers for or helps with.")
    responsible: Key | None = Field(None, description="Number of the person who answers for it.")
    touchpoint: Key | None = Field(None)
    plan: Key | None = Field(None)
    department: Key | None = Field(None)
