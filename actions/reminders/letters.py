"""The mail that reminds: of one action in its thread, or of all that is due at the moment, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation

from actions.mail_links import link_for
from actions.models import Action, Deed, ReminderKind, Status
from actions.reminders import wording
from actions.reminders.moments import zone_of
from actions.reminders.reasons import Reason, most_urgent
from actions.reminders.stopping import stop_headers, stop_url
from actions.reminders.threads import thread_of, thread_of_team
from teams.letters import compose
from teams.models import Team, User

SHOWN = 20
"""How many actions a mail names; for the rest it leads to the list."""
TOLD = (
    *("team", "what", "status", "due_on", "follow_up_on", "settled_at", "blocked_reason"),
    *("responsible__name", "responsible__email", "touchpoint__name", "assigned_by__name", "assigned_by__email"),
)
"""All that a mail says of an action, which has many columns."""


@dataclass(frozen=True)
class Line:
    """One action in a mail, for the most urgent of its reasons."""

    kind: ReminderKind
    about: date
    action: Action
    team: Team
    person: User
    at: datetime

    @cached_property
    def today(self) -> date:
        """The team's day, by which "tomorrow" is reckoned."""
        return self.at.astimezone(zone_of(self.team.time_zone)).date()

    @cached_property
    def says(self) -> str:
        """What is the matter, in a few words: "seit 3 Tagen überfällig"."""
        return wording.state(self.kind, self.about, self.action, self.today)

    @property
    def subject(self) -> str:
        """The subject of a mail about this action alone."""
        return wording.subject(self.kind, self.about, self.action, self.today)

    @property
    def intro(self) -> str:
        """The sentence before the action, where it stands alone."""
        return wording.intro(self.kind, self.about, self.action, self.today)

    @property
    def is_own(self) -> bool:
        """The reader answers for it."""
        return self.action.responsible_id == self.person.pk

    @property
    def is_late(self) -> bool:
        """Its colour is that of what is overdue."""
        return self.action.is_overdue(self.today)

    @cached_property
    def url(self) -> str:
        """The action's page."""
        return settings.BASE_URL + reverse("actions:detail", args=[self.team.slug, self.action.pk])

    @cached_property
    def deeds(self) -> list[tuple[str, str]]:
        """What can be done straight from the mail: label and address."""
        if not self.is_own:
            return []
        return [
            (str(deed.label), link_for(action=self.action, user=self.person, deed=deed, at=self.at))
            for deed in self._offered()
            if deed.fits(self.action)
        ]

    def _offered(self) -> tuple[Deed, ...]:
        if self.action.asks_for_result(self.about):
            return (Deed.SETTLE,)
        if self.action.status == Status.BLOCKED:
            return Deed.GO_ON, Deed.POSTPONE, Deed.HELP
        if self.kind == ReminderKind.ASSIGNED:
            return Deed.START, Deed.HELP
        return Deed.DONE, Deed.POSTPONE, Deed.HELP


def told(reasons: Iterable[Sequence[Reason]]) -> dict[int, Action]:
    """The actions of which letters tell, by primary key; each letter has its reasons."""
    named = {reason.action for of_letter in reasons for reason in most_urgent(of_letter)[:SHOWN]}
    known = Action.objects.select_related("responsible", "touchpoint", "assigned_by")
    return known.only(*TOLD).in_bulk(named)


def write(
    *, team: Team, person: User, reasons: Sequence[Reason], actions: Mapping[int, Action], at: datetime
) -> EmailMessage:
    """The letter to one person about these reasons, at least one; `actions` are those that it was `told`."""
    by_action = most_urgent(reasons)
    with translation.override(person.language), timezone.override(zone_of(person.time_zone, team.time_zone)):
        shown = [reason for reason in by_action[:SHOWN] if reason.action in actions]
        lines = [Line(reason.kind, reason.day, actions[reason.action], team, person, at) for reason in shown]
        single = lines[0] if len(by_action) == 1 else None
        stop = stop_url(person, {reason.kind for reason in reasons})
        message = compose(
            template="reminders",
            to=person.email,
            language=person.language,
            context={
                "subject": single.subject if single else wording.subject_of_many(team, by_action),
                "intro": single.intro if single else wording.intro_of_many(team, len(by_action)),
                "lines": lines,
                "single": single,
                "more": len(by_action) - len(lines),
                "list_url": settings.BASE_URL + reverse("actions:list", args=[team.slug]),
                **footing(team, person, stop),
            },
        )
    message.extra_headers |= stop_headers(stop) | (thread_of(single.action) if single else thread_of_team(team))
    return message


def footing(team: Team, person: User, stop: str) -> dict[str, object]:
    """What the end of every such mail needs."""
    return {
        "team": team,
        "person": person,
        "stop_url": stop,
        "settings_url": settings.BASE_URL + reverse("reminder_wishes"),
    }
