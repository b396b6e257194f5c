"""Leaving with a plan: what became of earlier actions, who does what now, and which touchpoint comes next."""

from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actions.errors import NotAllowed
from actions.models import Action, ActionQuerySet, Outcome
from actions.recording import record, remove
from actions.settling import settle as settled
from meetings.errors import NoSuchCard, RuleBroken
from meetings.models import Card, Meeting, Participant, Phase, Settlement
from meetings.models.phases import RUNNING
from meetings.planning import FARTHEST
from meetings.table import at_table, during, in_chair, of_the_team
from meetings.wording import fitting
from touchpoints.models import Touchpoint

RESULT_LIMIT = 2000


# --- "Was wurde daraus?" --------------------------------------------------------------------------


def due_follow_ups(meeting: Meeting, at: datetime) -> ActionQuerySet:
    """The team's actions that the round asks about today; found anew each time, so that none is lost."""
    return meeting.team.actions.follow_up_due(_today(meeting, at)).exclude(decision__meeting=meeting)


def settle(
    *,
    meeting: Meeting,
    by: Participant,
    action: Action,
    outcome: Outcome,
    result: str,
    again_on: date | None,
    measured_value: Decimal | None = None,
    at: datetime,
) -> Settlement:
    """Say what became of an earlier action. A repeat is the same answer, a different one corrects it.

    `again_on` is the day on which fine-tuning is asked about again. Raises NotInRoom, OnlyMembers, RoundMovedOn before
    the start, RuleBroken for an action that is not due here, for fine-tuning without a day to come and for what
    actions themselves refuse.
    """
    result = fitting(result, limit=RESULT_LIMIT)
    with at_table(meeting) as meeting:
        person = of_the_team(meeting, by)
        during(meeting, *RUNNING)
        if outcome == Outcome.FINE_TUNE and (again_on is None or again_on <= _today(meeting, at)):
            raise RuleBroken(_("Zum Nachjustieren gehört ein neuer Folgetermin."))
        action = _asked_about(meeting, action, at)
        try:
            action = settled(
                action=action,
                outcome=outcome,
                result=result,
                again_on=again_on,
                measured_value=measured_value,
                by=person.user,
                at=at,
            )
        except NotAllowed as refusal:
            raise RuleBroken(refusal.sentence) from refusal
        settlement, _new = meeting.settlements.update_or_create(
            action=action,
            defaults={"outcome": outcome, "result": result, "settled_by": person},
            create_defaults={"outcome": outcome, "result": result, "settled_by": person, "settled_at": at},
        )
        return settlement


# --- Who does what --------------------------------------------------------------------------------


def decide_action(*, meeting: Meeting, by: Participant, action: Action, card: Card | None, at: datetime) -> Action:
    """Put a new action (not stored yet, cleaned by its form) on the plan; the same one twice is one.

    Raises NotInRoom, OnlyMembers, RoundMovedOn outside the plan, NoSuchCard for a card that is not on this wall,
    RuleBroken for a last day before the round: one that was held on paper may be typed in later.
    """
    with at_table(meeting) as meeting:
        of_the_team(meeting, by)
        during(meeting, Phase.PLAN)
        if card is not None and not meeting.cards.revealed().filter(pk=card.pk).exists():
            raise NoSuchCard
        if action.due_on < _today(meeting, meeting.started_at or at):
            raise RuleBroken(_("„%(action)s“ wäre schon vor der Runde zu Ende.") % {"action": action})
        if (same := _same_action(meeting, action)) is not None:
            return same
        action.team = meeting.team
        action.touchpoint_id = action.touchpoint_id or meeting.touchpoint_id
        record(action=action, by=by.user, at=at)
        meeting.decided_actions.create(action=action, card=card)
        return action


def withdraw_action(*, meeting: Meeting, by: Participant, action: Action, at: datetime) -> None:
    """Take an action off the plan that this round put there; safe to repeat.

    Raises NotInRoom, OnlyMembers, RoundMovedOn.
    """
    with at_table(meeting) as meeting:
        of_the_team(meeting, by)
        during(meeting, Phase.PLAN)
        for decided in meeting.decided_actions.filter(action=action.pk).select_related("action__team"):
            remove(action=decided.action, at=at)


# --- What comes next ------------------------------------------------------------------------------


def choose_next(
    *, meeting: Meeting, by: Participant, touchpoint: Touchpoint | None, starts_at: datetime | None, at: datetime
) -> None:
    """Say which touchpoint comes next, None for "keiner", and when; without a time the series says when.

    Raises OnlyModerator, RoundMovedOn outside the plan, RuleBroken for a touchpoint that the team does not have
    (any more) and for a time gone by or too far away.
    """
    with at_table(meeting) as meeting:
        in_chair(meeting, by)
        during(meeting, Phase.PLAN)
        if touchpoint is not None and not meeting.team.touchpoints.active().filter(pk=touchpoint.pk).exists():
            raise RuleBroken(_("Diesen Kontaktpunkt gibt es im Team nicht."))
        if starts_at is not None and starts_at <= at:
            raise RuleBroken(_("Die nächste Runde liegt in der Zukunft."))
        if starts_at is not None and starts_at > at + FARTHEST:
            raise RuleBroken(_("Dieser Zeitpunkt liegt mehr als zwei Jahre in der Zukunft."))
        meeting.next_touchpoint, meeting.has_no_next = touchpoint, touchpoint is None
        meeting.next_starts_at = starts_at
        meeting.save(update_fields=["next_touchpoint", "has_no_next", "next_starts_at"])


# --- Looking things up ----------------------------------------------------------------------------


def _today(meeting: Meeting, at: datetime) -> date:
    return at.astimezone(meeting.team.zone).date()


def _asked_about(meeting: Meeting, action: Action, at: datetime) -> Action:
    """The action at its locked row, if it is due or was answered in this round already."""
    asked = Q(pk__in=due_follow_ups(meeting, at)) | Q(settlements__meeting=meeting)
    found = meeting.team.actions.select_for_update(of=("self",)).filter(asked, pk=action.pk).first()
    if found is None:
        raise RuleBroken(_("Nach dieser Maßnahme fragt die Runde heute nicht."))
    return found


def _same_action(meeting: Meeting, action: Action) -> Action | None:
    """The action of this round that says the same in every word: a second click, not a second action."""
    decided = [each.action for each in meeting.decided_actions.select_related("action")]
    said = attrgetter("what", "responsible_id", "with_whom", "starts_on", "due_on", "follow_up_on")
    return next((known for known in decided if said(known) == said(action)), None)
