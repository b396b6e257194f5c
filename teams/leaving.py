"""Changing and ending memberships and accounts. A team that has people always has someone who leads it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from teams.addresses import invitations_to, letters_to
from teams.models import Department, Membership, Role, Team, User


class LastLeadError(Exception):
    """The step would leave a team without anyone who leads it."""

    sentence = _(
        "Ein Team braucht mindestens eine Person in der Leitung. "
        "Erst jemand anderem die Leitung geben, dann geht dieser Schritt."
    )


def change(*, membership: Membership, role: str, department: Department | None, at: datetime) -> None:
    """Give a person another role or department; who only reads is expected nowhere. Raises LastLeadError."""
    with transaction.atomic():
        with _still_led(membership.team):
            Membership.objects.filter(pk=membership.pk).update(role=role, department=department)
        if role == Role.READER:
            _let_go(membership, at)


def end(*, membership: Membership, at: datetime) -> None:
    """Let a person go from the team; what they did in it stays, and their actions stay theirs. Raises LastLeadError."""
    with transaction.atomic():
        with _still_led(membership.team):
            Membership.objects.filter(pk=membership.pk).delete()
        _let_go(membership, at)


def only_theirs(user: User) -> list[Team]:
    """The teams in which there is nobody else: they end with the account."""
    others = Membership.objects.exclude(user=user).values("team")
    return list(Team.objects.filter(memberships__user=user).exclude(pk__in=others).order_by("name"))


def led_alone(user: User) -> list[Team]:
    """The teams that nobody but this person leads although others are in them: the person cannot go from these yet."""
    others = Membership.objects.exclude(user=user)
    shared = Team.objects.filter(memberships__user=user, pk__in=others.values("team"))
    return list(shared.exclude(pk__in=others.leads().values("team")).order_by("name"))


def delete_account(*, user: User, at: datetime) -> None:
    """Delete a person with all that belongs to them alone; records of rounds keep the name. Raises LastLeadError.

    Their addresses go from the mail ledger too, so what leaving would have told them is not sent any more.
    """
    with transaction.atomic():
        for team in only_theirs(user):
            team.delete()
        for membership in Membership.objects.filter(user=user).select_related("team").order_by("team"):
            end(membership=membership, at=at)
        letters_to(user).delete()
        invitations_to(user).delete()
        user.delete()


def _let_go(membership: Membership, at: datetime) -> None:
    """Tell the floors above that this person does not work in the team any more."""
    for let_go in settings.ON_LEAVING:
        import_string(let_go)(team=membership.team, user=membership.user, at=at)


@contextmanager
def _still_led(team: Team) -> Iterator[None]:
    """One such step at a time in a team, so that two leads who leave at once cannot both succeed."""
    with transaction.atomic():
        Team.objects.select_for_update(no_key=True).get(pk=team.pk)  # rows of the team are written meanwhile
        yield
        if not Membership.objects.filter(team=team, role=Role.LEAD).exists():
            raise LastLeadError
