"""Giving out personal tokens, and knowing them again."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from config.models import ApiToken, Scope
from teams.models import Membership
from teams.tokens import hash_of, new_token

PREFIX = "kp_"
"""By it programs that look for leaked secrets can tell what they have found."""

LOOKS_LIKE_ONE = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")


def issue(*, membership: Membership, name: str, scope: Scope, days: int, at: datetime) -> tuple[ApiToken, str]:
    """A new token, and its text, which nobody can see again."""
    text = f"{PREFIX}{new_token()}"
    token = ApiToken.objects.create(
        membership=membership,
        name=name,
        scope=scope,
        token_hash=hash_of(text),
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    return token, text


def known(text: str, *, at: datetime) -> ApiToken | None:
    """The valid token of that text with its person and team, None if there is none."""
    if not LOOKS_LIKE_ONE.fullmatch(text):
        return None
    tokens = ApiToken.objects.valid(at).select_related("membership__team", "membership__user")
    return tokens.filter(token_hash=hash_of(text)).first()
