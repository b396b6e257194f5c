"""The weekly overview for those who lead a team: what is late, what stands still, what comes and what got done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from actions.models import Action, ReminderKind
from actions.models.action import ActionQuerySet
from actions.reminders.letters import footing
from actions.reminders.moments import clock_on, zone_of
from actions.reminders.stopping import stop_headers, stop_url
from actions.reminders.threads import thread_of_team
from teams.letters import compose
from teams.models import Team, User

SHOWN = 7
"""How many actions stand under a heading; for the rest it leads to the list."""
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Section:
    """A heading, how many actions belong under it, and the first of them."""

    title: str
    count: int
    actions: list[Action]
    url: str
    is_late: bool = False

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.actions)


def write(*, team: Team, person: User, monday: date, at: datetime) -> EmailMessage | None:
    """The letter for the week that begins on that day; None if there is nothing to say."""
    with translation.override(person.language), timezone.override(zone_of(person.time_zone, team.time_zone)):
        sections = [section for section in _sections(team, monday, at) if section.count]
        if not sections:
            return None
        stop = stop_url(person, [ReminderKind.DIGEST])
        message = compose(
            template="digest",
            to=person.email,
            language=person.language,
            context={"monday": monday, "sections": sections, **footing(team, person, stop)},
        )
    message.extra_headers |= stop_headers(stop) | thread_of_team(team)
    return message


def _sections(team: Team, monday: date, at: datetime) -> list[Section]:
    zone = zone_of(team.time_zone)
    today, sunday = at.astimezone(zone).date(), monday + WEEK - timedelta(days=1)
    begins, began = (clock_on(day, time.min, zone) for day in (monday, monday - WEEK))
    actions: ActionQuerySet = team.actions.all()
    done = actions.filter(done_at__gte=began, done_at__lt=begins)
    return [
        _section(team, _("Überfällig"), actions.overdue(today), "state=overdue", is_late=True),
        _section(team, _("Stockt"), actions.blocked(), "state=blocked"),
        _section(team, _("Diese Woche fällig"), actions.open().filter(due_on__range=(today, sunday)), "due=week"),
        _section(team, _("Folgetermine"), actions.follow_up_due(sunday), "state=follow_up"),
        _section(team, _("Letzte Woche erledigt"), done, "state=done"),
    ]


def _section(team: Team, title: str, actions: ActionQuerySet, query: str, *, is_late: bool = False) -> Section:
    url = f"{settings.BASE_URL}{reverse('actions:list', args=[team.slug])}?{query}"
    shown = list(actions.select_related("team", "responsible").order_by("due_on", "pk")[:SHOWN])
    return Section(title, actions.count() if len(shown) == SHOWN else len(shown), shown, url, is_late)
