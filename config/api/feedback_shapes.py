"""Customers' voices as JSON. How a customer wishes to be answered is not among what is told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from ninja import Field, Schema
from pydantic import ConfigDict

from config.api.action_shapes import Day
from config.api.shapes import Key, Named, Paging, Sent, without_defaults
from feedback.models import Feedback
from feedback.models.voice import LONGEST

Polarity = Literal["negative", "positive", "neutral", ""]
AskedPolarity = Literal["negative", "positive", "neutral", "open"]
Via = Literal["question", "call", "mail", "visit", "chat", "letter", "review", "post", "press", "other"]
BroughtVia = Literal["call", "mail", "visit", "chat", "letter", "review", "post", "press", "other"]
OneToThree = Annotated[int, Field(ge=1, le=3)]

EXAMPLE: dict[str, Any] = {
    "text": "Die Rechnung kam vor der Ware.",
    "polarity": "negative",
    "via": "review",
    "said_on": "2026-11-20",
    "source": "https://portal.example/reviews/4711",
    "key": "4711",
}


class Judgement(Sent):
    """Whether a voice is for or against and where it belongs; what is not sent stays."""

    model_config = ConfigDict(json_schema_extra=without_defaults)

    polarity: Polarity = Field("", description="For or against; empty: nobody has decided yet.")
    touchpoint: Key | None = Field(None, description="Number of the touchpoint that the voice is about.")
    reason: Key | None = Field(None, description="Number of a reason of the same side.")
    strength: OneToThree | None = Field(None, description="How much is felt: 1 slightly, 2 clearly, 3 strongly.")


class NewVoice(Sent):
    """What a customer said."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    text: str = Field(min_length=1, max_length=LONGEST, description="In the customer's words.")
    polarity: Polarity = Field("", description="For or against; leave it out if nobody has decided yet.")
    touchpoint: Key | None = Field(None, description="Number of the touchpoint that it is about.")
    reason: Key | None = Field(None, description="Number of a reason of the same side.")
    strength: OneToThree | None = Field(None, description="How much is felt: 1 slightly, 2 clearly, 3 strongly.")
    via: BroughtVia = Field("other", description="Where it was said.")
    said_on: Day | None = Field(None, description="The day on which it was said; without one, today.")
    source: str = Field("", max_length=300, description="Where it can be read: an address, an issue of a paper.")
    reference: str = Field("", max_length=80, description="The customer's order, ticket or the like.")
    may_quote: bool = Field(False, description="The customer has agreed to being quoted in public.")
    key: str = Field("", max_length=200, description="Your own number for it. The same one with the same `via` is 409.")


class VoiceShown(Schema):
    """A customer's voice."""

    id: Key
    url: str = Field(description="Its page for people.")
    text: str
    polarity: Polarity = Field(description="For or against; empty until somebody has decided.")
    touchpoint: Named | None
    reason: Named | None
    strength: OneToThree | None
    via: Via
    said_on: date
    source: str
    reference: str
    may_quote: bool
    key: str
    topics: list[str] = Field(description="What the text is about, by the team's dictionary or by a person.")
    judged_at: datetime | None
    created_at: datetime

    @staticmethod
    def resolve_url(row: Feedback) -> str:
        """The whole address."""
        return settings.BASE_URL + row.get_absolute_url()

    @staticmethod
    def resolve_topics(row: Feedback) -> list[str]:
        """Their names."""
        return [mark.topic.name for mark in row.marks.all()]


class VoiceQuery(Paging):
    """Which voices. Several filters narrow each other down."""

    q: str = Field("", max_length=200, description="Words in whatever inflection, all of them.")
    polarity: AskedPolarity | None = Field(None, description="`open`: nobody has decided yet.")
    touchpoint: Key | None = Field(None)
    via: Via | None = Field(None)
    since: Day | None = Field(None, description="Said on that day or later.")
    until: Day | None = Field(None, description="Said on that day or earlier.")
