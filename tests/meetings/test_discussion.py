"""Rule 5: everyone speaks, the boss last; equal cards are merged."""

from datetime import timedelta
from uuid import uuid4

import pytest

from meetings import cards, phases
from meetings.errors import NoSuchCard, OnlyModerator, RoundMovedOn, RuleBroken, TextTooLong
from meetings.minutes import content_of
from meetings.models import Card, Phase
from meetings.room.state import look_around
from teams.models import Membership
from tests.factories import CardFactory, MeetingFactory
from tests.meetings.rounds import Round, a_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def a(anna: Membership, ben: Membership) -> Round:
    """A round in its ideas phase."""
    return a_round(anna, ben).to(Phase.IDEAS)


def stored(card: Card) -> Card:
    return Card.objects.get(pk=card.pk)


def speakers(a: Round) -> list[str]:
    """The texts in the order in which the floor is given."""
    said = []
    while (card := cards.next_speaker(a.meeting)) is not None:
        cards.give_floor(meeting=a.meeting, by=a.anna, card=card, at=a.later())
        said.append(card.text)
    return said


def test_rule_5_the_order_goes_through_the_authors_and_the_moderators_cards_come_last(a: Round) -> None:
    for by, text in ((a.anna, "M1"), (a.gast, "G1"), (a.ben, "B1"), (a.gast, "G2"), (a.ben, "B2"), (a.anna, "M2")):
        a.pin(by, text)
        a.later()
    a.to(Phase.DISCUSSION)
    assert speakers(a) == ["B1", "B2", "G1", "G2", "M1", "M2"]


def test_rule_5_the_list_of_people_stands_in_the_order_in_which_they_speak(a: Round) -> None:
    for by in (a.anna, a.gast):
        a.pin(by, "Karte")
    a.to(Phase.DISCUSSION)
    here = [person.pk for person in look_around(a.meeting, a.now).here]
    assert (here[0], here[-1]) == (a.gast.pk, a.anna.pk)


def test_rule_5_the_moderators_cards_are_last_even_after_latecomers(a: Round) -> None:
    a.pin(a.anna, "M")
    a.to(Phase.DISCUSSION).later()
    a.pin(a.ben, "B")
    assert speakers(a) == ["B", "M"]


def test_rule_5_the_moderator_does_not_take_the_floor_while_others_wait(a: Round) -> None:
    own, other = a.pin(a.anna, "M"), a.pin(a.gast, "G")
    a.to(Phase.DISCUSSION)
    with pytest.raises(RuleBroken, match="spricht zuletzt"):
        cards.give_floor(meeting=a.meeting, by=a.anna, card=own, at=a.now)
    cards.give_floor(meeting=a.meeting, by=a.anna, card=other, at=a.now)
    cards.give_floor(meeting=a.meeting, by=a.anna, card=own, at=a.later())
    assert a.meeting.speaking_card == own
    assert stored(other).explained_at == a.now


def test_rule_5_giving_the_floor_on_marks_the_card_before_as_explained(a: Round) -> None:
    first, second = a.pin(a.ben, "1"), a.pin(a.cem, "2")
    a.to(Phase.DISCUSSION)
    cards.give_floor(meeting=a.meeting, by=a.anna, card=first, at=a.now)
    since = a.now
    cards.give_floor(meeting=a.meeting, by=a.anna, card=first, at=a.later())
    assert (a.meeting.speaking_since, stored(first).explained_at) == (since, None)
    cards.give_floor(meeting=a.meeting, by=a.anna, card=second, at=a.now)
    cards.give_floor(meeting=a.meeting, by=a.anna, card=None, at=a.later())
    assert a.meeting.speaking_card is None
    assert cards.next_speaker(a.meeting) is None
    assert stored(second).explained_at == a.now


def test_rule_5_someone_who_dropped_out_does_not_hold_up_the_order(a: Round) -> None:
    gone, own = a.pin(a.gast, "G"), a.pin(a.anna, "M")
    a.to(Phase.DISCUSSION).leave(a.gast)
    cards.explained(meeting=a.meeting, by=a.anna, card=gone, at=a.now)
    cards.give_floor(meeting=a.meeting, by=a.anna, card=own, at=a.now)
    assert a.meeting.speaking_card == own


def test_rule_5_each_card_has_its_share_of_the_ten_minutes(a: Round) -> None:
    assert cards.share_of_time(a.meeting, cards=4) == timedelta(minutes=2, seconds=30)
    assert cards.share_of_time(a.meeting, cards=0) == timedelta(minutes=10)


def test_rule_5_a_pause_does_not_count_against_the_speakers_share(a: Round) -> None:
    card = a.pin(a.ben)
    a.pin(a.gast)
    a.to(Phase.DISCUSSION)
    cards.give_floor(meeting=a.meeting, by=a.anna, card=card, at=a.later())
    phases.pause(meeting=a.meeting, by=a.anna, at=a.later(minutes=1))
    phases.add_minute(meeting=a.meeting, by=a.anna, at=a.later(minutes=3))
    phases.resume(meeting=a.meeting, by=a.anna, at=a.later(minutes=3))
    assert look_around(a.meeting, a.later(minutes=1)).speaking_left == 180


def test_rule_5_who_gets_the_floor_in_a_pause_has_the_whole_share_after_it(a: Round) -> None:
    card = a.pin(a.ben)
    a.to(Phase.DISCUSSION)
    phases.pause(meeting=a.meeting, by=a.anna, at=a.later())
    cards.give_floor(meeting=a.meeting, by=a.anna, card=card, at=a.later(minutes=2))
    phases.resume(meeting=a.meeting, by=a.anna, at=a.later(minutes=2))
    assert look_around(a.meeting, a.now).speaking_left == 600


def test_rule_5_the_author_and_the_moderator_mark_and_note_what_was_explained(a: Round) -> None:
    card = a.pin(a.gast)
    a.to(Phase.DISCUSSION)
    cards.explained(meeting=a.meeting, by=a.gast, card=card, at=a.now)
    marked = a.now
    cards.explained(meeting=a.meeting, by=a.anna, card=card, at=a.later())
    cards.write_note(meeting=a.meeting, by=a.anna, card=card, text=" mit  QR-Code ", at=a.now)
    assert (stored(card).explained_at, stored(card).note) == (marked, "mit QR-Code")
    cards.explained(meeting=a.meeting, by=a.anna, card=card, value=False, at=a.now)
    assert stored(card).explained_at is None
    with pytest.raises(OnlyModerator):
        cards.explained(meeting=a.meeting, by=a.ben, card=card, at=a.now)
    with pytest.raises(OnlyModerator):
        cards.write_note(meeting=a.meeting, by=a.ben, card=card, text="x", at=a.now)


def test_a_note_typed_as_the_discussion_ends_is_not_lost(a: Round) -> None:
    card = a.pin(a.gast)
    a.to(Phase.VOTE)
    cards.write_note(meeting=a.meeting, by=a.gast, card=card, text="eilig", at=a.now)
    assert stored(card).note == "eilig"
    with pytest.raises(TextTooLong):
        cards.write_note(meeting=a.meeting, by=a.gast, card=card, text="x" * 501, at=a.now)


# --- Merging --------------------------------------------------------------------------------------


def merge(a: Round, card: Card, into: Card) -> None:
    cards.merge(meeting=a.meeting, by=a.anna, card=card, into=into, at=a.now)


def test_rule_5_merged_cards_keep_their_author_and_text_and_count_as_one(a: Round) -> None:
    one, two = a.pin(a.ben, "Eins"), a.pin(a.gast, "Eins, ähnlich")
    a.to(Phase.DISCUSSION)
    for _click in range(2):
        merge(a, two, one)
    assert list(a.meeting.cards.standing()) == [one]
    under = one.merged.get()
    assert (under.author, under.text) == (a.gast, "Eins, ähnlich")


def test_rule_5_cards_under_a_merged_card_come_along_and_stand_again_one_by_one(a: Round) -> None:
    one, two, three = a.pin(a.ben, "1"), a.pin(a.cem, "2"), a.pin(a.gast, "3")
    a.to(Phase.DISCUSSION)
    merge(a, three, two)
    merge(a, two, one)
    assert set(one.merged.all()) == {two, three}
    for _click in range(2):
        cards.unmerge(meeting=a.meeting, by=a.anna, card=two, at=a.now)
    assert set(a.meeting.cards.standing()) == {one, two}
    assert list(one.merged.all()) == [three]


def test_rule_5_a_merged_card_keeps_its_own_mark_and_passes_the_floor_on(a: Round) -> None:
    one, two = a.pin(a.ben, "1"), a.pin(a.cem, "2")
    a.to(Phase.DISCUSSION)
    cards.explained(meeting=a.meeting, by=a.anna, card=two, at=a.now)
    cards.give_floor(meeting=a.meeting, by=a.anna, card=two, at=a.now)
    merge(a, two, one)
    assert a.meeting.speaking_card == one
    assert stored(one).explained_at is None
    cards.unmerge(meeting=a.meeting, by=a.anna, card=two, at=a.now)
    assert stored(two).explained_at == a.now


def test_rule_5_there_are_no_circles(a: Round) -> None:
    one, two = a.pin(a.ben, "1"), a.pin(a.cem, "2")
    a.to(Phase.DISCUSSION)
    with pytest.raises(RuleBroken, match="gehören zwei"):
        merge(a, one, one)
    merge(a, two, one)
    with pytest.raises(NoSuchCard, match="zusammengelegt"):
        merge(a, one, two)
    assert list(a.meeting.cards.standing()) == [one]


def test_rule_5_only_standing_cards_of_this_wall_are_merged(a: Round) -> None:
    one = a.pin(a.ben, "1")
    hidden = cards.save_draft(meeting=a.meeting, by=a.cem, card_id=uuid4(), text="Entwurf", at=a.now)
    elsewhere = CardFactory(meeting=MeetingFactory(), pinned_at=a.now, revealed_at=a.now)
    a.to(Phase.DISCUSSION)
    for other in (hidden, elsewhere):
        for pair in ((one, other), (other, one)):
            with pytest.raises(NoSuchCard):
                merge(a, *pair)
    assert not Card.objects.exclude(merged_into=None).exists()


def test_cards_stay_as_they_are_once_the_vote_is_decided(a: Round) -> None:
    one, two = a.pin(a.ben, "1"), a.pin(a.cem, "2")
    a.to(Phase.VOTE).vote(one, one, two, None)
    a.back()
    with pytest.raises(RoundMovedOn, match="abgestimmt"):
        merge(a, two, one)


def test_cards_stay_as_they_are_after_a_tie_so_that_the_minutes_keep_every_vote(a: Round) -> None:
    one, two, three = (a.pin(by, text) for by, text in ((a.ben, "1"), (a.cem, "2"), (a.gast, "3")))
    a.to(Phase.VOTE).vote(one, two, None, None)
    a.back()
    with pytest.raises(RoundMovedOn, match="abgestimmt"):
        merge(a, two, three)
    a.to(Phase.VOTE).vote(one, one, one, one)
    first, run_off = content_of(a.meeting, a.now)["votes"]
    assert [count["votes"] for count in first["counts"]] == [1, 1, 0]
    assert [count["votes"] for count in run_off["counts"]] == [4, 0]


def test_cards_are_merged_after_a_vote_in_which_nobody_voted_for_one(a: Round) -> None:
    one, two = a.pin(a.ben, "1"), a.pin(a.cem, "2")
    a.to(Phase.VOTE).vote(None, None, None, None)
    a.back()
    merge(a, two, one)
    assert stored(two).merged_into == one
