"""Cases that win a dissatisfied customer back: each has an owner and a deadline, and ends with an outcome only.

Every deed holds the case's row first, so that of two who act at once the second sees what the first has done.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from feedback.errors import AlreadyClosed, NeedsOutcome, NoSuchMove
from feedback.models import CaseNote, CaseOutcome, Contact, Feedback, Listening, RecoveryCase
from feedback.workspaces import letters
from teams.models import Team, User
from teams.wording import cleaned

logger = logging.getLogger(__name__)

AT_ONCE = 100
"""Late cases of which one turn of the sweep tells."""


def deadline(team: Team, at: datetime) -> datetime:
    """Until when a case that begins now has to have an outcome: the team's hours, counted plainly, 48 by default."""
    return at + timedelta(hours=Listening.of(team).hours_to_answer)


@transaction.atomic
def open_case(*, voice: Feedback, owner: User, due_at: datetime, by: User, at: datetime) -> RecoveryCase:
    """Somebody looks after the customer from now on, and is told unless they take it themselves.

    Raises NoSuchMove if the voice is no complaint or has a case already.
    """
    voice = Feedback.objects.select_for_update(of=("self",)).select_related("team").get(pk=voice.pk)
    if not voice.is_negative or RecoveryCase.objects.filter(feedback=voice).exists():
        raise NoSuchMove
    case = RecoveryCase.objects.create(team=voice.team, feedback=voice, owner=owner, due_at=due_at, opened_at=at)
    if owner != by:
        letters.case_given(case, by=by, at=at)
    return case


@transaction.atomic
def hand_over(*, case: RecoveryCase, owner: User, due_at: datetime, by: User, at: datetime) -> RecoveryCase:
    """Somebody else looks after the customer, or until another moment; a new owner is told. Raises AlreadyClosed."""
    case = _open(case)
    is_new = case.owner != owner
    if is_new or case.due_at != due_at:
        case.owner, case.due_at, case.told_late_at = owner, due_at, None
        case.save(update_fields=["owner", "due_at", "told_late_at"])
    if is_new and owner != by:
        letters.case_given(case, by=by, at=at)
    return case


@transaction.atomic
def note(*, case: RecoveryCase, text: str, by: User, at: datetime) -> CaseNote:
    """Put down what was done or heard; it is never changed. Raises AlreadyClosed."""
    return CaseNote.objects.create(case=_open(case), text=cleaned(text), by=by, at=at)


@transaction.atomic
def answer(*, case: RecoveryCase, answer: str, by_mail: bool = False, by: User, at: datetime) -> RecoveryCase:
    """Put down what the customer was told, and mail it to them if that is wished and they left an address for it.

    The customer is answered once; what is said after that is a note. Raises NoSuchMove if somebody has answered
    already or there is no address to mail to, AlreadyClosed if the case has ended.
    """
    case = _open(case)
    contact = Contact.objects.filter(feedback=case.feedback_id).first() if by_mail else None
    if case.answered_at or (by_mail and not letters.address_of(contact)):
        raise NoSuchMove
    case.answer, case.answered_at = cleaned(answer), at
    case.save(update_fields=["answer", "answered_at"])
    if contact:
        letters.case_answer(case, contact, by=by, at=at)
    return case


@transaction.atomic
def close(*, case: RecoveryCase, outcome: str, result: str, by: User, at: datetime) -> RecoveryCase:
    """End the case with how it ended and what came of it.

    Raises NeedsOutcome where one of the two is missing, AlreadyClosed if somebody else was faster.
    """
    case, result = _open(case), cleaned(result)
    if outcome not in CaseOutcome.values or not result:
        raise NeedsOutcome
    case.outcome, case.result, case.closed_at, case.closed_by = outcome, result, at, by
    case.save(update_fields=["outcome", "result", "closed_at", "closed_by"])
    return case


@transaction.atomic
def reopen(*, case: RecoveryCase, by: User, at: datetime) -> RecoveryCase:
    """Take the case up again with a new deadline; how it ended before stays among its notes. Raises NoSuchMove."""
    case = _held(case)
    if case.closed_at is None:
        raise NoSuchMove
    before = {"outcome": case.get_outcome_display(), "result": case.result}
    words = _("Wieder aufgenommen. Zuvor: %(outcome)s. %(result)s") % before
    CaseNote.objects.create(case=case, text=words, by=by, at=at)
    case.outcome, case.result, case.closed_at, case.closed_by = "", "", None, None
    case.due_at, case.told_late_at = deadline(case.team, at), None
    case.save(update_fields=["outcome", "result", "closed_at", "closed_by", "due_at", "told_late_at"])
    return case


def tell_of_late_ones(at: datetime) -> int:
    """Write to the owners of cases whose deadline has passed, once for each owner and deadline; returns how many.

    A case without an owner, or whose owner has left the team, is told to the leads. One that breaks is told later and
    does not keep back those behind it.
    """
    late = list(RecoveryCase.objects.late_untold(at).order_by("due_at").values_list("pk", flat=True)[:AT_ONCE])
    told = 0
    for pk in late:
        try:
            _tell_of(pk, at)
        except Exception:
            logger.exception("Case %s could not be told", pk)
        else:
            told += 1
    return told


@transaction.atomic
def _tell_of(pk: int, at: datetime) -> None:
    """Marked in the transaction that posts the letter; whoever comes second finds nothing to tell."""
    found = RecoveryCase.objects.late_untold(at).select_for_update(of=("self",)).filter(pk=pk)
    for case in found.select_related("feedback", "team", "owner"):
        case.told_late_at = at
        case.save(update_fields=["told_late_at"])
        letters.case_late(case, at=at)


def _held(case: RecoveryCase) -> RecoveryCase:
    rows = RecoveryCase.objects.select_for_update(of=("self",)).select_related("feedback", "team", "owner")
    return rows.get(pk=case.pk)


def _open(case: RecoveryCase) -> RecoveryCase:
    case = _held(case)
    if case.closed_at:
        raise AlreadyClosed
    return case
