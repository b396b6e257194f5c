"""What the minutes say, that they never change, and that nothing sealed is in them."""

import json
from datetime import timedelta

import pytest
from django.db.models import Value
from django.db.models.functions import Concat

from meetings import cards, closing
from meetings.minutes import content_of
from meetings.reading import Record
from teams.models import Membership
from tests.factories import NOW, CardFactory
from tests.meetings.held import IDEA, OTHER_IDEA, held, opened, planned, seats

pytestmark = pytest.mark.django_db


def test_minutes_name_people_cards_votes_as_counts_and_the_plan(anna: Membership, ben: Membership) -> None:
    content = held(anna, ben).content
    assert [person["name"] for person in content["participants"]] == ["Anna Keller", "Ben Yılmaz", "Paul Huber"]
    assert [card["text"] for card in content["cards"]] == [IDEA, OTHER_IDEA]
    assert content["votes"][0]["counts"] == [{"card": 1, "votes": 3}, {"card": 2, "votes": 0}]
    assert content["decision"] == 1
    assert content["actions"][0]["with_whom"] == "Buchhaltung"
    assert content["next"]["touchpoint"] == "Hotline"


def test_minutes_keep_planned_and_actual_time_of_each_phase(anna: Membership, ben: Membership) -> None:
    record = Record(held(anna, ben))
    assert [(phase.planned, phase.spent) for phase in record.phases] == [
        (300, 300),
        (300, 360),
        (600, 540),
        (300, 240),
        (300, 300),
    ]
    assert record.planned == 1800
    assert record.spent == 1740


def test_minutes_never_say_who_voted_for_what(anna: Membership, ben: Membership) -> None:
    vote = held(anna, ben).content["votes"][0]
    assert "Ben" not in json.dumps(vote)
    assert set(vote) == {"number", "outcome", "winner", "counts", "abstentions", "absent"}


def test_preview_in_the_silent_phase_contains_no_hidden_card(anna: Membership, ben: Membership) -> None:
    meeting = opened(anna, ben)
    cards.pin(meeting=meeting, by=seats(meeting)["ben"], card_id=CardFactory.build().pk, text="GEHEIM-7", at=NOW)
    CardFactory(meeting=meeting, author=seats(meeting)["paul"], text="ENTWURF-8")
    written = json.dumps(content_of(meeting, NOW))
    assert "GEHEIM-7" not in written
    assert "ENTWURF-8" not in written


def test_minutes_stay_as_they_were_when_names_and_texts_change_later(anna: Membership, ben: Membership) -> None:
    minutes = held(anna, ben)
    before = dict(minutes.content)
    ben.user.name = "Ben Anders"
    ben.user.save()
    anna.team.touchpoints.update(name=Concat("name", Value(" (alt)")))
    minutes.refresh_from_db()
    assert minutes.content == before


def test_a_round_ended_early_says_why_and_shows_no_ballot(anna: Membership, ben: Membership) -> None:
    meeting = opened(anna, ben)
    minutes = closing.close_early(
        meeting=meeting, by=seats(meeting)["anna"], reason="Feueralarm", at=NOW + timedelta(minutes=9)
    )
    assert minutes.content["ended_early_reason"] == "Feueralarm"
    assert minutes.content["votes"] == []
    assert Record(minutes).decision is None
    assert [phase.label for phase in Record(minutes).phases] == ["Ist-Zustand", "Ideen"]
    assert minutes.content["next"]["touchpoint"] == minutes.content["touchpoint"]["name"]


def test_a_round_in_its_plan_can_be_previewed(anna: Membership, ben: Membership) -> None:
    assert content_of(planned(anna, ben), NOW)["decision"] == 1
