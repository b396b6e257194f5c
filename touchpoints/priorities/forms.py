"""What people type about the weight of touchpoints."""

from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator
from django.db.models import Field
from django.forms.models import model_to_dict

from touchpoints.models import RATINGS, Touchpoint

RATED = ("importance_customer", "performance", "impact", "confidence", "effort", "contacts_per_month")


def _rating(name: str) -> forms.IntegerField:
    """An empty field or a whole number on the scale of the record's field."""
    field = cast("Field[Any, Any]", Touchpoint._meta.get_field(name))
    top = next(int(rule.limit_value) for rule in field.validators if isinstance(rule, MaxValueValidator))
    return forms.IntegerField(
        label=field.verbose_name,
        required=False,
        min_value=1 if name in RATINGS else 0,
        max_value=top,
        show_hidden_initial=True,
    )


class RatingForm(forms.Form):
    """The ratings of one touchpoint, a row of several; it remembers what stood there when the page was made."""

    def __init__(self, data: Any, *, touchpoint: Touchpoint) -> None:
        super().__init__(data, prefix=f"t{touchpoint.pk}", initial=model_to_dict(touchpoint, RATED))
        self.touchpoint = touchpoint
        self.fields = {name: _rating(name) for name in RATED}

    @property
    def ratings(self) -> dict[str, int | None]:
        """What somebody changed, with what it is now."""
        return {name: self.cleaned_data[name] for name in self.changed_data}
