"""What people type about a touchpoint's surroundings: what it needs, and what it acts on."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from teams.forms import TeamModelForm
from touchpoints.choosing import TouchpointInput
from touchpoints.influencing import connect
from touchpoints.models import Influence, Resource, Touchpoint


class ResourceForm(TeamModelForm):
    """A system, a process or data behind the touchpoint."""

    class Meta:
        model = Resource
        fields: ClassVar = ["kind", "name", "owner", "note"]

    def __init__(self, *args: Any, touchpoint: Touchpoint, **kwargs: Any) -> None:
        super().__init__(*args, team=touchpoint.team, auto_id="resource_%s", **kwargs)
        self.instance.touchpoint = touchpoint

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"touchpoint"}


class InfluenceForm(TeamModelForm):
    """What the touchpoint does to another one, which is named: a list of all would be too long to choose from."""

    class Meta:
        model = Influence
        fields: ClassVar = ["kind", "target", "note"]

    def __init__(self, *args: Any, touchpoint: Touchpoint, **kwargs: Any) -> None:
        super().__init__(*args, team=touchpoint.team, auto_id="influence_%s", **kwargs)
        self.instance.source = touchpoint
        fields: Any = self.fields
        fields["target"] = TouchpointInput(team=touchpoint.team, label=_("anderer Kontaktpunkt"), required=True)

    def connected(self) -> bool:
        """Whether the influence stands there now; if not, the sentence why stands beside the field."""
        if not self.is_valid():
            return False
        try:
            connect(self.save(commit=False))
        except ValidationError as refusal:
            self._update_errors(refusal)
            return False
        return True
