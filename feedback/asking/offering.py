"""One-use links as the public page meets them: one opens the question once, and nothing leads from it to an answer.

What holds, told by the rows of one moment: a ticket knows neither the time of its use nor the answer, and an answer
knows no ticket. Tickets are made in a shuffled order before anybody answers, and using one changes a single flag in
place, so that neither numbers nor order tell which answer came by which link. What cannot hold: whoever copies the
whole database before and after somebody answers sees which flag went up meanwhile, as does, for a while, PostgreSQL's
own bookkeeping of transactions. So the pages show no number of used links below five, and the rows of a mailing lose
what ties them to a customer as soon as the cooldown is over.
"""

from __future__ import annotations

from datetime import datetime

from feedback.models import Ticket
from teams.tokens import hash_of


def valid_ticket(token: str, at: datetime) -> Ticket | None:
    """The link behind a secret while somebody can answer by it, with its question; None else, and nobody learns why."""
    tickets = Ticket.objects.valid(at).select_related("batch__question__team", "batch__question__touchpoint__team")
    return tickets.select_related("batch__question__metric").filter(token_hash=hash_of(token)).first()


def use(ticket: Ticket) -> bool:
    """Use the link up; True for the first who does, False for everyone after, however close they come.

    Belongs into the transaction that keeps the answer, so that a link is never used up for nothing.
    """
    return Ticket.objects.filter(pk=ticket.pk, is_used=False).update(is_used=True) == 1
