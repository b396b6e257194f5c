"""Rule 12: paper works too. A round from the wall, typed in afterwards in one form, under the same rules."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from actions.models import Action
from meetings import joining
from meetings.errors import RuleBroken
from meetings.models import FIVE_PHASES, Meeting, Outcome, Phase
from meetings.paper import PaperCard, PaperRound, type_in
from meetings.reading import Record
from teams.models import Membership
from tests.conftest import signed_in
from tests.factories import NOW, MeetingFactory, ParticipantFactory, TouchpointFactory

pytestmark = pytest.mark.django_db

AFTER = NOW + timedelta(hours=3)


@pytest.fixture
def meeting(anna: Membership, ben: Membership) -> Meeting:
    """A round that was planned here and held on paper."""
    meeting = MeetingFactory(team=anna.team, moderator=anna.user)
    ParticipantFactory(meeting=meeting, user=ben.user, joined_at=None, present_until=None)
    joining.enter(meeting=meeting, user=anna.user, at=AFTER)
    return meeting


def sheets(meeting: Meeting, ben: Membership, cards: list[PaperCard], **changes: Any) -> PaperRound:
    """The smallest complete set of sheets."""
    action = Action(
        team=meeting.team,
        what="Neu drucken",
        responsible=ben.user,
        due_on=NOW.date() + timedelta(days=7),
        follow_up_on=NOW.date() + timedelta(days=14),
    )
    given: dict[str, Any] = {
        "present": list(meeting.participants.all()),
        "guests": ["Paul Huber"],
        "minutes": dict.fromkeys(FIVE_PHASES, 6),
        "cards": cards,
        "actions": [action],
        "next_touchpoint": TouchpointFactory(team=meeting.team, name="Hotline"),
    }
    return PaperRound(**(given | changes))


def typed(meeting: Meeting, paper: PaperRound) -> Record:
    """The record after typing the sheets in."""
    moderator = meeting.participants.get(user=meeting.moderator)
    return Record(type_in(meeting=meeting, by=moderator, paper=paper, at=AFTER))


def test_rule_12_what_was_decided_may_be_over_when_it_is_typed_in(meeting: Meeting, ben: Membership) -> None:
    paper, moderator = sheets(meeting, ben, []), meeting.participants.get(user=meeting.moderator)
    type_in(meeting=meeting, by=moderator, paper=paper, at=NOW + timedelta(days=30))
    assert meeting.decided_actions.count() == 1


def test_rule_12_a_paper_round_becomes_minutes_with_its_counts(meeting: Meeting, ben: Membership) -> None:
    cards = [PaperCard("A", "Ben Yılmaz", votes=2), PaperCard("B", "Paul Huber")]
    record = typed(meeting, sheets(meeting, ben, cards, abstentions=1))
    assert record.content["paper"] is True
    assert [(count.card["text"], count.votes) for count in record.votes[0].counts] == [("A", 2), ("B", 0)]
    assert record.votes[0].abstentions == 1
    assert record.decision and record.decision["text"] == "A"
    assert [phase.spent for phase in record.phases] == [360] * 5
    assert meeting.team.actions.get().what == "Neu drucken"


def test_rule_7_on_paper_the_moderators_stroke_decides_a_tie(meeting: Meeting, ben: Membership) -> None:
    cards = [
        PaperCard("A", "Ben Yılmaz", votes=1),
        PaperCard("B", "Paul Huber", votes=1, is_moderators_choice=True),
    ]
    record = typed(meeting, sheets(meeting, ben, cards))
    assert record.decision and record.decision["text"] == "B"
    assert record.content["votes"][0]["outcome"] == Outcome.MODERATOR


def test_rule_7_on_paper_a_run_off_follows_a_tie(meeting: Meeting, ben: Membership) -> None:
    cards = [PaperCard("A", "Ben Yılmaz", votes=1, run_off=1), PaperCard("B", "Paul Huber", votes=1, run_off=2)]
    record = typed(meeting, sheets(meeting, ben, cards))
    assert [vote.number for vote in record.votes] == [1, 2]
    assert record.decision and record.decision["text"] == "B"


def test_a_tie_that_nobody_broke_stores_nothing(meeting: Meeting, ben: Membership) -> None:
    cards = [PaperCard("A", "Ben Yılmaz", votes=1), PaperCard("B", "Paul Huber", votes=1)]
    with pytest.raises(RuleBroken, match="Gleichstand"):
        typed(meeting, sheets(meeting, ben, cards))
    meeting.refresh_from_db()
    assert meeting.phase == Phase.LOBBY
    assert not meeting.cards.exists()


def test_rule_7_on_paper_the_moderators_stroke_decides_the_run_off_too(meeting: Meeting, ben: Membership) -> None:
    cards = [
        PaperCard("A", "Ben Yılmaz", votes=1, run_off=1),
        PaperCard("B", "Paul Huber", votes=1, run_off=1, is_moderators_run_off=True),
    ]
    record = typed(meeting, sheets(meeting, ben, cards, abstentions=1, run_off_abstentions=1))
    assert record.decision and record.decision["text"] == "B"
    assert record.votes[1].abstentions == 1


def test_rule_7_on_paper_only_tied_cards_are_in_the_run_off(meeting: Meeting, ben: Membership) -> None:
    author = "Ben Yılmaz"
    tied = [PaperCard("A", author, votes=1, run_off=1), PaperCard("B", author, votes=1, run_off=0)]
    refused = sheets(meeting, ben, [*tied, PaperCard("C", author, run_off=2)])
    with pytest.raises(RuleBroken, match="gleichauf"):
        typed(meeting, refused)
    record = typed(meeting, replace(refused, cards=[*tied, PaperCard("C", author)]))
    assert [count.card["text"] for count in record.votes[1].counts] == ["A", "B"]


@pytest.mark.parametrize("changes", [{"abstentions": 2}, {"run_off_abstentions": 2}])
def test_rule_6_on_paper_nobody_votes_twice(meeting: Meeting, ben: Membership, changes: dict[str, int]) -> None:
    cards = [PaperCard("A", "Ben Yılmaz", votes=1, run_off=2), PaperCard("B", "Paul Huber", votes=1, run_off=0)]
    with pytest.raises(RuleBroken, match="mehr Stimmen"):
        typed(meeting, sheets(meeting, ben, cards, **changes))


def test_rule_7_on_paper_the_result_is_set_aside_with_a_reason_alone(meeting: Meeting, ben: Membership) -> None:
    cards = [PaperCard("A", "Ben Yılmaz", votes=2), PaperCard("B", "Paul Huber", votes=1)]
    paper = sheets(meeting, ben, cards, instead=1)
    with pytest.raises(RuleBroken, match="Grund"):
        typed(meeting, paper)
    with pytest.raises(RuleBroken, match="gewonnen"):
        typed(meeting, replace(paper, instead=0, set_aside_reason="Zu teuer"))
    record = typed(meeting, replace(paper, set_aside_reason="Zu teuer"))
    assert record.decision and record.decision["text"] == "B"
    assert record.vote_winner and record.vote_winner["text"] == "A"
    assert record.content["set_aside"] == {"reason": "Zu teuer"}


def test_rule_7_on_paper_a_round_without_a_vote_for_a_card_says_why_it_went_on(
    meeting: Meeting, ben: Membership
) -> None:
    paper = sheets(meeting, ben, [PaperCard("A", "Ben Yılmaz")], abstentions=3)
    with pytest.raises(RuleBroken, match="Niemand"):
        typed(meeting, paper)
    assert typed(meeting, replace(paper, set_aside_reason="Wir fragen erst die Kundin.")).decision is None


def test_a_round_is_typed_in_once_it_has_begun_and_has_a_touchpoint(meeting: Meeting, ben: Membership) -> None:
    paper, touchpoint = sheets(meeting, ben, []), meeting.touchpoint
    for changes, sentence in (
        ({"touchpoint": None}, "Kontaktpunkt"),
        ({"touchpoint": touchpoint, "starts_at": AFTER + timedelta(days=1)}, "beginnt erst noch"),
    ):
        Meeting.objects.filter(pk=meeting.pk).update(**changes)
        with pytest.raises(RuleBroken, match=sentence):
            typed(meeting, paper)


def test_rule_8_holds_on_paper_too(meeting: Meeting, ben: Membership) -> None:
    with pytest.raises(RuleBroken):
        typed(meeting, sheets(meeting, ben, [PaperCard("A", "Ben Yılmaz", votes=1)], actions=[]))
    meeting.refresh_from_db()
    assert meeting.phase == Phase.LOBBY


def form_data(meeting: Meeting, **changes: Any) -> dict[str, Any]:
    """What the browser sends for one card and no action."""
    data = {
        "present": [str(person.pk) for person in meeting.participants.all()],
        "guests": "Paul Huber",
        "abstentions": "0",
        "no_action_reason": "Erst fragen wir die Kundin.",
        "cards-TOTAL_FORMS": "12",
        "cards-INITIAL_FORMS": "0",
        "actions-TOTAL_FORMS": "4",
        "actions-INITIAL_FORMS": "0",
        "cards-0-text": "Neu drucken",
        "cards-0-author": "Paul Huber",
        "cards-0-votes": "2",
        **{phase.value: "5" for phase in FIVE_PHASES},
    }
    return data | changes


@pytest.fixture
def later() -> Iterator[None]:
    """The round is over when its sheets are typed in."""
    with time_machine.travel(AFTER, tick=False):
        yield


@pytest.mark.usefixtures("later")
def test_the_form_closes_the_round(meeting: Meeting, anna: Membership) -> None:
    url = f"/t/{meeting.team.slug}/rounds/{meeting.pk}/paper/"
    assert signed_in(anna).get(url).status_code == 200
    response = signed_in(anna).post(url, form_data(meeting))
    assert response.status_code == 302
    meeting.refresh_from_db()
    assert meeting.phase == Phase.CLOSED
    assert meeting.cards.get().author.name == "Paul Huber"


def test_the_form_says_beside_the_field_who_is_missing_and_keeps_what_was_typed(
    meeting: Meeting, anna: Membership
) -> None:
    url = f"/t/{meeting.team.slug}/rounds/{meeting.pk}/paper/"
    response = signed_in(anna).post(url, form_data(meeting, **{"cards-0-author": "Niemand"}))
    assert response.status_code == 422
    page = response.content.decode()
    assert "Diese Person steht nicht unter" in page
    assert 'value="Niemand"' in page


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"cards-3-text": "B", "cards-3-author": "Paul Huber", "cards-3-run_off": "1"}, "cards-3-run_off", "gleichauf"),
        ({"abstentions": "9"}, "abstentions", "als Menschen im Raum"),
        ({"instead": "2"}, "instead", "Diese Zeile ist leer."),
        ({"instead": "1"}, "set_aside_reason", "schreibt den Grund dazu"),
        ({"cards-0-is_moderators_run_off": "on"}, "cards-0-run_off", "ist einer der Striche"),
    ],
)
def test_the_form_says_beside_the_field_what_cannot_have_been(
    meeting: Meeting, anna: Membership, typed: dict[str, str], field: str, sentence: str
) -> None:
    url = f"/t/{meeting.team.slug}/rounds/{meeting.pk}/paper/"
    response = signed_in(anna).post(url, form_data(meeting, **typed))
    assert response.status_code == 422
    page = response.content.decode()
    beside = page[page.index(f'id="id_{field}_error"') :][:400]
    assert sentence in beside


@pytest.mark.usefixtures("later")
def test_the_form_takes_a_run_off_and_a_result_set_aside(meeting: Meeting, anna: Membership) -> None:
    url = f"/t/{meeting.team.slug}/rounds/{meeting.pk}/paper/"
    typed = {
        "cards-0-votes": "1",
        "cards-0-run_off": "1",
        "cards-4-text": "Anders drucken",
        "cards-4-author": "Paul Huber",
        "cards-4-votes": "1",
        "cards-4-run_off": "1",
        "cards-4-is_moderators_run_off": "on",
        "set_aside_reason": "Zu teuer",
        "instead": "1",
    }
    assert signed_in(anna).post(url, form_data(meeting, **typed)).status_code == 302
    record = Record(meeting.minutes)
    assert record.vote_winner and record.vote_winner["text"] == "Anders drucken"
    assert record.decision and record.decision["text"] == "Neu drucken"


@pytest.mark.parametrize("kind", ["cards", "actions"])
def test_more_rows_come_by_a_button_and_nothing_typed_is_lost(meeting: Meeting, anna: Membership, kind: str) -> None:
    url = f"/t/{meeting.team.slug}/rounds/{meeting.pk}/paper/"
    data = form_data(meeting, more=kind, present=[], abstentions="", **{"actions-3-what": "Kundin anrufen"})
    response = signed_in(anna).post(url, data)
    page = response.content.decode()
    assert response.status_code == 200
    assert ('name="cards-23-text"' in page, 'name="actions-7-what"' in page) == (kind == "cards", kind == "actions")
    assert 'value="Kundin anrufen"' in page or ">Kundin anrufen" in page
    assert "Neu drucken" in page
    assert 'class="errorlist' not in page
    assert "aria-invalid" not in page


def test_people_with_forged_keys_were_not_there(meeting: Meeting, anna: Membership) -> None:
    url = f"/t/{meeting.team.slug}/rounds/{meeting.pk}/paper/"
    response = signed_in(anna).post(url, form_data(meeting, present=["9223372036854775808"]))
    assert response.status_code == 422
    assert "9223372036854775808" in response.content.decode()


def test_a_member_who_does_not_moderate_cannot_type_in_a_round(meeting: Meeting, ben: Membership) -> None:
    assert signed_in(ben).get(f"/t/{meeting.team.slug}/rounds/{meeting.pk}/paper/").status_code == 403
