"""Ideas: written in silence, pinned face down, revealed for all at once, explained in turn, merged."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from meetings.errors import CardHangs, KeptAsDraft, NoSuchCard, OnlyModerator, RoundMovedOn, RuleBroken
from meetings.models import Card, Meeting, Outcome, Participant, Phase
from meetings.models.cards import DRAFT_LIMIT, NOTE_LIMIT, TEXT_LIMIT
from meetings.models.phases import RUNNING
from meetings.table import at_table, during, in_chair, quietly_at_table, seated
from meetings.wording import fitting, required

CARDS_EACH = 30
"""Cards and drafts of one person; five silent minutes fill a handful, a script fills a database."""
AFTER_REVEAL = (Phase.DISCUSSION, Phase.VOTE, Phase.PLAN)


# --- Writing --------------------------------------------------------------------------------------


def save_draft(*, meeting: Meeting, by: Participant, card_id: UUID, text: str, at: datetime) -> Card:
    """Keep what someone is writing, for them alone, in any running phase.

    Raises TextTooLong, NoSuchCard for an id that is not theirs, CardHangs for a pinned one, NotInRoom, RoundIsOver.
    """
    text = fitting(text, limit=DRAFT_LIMIT)
    with quietly_at_table(meeting) as meeting:
        card = _own(meeting, seated(meeting, by), card_id)
        during(meeting, *RUNNING)
        if card.pinned_at:
            raise CardHangs
        return _kept(card, text)


def pin(*, meeting: Meeting, by: Participant, card_id: UUID, text: str, at: datetime) -> Card:
    """Hang a card: face down among the ideas, open for all in the discussion; a repeat is the same card.

    In the ideas phase it also changes the text of one's own card that hangs face down already.
    Raises KeptAsDraft in any other running phase and TextTooLong beyond 280 characters, each after storing the
    text as a draft; TextMissing, CardHangs for another text on a revealed card, and as `save_draft`.
    """
    text = required(text, limit=DRAFT_LIMIT, sentence=_("Ein Kärtchen braucht eine Idee."))
    with at_table(meeting) as table:
        card = _own(table, seated(table, by), card_id)
        during(table, *RUNNING)
        refusal = _why_not_pinned(table, card, text)
        if refusal and card.pinned_at is None:
            _kept(card, text)
        elif not refusal:
            _hang(table, card, text, at)
    if refusal:
        raise refusal
    return card


def take_back(*, meeting: Meeting, by: Participant, card: Card, at: datetime) -> Card:
    """Make one's own card that hangs face down a draft again; safe to repeat.

    Raises NoSuchCard, CardHangs once revealed, RoundMovedOn outside the ideas phase.
    """
    with at_table(meeting) as meeting:
        card = _written(seated(meeting, by), card)
        during(meeting, Phase.IDEAS)
        if card.revealed_at:
            raise CardHangs
        card.pinned_at = None
        card.save(update_fields=["pinned_at"])
        return card


def discard(*, meeting: Meeting, by: Participant, card: Card, at: datetime) -> None:
    """Throw one's own draft away; safe to repeat. Raises CardHangs for a pinned card, NotInRoom, RoundIsOver."""
    with quietly_at_table(meeting) as meeting:
        author = seated(meeting, by)
        during(meeting, *RUNNING)
        if author.cards.filter(pk=card.pk).exclude(pinned_at=None).exists():
            raise CardHangs
        author.cards.filter(pk=card.pk).delete()


def reveal(*, meeting: Meeting, at: datetime) -> None:
    """Turn all cards that hang face down, in one moment for everyone; called at the table when the ideas phase ends."""
    meeting.cards.face_down().update(revealed_at=at)


# --- Discussing -----------------------------------------------------------------------------------


def next_speaker(meeting: Meeting) -> Card | None:
    """The card to be explained next: author by author, the moderator's always last; None when all had their turn."""
    waiting = meeting.cards.standing().filter(explained_at=None)
    if meeting.speaking_card_id:
        waiting = waiting.exclude(pk=meeting.speaking_card_id)
    return waiting.in_speaking_order(meeting).select_related("author").first()


def share_of_time(meeting: Meeting, *, cards: int) -> timedelta:
    """How long each of that many standing cards may take: the planned minutes evenly, 10 for 4 gives 2:30."""
    return timedelta(minutes=meeting.discussion_minutes) / max(cards, 1)


def give_floor(*, meeting: Meeting, by: Participant, card: Card | None, at: datetime) -> None:
    """Let a card's author speak, or nobody; the card before counts as explained.

    Raises OnlyModerator, RoundMovedOn outside the discussion, NoSuchCard,
    RuleBroken for a card of the moderator while another's waits: the boss speaks last.
    """
    with at_table(meeting) as meeting:
        in_chair(meeting, by)
        during(meeting, Phase.DISCUSSION)
        if card is not None and card.pk == meeting.speaking_card_id:
            return
        speaking = None if card is None else _standing(meeting, card)
        if meeting.speaking_card_id:
            meeting.cards.filter(pk=meeting.speaking_card_id, explained_at=None).update(explained_at=at)
        if speaking and meeting.is_moderated_by(speaking.author) and _others_wait(meeting):
            raise RuleBroken(_("Die Moderation spricht zuletzt: Erst kommen die anderen Kärtchen dran."))
        meeting.speaking_card, meeting.speaking_since = speaking, at if speaking else None
        meeting.save(update_fields=["speaking_card", "speaking_since"])


def explained(*, meeting: Meeting, by: Participant, card: Card, at: datetime, value: bool = True) -> None:
    """Mark a card as explained, or not; its author or the moderator may.

    Raises RoundMovedOn outside the discussion, NoSuchCard, OnlyModerator for everyone else.
    """
    with at_table(meeting) as meeting:
        card = _in_hand(meeting, by, card)
        during(meeting, Phase.DISCUSSION)
        card.explained_at = (card.explained_at or at) if value else None
        card.save(update_fields=["explained_at"])


def write_note(*, meeting: Meeting, by: Participant, card: Card, text: str, at: datetime) -> None:
    """Note in a few words what was said about a card; its author or the moderator may, until the round closes.

    Raises RoundMovedOn before the discussion, TextTooLong, NoSuchCard, OnlyModerator for everyone else.
    """
    text = fitting(text, limit=NOTE_LIMIT)
    with at_table(meeting) as meeting:
        card = _in_hand(meeting, by, card)
        during(meeting, *AFTER_REVEAL)
        card.note = text
        card.save(update_fields=["note"])


def merge(*, meeting: Meeting, by: Participant, card: Card, into: Card, at: datetime) -> None:
    """Put a card under an equal one; authors and texts stay visible. Cards under it come along, the floor too.

    Raises OnlyModerator, RoundMovedOn outside the discussion, NoSuchCard unless both stand on this wall,
    RuleBroken for a card into itself and once votes for cards were counted, which stand in the minutes.
    """
    with at_table(meeting) as meeting:
        _sorting(meeting, by)
        if card.pk == into.pk:
            raise RuleBroken(_("Zum Zusammenlegen gehören zwei Kärtchen."))
        if meeting.cards.filter(pk=card.pk, merged_into=into.pk).exists():
            return
        card, into = _standing(meeting, card), _standing(meeting, into)
        card.merged.update(merged_into=into)
        card.merged_into = into
        card.save(update_fields=["merged_into"])
        if meeting.speaking_card_id == card.pk:
            meeting.speaking_card = into
            meeting.save(update_fields=["speaking_card"])


def unmerge(*, meeting: Meeting, by: Participant, card: Card, at: datetime) -> None:
    """Let a merged card stand by itself again, with its own mark and note; safe to repeat. Raises as `merge`."""
    with at_table(meeting) as meeting:
        _sorting(meeting, by)
        card = _on_wall(meeting, card)
        card.merged_into = None
        card.save(update_fields=["merged_into"])


# --- Which card, whose card -----------------------------------------------------------------------


def _own(meeting: Meeting, author: Participant, card_id: UUID) -> Card:
    """The author's card with that id, new if nobody has it; never a card of someone else, never one too many."""
    card = Card.objects.filter(pk=card_id).first()
    if card is None:
        if author.cards.count() >= CARDS_EACH:
            raise RuleBroken(_("Mehr Kärtchen passen nicht in eine Runde."))
        return Card(pk=card_id, meeting=meeting, author=author)
    if card.author_id != author.pk:
        raise NoSuchCard
    return card


def _kept(card: Card, text: str) -> Card:
    card.text = text
    try:
        with transaction.atomic():
            card.save(force_insert=card._state.adding)
    except IntegrityError as taken:
        raise NoSuchCard from taken
    return card


def _why_not_pinned(meeting: Meeting, card: Card, text: str) -> RuleBroken | None:
    if card.pinned_at and card.text == text:
        return None
    if card.revealed_at:
        return CardHangs()
    if meeting.phase == Phase.IDEAS or (meeting.phase == Phase.DISCUSSION and card.pinned_at is None):
        return _why_too_long(text)
    return CardHangs() if card.pinned_at else KeptAsDraft()


def _why_too_long(text: str) -> RuleBroken | None:
    try:
        fitting(text, limit=TEXT_LIMIT)
    except RuleBroken as refusal:
        return refusal
    return None


def _hang(meeting: Meeting, card: Card, text: str, at: datetime) -> None:
    if card.pinned_at is None:
        card.pinned_at = at
        card.revealed_at = at if meeting.phase == Phase.DISCUSSION else None
    _kept(card, text)


def _written(author: Participant, card: Card) -> Card:
    found = author.cards.filter(pk=card.pk).first()
    if found is None:
        raise NoSuchCard
    return found


def _on_wall(meeting: Meeting, card: Card) -> Card:
    found = meeting.cards.revealed().filter(pk=card.pk).select_related("author").first()
    if found is None:
        raise NoSuchCard
    return found


def _standing(meeting: Meeting, card: Card) -> Card:
    found = _on_wall(meeting, card)
    if not found.stands:
        raise NoSuchCard(_("Dieses Kärtchen ist schon mit einem anderen zusammengelegt."))
    return found


def _in_hand(meeting: Meeting, by: Participant, card: Card) -> Card:
    person, found = seated(meeting, by), _on_wall(meeting, card)
    if found.author_id != person.pk and not meeting.is_moderated_by(person):
        raise OnlyModerator
    return found


def _sorting(meeting: Meeting, by: Participant) -> None:
    in_chair(meeting, by)
    during(meeting, Phase.DISCUSSION)
    has_votes = meeting.vote_rounds.exclude(outcome__in=["", Outcome.NO_VOTES]).exists()
    if has_votes or meeting.set_aside_reason:
        raise RoundMovedOn(_("Über die Kärtchen ist abgestimmt, sie bleiben, wie sie sind."))


def _others_wait(meeting: Meeting) -> bool:
    others = meeting.participants.all().but_moderator(meeting)
    return meeting.cards.standing().filter(explained_at=None, author__in=others).exists()
