"""The lanes of the map: what it tells of each step, from the customer's side and from inside."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journeys.models import CUSTOMER_TEXTS, INSIDE_TEXTS, JourneyStep

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EMOTION = "emotion"
BEFORE_THE_QUOTE = -1
"""The curve stands behind what the customer experiences and before what they say of it."""


class Side(TextChoices):
    """Whose view a lane tells."""

    CUSTOMER = "customer", _("Kundensicht")
    INSIDE = "inside", _("Innenansicht")


@dataclass(frozen=True)
class Lane:
    """One line of the map; its name is that of the step's field."""

    name: str
    side: Side

    @property
    def title(self) -> StrOrPromise:
        """What stands at its head."""
        return JourneyStep._meta.get_field(self.name).verbose_name  # type: ignore[union-attr]

    @property
    def is_curve(self) -> bool:
        """Holds the emotion, not words."""
        return self.name == EMOTION


_CUSTOMER = [*CUSTOMER_TEXTS[:BEFORE_THE_QUOTE], EMOTION, *CUSTOMER_TEXTS[BEFORE_THE_QUOTE:]]
LANES = (
    *(Lane(name, Side.CUSTOMER) for name in _CUSTOMER),
    *(Lane(name, Side.INSIDE) for name in INSIDE_TEXTS),
)
"""All fourteen, in the map's order."""


def shown(hidden: Collection[str]) -> list[Lane]:
    """All lanes but these."""
    return [lane for lane in LANES if lane.name not in hidden]
