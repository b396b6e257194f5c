"""Touchpoints as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from ninja import Field, Schema
from pydantic import ConfigDict

from config.api.shapes import Key, Named, Paging, Sent, Version, without_defaults
from touchpoints.models import Touchpoint

Kind = Literal["direct", "indirect"]
Status = Literal["idea", "active", "changing", "retired"]
AskedStatus = Literal["met", "idea", "active", "changing", "retired", "all"]
Evidence = Literal["guess", "staff", "customers", "measured"]
BrandFit = Literal["fits", "partly", "no", ""]
OneToFive = Annotated[int, Field(ge=1, le=5)]
OneToTen = Annotated[int, Field(ge=1, le=10)]
TagName = Annotated[str, Field(min_length=1, max_length=40, pattern="^[^,;\\n]+$", examples=["Neukunden"])]

EXAMPLE: dict[str, Any] = {
    "name": "Rechnung",
    "kind": "direct",
    "channel": "Post",
    "actual_state": "Niemand versteht die Zeilen.",
    "target_state": "Auf einen Blick klar, wofür.",
    "tags": ["Neukunden"],
    "importance_customer": 4,
}


class TouchpointFields(Sent):
    """What programs can say about a touchpoint."""

    kind: Kind = Field("direct", description="The company's own contact, or a third party's.")
    is_personal: bool = Field(False, description="People meet there.")
    is_key: bool = Field(False, description="One of the few that decide over loyalty and recommendation.")
    channel: str = Field("", max_length=60)
    stage: Key | None = Field(None, description="Number of a stage; `GET /team` lists them.")
    department: Key | None = Field(None, description="Number of a department; `GET /team` lists them.")
    owner: Key | None = Field(None, description="Number of a person; `GET /team` lists them.")
    tags: list[TagName] = Field([], max_length=20, description="For whom it is, by name; new names are added.")
    actual_state: str = Field("", max_length=4000, description="Today, as the customer sees it.")
    target_state: str = Field("", max_length=4000, description="As it should be, as the customer sees it.")
    goal: str = Field("", max_length=1000)
    disappointing: str = Field("", max_length=500, description="What customers would find disappointing here.")
    okay: str = Field("", max_length=500, description="What they would find acceptable.")
    delightful: str = Field("", max_length=500, description="What would delight them.")
    ending: str = Field("", max_length=1000, description="How the contact ends.")
    is_moment_of_truth: bool = Field(False, description="Here customers make up their minds.")
    brand_fit: BrandFit = Field("", description="Whether it is what the brand promises; wants `brand_fit_reason`.")
    brand_fit_reason: str = Field("", max_length=280)
    importance_customer: OneToFive | None = None
    importance_company: OneToFive | None = None
    performance: OneToFive | None = Field(None, description="How well it works today.")
    contacts_per_month: Annotated[int, Field(ge=0, le=100_000_000)] | None = None
    impact: OneToTen | None = Field(None, description="What an improvement would bring.")
    confidence: OneToTen | None = Field(None, description="How sure that estimate is.")
    effort: OneToTen | None = None
    evidence: Evidence = Field("guess", description="How well it is known what customers experience here.")
    status: Status = Field("active", description="Retiring a touchpoint wants a `status_reason`.")
    status_reason: str = Field("", max_length=280)


class NewTouchpoint(TouchpointFields):
    """A touchpoint to capture."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    name: str = Field(min_length=1, max_length=120, description="Unique in the team.")


class TouchpointChange(TouchpointFields):
    """What changes; what is not sent stays."""

    model_config = ConfigDict(json_schema_extra=without_defaults)

    name: str = Field("", min_length=1, max_length=120, description="Unique in the team.")


class TouchpointShown(Schema):
    """A place where customers meet staff, product or brand."""

    id: Key
    version: Version
    url: str = Field(description="Its page for people.")
    name: str = Field(examples=["Rechnung"])
    kind: Kind
    is_personal: bool
    is_key: bool
    channel: str
    stage: Named | None
    department: Named | None
    owner: Named | None
    tags: list[str]
    actual_state: str
    target_state: str
    goal: str
    disappointing: str
    okay: str
    delightful: str
    ending: str
    is_moment_of_truth: bool
    brand_fit: BrandFit
    brand_fit_reason: str
    importance_customer: OneToFive | None
    importance_company: OneToFive | None
    performance: OneToFive | None
    contacts_per_month: int | None
    impact: OneToTen | None
    confidence: OneToTen | None
    effort: OneToTen | None
    evidence: Evidence
    status: Status
    status_reason: str
    metrics: list[Named] = Field(description="What is measured there.")
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_url(row: Touchpoint) -> str:
        """The whole address."""
        return settings.BASE_URL + row.get_absolute_url()

    @staticmethod
    def resolve_tags(row: Touchpoint) -> list[str]:
        """Their names."""
        return [tag.name for tag in row.tags.all()]


class TouchpointQuery(Paging):
    """Which touchpoints. Several filters narrow each other down."""

    status: AskedStatus = Field(
        "met", description="`met`: what customers meet today (active or changing); `all`: ideas and retired ones too."
    )
    q: str = Field("", max_length=200, description="Words that name or states contain, all of them.")
    kind: Kind | None = Field(None)
    key: bool = Field(False, description="Only super touchpoints.")
    truth: bool = Field(False, description="Only moments of truth.")
    stage: Key | None = Field(None)
    department: Key | None = Field(None)
    tag: str = Field("", max_length=40, description="Only those for this target group, by name.")
    channel: str = Field("", max_length=60)
    evidence: Evidence | None = Field(None)
