"""The short code by which people find a round: read out in a room, typed on a phone."""

import secrets

from meetings.models import Meeting

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O, which look alike."""

GROUP = 4


def new_code() -> str:
    """A code that no round has, such as "KT4M-9XQ2": 40 random bits."""
    while Meeting.objects.filter(join_code=(code := tidy(_random_signs()))).exists():
        continue
    return code


def tidy(typed: str) -> str:
    """A code as it is kept, however it was typed: "kt4m 9xq2" is "KT4M-9XQ2"."""
    signs = "".join(sign for sign in typed.upper() if sign in ALPHABET)
    return f"{signs[:GROUP]}-{signs[GROUP:]}"


def _random_signs() -> str:
    return "".join(secrets.choice(ALPHABET) for _sign in range(2 * GROUP))
