"""The value that a metric started from: frozen once, and replaced only for a reason that stays in the record."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from teams.models import User
from touchpoints.models import Baseline, Metric, Reading


@transaction.atomic
def freeze(*, reading: Reading, by: User, at: datetime, reason: str = "") -> Baseline:
    """Make the reading the metric's baseline; the earlier ones stay listed.

    Raises ValidationError for a second one without a reason, and for a reading that may not be shown apart.
    """
    metric = Metric.objects.select_for_update().get(pk=reading.metric_id)
    if not reading.is_shown:
        raise ValidationError(_("Hinter dieser Messung stehen zu wenige Menschen, um sie einzeln zu zeigen."))
    if metric.baseline is not None and not reason.strip():
        raise ValidationError(_("Wer die Nullmessung ersetzt, schreibt den Grund dazu."))
    return Baseline.frozen(reading, by=by, at=at, reason=reason.strip())
