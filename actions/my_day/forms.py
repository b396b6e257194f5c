"""What people type when they postpone an action or ask for help with it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from actions.models import Action
from teams.forms import date_input
from teams.working_days import add_working_days, is_working_day

OTHER = "other"
DAY = timedelta(days=1)


class PostponeForm(forms.Form):
    """Until when instead, and why: one of the days that lie at hand, or another one."""

    quick = forms.CharField(label=_("Bis wann?"), widget=forms.RadioSelect)
    to = forms.DateField(label=_("Anderer Tag"), required=False, widget=date_input())
    reason = forms.CharField(
        label=_("Warum?"),
        max_length=280,
        help_text=_("Ein paar Worte genügen. Sie stehen dann bei der Maßnahme."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, action: Action, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = days_at_hand(action, today)
        choices = [(day.isoformat(), words) for day, words in days.items()]
        self.fields["quick"].widget.choices = [*choices, (OTHER, _("anderer Tag"))]
        self.initial["quick"] = next(day for day in days if is_working_day(action.team, day)).isoformat()

    def clean(self) -> dict[str, Any]:
        """`to`, whichever way it was chosen, and the `reason`."""
        quick, said = self.cleaned_data.pop("quick", ""), self.cleaned_data
        if quick and quick != OTHER:
            try:
                said["to"] = date.fromisoformat(quick)
            except ValueError:
                self.add_error("quick", _("Das ist kein Tag."))
        elif quick == OTHER and said.get("to") is None and "to" not in self.errors:
            self.add_error("to", _("Hier fehlt der Tag."))
        return said


class HelpForm(forms.Form):
    """What help is needed with, if there is anything to say."""

    words = forms.CharField(
        label=_("Wobei?"),
        max_length=280,
        required=False,
        help_text=_("Die Leitung und alle, die hier dabei sind, bekommen eine Mail."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def days_at_hand(action: Action, today: date) -> dict[date, str]:
    """The next day, Monday, the next working day and a week on, each once, with the date in the words.

    They are counted from today, or from the last day if that is still to come.
    """
    base = max(today, action.due_on)
    monday = base + timedelta(days=7 - base.weekday())
    likely = [
        (base + DAY, _("morgen") if base == today else _("einen Tag später")),
        *([(monday, _("am Montag"))] if is_working_day(action.team, monday) else []),
        (add_working_days(action.team, base, 1), _("am nächsten Arbeitstag")),
        (base + 7 * DAY, _("in einer Woche") if base == today else _("eine Woche später")),
    ]
    pattern = pgettext("day in this half year, in Django's date format", "D, j. N")
    at_hand = {day: f"{words} · {format_date(day, pattern)}" for day, words in reversed(likely)}
    return dict(sorted(at_hand.items()))
