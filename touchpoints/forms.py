"""What people type about touchpoints and stages."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from teams.forms import RowsField, TeamModelForm
from teams.shared_forms import ProseField, SharedForm
from touchpoints.describing import describe
from touchpoints.models import RATINGS, BrandFit, Stage, Tag, Touchpoint
from touchpoints.tagging import names_in, tags_named
from touchpoints.ways import journeys_through

GROUPS = {
    "what": _("Was und wo"),
    "states": _("Heute und richtig gut"),
    "expectation": _("Erwartung, Ziel und Ende"),
    "brand": _("Passt zur Marke?"),
    "ratings": _("Bewertung und Beleg"),
    "status": _("Status"),
}
LAYOUT: dict[str, tuple[tuple[str, ...], ...]] = {
    "what": (
        ("name",),
        ("kind",),
        ("is_personal",),
        ("is_key",),
        ("channel", "stage"),
        ("department", "owner"),
        ("tags",),
        ("new_tags",),
    ),
    "states": (("actual_state",), ("target_state",)),
    "expectation": (
        ("goal",),
        ("disappointing", "okay", "delightful"),
        ("ending",),
        ("is_moment_of_truth",),
    ),
    "brand": (("brand_fit",), ("brand_fit_reason",)),
    "ratings": (
        ("importance_customer",),
        ("importance_company",),
        ("performance",),
        ("contacts_per_month",),
        ("impact", "confidence", "effort"),
        ("evidence",),
    ),
    "status": (("status",), ("status_reason",)),
}
"""What stands together in the form: groups of rows of fields."""

PROSE = ("actual_state", "target_state", "goal", "disappointing", "okay", "delightful", "ending")


def scale(top: int) -> forms.Widget:
    """How a rating from 1 to `top` is given: a row of buttons, or a list where they would be too many."""
    widget = forms.RadioSelect if top <= 5 else forms.Select
    return widget(choices=[("", "–"), *((step, str(step)) for step in range(1, top + 1))])


lines = partial(forms.Textarea, attrs={"rows": 3})


class TouchpointForm(SharedForm):
    """One entry of the inventory.

    Brand fit needs its reason here and not in the database: a table from elsewhere has the one without the other,
    and an earlier version comes back as it was.
    """

    new_tags = forms.CharField(
        label=_("Neue Zielgruppen"), required=False, max_length=400, help_text=_("Durch Komma getrennt.")
    )
    titles = GROUPS
    layout = LAYOUT
    always_open: ClassVar = {"what", "states"}

    class Meta:
        model = Touchpoint
        fields: ClassVar = [name for rows in LAYOUT.values() for row in rows for name in row if name != "new_tags"]
        field_classes: ClassVar = {"tags": RowsField, **dict.fromkeys(PROSE, ProseField)}
        widgets: ClassVar = {
            "kind": forms.RadioSelect,
            "actual_state": forms.Textarea(attrs={"rows": 5}),
            "target_state": forms.Textarea(attrs={"rows": 5}),
            "goal": lines(),
            "disappointing": lines(),
            "okay": lines(),
            "delightful": lines(),
            "ending": lines(),
            "brand_fit": forms.RadioSelect,
            "evidence": forms.RadioSelect,
            "status": forms.RadioSelect,
            "tags": forms.CheckboxSelectMultiple,
            "channel": forms.TextInput(attrs={"list": "channels"}),
            **{name: scale(top) for name, top in RATINGS.items()},
        }
        help_texts: ClassVar = {
            "name": _("Wo Kundinnen und Kunden dem Unternehmen begegnen, zum Beispiel „Rechnung“ oder „Hotline“."),
            "kind": _("Direkt ist der eigene Kontakt, indirekt ist, was andere sagen: Portale, Presse, Empfehlungen."),
            "channel": _("Zum Beispiel Telefon, E-Mail, Laden."),
            "actual_state": _("Was erlebt man hier heute? In den Worten der Kundinnen und Kunden."),
            "target_state": _("Und wie wäre es, wenn es richtig gut ist?"),
            "is_key": _("Einer der wenigen, die über Treue und Empfehlung entscheiden."),
            "goal": _("Was soll der Kontakt bewirken, für Kunden und für uns?"),
            "ending": _("Der letzte Augenblick bleibt im Gedächtnis."),
            "is_moment_of_truth": _("Hier entscheidet sich, ob Kunden bleiben."),
            "importance_customer": _("1 = nebensächlich, 5 = entscheidend"),
            "importance_company": _("1 = nebensächlich, 5 = entscheidend"),
            "performance": _("1 = schwach, 5 = hervorragend"),
            "brand_fit_reason": _("Gehört zu jeder Antwort, auch zu „passt“."),
            "evidence": _("Woher wissen wir, was Kunden hier erleben?"),
            "status_reason": _("Beim Stilllegen gehört er dazu."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["brand_fit"].choices = [("", _("offen")), *BrandFit.choices]  # type: ignore[attr-defined]
        if self.instance.pk and (count := journeys_through(self.instance).count()):
            told = ngettext(
                "Beim Stilllegen gehört er dazu: %(count)s Journey führt hierher.",
                "Beim Stilllegen gehört er dazu: %(count)s Journeys führen hierher.",
                count,
            )
            self.fields["status_reason"].help_text = told % {"count": count}
        if not self.instance.team.tags.exists():
            del self.fields["tags"]
            self.fields["new_tags"].label = _("Zielgruppen")

    @property
    def channels(self) -> QuerySet[Touchpoint, str]:
        """The channels that the team has used, to choose from while typing."""
        return self.instance.team.touchpoints.channels()

    def clean_new_tags(self) -> list[str]:
        """The names of tags to add."""
        names = names_in(self.cleaned_data["new_tags"])
        longest = Tag._meta.get_field("name").max_length or 0
        if long := [name for name in names if len(name) > longest]:
            raise ValidationError(
                _("„%(name)s“ ist zu lang: höchstens %(longest)s Zeichen."),
                params={"name": f"{long[0][:longest]}…", "longest": longest},
            )
        return names

    def clean(self) -> dict[str, Any]:
        """Whoever judges brand fit says why."""
        said = super().clean()
        is_judged_now = {"brand_fit", "brand_fit_reason"} & set(self.changed_data)
        if is_judged_now and said.get("brand_fit") and said.get("brand_fit_reason") == "":
            self.add_error("brand_fit_reason", _("Wer sagt, ob es zur Marke passt, schreibt den Grund dazu."))
        return said

    def save(self, commit: bool = True) -> Touchpoint:
        """The touchpoint with its tags, as one change in its history."""
        touchpoint: Touchpoint = super().save(commit=False)
        chosen = set(self.cleaned_data.get("tags", ()))
        added = tags_named(touchpoint.team, self.cleaned_data["new_tags"])
        describe(touchpoint, tags=chosen | set(added))
        return touchpoint


class RetireForm(forms.Form):
    """Why customers no longer meet a touchpoint."""

    reason = forms.CharField(
        label=_("Grund"),
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Wer einen Kontaktpunkt stilllegt, schreibt den Grund dazu.")},
    )


class StageForm(TeamModelForm):
    """The name of a stage."""

    class Meta:
        model = Stage
        fields = ["name"]
