"""What opens a stream, and what does not."""

from datetime import timedelta

import pytest
import time_machine
from django.core.signing import BadSignature

from meetings.live import tokens
from tests.factories import NOW, ParticipantFactory

pytestmark = pytest.mark.django_db


def test_a_token_names_round_person_and_language() -> None:
    paul = ParticipantFactory()
    token = tokens.issue(paul.meeting, paul, "en")
    assert tokens.read(token) == tokens.Ticket(paul.meeting.pk, paul.pk, "en")


def test_the_wall_has_a_token_without_a_person() -> None:
    meeting = ParticipantFactory().meeting
    assert tokens.read(tokens.issue(meeting, None, "de")) == tokens.Ticket(meeting.pk, None, "de")


def test_a_token_cannot_be_made_for_another_round() -> None:
    paul = ParticipantFactory()
    token = tokens.issue(paul.meeting, paul, "de")
    with pytest.raises(BadSignature):
        tokens.read(token.replace(f"{paul.meeting.pk}.", f"{paul.meeting.pk + 1}.", 1))


def test_a_token_is_good_for_a_quarter_of_an_hour() -> None:
    paul = ParticipantFactory()
    with time_machine.travel(NOW, tick=False) as clock:
        token = tokens.issue(paul.meeting, paul, "de")
        clock.shift(tokens.MAX_AGE)
        tokens.read(token)
        clock.shift(timedelta(seconds=1))
        with pytest.raises(BadSignature):
            tokens.read(token)
