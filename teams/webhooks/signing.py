"""Signing what is sent, as Standard Webhooks (version 1, HMAC-SHA256) has it, so that receivers can use any library."""

import base64
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

PREFIX = "whsec_"
KEY_BYTES = 32


def new_secret() -> str:
    """A fresh key in the form that libraries for receivers take."""
    return PREFIX + base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """What proves that the body is ours and of that second (Unix time).

    >>> signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_1", 1614265330, b"{}")
    'v1,ZztYR0IIDCBCUcYzh8ZE+qsQWpIgtHU7R1hpe8htaD4='
    """
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join((message_id.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def signed_headers(*, event_id: UUID, body: bytes, keys: Iterable[str], at: datetime) -> dict[str, str]:
    """The three headers by which a receiver knows us; a signature for each key that counts at that moment."""
    message_id, timestamp = str(event_id), int(at.timestamp())
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(key, message_id, timestamp, body) for key in keys),
    }
