"""The code by which somebody without a name finds their suggestion again; the database keeps its hash alone."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from teams.models import Team
from teams.tokens import hash_of

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs without 0, 1, I and O, which look alike."""

GROUP, GROUPS = 4, 5
LONGEST_TYPED = 80


def code_for(sheet: UUID, team: Team) -> str:
    """The code of the form that was filled in, such as "KT4M-9XQ2-…": five groups of four signs, 100 bits.

    It follows from the number of the form, which the browser alone has, and from the secret of the installation: who
    sends the same form again because no answer came sees the same code again, though nobody has kept it.
    """
    digest = salted_hmac("feedback.suggestions.receipts", f"{team.pk} {sheet}", algorithm="sha256").digest()
    return _in_groups("".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[: GROUP * GROUPS]))


def kept_of(sheet: UUID) -> UUID:
    """What the database keeps of a form's number: enough to know it again, too little to make the code from."""
    return UUID(bytes=hashlib.sha256(sheet.bytes).digest()[:16])


def address() -> str:
    """Where codes are entered, with the host."""
    return settings.BASE_URL + reverse("receipt")


def tidy(typed: str) -> str:
    """A code as it was given out, however it was typed: "kt4m 9xq2 …" is "KT4M-9XQ2-…"."""
    return _in_groups("".join(sign for sign in typed[:LONGEST_TYPED].upper() if sign in ALPHABET))


def kept_hash(typed: str) -> str:
    """What the database keeps of a code."""
    return hash_of(tidy(typed))


def _in_groups(signs: str) -> str:
    return "-".join(signs[start : start + GROUP] for start in range(0, len(signs), GROUP))
