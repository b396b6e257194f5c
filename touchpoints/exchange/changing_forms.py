"""What people type to change many touchpoints at once."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from teams.models import Department, Team, User
from teams.wording import LineInput
from touchpoints.exchange.changing_many import Changes
from touchpoints.models import Evidence, Kind, Stage, Status, Tag, Touchpoint
from touchpoints.tagging import names_in

NONE = "none"
AS_IT_IS = ("", _("lassen, wie es ist"))
YES_OR_NO = [("yes", _("ja")), ("no", _("nein"))]
LONGEST_TAG = 40


class ManyForm(forms.Form):
    """What shall hold for all chosen touchpoints; what is left empty stays as it is."""

    stage = forms.ChoiceField(label=_("Kaufphase"), required=False)
    department = forms.ChoiceField(label=_("Bereich"), required=False)
    owner = forms.ChoiceField(label=_("Verantwortlich"), required=False)
    is_key = forms.ChoiceField(label=_("Super-Touchpoint"), required=False, choices=[AS_IT_IS, *YES_OR_NO])
    kind = forms.ChoiceField(label=_("Art"), required=False, choices=[AS_IT_IS, *Kind.choices])
    channel = LineInput(
        label=_("Kanal"),
        required=False,
        max_length=Touchpoint._meta.get_field("channel").max_length,
        help_text=_("Leer bleibt er, wie er ist."),
    )
    evidence = forms.ChoiceField(label=_("Beleg"), required=False, choices=[AS_IT_IS, *Evidence.choices])
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[AS_IT_IS, *Status.choices])
    status_reason = LineInput(
        label=_("Grund für den Status"),
        required=False,
        max_length=280,
        help_text=_("Wer stilllegt, schreibt den Grund dazu."),
    )
    tags_on = LineInput(
        label=_("Zielgruppen dazu"),
        required=False,
        max_length=280,
        help_text=_("Mehrere durch Kommas trennen. Was es noch nicht gibt, wird angelegt."),
    )
    tags_off = forms.MultipleChoiceField(
        label=_("Zielgruppen weg"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, team: Team) -> None:
        super().__init__(data)
        people = [membership.user for membership in team.memberships.working().select_related("user")]
        self._offer("stage", [AS_IT_IS, (NONE, _("keine")), *_named(team.stages.all())])
        self._offer("department", [AS_IT_IS, (NONE, _("keiner")), *_named(team.departments.all())])
        self._offer("owner", [AS_IT_IS, (NONE, _("niemand")), *_named(people)])
        self._offer("tags_off", [(tag.name, tag.name) for tag in team.tags.all()])

    def clean_tags_on(self) -> list[str]:
        """The names in the line. Raises ValidationError for one that is too long."""
        names = names_in(self.cleaned_data["tags_on"])
        for name in names:
            if len(name) > LONGEST_TAG:
                raise ValidationError(_("„%(name)s…“ ist zu lang für eine Zielgruppe."), params={"name": name[:20]})
        return names

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where nothing or too little is said."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("status") == Status.RETIRED and not cleaned.get("status_reason"):
            self.add_error("status_reason", _("Wer Kontaktpunkte stilllegt, schreibt den Grund dazu."))
        if cleaned.get("status_reason") and not cleaned.get("status"):
            self.add_error("status", _("Zu einem Grund gehört ein Status."))
        if not self.errors and not any(cleaned.values()):
            raise ValidationError(_("Noch ist nichts gewählt, das sich ändern soll."))
        return cleaned

    @property
    def changes(self) -> Changes:
        """What a valid form asks for."""
        asked = self.cleaned_data
        values: dict[str, Any] = {
            f"{name}_id": None if asked[name] == NONE else int(asked[name])
            for name in ("stage", "department", "owner")
            if asked[name]
        }
        if asked["is_key"]:
            values["is_key"] = asked["is_key"] == "yes"
        values |= {name: asked[name] for name in ("kind", "channel", "evidence") if asked[name]}
        if asked["status"]:
            values |= {"status": asked["status"], "status_reason": asked["status_reason"]}
        return Changes(values, tags_on=tuple(asked["tags_on"]), tags_off=tuple(asked["tags_off"]))

    def told(self, counts: dict[str, int]) -> Iterator[tuple[str, str, int]]:
        """What a valid form asks for, in words: a field's label, what shall stand there, and for how many it is new."""
        for name, field in self.fields.items():
            value = self.cleaned_data[name]
            if value:
                words = value if isinstance(value, list) else [dict(getattr(field, "choices", ())).get(value, value)]
                yield str(field.label), ", ".join(map(str, words)), counts[_place(name)]

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


def _named(rows: Iterable[Stage | Department | User | Tag]) -> list[tuple[str, str]]:
    return [(str(row.pk), str(row)) for row in rows]


def _place(name: str) -> str:
    """Under which name the changes have what a field of the form says."""
    return f"{name}_id" if name in ("stage", "department", "owner") else name
