"""Links for a mailing, each good for one answer: made and shown once, ended, and forgotten whom they were for."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import batched

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.asking.references import hash_of_customer
from feedback.errors import NotAllowed
from feedback.models import Batch, Listening, Question, Ticket
from teams.models import Team, User
from teams.tokens import hash_of, new_token

AT_A_TIME = 900
"""Hashes in one query: as many as every database takes."""


class EverybodyAsked(NotAllowed):
    """Nobody is left to be asked: no links were made."""

    sentence = _("Alle auf der Liste wurden erst kürzlich gefragt: Es ist niemand übrig.")


class AlreadyAnswered(NotAllowed):
    """Somebody has answered by one of the links, so they were sent."""

    sentence = _("Über diese Links kam schon eine Antwort: Sie sind also verschickt.")


@transaction.atomic
def make_links(
    *, question: Question, name: str, references: Sequence[str], expires_at: datetime, by: User, at: datetime
) -> tuple[Batch, list[tuple[str, str]]]:
    """Make a link for everyone who may be asked now, in a new batch; gives each reference with its address.

    The secrets are kept nowhere: what is given back is the only time that they are seen. Left out are those who were
    asked within the team's `days_between`, in any of its batches, and whoever stands in the list twice. An empty
    reference is nobody in particular. Raises EverybodyAsked where nobody is left.
    """
    team = Team.objects.select_for_update(no_key=True).get(pk=question.team_id)  # one mailing after the other
    customers = _left(references, team, at)
    if not customers:
        raise EverybodyAsked
    batch = Batch.objects.create(
        question=question,
        name=name,
        size=len(customers),
        left_out=len(references) - len(customers),
        expires_at=expires_at,
        created_by=by,
        created_at=at,
    )
    tokens = [new_token() for _customer in customers]
    tickets = [
        Ticket(batch=batch, token_hash=hash_of(token), customer=customer)
        for token, (_reference, customer) in zip(tokens, customers, strict=True)
    ]
    secrets.SystemRandom().shuffle(tickets)  # so that their numbers do not follow the list
    Ticket.objects.bulk_create(tickets, batch_size=AT_A_TIME)
    urls = _urls(tokens)
    return batch, [(reference, url) for (reference, _hash), url in zip(customers, urls, strict=True)]


def revoke(batch: Batch, *, at: datetime) -> None:
    """Let its links open nothing from now on; whom they were for stays asked."""
    Batch.objects.filter(pk=batch.pk, expires_at__gt=at, revoked_at=None).update(revoked_at=at)


@transaction.atomic
def discard(batch: Batch) -> None:
    """Take back links that were never sent, so that nobody counts as asked. Raises AlreadyAnswered."""
    tickets = Ticket.objects.select_for_update(no_key=True).filter(batch=batch)
    if any(tickets.values_list("is_used", flat=True)):
        raise AlreadyAnswered
    batch.delete()


def forget_customers(*, at: datetime) -> None:
    """Take from all tickets whom they were for, once that person may be asked again anyway."""
    for team in Team.objects.filter(pk__in=Batch.objects.values("question__team")):
        before = at - timedelta(days=Listening.of(team).days_between)
        over = Batch.objects.filter(question__team=team, created_at__lte=before)
        Ticket.objects.filter(batch__in=over).exclude(customer="").update(customer="")


def _left(references: Sequence[str], team: Team, at: datetime) -> list[tuple[str, str]]:
    """Those who may be asked, each with the hash that is kept of them."""
    hashed = [(reference, hash_of_customer(reference, team) if reference else "") for reference in references]
    seen = _asked_lately({customer for _reference, customer in hashed if customer}, team, at)
    left = []
    for reference, customer in hashed:
        if customer not in seen:
            left.append((reference, customer))
        if customer:
            seen.add(customer)
    return left


def _asked_lately(customers: set[str], team: Team, at: datetime) -> set[str]:
    since = at - timedelta(days=Listening.of(team).days_between)
    asked = Ticket.objects.filter(batch__question__team=team, batch__created_at__gt=since)
    found = (
        asked.filter(customer__in=some).values_list("customer", flat=True) for some in batched(customers, AT_A_TIME)
    )
    return {customer for some in found for customer in some}


def _urls(tokens: Sequence[str]) -> Iterator[str]:
    """The address of each link; worked out once, for there may be fifty thousand."""
    before, _place, after = (settings.BASE_URL + reverse("ask_once", args=["TOKEN"])).partition("TOKEN")
    return (before + token + after for token in tokens)
