"""Casting: who moderates a round, who stands in, and who is asked to come."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.errors import RuleBroken
from meetings.models import Meeting, Participant, Series
from teams.models import Team, User


def working_people(team: Team) -> QuerySet[User]:
    """Everyone in the team but its readers: who may be invited, moderate and stand in."""
    return User.objects.filter(memberships__in=team.memberships.working()).order_by("name")


def check(meeting: Meeting, *chosen: User | None) -> None:
    """Raise RuleBroken unless moderator and deputy are two people, and those who were chosen work in the team."""
    if meeting.deputy_id is not None and meeting.deputy_id == meeting.moderator_id:
        raise RuleBroken(_("Vertreten kann nur jemand anderes als die Moderation."))
    if not {person for person in chosen if person} <= set(working_people(meeting.team)):
        raise RuleBroken(_("Moderieren und vertreten kann, wer im Team mitarbeitet."))


def seat(meeting: Meeting, people: Iterable[User], at: datetime) -> list[User]:
    """Invite these, moderator and deputy, and no other member; returns who was invited before and is no longer.

    Only those who work in the team are invited.
    """
    asked = {person.pk for person in people} | {meeting.moderator_id, meeting.deputy_id}
    wanted = [person for person in working_people(meeting.team) if person.pk in asked]
    gone = meeting.participants.invited().exclude(user__in=wanted)
    gone_users = [row.user for row in gone.select_related("user") if row.user]
    gone.filter(joined_at=None).delete()
    gone.update(removed_at=at)
    meeting.participants.filter(user__in=wanted).update(removed_at=None)
    known = set(meeting.participants.filter(user__in=wanted).values_list("user", flat=True))
    Participant.objects.bulk_create(
        Participant(meeting=meeting, user=person, name=str(person)[:80]) for person in wanted if person.pk not in known
    )
    return gone_users


def chosen(plan: Series | Meeting) -> tuple[User | None, User | None]:
    """Moderator and deputy as far as they still work in the team; else a lead moderates, or for now nobody."""
    working = {person.pk: person for person in working_people(plan.team)}
    lead = plan.team.memberships.leads().order_by("joined_at").values_list("user", flat=True).first()
    moderator = working.get(plan.moderator_id or 0) or working.get(lead or 0)
    deputy = working.get(plan.deputy_id or 0)
    return moderator, deputy if deputy != moderator else None
