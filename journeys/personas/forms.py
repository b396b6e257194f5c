"""What people say about a kind of customer, and the picture they give it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from journeys.models import Persona
from journeys.models.persona import PROSE
from journeys.personas.pictures import LARGEST, made_small
from teams.shared_forms import ProseField, SharedForm

GROUPS = {
    "who": _("Wer das ist"),
    "moves": _("Was bewegt"),
    "known": _("Woher wir das wissen"),
}
LAYOUT: dict[str, tuple[tuple[str, ...], ...]] = {
    "who": (("name",), ("summary",), ("situation",), ("share",)),
    "moves": (("needs",), ("fears",), ("delights",), ("drives_away",), ("media_use",)),
    "known": (("evidence",), ("source",)),
}
"""What stands together in the form: groups of rows of fields."""


class PersonaForm(SharedForm):
    """A customer profile; a name is enough to begin with."""

    titles = GROUPS
    layout = LAYOUT
    always_open: ClassVar = {"who", "moves"}

    class Meta:
        model = Persona
        fields: ClassVar = [name for rows in LAYOUT.values() for row in rows for name in row]
        field_classes: ClassVar = dict.fromkeys(PROSE, ProseField)
        widgets: ClassVar = {
            **{name: forms.Textarea(attrs={"rows": 4}) for name in PROSE},
            "share": forms.NumberInput(attrs={"min": 0, "max": 100, "inputmode": "numeric"}),
            "evidence": forms.RadioSelect,
        }
        help_texts: ClassVar = {
            "name": _("Ein Name, unter dem alle dieselbe Person vor sich sehen, zum Beispiel „Bauherrin Berta“."),
            "summary": _("Woran ist sie zu erkennen?"),
            "situation": _("Alter, Beruf, Haushalt oder Betrieb: was ihren Alltag ausmacht."),
            "share": _("In Prozent, auch geschätzt."),
            "needs": _("Was soll leichter, schneller oder sicherer werden?"),
            "fears": _("Was könnte schiefgehen, aus ihrer Sicht?"),
            "delights": _("Wovon erzählt sie weiter?"),
            "drives_away": _("Wann geht sie zur Konkurrenz?"),
            "media_use": _("Wo sucht sie, wem glaubt sie, wie ist sie zu erreichen?"),
            "evidence": _("Vermutet ist kein Makel, solange es dabeisteht."),
            "source": _("Zum Beispiel „12 Gespräche im Oktober“."),
        }


class PictureField(forms.FileField):
    """A picture, read whatever its name says."""

    def clean(self, data: Any, initial: Any = None) -> bytes:
        """The picture as it is kept. Raises ValidationError for what is none, or too large."""
        file: UploadedFile[Any] = super().clean(data, initial)
        return made_small(file.read(LARGEST + 1))


class PortraitForm(forms.Form):
    """The picture of a customer profile."""

    picture = PictureField(
        label=_("Bild"),
        help_text=_("PNG oder JPEG bis 5 MB. Es wird quadratisch zugeschnitten; Ort und Kamera bleiben nicht im Bild."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        error_messages={"required": _("Noch ist kein Bild gewählt.")},
    )
