"""What everyone in the room may see, and nothing else: what is secret is not selected, so it cannot leak."""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from actions.models import Action
from meetings.cards import share_of_time
from meetings.models import Meeting, Phase, Settlement
from meetings.plan import due_follow_ups
from meetings.room.clock import Clock, Stretch, bar_of, clock_of, milliseconds, seconds
from meetings.room.people import Person, people_of
from meetings.room.vote import Vote, vote_of

SECTIONS = ("phases", "head", "clock", "wall", "people", "side")
WITH_A_VOTE = (Phase.VOTE, Phase.PLAN, Phase.CLOSED)
WITH_A_PLAN = (Phase.PLAN, Phase.CLOSED)


@dataclass(frozen=True, slots=True)
class WallCard:
    """A revealed card, with those merged into it; whether it was explained shows while that is what the room does."""

    pk: uuid.UUID
    text: str
    note: str
    author: Person
    byline: str
    is_explained: bool
    is_speaking: bool
    merged: list[WallCard]


@dataclass(frozen=True, slots=True)
class Sections:
    """The shared part as HTML by section, ready to be pushed to every screen of one language.

    `here` are the participants who may look on; once it `is_over`, nothing follows.
    """

    html: dict[str, str]
    desk_key: str
    version: int
    here: frozenset[int]
    is_over: bool


@dataclass(frozen=True, slots=True)
class RoomState:
    """The room at one moment."""

    meeting: Meeting
    at: datetime
    clock: Clock
    bar: list[Stretch]
    people: list[Person]
    cards: list[WallCard]
    face_down: int
    vote: Vote
    actions: list[Action]
    settlements: list[Settlement]
    due: list[Action]

    @property
    def phase(self) -> str:
        """Where the round is."""
        return self.meeting.phase

    @property
    def phase_name(self) -> str:
        """The phase as the screen calls it."""
        return str(self.meeting.get_phase_display())

    @property
    def wall_template(self) -> str:
        """What hangs in the middle of the room in this phase."""
        return f"meetings/room/wall_{self.phase}.html"

    @property
    def here(self) -> list[Person]:
        """Those who came in and were not removed: as they came, in the discussion as they speak; the moderator last."""
        here = [person for person in self.people if person.is_here]
        if self.phase != Phase.DISCUSSION:
            return here
        turns = list(dict.fromkeys(card.author.pk for card in self.cards))
        waiting = len(turns)
        return sorted(
            here,
            key=lambda person: (person.is_moderator, turns.index(person.pk) if person.pk in turns else waiting),
        )

    @property
    def authors(self) -> int:
        """How many people the cards on the wall come from."""
        every = [*self.cards, *(merged for card in self.cards for merged in card.merged)]
        return len({card.author.pk for card in every})

    @property
    def speaker(self) -> int | None:
        """Whose card is being explained."""
        return self.speaking.author.pk if self.speaking else None

    @property
    def explained_by(self) -> set[int]:
        """Whose cards have all been explained, while that is what the room is about."""
        if self.phase != Phase.DISCUSSION:
            return set()
        silent = {card.author.pk for card in self.cards if not card.is_explained}
        return {card.author.pk for card in self.cards} - silent

    @property
    def face_down_cards(self) -> range:
        """One number for each hidden card, to draw its back by."""
        return range(self.face_down)

    @property
    def speaking(self) -> WallCard | None:
        """The card that is being explained."""
        return next((card for card in self.cards if card.is_speaking), None)

    @property
    def share(self) -> timedelta:
        """How long each card may be explained: the discussion's time in equal parts."""
        return share_of_time(self.meeting, cards=len(self.cards))

    @property
    def speaking_until(self) -> int | None:
        """When the speaker's share is up, in milliseconds since 1970; None while nobody speaks or the clock stands."""
        since = self.meeting.speaking_since
        return milliseconds(since + self.share) if since and self.clock.until else None

    @property
    def speaking_left(self) -> int:
        """Seconds left of the speaker's share."""
        since = self.meeting.speaking_since or self.at
        return seconds(since + self.share - self.at)

    @property
    def ready(self) -> int:
        """How many of those present have said that they are done."""
        return sum(person.is_ready for person in self.people if person.is_present)

    @property
    def present(self) -> int:
        """How many are here with a screen."""
        return sum(person.is_present for person in self.people)

    @property
    def candidates(self) -> list[WallCard]:
        """The cards of the running vote round."""
        running = self.vote.open
        return [card for card in self.cards if running and card.pk in running.candidates]

    @property
    def voted(self) -> int:
        """How many ballots are in the box."""
        return len(self.vote.open.voters) if self.vote.open else 0

    @property
    def voters(self) -> int:
        """How many ballots are to be expected: those cast, and those of people present and not marked absent."""
        return sum(person.has_voted or (person.is_present and not person.is_absent) for person in self.people)

    @property
    def waiting_for(self) -> list[Person]:
        """Those without whom the moderator's ballot stays shut."""
        return [person for person in self.people if person.holds_up_the_vote]

    @property
    def is_set_aside(self) -> bool:
        """The moderator did not follow the vote, and wrote down why."""
        return bool(self.meeting.set_aside_reason)

    @property
    def winner(self) -> WallCard | None:
        """The card that won the vote."""
        return self.card(self.vote.winner)

    @property
    def decided(self) -> WallCard | None:
        """The card that holds: the winner, or what the moderator chose instead, or none."""
        return self.card(self.meeting.chosen_instead_id) if self.is_set_aside else self.winner

    @property
    def desk_key(self) -> str:
        """Changes when a desk is to be fetched again, in three parts: everyone's, the speaker, the moderator's.

        Everyone's desk stands on phase, vote, role and on guests shown out, after whom the code is another one; a
        speaker's also on having the floor; the moderator's controls on all that is visible, clocks aside.
        """
        running = self.vote.open.number if self.vote.open else f"-{len(self.vote.results)}"
        meeting = self.meeting
        visible = (
            self.people,
            self.cards,
            self.actions,
            self.due,
            self.clock.is_paused,
            meeting.closing_word,
            meeting.set_aside_reason,
            meeting.next_touchpoint_id,
            meeting.has_no_next,
        )
        shown_out = sum(person.is_guest and not person.is_here for person in self.people)
        everyones = f"{self.phase}.{running}.{meeting.moderator_id}.{shown_out}"
        speaker = self.speaking.author.pk if self.speaking else ""
        return f"{everyones}/{speaker}/{zlib.crc32(repr(visible).encode()):x}"

    def card(self, pk: uuid.UUID | None) -> WallCard | None:
        """One of the cards on the wall."""
        return next((card for card in self.cards if card.pk == pk), None)

    @property
    def has_next(self) -> bool:
        """It is settled what the team takes up next, or that there is nothing."""
        return self.meeting.next_touchpoint_id is not None or self.meeting.has_no_next


def look_around(meeting: Meeting, at: datetime) -> RoomState:
    """The room as it is now, in at most seven queries. `meeting` comes with its team and touchpoint."""
    vote = vote_of(meeting) if meeting.phase in WITH_A_VOTE else Vote(open=None, results=[])
    people = people_of(meeting, meeting.participants.all(), vote.open, at)
    return RoomState(
        meeting=meeting,
        at=at,
        clock=clock_of(meeting, meeting.clocks.all(), at),
        bar=bar_of(meeting),
        people=people,
        cards=_wall(meeting, people),
        face_down=meeting.cards.face_down().count() if meeting.is_silent else 0,
        vote=vote,
        actions=_decided_actions(meeting) if meeting.phase in WITH_A_PLAN else [],
        settlements=_settled(meeting) if meeting.phase == Phase.FOLLOW_UP else [],
        due=_due(meeting, at) if meeting.phase == Phase.FOLLOW_UP else [],
    )


def _wall(meeting: Meeting, people: list[Person]) -> list[WallCard]:
    """Revealed cards in speaking order, merged ones inside those they were merged into."""
    byline, by_pk = _bylines(), {person.pk: person for person in people}
    cards: dict[uuid.UUID, WallCard] = {}
    hosts: dict[uuid.UUID, uuid.UUID] = {}
    rows = meeting.cards.revealed().in_speaking_order(meeting)
    for pk, text, note, author, explained_at, merged_into in rows.values_list(
        "pk", "text", "note", "author_id", "explained_at", "merged_into_id"
    ):
        is_explained = explained_at is not None and meeting.phase == Phase.DISCUSSION
        is_speaking = pk == meeting.speaking_card_id
        words = byline(by_pk[author], is_explained, is_speaking)
        cards[pk] = WallCard(pk, text, note, by_pk[author], words, is_explained, is_speaking, merged=[])
        if merged_into:
            hosts[pk] = merged_into
    for pk, host in hosts.items():
        cards[host].merged.append(cards[pk])
    return [card for pk, card in cards.items() if pk not in hosts]


def _bylines() -> Callable[[Person, bool, bool], str]:
    """What stands below a card, in words looked up once for all of them."""
    explaining, explained = _("erläutert jetzt"), _("erläutert")

    def byline(author: Person, is_explained: bool, is_speaking: bool) -> str:
        if is_speaking:
            return f"{author.called} · {explaining}"
        return f"{author.called} · ✓ {explained}" if is_explained else author.called

    return byline


def _decided_actions(meeting: Meeting) -> list[Action]:
    links = meeting.decided_actions.select_related("action__responsible")
    return [link.action for link in links]


def _due(meeting: Meeting, at: datetime) -> list[Action]:
    return list(due_follow_ups(meeting=meeting, at=at).select_related("responsible", "metric"))


def _settled(meeting: Meeting) -> list[Settlement]:
    return list(meeting.settlements.select_related("action"))


def html_of(state: RoomState) -> dict[str, str]:
    """The shared part by section, in the active language."""
    return {name: get_template(f"meetings/room.html#{name}").render({"room": state}) for name in SECTIONS}


def render(state: RoomState) -> Sections:
    """The shared part with what the streams have to know about it."""
    return Sections(
        html=html_of(state),
        desk_key=state.desk_key,
        version=state.meeting.version,
        here=frozenset(person.pk for person in state.here),
        is_over=state.meeting.is_over,
    )


def shared_sections(meeting_pk: int, language: str, at: datetime) -> Sections:
    """The shared part of a round in one language, as every screen of that language gets it."""
    meeting = Meeting.objects.select_related("team", "touchpoint").get(pk=meeting_pk)
    with translation.override(language), timezone.override(meeting.team.zone):
        return render(look_around(meeting, at))
