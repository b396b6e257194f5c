"""One person's place in the room: their own cards, their ballot, and the controls if they moderate.

What stands here is for this person alone; it never goes into the shared part.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.forms import BaseForm
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join

from meetings import cards, closing, voting
from meetings.models import Card, Choice, Phase
from meetings.models.phases import ORDER, RUNNING
from meetings.room import forms
from meetings.room.seat import Seat
from meetings.room.state import RoomState
from meetings.room.wall import wall_url
from meetings.suggesting import suggestions

type Part = dict[str, Any]


def desk_of(seat: Seat, room: RoomState, refusal: str = "") -> Part:
    """Everything that `room.html#desk` shows to this person."""
    here = {
        "me": seat.me,
        "is_moderator": seat.is_moderator,
        "template": f"meetings/room/desk_{room.phase}.html",
        "url": _desk_url(seat),
        "refusal": refusal,
    }
    lead = _chair if seat.is_moderator else _bench
    return here | PARTS[Phase(room.phase)](seat, room) | lead(seat, room)


def _desk_url(seat: Seat) -> str:
    url = reverse("meetings:desk", args=[seat.request.team.slug, seat.meeting.pk])
    editing = seat.request.GET.get("card", "")
    return f"{url}?card={editing}" if _as_uuid(editing) else url


def _typed[F: BaseForm](seat: Seat, kind: type[F], otherwise: Callable[[], F]) -> F:
    """What this person has just filled in and could not be used, or the form as it starts."""
    return seat.form if isinstance(seat.form, kind) else otherwise()


# --- Leading --------------------------------------------------------------------------------------


def _chair(seat: Seat, room: RoomState) -> Part:
    """The moderator's controls, the same in every phase."""
    if room.meeting.is_over:
        return {}
    controls: Part = {
        "next_phase": _next_phase(room),
        "can_step_back": room.phase in RUNNING and room.phase != Phase.FOLLOW_UP,
        "guests": [person for person in room.here if not person.is_moderator],
        "shown_out": [person for person in seat.meeting.participants.all() if person.removed_at and person.user_id],
        "heirs": [person for person in room.here if not (person.is_guest or person.is_moderator)],
        "close_early_form": _typed(seat, forms.CloseEarlyForm, forms.CloseEarlyForm),
    }
    return controls | invitation(seat)


def _bench(seat: Seat, room: RoomState) -> Part:
    """Whoever may step in for an absent moderator."""
    moderator = next((person for person in room.people if person.is_moderator), None)
    is_away = moderator is None or not moderator.is_present
    membership = seat.request.membership
    may = membership is not None and (seat.me.user_id == room.meeting.deputy_id or membership.is_lead)
    return {"may_take_over": is_away and may and not room.meeting.is_over}


def _next_phase(room: RoomState) -> Phase | None:
    if room.phase not in RUNNING or room.phase == Phase.PLAN:
        return None
    return ORDER[ORDER.index(Phase(room.phase)) + 1]


def invitation(seat: Seat) -> Part:
    """How guests and the projector find the room."""
    code = seat.meeting.join_code
    url = settings.BASE_URL + reverse("join_by_code", args=[code])
    return {"join_code": code, "join_url": url, "wall_url": wall_url(seat.meeting)}


# --- Phase by phase -------------------------------------------------------------------------------


def _lobby(seat: Seat, room: RoomState) -> Part:
    return invitation(seat)


def _follow_up(seat: Seat, room: RoomState) -> Part:
    return {"settle_form": _typed(seat, forms.SettleForm, forms.SettleForm)}


def _quiet(seat: Seat, room: RoomState) -> Part:
    return {}


def _ideas(seat: Seat, room: RoomState) -> Part:
    return _own_cards(seat) | {"is_ready": seat.me.ready_at is not None}


def _own_cards(seat: Seat) -> Part:
    mine = list(seat.me.cards.filter(revealed_at=None))
    drafts = [card for card in mine if card.pinned_at is None]
    asked = _as_uuid(seat.request.GET.get("card", ""))
    editing = next((card for card in mine if card.pk == asked), drafts[-1] if drafts else None)
    form = _typed(seat, forms.CardForm, lambda: _card_form(editing))
    shown = str(form["card_id"].value())
    return {
        "card_form": form,
        "is_pinned": any(str(card.pk) == shown for card in mine if card.pinned_at),
        "pinned": [card for card in mine if card.pinned_at and str(card.pk) != shown],
        "drafts": [card for card in drafts if str(card.pk) != shown],
    }


def _card_form(card: Card | None) -> forms.CardForm:
    return forms.CardForm(initial={"card_id": card.pk if card else uuid.uuid4(), "text": card.text if card else ""})


def _as_uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _discussion(seat: Seat, room: RoomState) -> Part:
    part = _own_cards(seat)
    speaking = room.speaking
    if speaking and (seat.is_moderator or speaking.author.pk == seat.me.pk):
        part["note_form"] = _typed(seat, forms.NoteForm, lambda: forms.NoteForm(initial={"text": speaking.note}))
    if seat.is_moderator:
        part["next_speaker"] = cards.next_speaker(meeting=seat.meeting)
        part["card_options"] = format_html_join("", '<option value="{}">{}</option>', forms.card_choices(room.cards))
    return part


def _vote(seat: Seat, room: RoomState) -> Part:
    if room.vote.open:
        return _ballot(seat, room)
    return _after_the_vote(seat, room) if seat.is_moderator else {}


def _ballot(seat: Seat, room: RoomState) -> Part:
    mine = seat.me.ballots.filter(vote_round__meeting=seat.meeting, vote_round__closed_at=None).first()
    chosen = "" if mine is None or mine.choice == Choice.ABSENT else str(mine.card_id or forms.BallotForm.ABSTAIN)
    initial = {"card": chosen}
    return {
        "ballot_form": _typed(seat, forms.BallotForm, lambda: forms.BallotForm(initial=initial, cards=room.candidates)),
        "chosen": chosen,
        "is_locked": seat.is_moderator and bool(room.waiting_for),
    }


def _after_the_vote(seat: Seat, room: RoomState) -> Part:
    others = [card for card in room.cards if card != room.winner]
    return {
        "is_settled": voting.is_settled(seat.meeting),
        "closing_word_form": _typed(
            seat, forms.ClosingWordForm, lambda: forms.ClosingWordForm(initial={"text": room.meeting.closing_word})
        ),
        "set_aside_form": _typed(seat, forms.SetAsideForm, lambda: forms.SetAsideForm(cards=others)),
    }


def _plan(seat: Seat, room: RoomState) -> Part:
    part: Part = {}
    if not seat.me.is_guest:
        part["action_form"] = _typed(seat, forms.ActionForm, lambda: _action_form(seat, room))
    if seat.is_moderator:
        part |= _after_the_vote(seat, room)
        part |= {
            "suggestions": suggestions(seat.meeting.team, at=timezone.now(), besides=seat.meeting),
            "next_form": _typed(seat, forms.NextForm, lambda: next_form(seat)),
            "obstacles": closing.obstacles(meeting=seat.meeting),
            "close_form": _typed(seat, forms.CloseForm, forms.CloseForm),
        }
    return part


def _action_form(seat: Seat, room: RoomState) -> forms.ActionForm:
    what = room.decided.text if room.decided and not room.actions else ""
    return forms.ActionForm(team=seat.request.team, initial={"what": what})


def next_form(seat: Seat, data: Any = None) -> forms.NextForm:
    """The choice of what comes next: the team's active touchpoints."""
    meeting = seat.meeting
    chosen = forms.NextForm.NONE if meeting.has_no_next else str(meeting.next_touchpoint_id or "")
    touchpoints = list(seat.request.team.touchpoints.active())
    initial = {"touchpoint": chosen, "starts_at": meeting.next_starts_at}
    return forms.NextForm(data, touchpoints=touchpoints, initial=initial)


PARTS: dict[Phase, Callable[[Seat, RoomState], Part]] = {
    Phase.LOBBY: _lobby,
    Phase.FOLLOW_UP: _follow_up,
    Phase.ACTUAL_STATE: _quiet,
    Phase.IDEAS: _ideas,
    Phase.DISCUSSION: _discussion,
    Phase.VOTE: _vote,
    Phase.PLAN: _plan,
    Phase.CLOSED: _quiet,
    Phase.CANCELLED: _quiet,
}
