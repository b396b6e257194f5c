"""Rules 3, 4 and 11: silence, and nothing typed is lost."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from meetings import cards
from meetings.errors import (
    CardHangs,
    KeptAsDraft,
    NoSuchCard,
    RoundMovedOn,
    RuleBroken,
    TextMissing,
    TextTooLong,
)
from meetings.models import Card, Participant, Phase
from teams.models import Membership
from tests.factories import CardFactory, MeetingFactory, ParticipantFactory
from tests.meetings.rounds import Round, a_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def a(anna: Membership, ben: Membership) -> Round:
    """A round in its ideas phase."""
    return a_round(anna, ben).to(Phase.IDEAS)


def draft(a: Round, by: Participant, text: str = "Noch nicht fertig") -> Card:
    return cards.save_draft(meeting=a.meeting, by=by, card_id=uuid4(), text=text, at=a.now)


def stored(card: Card) -> Card:
    return Card.objects.get(pk=card.pk)


# --- Rule 3 ---------------------------------------------------------------------------------------


def test_rule_3_cards_hang_face_down_until_one_moment_reveals_them_all(a: Round) -> None:
    for person in (a.ben, a.gast, a.anna):
        a.pin(person)
        a.later()
    assert a.meeting.cards.face_down().count() == 3
    assert not a.meeting.cards.revealed().exists()
    a.to(Phase.DISCUSSION)
    assert set(a.meeting.cards.values_list("revealed_at", flat=True)) == {a.now}


def test_rule_3_what_was_revealed_stays_so_and_new_cards_hang_face_down_until_the_next_reveal(a: Round) -> None:
    first = a.pin(a.ben)
    a.to(Phase.DISCUSSION).back()
    second = a.pin(a.ben, "Neue Idee")
    assert list(a.meeting.cards.revealed()) == [first]
    a.back()
    assert list(a.meeting.cards.face_down()) == [second]
    a.to(Phase.DISCUSSION)
    assert a.meeting.cards.standing().count() == 2


def test_rule_3_drafts_are_never_revealed(a: Round) -> None:
    card = draft(a, a.ben)
    a.to(Phase.DISCUSSION)
    assert stored(card).revealed_at is None


def test_rule_3_nobody_touches_a_hidden_card_by_its_id_not_even_the_moderator(a: Round) -> None:
    card = a.pin(a.ben, "Geheim")
    for deed in (cards.take_back, cards.explained):
        with pytest.raises(NoSuchCard) as refused:
            deed(meeting=a.meeting, by=a.anna, card=card, at=a.now)
        assert "Geheim" not in str(refused.value)
    cards.discard(meeting=a.meeting, by=a.anna, card=card, at=a.now)
    assert stored(card).text == "Geheim"


def test_rule_3_writing_a_draft_stirs_nobodys_screen(a: Round) -> None:
    version = a.meeting.version
    card = draft(a, a.ben)
    cards.discard(meeting=a.meeting, by=a.ben, card=card, at=a.now)
    assert a.meeting.version == version


# --- Rule 4 ---------------------------------------------------------------------------------------


def test_rule_4_pinned_twice_with_the_same_id_it_is_the_same_card(a: Round) -> None:
    pk = uuid4()
    first = a.pin(a.ben, "Idee", pk)
    a.later()
    second = a.pin(a.ben, "Idee", pk)
    assert Card.objects.get() == first == second
    assert second.pinned_at == first.pinned_at


def test_nobody_floods_the_wall(a: Round) -> None:
    for number in range(cards.CARDS_EACH):
        a.pin(a.gast, f"Idee {number}")
    with pytest.raises(RuleBroken, match="Mehr Kärtchen"):
        a.pin(a.gast, "eine zu viel")
    a.pin(a.ben, "noch eine")


def test_rule_4_drafts_are_kept_in_every_running_phase(a: Round) -> None:
    card = draft(a, a.ben, "eins")
    for phase in (Phase.DISCUSSION, Phase.VOTE, Phase.PLAN):
        a.to(phase)
        text = f"in {phase}"
        cards.save_draft(meeting=a.meeting, by=a.ben, card_id=card.pk, text=text, at=a.now)
        assert stored(card).text == text


def test_rule_4_a_draft_may_be_longer_than_a_card_and_may_become_empty(a: Round) -> None:
    card = draft(a, a.ben, "x" * 2000)
    cards.save_draft(meeting=a.meeting, by=a.ben, card_id=card.pk, text="", at=a.now)
    assert stored(card).text == ""
    with pytest.raises(TextTooLong):
        draft(a, a.ben, "x" * 2001)


def test_rule_4_a_card_too_long_for_the_wall_is_kept_as_a_draft(a: Round) -> None:
    pk = uuid4()
    with pytest.raises(TextTooLong, match="20 Zeichen zu viel"):
        a.pin(a.ben, "x" * 300, pk)
    assert Card.objects.get(pk=pk).text == "x" * 300
    assert Card.objects.get(pk=pk).pinned_at is None
    assert a.pin(a.ben, "x" * 280, pk).pinned_at == a.now


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b\x00"])
def test_a_card_needs_an_idea(a: Round, text: str) -> None:
    with pytest.raises(TextMissing):
        a.pin(a.ben, text)
    assert not Card.objects.exists()


def test_rule_4_the_author_changes_a_face_down_card_in_the_ideas_phase(a: Round) -> None:
    card = a.pin(a.ben, "Idee")
    a.later()
    a.pin(a.ben, "Bessere Idee", card.pk)
    changed = stored(card)
    assert (changed.text, changed.pinned_at) == ("Bessere Idee", card.pinned_at)
    with pytest.raises(TextTooLong):
        a.pin(a.ben, "x" * 281, card.pk)
    assert stored(card).text == "Bessere Idee"


def test_rule_4_a_face_down_card_does_not_change_outside_the_ideas_phase(a: Round) -> None:
    card = a.pin(a.ben, "Idee")
    a.back()
    with pytest.raises(CardHangs):
        a.pin(a.ben, "Anders", card.pk)
    assert a.pin(a.ben, "Idee", card.pk) == card
    assert stored(card).text == "Idee"


def test_rule_4_a_revealed_card_does_not_change(a: Round) -> None:
    card = a.pin(a.ben, "Idee")
    a.to(Phase.DISCUSSION)
    for phase in (Phase.DISCUSSION, Phase.IDEAS):
        with pytest.raises(CardHangs):
            a.pin(a.ben, "Anders", card.pk)
        with pytest.raises(CardHangs):
            cards.discard(meeting=a.meeting, by=a.ben, card=card, at=a.now)
        if phase == Phase.DISCUSSION:
            a.back()
    assert stored(card).text == "Idee"


def test_rule_4_an_autosave_that_arrives_after_the_pin_changes_nothing(a: Round) -> None:
    card = a.pin(a.ben, "Idee")
    with pytest.raises(CardHangs):
        cards.save_draft(meeting=a.meeting, by=a.ben, card_id=card.pk, text="Ide", at=a.now)
    assert stored(card).text == "Idee"


def test_rule_4_a_face_down_card_is_taken_back_and_pinned_again(a: Round) -> None:
    card = a.pin(a.ben, "Idee")
    for _click in range(2):
        cards.take_back(meeting=a.meeting, by=a.ben, card=card, at=a.now)
    assert a.meeting.cards.drafts().get() == card
    assert a.pin(a.ben, "Idee", card.pk).pinned_at == a.now


def test_rule_4_a_revealed_card_is_not_taken_back(a: Round) -> None:
    card = a.pin(a.ben, "Idee")
    a.to(Phase.DISCUSSION)
    with pytest.raises(RoundMovedOn):
        cards.take_back(meeting=a.meeting, by=a.ben, card=card, at=a.now)
    a.back()
    with pytest.raises(CardHangs):
        cards.take_back(meeting=a.meeting, by=a.ben, card=card, at=a.now)


def test_rule_4_throwing_a_draft_away_twice_is_once(a: Round) -> None:
    card = draft(a, a.ben)
    for _click in range(2):
        cards.discard(meeting=a.meeting, by=a.ben, card=card, at=a.now)
    assert not Card.objects.exists()


def test_rule_4_the_id_of_someone_elses_card_is_refused_as_if_it_were_not_there(a: Round) -> None:
    other_round = CardFactory(text="Fremd", meeting=MeetingFactory())
    own_elsewhere = CardFactory(
        meeting=(there := MeetingFactory()), author=ParticipantFactory(meeting=there, user=a.ben.user), text="Woanders"
    )
    sentences = set()
    for card in (a.pin(a.gast, "Fremd"), draft(a, a.gast, "Fremd"), other_round, own_elsewhere):
        for deed in (cards.pin, cards.save_draft):
            with pytest.raises(NoSuchCard) as refused:
                deed(meeting=a.meeting, by=a.ben, card_id=card.pk, text="Gekapert", at=a.now)
            sentences.add(str(refused.value))
        with pytest.raises(NoSuchCard) as refused:
            cards.take_back(meeting=a.meeting, by=a.ben, card=card, at=a.now)
        sentences.add(str(refused.value))
        assert stored(card).text == card.text
    with pytest.raises(NoSuchCard) as refused:
        cards.take_back(meeting=a.meeting, by=a.ben, card=Card(), at=a.now)
    assert sentences == {str(refused.value)}


# --- Rule 11 --------------------------------------------------------------------------------------


def test_rule_11_a_late_draft_is_pinned_open_during_the_discussion(a: Round) -> None:
    early, card = a.pin(a.gast), draft(a, a.ben)
    a.to(Phase.DISCUSSION).later()
    late = a.pin(a.ben, "Fast vergessen", card.pk)
    assert late.pinned_at == late.revealed_at == a.now
    assert list(a.meeting.cards.standing().in_speaking_order(a.meeting)) == [early, late]


@pytest.mark.parametrize("phase", [Phase.VOTE, Phase.PLAN])
def test_rule_11_a_card_after_the_discussion_is_told_so_and_kept_as_a_draft(a: Round, phase: Phase) -> None:
    a.to(phase)
    pk = uuid4()
    with pytest.raises(KeptAsDraft, match="Entwurf gesichert"):
        a.pin(a.ben, "Zu spät", pk)
    assert Card.objects.drafts().get(pk=pk).text == "Zu spät"


def test_rule_11_a_card_before_the_ideas_phase_is_kept_as_a_draft(a: Round) -> None:
    a.back()
    with pytest.raises(KeptAsDraft):
        a.pin(a.ben, "Zu früh")
    assert Card.objects.drafts().get().text == "Zu früh"


# --- The last guard -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "broken",
    [
        {"revealed_at": True},
        {"pinned_at": True, "text": ""},
        {"pinned_at": True, "text": "x" * 281},
        {"pinned_at": True, "explained_at": True},
        {"note": "zu früh"},
    ],
)
def test_the_database_keeps_cards_whole(a: Round, broken: dict[str, object]) -> None:
    values = {name: a.now if value is True else value for name, value in broken.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        CardFactory(meeting=a.meeting, author=a.ben, **values)


def test_pinning_costs_the_same_in_a_full_room(a: Round, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(cards.CARDS_EACH - 1):
        CardFactory(meeting=a.meeting, author=a.ben, text=f"Idee {number}", pinned_at=a.now)
    meeting = a.meeting
    with django_assert_max_num_queries(10):
        cards.pin(meeting=meeting, by=a.ben, card_id=uuid4(), text="Idee", at=a.now)
