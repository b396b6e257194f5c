"""What can be added to closed minutes."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import Addendum


class AddendumForm(forms.ModelForm):  # type: ignore[type-arg]
    """A correction, dated and signed by who writes it."""

    class Meta:
        model = Addendum
        fields = ("text",)
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar = {
            "text": _("Das Protokoll selbst bleibt, wie es ist. Der Nachtrag steht mit Datum darunter.")
        }
