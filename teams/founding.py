"""How a team comes to be: someone names it and leads it."""

from itertools import chain, count

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django.utils.text import slugify

from teams.models import Role, Team, User

IN_ADDRESSES = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
LONGEST_SLUG = 44


def may_found(user: User) -> bool:
    """Where sign-up is closed, only those who already lead a team found another, and the operator the first one."""
    return settings.SIGNUP_OPEN or user.is_superuser or user.memberships.leads().exists()


def found(*, team: Team, by: User) -> Team:
    """Store a new team under an address made from its name; whoever founds it leads it."""
    name = slugify(team.name.translate(IN_ADDRESSES))[:LONGEST_SLUG].strip("-") or "team"
    for slug in chain([name], (f"{name}-{n}" for n in count(2))):
        team.slug = slug
        try:
            with transaction.atomic():
                team.save(force_insert=True)
                team.memberships.create(user=by, role=Role.LEAD)
                for begin in settings.NEW_TEAM_BEGINS_WITH:
                    import_string(begin)(team)
        except IntegrityError:
            if not Team.objects.filter(slug=slug).exists():
                raise
        else:
            break
    return team
