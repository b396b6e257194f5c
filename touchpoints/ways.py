"""The ways of customers that lead over touchpoints, as a floor above knows them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from touchpoints.models import Touchpoint


def journeys_through(*touchpoints: Touchpoint) -> QuerySet[Any]:
    """The journeys with a step at one of these touchpoints, each once, with their names and addresses."""
    found: QuerySet[Any] = import_string(settings.JOURNEYS_THROUGH)(*touchpoints)
    return found
