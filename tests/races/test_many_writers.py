"""Twenty people who write without a break: nobody is turned away, and what was confirmed is there."""

from collections import Counter
from functools import partial
from itertools import count
from time import monotonic
from uuid import uuid4

import pytest
from django.db import OperationalError

from meetings import cards, joining
from meetings.models import Card, Participant, Phase
from teams.models import Membership
from tests.factories import ParticipantFactory
from tests.meetings.rounds import Round, a_round
from tests.races.at_once import at_once

WRITERS = 20
SECONDS = 30


def writing(a: Round, person: Participant, until: float) -> Counter[str]:
    """One person drafts, pins and keeps being present until the time is up; what was confirmed, and what was not."""
    meeting = a.meeting
    done: Counter[str] = Counter()
    for number in count():
        if monotonic() > until:
            return done
        try:
            pk = uuid4()
            cards.save_draft(meeting=meeting, by=person, card_id=pk, text=f"Entwurf {number}", at=a.now)
            cards.pin(meeting=meeting, by=person, card_id=pk, text=f"Idee {number}", at=a.now)
            joining.keep_present(participant_pks=[person.pk], until=a.now)
            done["pinned"] += 1
        except OperationalError as refusal:
            done[str(refusal)] += 1
    return done


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_twenty_writers_for_half_a_minute_never_find_the_database_locked(
    anna: Membership, ben: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "CARDS_EACH", 10_000)
    a = a_round(anna, ben).to(Phase.IDEAS)
    people = [
        ParticipantFactory(meeting=a.meeting, user=None, is_guest=True, name=f"Gast {number}")
        for number in range(WRITERS)
    ]
    until = monotonic() + SECONDS
    total = Counter[str]()
    for done in at_once([partial(writing, a, person, until) for person in people]):
        assert isinstance(done, Counter)
        total += done
    assert set(total) == {"pinned"}
    assert Card.objects.face_down().count() == total["pinned"]
