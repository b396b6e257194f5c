"""The form for a filter that is kept."""

from typing import Any

from actions.models import SavedView
from teams.forms import TeamModelForm
from teams.models import Membership


class SavedViewForm(TeamModelForm):
    """Its name, and whether it is there for the whole team; who only reads keeps it to themselves."""

    class Meta:
        model = SavedView
        fields = ["name", "is_shared"]

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, team=membership.team, **kwargs)
        if not membership.can_write:
            del self.fields["is_shared"]

    def _get_validation_exclusions(self) -> set[str]:
        # Without the owner the constraint on owner and name goes unchecked here and breaks in the database.
        return super()._get_validation_exclusions() - {"owner"}
