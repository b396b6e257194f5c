"""Whose way it is: customers that the team knows, or new ones by their name; what forms that begin a journey share."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from journeys.models import JourneyKind, Persona
from teams.forms import TeamModelForm
from teams.wording import LineInput


class WhoseWayForm(TeamModelForm):
    """A form for a journey. Its customers are chosen or named anew; one of both is asked for."""

    new_persona = LineInput(
        label=_("oder ein neues"),
        required=False,
        max_length=Persona._meta.get_field("name").max_length,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["persona"].required = False
        fields["persona"].asked_for = fields["new_persona"].asked_for = True
        if not self.instance.team.personas.exists():
            del fields["persona"]
            fields["new_persona"].label = _("Kundenprofil")
            fields["new_persona"].help_text = _("Wer geht diesen Weg? Zum Beispiel „Bauherrin Berta“.")

    def clean(self) -> dict[str, Any]:
        """A way is somebody's; only a case has a name of its own."""
        if self.cleaned_data.get("kind") != JourneyKind.CASE:
            self.cleaned_data["case_name"] = ""
        nobody = not self.cleaned_data.get("persona") and not self.cleaned_data.get("new_persona")
        if nobody and not {"persona", "new_persona"} & set(self.errors):
            self.add_error("persona" if "persona" in self.fields else "new_persona", _("Wer geht diesen Weg?"))
        return super().clean() or self.cleaned_data
