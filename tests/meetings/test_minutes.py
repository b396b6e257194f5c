"""What the minutes say, that they never change, and that nothing sealed is in them."""

import json
from decimal import Decimal

import pytest
from django.db.models import Value
from django.db.models.functions import Concat

from actions.models import Outcome as ActionOutcome
from meetings import closing, plan
from meetings.minutes import content_of
from meetings.models import Minutes, Phase
from meetings.reading import Record
from teams.models import Membership
from tests.factories import NOW, ActionFactory, CardFactory, MetricFactory, TouchpointFactory
from tests.meetings.rounds import IDEA, OTHER_IDEA, a_decided_round, a_held_round, a_round

pytestmark = pytest.mark.django_db


def test_minutes_name_people_cards_votes_as_counts_and_the_plan(anna: Membership, ben: Membership) -> None:
    content = a_held_round(anna, ben).content
    names = [person["name"] for person in content["participants"]]
    assert names == ["Anna Keller", "Ben Yılmaz", "Cem Arslan", "Paul Huber"]
    assert [card["text"] for card in content["cards"]] == [IDEA, OTHER_IDEA]
    assert content["votes"][0]["counts"] == [{"card": 1, "votes": 3}, {"card": 2, "votes": 0}]
    assert content["votes"][0]["abstentions"] == 1
    assert content["decision"] == 1
    assert content["actions"][0]["with_whom"] == "Buchhaltung"
    assert content["next"]["touchpoint"] == "Hotline"


def test_minutes_keep_planned_and_actual_time_of_each_phase(anna: Membership, ben: Membership) -> None:
    record = Record(a_held_round(anna, ben))
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
    vote = a_held_round(anna, ben).content["votes"][0]
    assert "Ben" not in json.dumps(vote)
    assert set(vote) == {"number", "outcome", "winner", "counts", "abstentions", "absent"}


def test_preview_in_the_silent_phase_contains_no_hidden_card(anna: Membership, ben: Membership) -> None:
    a = a_round(anna, ben).to(Phase.IDEAS)
    a.pin(a.ben, "GEHEIM-7")
    CardFactory(meeting=a.meeting, author=a.gast, text="ENTWURF-8")
    written = json.dumps(content_of(a.meeting, NOW))
    assert "GEHEIM-7" not in written
    assert "ENTWURF-8" not in written


def test_minutes_stay_as_they_were_when_names_and_texts_change_later(anna: Membership, ben: Membership) -> None:
    minutes = a_held_round(anna, ben)
    before = dict(minutes.content)
    ben.user.name = "Ben Anders"
    ben.user.save()
    anna.team.touchpoints.update(name=Concat("name", Value(" (alt)")))
    minutes.refresh_from_db()
    assert minutes.content == before


def test_a_round_ended_early_says_why_and_shows_no_ballot(anna: Membership, ben: Membership) -> None:
    a = a_round(anna, ben).to(Phase.ACTUAL_STATE)
    a.later(minutes=5)
    a.to(Phase.IDEAS).later(minutes=4)
    minutes = closing.close_early(meeting=a.meeting, by=a.anna, reason="Feueralarm", at=a.now)
    assert minutes.content["ended_early_reason"] == "Feueralarm"
    assert minutes.content["votes"] == []
    assert Record(minutes).decision is None
    assert [phase.label for phase in Record(minutes).phases] == ["Ist-Zustand", "Ideen"]
    assert minutes.content["next"]["touchpoint"] == minutes.content["touchpoint"]["name"]


def test_a_round_in_its_plan_can_be_previewed(anna: Membership, ben: Membership) -> None:
    assert content_of(a_decided_round(anna, ben).meeting, NOW)["decision"] == 1


def test_what_was_measured_at_the_follow_up_stands_in_the_record(anna: Membership, ben: Membership) -> None:
    metric = MetricFactory(touchpoint=TouchpointFactory(team=anna.team), name="Zufriedenheit")
    action = ActionFactory(team=anna.team, metric=metric, follow_up_on=NOW.date())
    a = a_round(anna, ben).to(Phase.FOLLOW_UP)
    plan.settle(
        meeting=a.meeting,
        by=a.ben,
        action=action,
        outcome=ActionOutcome.WORKS,
        result="Läuft.",
        again_on=None,
        measured_value=Decimal(84),
        at=a.now,
    )
    content = content_of(a.meeting, a.now)
    (row,) = Record(Minutes(meeting=a.meeting, content=content, language="de")).settlements
    assert row["measured"] == "Zufriedenheit: 84\xa0%"
    assert content["settlements"][0]["measured"]["value"] == "84.0000"
