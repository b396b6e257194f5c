"""A question at a touchpoint begins, gets another address, ends."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from feedback.models import Question
from teams.models import User
from touchpoints.models import Metric, Touchpoint

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without 0, 1, i, l and o, which look alike on paper."""

LENGTH = 8
"""Signs of a code: short enough to be typed from a receipt, and nobody hits one of them by chance."""

NAMES = {
    Metric.Type.NPS: gettext_lazy("Weiterempfehlung"),
    Metric.Type.CSAT: gettext_lazy("Zufriedenheit"),
    Metric.Type.CES: gettext_lazy("Wie leicht es war"),
}
"""What a metric is called that is made together with its question."""


@transaction.atomic
def ask(question: Question, *, kind: str = "", by: User) -> Question:
    """Begin a new question; with `kind` a metric of that type is made for it at its touchpoint.

    Raises IntegrityError where the metric has an open question already; whoever holds the touchpoint can look before.
    """
    if kind:
        question.metric = Metric.objects.create(
            touchpoint=question.touchpoint, name=free_name(question.touchpoint, kind), type=kind
        )
    question.team, question.created_by, question.code = question.touchpoint.team, by, new_code()
    question.save()
    return question


def renew_code(question: Question) -> None:
    """Give the question another address; codes that are printed already lead nowhere from now on."""
    question.code = new_code()
    question.save(update_fields=["code"])


def close(question: Question, *, at: datetime) -> None:
    """Take no more answers; safe to repeat, the first time counts."""
    Question.objects.filter(pk=question.pk, closed_at=None).update(closed_at=at)


def public_url(question: Question, **given: str) -> str:
    """The address at which customers answer, as it is printed and sent; `given` may be its `lang` and a `ref`."""
    url = settings.BASE_URL + question.get_public_url()
    return f"{url}?{urlencode(given)}" if given else url


def new_code() -> str:
    """A code that no question has."""
    while Question.objects.filter(code=(code := _random_signs())).exists():
        continue
    return code


def free_name(touchpoint: Touchpoint, kind: str) -> str:
    """What a new metric of that type is called there: "Zufriedenheit", or "Zufriedenheit 2" beside the first."""
    name = str(NAMES[Metric.Type(kind)])
    taken = set(touchpoint.metrics.values_list("name", flat=True))
    names = (name if number == 1 else f"{name} {number}" for number in range(1, len(taken) + 2))
    return next(each for each in names if each not in taken)


def _random_signs() -> str:
    return "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))
