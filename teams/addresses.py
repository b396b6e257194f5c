"""What is addressed to a person: to the address of their account, or to a further one that they proved."""

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet

from teams.models import Invitation, Letter, User


def invitations_to(user: User) -> QuerySet[Invitation]:
    """Invitations into all teams, in whatever state."""
    return Invitation.objects.filter(_addressed("email", user))


def letters_to(user: User) -> QuerySet[Letter]:
    """Letters of the last months, sent and waiting."""
    return Letter.objects.filter(_addressed("to", user))


def _addressed(field: str, user: User) -> Q:
    """Signing in has proved the account's own address."""
    proved = EmailAddress.objects.filter(user=user, verified=True).values("email")
    return Q((f"{field}__iexact", user.email)) | Q((f"{field}__in", proved))
