"""The rows of the inventory: touchpoints and what belongs to them."""

from touchpoints.models.exchange import ImportRun
from touchpoints.models.metrics import Attachment, Baseline, Benchmark, Metric, Reading, Source, Voice
from touchpoints.models.mystery import Checklist, Finding, Item, Points, Visit
from touchpoints.models.perception import Rating, Survey
from touchpoints.models.stage import Stage
from touchpoints.models.surroundings import Influence, Resource
from touchpoints.models.tag import Tag
from touchpoints.models.touchpoint import (
    MET,
    RATINGS,
    BrandFit,
    Evidence,
    Kind,
    Status,
    Touchpoint,
    TouchpointQuerySet,
)

__all__ = [
    "MET",
    "RATINGS",
    "Attachment",
    "Baseline",
    "Benchmark",
    "BrandFit",
    "Checklist",
    "Evidence",
    "Finding",
    "ImportRun",
    "Influence",
    "Item",
    "Kind",
    "Metric",
    "Points",
    "Rating",
    "Reading",
    "Resource",
    "Source",
    "Stage",
    "Status",
    "Survey",
    "Tag",
    "Touchpoint",
    "TouchpointQuerySet",
    "Visit",
    "Voice",
]
