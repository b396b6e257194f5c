"""What a customer fills in."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from feedback.answering.answering import Said
from feedback.answering.scales import SCALES
from feedback.models import Answer, Contact, Question
from feedback.models.voice import LONGEST
from teams.wording import cleaned, one_line

REFERENCE_LENGTH: int = Answer._meta.get_field("reference").max_length or 0
FAR_TOO_LONG = 4 * LONGEST
"""Characters beyond which nobody needs to read the words to know that they are too many."""
TOO_LONG = gettext_lazy("Mehr als 10.000 Zeichen passen hier nicht hinein.")


class WordsField(forms.CharField):
    """Free words, without signs that nobody sees."""

    def to_python(self, value: Any) -> str:
        """The cleaned words. Raises ValidationError where they are so many that cleaning them would take long."""
        words = super().to_python(value) or ""
        if len(words) > FAR_TOO_LONG:
            raise ValidationError(TOO_LONG)
        return cleaned(words)


class AnswerForm(forms.Form):
    """A step on the question's scale, words for and against, and whom to write to; one thing at least.

    `subject` is seen by programs alone, which fill in everything that they find.
    """

    step = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": gettext_lazy("Diese Zahl steht nicht auf der Skala.")},
    )
    good = WordsField(required=False, validators=[MaxLengthValidator(LONGEST, TOO_LONG)])
    bad = WordsField(required=False, validators=[MaxLengthValidator(LONGEST, TOO_LONG)])
    name = Contact._meta.get_field("name").formfield()
    address = Contact._meta.get_field("address").formfield()
    subject = forms.CharField(required=False)

    def __init__(self, data: QueryDict | None = None, *, question: Question, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.question = question
        self.scale = SCALES[question.metric.type]
        self.fields["step"].choices = [(step, str(step)) for step in self.scale.steps]  # type: ignore[attr-defined]
        if not question.asks_contact:
            del self.fields["name"], self.fields["address"]

    def clean(self) -> dict[str, Any]:
        """Something was said at all, and who wishes an answer says to what, and where it can go."""
        data = self.cleaned_data
        has_words = bool(data.get("good") or data.get("bad"))
        if not self.errors and not has_words and data["step"] is None:
            self.add_error("step", _("Eine Zahl antippen oder unten ein paar Worte schreiben."))
        if data.get("address") and not has_words and not {"good", "bad"} & set(self.errors):
            self.add_error("address", _("Für eine Antwort braucht es oben ein paar Worte."))
        if data.get("name") and not data.get("address") and "address" not in self.errors:
            self.add_error("address", _("Wohin kann die Antwort gehen?"))
        return data

    @property
    def is_trapped(self) -> bool:
        """Whether something stands in the field that people do not see."""
        return bool(self.data.get("subject"))

    def said(self, *, reference: bool) -> Said:
        """What is to be kept, the reference only where it may be."""
        names = ("step", "good", "bad", "name", "address")
        told = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return Said(
            sheet=sheet_in(self.data),
            reference=reference_in(self.data) if reference else "",
            language=(get_language() or "de")[:2],
            was_seen="seen" in self.data,
            **told,
        )


def form_of(request: HttpRequest, question: Question) -> AnswerForm:
    """The form as it was sent; empty before that."""
    return AnswerForm(request.POST if request.method == "POST" else None, question=question)


def reworded(data: QueryDict, question: Question) -> AnswerForm:
    """The form with everything that was typed into it so far, and nothing said about it yet."""
    return AnswerForm(question=question, initial=data.dict())


def sheet_in(data: Any) -> UUID:
    """The number of the sheet, a new one where none came along: a broken number is no reason to lose an answer."""
    try:
        return UUID(str(data.get("sheet")))
    except ValueError:
        return uuid4()


def reference_in(data: Any) -> str:
    """What the sender of the link calls the matter, as far as it fits."""
    return one_line(str(data.get("ref") or "")[: 4 * REFERENCE_LENGTH])[:REFERENCE_LENGTH].strip()
