"""The rows of people and tenancy."""

from teams.models.doors import Invitation, SignInLink
from teams.models.letters import Letter, LetterQuerySet
from teams.models.people import Language, User, UserManager, time_zones
from teams.models.team import (
    Department,
    DepartmentQuerySet,
    Membership,
    MembershipQuerySet,
    Role,
    Team,
    Weekday,
    name_once_a_team,
    with_teams,
)
from teams.models.webhooks import Delivery, DeliveryQuerySet, Event, Webhook, WebhookQuerySet

__all__ = [
    "Delivery",
    "DeliveryQuerySet",
    "Department",
    "DepartmentQuerySet",
    "Event",
    "Invitation",
    "Language",
    "Letter",
    "LetterQuerySet",
    "Membership",
    "MembershipQuerySet",
    "Role",
    "SignInLink",
    "Team",
    "User",
    "UserManager",
    "Webhook",
    "WebhookQuerySet",
    "Weekday",
    "name_once_a_team",
    "time_zones",
    "with_teams",
]
