"""Removing what was measured: who may, and what the history may tell of it afterwards."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from teams.models import Membership
from touchpoints.measuring.formulas import SMALL_GROUP
from touchpoints.models import Metric, Reading, Source


@dataclass(frozen=True)
class Lost:
    """What goes with a metric and does not come back: how many readings, the baseline's value if there is one, and how
    many readings had been removed before."""

    readings: int
    baseline: str | None
    removed: int = 0

    @classmethod
    def with_(cls, metric: Metric) -> Lost:
        """What would go with that metric now."""
        baseline = metric.baseline
        removed = Reading.history.filter(metric=metric.pk, history_type="-")
        return cls(metric.readings.count(), str(baseline.value) if baseline else None, removed.count())

    @property
    def is_something(self) -> bool:
        """Whether anything was measured at all."""
        return self.readings > 0 or self.removed > 0 or self.baseline is not None

    def may_go(self, *, by: Membership) -> bool:
        """Whether that person may remove the metric with it."""
        return by.is_lead or (by.can_write and not self.is_something)


@transaction.atomic
def remove(metric: Metric, *, by: Membership) -> None:
    """Delete a metric with all that was measured. Raises ValidationError where only the lead may do that."""
    row = Metric.objects.select_for_update().get(pk=metric.pk)
    lost = Lost.with_(row)
    check_may_remove(lost, by=by)
    row._change_reason = asdict(lost)  # type: ignore[attr-defined]
    row.delete()


def check_may_remove(lost: Lost, *, by: Membership) -> None:
    """Raises ValidationError if something was ever measured and the person does not lead the team."""
    if not lost.may_go(by=by):
        raise ValidationError(_("Was gemessen wurde, ginge mit verloren: Diese Kennzahl entfernt nur die Leitung."))


def record_tells_of_few() -> Q:
    """Records in the history of readings whose value could tell what a few people of one group said.

    A department's always could, that of all together if a department ever spoke beside them on that day: which of the
    others is shown is decided without what was removed.
    """
    same = {name: OuterRef(name) for name in ("metric", "source", "measured_on")}
    parts, gone = (rows.filter(**same, department__isnull=False) for rows in (Reading.objects, Reading.history))
    of_group = Q(department__isnull=False) | Q(source=Source.STAFF, n__lt=SMALL_GROUP)
    return Q(source__in=[Source.CUSTOMERS, Source.STAFF]) & (of_group | Q(Exists(parts)) | Q(Exists(gone)))
