"""Removing a metric: what was measured goes with it, and its history says what that was."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from teams.models import Membership
from touchpoints.models import Metric


@dataclass(frozen=True)
class Lost:
    """What goes with a metric and does not come back: how many readings, and the baseline's value if there is one."""

    readings: int
    baseline: str | None

    @classmethod
    def with_(cls, metric: Metric) -> Lost:
        """What would go with that metric now."""
        baseline = metric.baseline
        return cls(metric.readings.count(), str(baseline.value) if baseline else None)

    @property
    def is_something(self) -> bool:
        """Whether anything was measured at all."""
        return self.readings > 0 or self.baseline is not None


@transaction.atomic
def remove(metric: Metric, *, by: Membership) -> None:
    """Delete a metric with all that was measured. Raises ValidationError where only the lead may do that."""
    row = Metric.objects.select_for_update().get(pk=metric.pk)
    lost = Lost.with_(row)
    check_may_remove(lost, by=by)
    row._change_reason = asdict(lost)  # type: ignore[attr-defined]
    row.delete()


def check_may_remove(lost: Lost, *, by: Membership) -> None:
    """Raises ValidationError if something was measured and the person does not lead the team."""
    if lost.is_something and not by.is_lead:
        raise ValidationError(_("Was gemessen wurde, ginge mit verloren: Diese Kennzahl entfernt nur die Leitung."))
