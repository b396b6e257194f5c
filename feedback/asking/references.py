"""What a team calls its customers: read from a list, and kept as a keyed hash that leads nowhere back."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from teams.models import Team
from teams.wording import one_line

MOST = 50_000
"""Links of one mailing."""

LONGEST = 200
"""Signs of a reference: a mail address at most."""


def references_of(text: str) -> list[str]:
    """The references of a list, one a line; an empty line between others is somebody whom nobody names."""
    lines = [one_line(line).strip(" \"';,") for line in text.splitlines()]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def hash_of_customer(reference: str, team: Team) -> str:
    """What is kept of a reference: 64 hexadecimal digits by the installation's key, others in every team.

    Capitals make no difference, for mail addresses are typed either way.
    """
    value = f"{team.pk}:{reference.casefold()}"
    return salted_hmac("feedback.customer", value, algorithm="sha256").hexdigest()
