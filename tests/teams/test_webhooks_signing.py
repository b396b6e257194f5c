"""What we sign, others can check."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
import standardwebhooks

from teams.webhooks.signing import new_secret, signature, signed_headers

KNOWN_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_the_signature_is_the_one_that_the_scheme_gives_as_an_example() -> None:
    body = b'{"test": 2432232314}'
    signed = signature(KNOWN_SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_library_of_others_takes_what_we_sign() -> None:
    secret, body, at = new_secret(), '{"type": "ping", "data": "Grüße"}'.encode(), datetime.now(UTC)
    headers = signed_headers(event_id=UUID(int=7), body=body, keys=[secret], at=at)
    receiver = standardwebhooks.Webhook(secret)
    assert receiver.verify(body, headers) == json.loads(body)
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        receiver.verify(body.replace(b"ping", b"pong"), headers)
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        standardwebhooks.Webhook(new_secret()).verify(body, headers)


def test_no_two_secrets_are_the_same_and_each_has_256_bits() -> None:
    first, second = new_secret(), new_secret()
    assert first != second
    assert len(first) == len("whsec_") + 44
