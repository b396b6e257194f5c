"""Secrets for links: the person gets the token, the database only its hash."""

import hashlib
import secrets


def new_token() -> str:
    """A secret of 256 random bits, fit for a URL."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What the database keeps of a token: 64 hexadecimal digits that lead nowhere back."""
    return hashlib.sha256(token.encode()).hexdigest()
