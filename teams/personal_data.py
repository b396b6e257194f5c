"""What the product keeps about a person, for the person to take along.

Each floor says what it has in an `about(user)` of its own; `settings.PERSONAL_DATA` names them all, so that this
floor need not know those above.
"""

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils.module_loading import import_string

from teams.addresses import invitations_to, letters_to
from teams.models import User


def everything_about(user: User) -> dict[str, Any]:
    """All that any app keeps about the person, by app."""
    return {path.split(".")[0]: import_string(path)(user) for path in settings.PERSONAL_DATA}


def about(user: User) -> dict[str, Any]:
    """Account, memberships, and what was sent to the person."""
    memberships = user.memberships.select_related("team", "department").order_by("joined_at")
    others = EmailAddress.objects.filter(user=user).exclude(email=user.email)
    return {
        "name": user.name,
        "email": user.email,
        "language": user.language,
        "time_zone": user.time_zone,
        "account_since": user.date_joined,
        "last_sign_in": user.last_login,
        "other_addresses": list(others.values_list("email", flat=True)),
        "memberships": [
            {
                "team": membership.team.name,
                "role": membership.role,
                "department": membership.department and membership.department.name,
                "since": membership.joined_at,
            }
            for membership in memberships
        ],
        "invitations": [
            {"team": invitation.team.name, "email": invitation.email, "since": invitation.created_at}
            for invitation in invitations_to(user).select_related("team")
        ],
        "mails": [
            {"to": letter.to, "written": letter.created_at, "sent": letter.sent_at}
            for letter in letters_to(user).defer("mime").order_by("created_at")
        ],
    }
