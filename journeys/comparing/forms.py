"""What people type to keep a journey as it stands."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.core.exceptions import ValidationError

from journeys.comparing.taking import take
from journeys.models import Journey, Snapshot
from teams.forms import RowForm
from teams.models import User


class SnapshotForm(RowForm):
    """The name under which a journey is kept."""

    class Meta:
        model = Snapshot
        fields: ClassVar = ["name"]

    def saved(self, *, journey: Journey, by: User, at: datetime) -> Snapshot | None:
        """The snapshot; None where it could not be taken, and the sentence why stands beside the name."""
        if not self.is_valid():
            return None
        try:
            return take(journey=journey, name=self.cleaned_data["name"], by=by, at=at)
        except ValidationError as refusal:
            self._update_errors(refusal if hasattr(refusal, "error_dict") else ValidationError({"name": refusal}))
            return None
