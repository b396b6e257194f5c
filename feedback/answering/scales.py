"""The scales on which customers answer, with what their ends mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from touchpoints.models import Metric


@dataclass(frozen=True)
class Scale:
    """Steps from `first` to `last`, the better one at the end."""

    first: int
    last: int
    low: str | Promise
    high: str | Promise

    @property
    def steps(self) -> range:
        """All steps in their order."""
        return range(self.first, self.last + 1)


SCALES: Mapping[str, Scale] = {
    Metric.Type.NPS: Scale(0, 10, _("sehr unwahrscheinlich"), _("sehr wahrscheinlich")),
    Metric.Type.CSAT: Scale(1, 5, _("sehr unzufrieden"), _("sehr zufrieden")),
    Metric.Type.CES: Scale(1, 7, _("stimmt gar nicht"), _("stimmt völlig")),
}
"""By the metric's type; on other metrics nobody is asked."""
