"""The columns of a table of touchpoints: one list of headings for what is read in and what is given out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Field
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from touchpoints.models import Touchpoint

type Cell = str | int | None
"""What stands in one field of a table."""

TAGS_APART = ", "
"""What stands between the tags of one cell."""

OWN_HEADINGS = {
    "is_personal": _("Persönlich"),
    "status_reason": _("Grund für den Status"),
    "brand_fit_reason": _("Warum passt es zur Marke?"),
}
"""Where the name of a field needs its surroundings in a form to be understood."""


@dataclass(frozen=True)
class Column:
    """One column: the field that it fills and what stands above it."""

    field: str

    @property
    def heading(self) -> str:
        """In the language of the moment."""
        own: str | Promise = OWN_HEADINGS.get(self.field) or self._model_field.verbose_name
        return str(own)

    def cell(self, touchpoint: Touchpoint, people: Callable[[Any], str] = str) -> Cell:
        """What stands in a touchpoint's line, as `people` read it; needs relations and tags fetched before."""
        if self.field == "tags":
            return TAGS_APART.join(tag.name for tag in touchpoint.tags.all())
        value = getattr(touchpoint, self.field)
        if self.field == "owner":
            return people(value) if value else ""
        if isinstance(self._model_field, BooleanField):
            return gettext("ja") if value else gettext("nein")
        if self._model_field.choices:
            return str(getattr(touchpoint, f"get_{self.field}_display")())
        return value if isinstance(value, int) or value is None else str(value)

    @property
    def _model_field(self) -> Field[Any, Any]:
        return Touchpoint._meta.get_field(self.field)  # type: ignore[return-value]


COLUMNS = tuple(
    Column(field)
    for field in (
        "name",
        "kind",
        "is_personal",
        "channel",
        "stage",
        "tags",
        "department",
        "owner",
        "status",
        "status_reason",
        "is_key",
        "is_moment_of_truth",
        "goal",
        "actual_state",
        "target_state",
        "disappointing",
        "okay",
        "delightful",
        "ending",
        "brand_fit",
        "brand_fit_reason",
        "evidence",
        "importance_customer",
        "importance_company",
        "performance",
        "contacts_per_month",
        "impact",
        "confidence",
        "effort",
    )
)
"""In the order of a table that is given out."""
