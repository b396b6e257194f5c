"""The words of reminders: subjects, first sentences and the few words beside each action."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date

from django.utils.dateformat import format as format_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from actions.models import Action, ReminderKind, Status
from actions.reminders.reasons import Reason
from teams.models import Team

NEAR_DAYS = 6
"""So far ahead a weekday's name alone says which day is meant."""


def on_day(day: date, today: date) -> str:
    """A day as people say it: heute, morgen, am Donnerstag, am 3. Dezember."""
    days = (day - today).days
    if days in (0, 1):
        return _("morgen") if days else _("heute")
    if 0 < days <= NEAR_DAYS:
        return _("am %(day)s") % {"day": format_date(day, "l")}
    return _("am %(day)s") % {"day": format_date(day, pgettext("day in a sentence, in Django's date format", "j. F"))}


def subject(kind: ReminderKind, about: date, action: Action, today: date) -> str:
    """The subject of a mail about one action."""
    words = {"what": _shortened(action.what), "when": on_day(action.due_on, today)}
    match kind:
        case ReminderKind.ASSIGNED:
            return _("Neu zugeteilt: %(what)s") % words
        case ReminderKind.DUE_SOON | ReminderKind.DUE_TODAY:
            return capfirst(_("%(when)s fällig: %(what)s") % words)
        case ReminderKind.OVERDUE:
            return _("Überfällig: %(what)s") % words
        case ReminderKind.ESCALATION:
            return _("Im Team überfällig: %(what)s") % words
        case ReminderKind.FOLLOW_UP:
            return _("Was wurde daraus? %(what)s") % words
        case _:
            return capfirst(_("%(when)s ist Runde: %(what)s") % (words | {"when": on_day(about, today)}))


def subject_of_many(team: Team, reasons: Iterable[Reason]) -> str:
    """How many of what: "Vertrieb Süd: 1 überfällig, 2 fällig"."""
    counts = Counter(COUNTED[reason.kind] for reason in reasons)
    told = ", ".join(say(counts[say]) for say in ORDER if counts[say])
    return f"{team}: {told}"


def intro(kind: ReminderKind, about: date, action: Action, today: date) -> str:
    """The first sentence of a mail about one action."""
    words = {"when": on_day(action.due_on, today), "by": action.assigned_by, "who": action.responsible}
    if kind == ReminderKind.ASSIGNED and action.assigned_by:
        return _("%(by)s hat dir diese Maßnahme zugeteilt.") % words
    if action.is_open and action.status == Status.BLOCKED and kind != ReminderKind.ESCALATION:
        return _("diese Maßnahme stockt. Was bringt sie wieder in Gang: Hilfe, ein neuer Termin, ein anderer Weg?")
    match kind:
        case ReminderKind.ASSIGNED:
            return _("diese Maßnahme ist jetzt in deiner Hand.")
        case ReminderKind.DUE_SOON | ReminderKind.DUE_TODAY:
            return _("diese Maßnahme ist %(when)s fällig.") % words
        case ReminderKind.OVERDUE:
            return _("diese Maßnahme sollte schon fertig sein. Ist sie es, oder braucht sie mehr Zeit oder Hilfe?")
        case ReminderKind.ESCALATION:
            return _("mit dieser Maßnahme kommt %(who)s offenbar nicht voran. Vielleicht hilft ein Gespräch.") % words
        case ReminderKind.FOLLOW_UP:
            return _("das Team wollte nachsehen: Was hat diese Maßnahme bewirkt?")
        case _:
            told = _("%(when)s ist Runde. Dann fragt das Team, was aus dieser Maßnahme geworden ist.")
            return told % {"when": on_day(about, today)}


def intro_of_many(team: Team, count: int) -> str:
    """The first sentence of a mail about several actions."""
    words = {"count": count, "team": team}
    return (
        ngettext(
            "im Team %(team)s braucht %(count)d Maßnahme einen Blick.",
            "im Team %(team)s brauchen %(count)d Maßnahmen einen Blick.",
            count,
        )
        % words
    )


def state(kind: ReminderKind, about: date, action: Action, today: date) -> str:
    """What is the matter with an action, in a few words."""
    if kind == ReminderKind.FOLLOW_UP:
        return _("Folgetermin: Was wurde daraus?")
    if kind == ReminderKind.BEFORE_ROUND and action.asks_for_result(about):
        return _("Die Runde %(when)s fragt: Was wurde daraus?") % {"when": on_day(about, today)}
    if action.is_overdue(today):
        days = (today - action.due_on).days
        return ngettext("seit %(days)d Tag überfällig", "seit %(days)d Tagen überfällig", days) % {"days": days}
    due = _("%(when)s fällig") % {"when": on_day(action.due_on, today)}
    return _("neu, %(due)s") % {"due": due} if kind == ReminderKind.ASSIGNED else due


def _shortened(what: str) -> str:
    """In one line, and as much of it as a mailbox shows of a subject."""
    line = " ".join(what.split())
    return line if len(line) <= 80 else line[:79].rstrip() + "…"


# --- The parts of a subject about several actions ---------------------------------------------------


def _overdue(count: int) -> str:
    return ngettext("%(count)d überfällig", "%(count)d überfällig", count) % {"count": count}


def _due(count: int) -> str:
    return ngettext("%(count)d bald fällig", "%(count)d bald fällig", count) % {"count": count}


def _today(count: int) -> str:
    return ngettext("%(count)d jetzt fällig", "%(count)d jetzt fällig", count) % {"count": count}


def _follow_up(count: int) -> str:
    return ngettext("%(count)d Folgetermin", "%(count)d Folgetermine", count) % {"count": count}


def _before_round(count: int) -> str:
    return ngettext("%(count)d vor der Runde", "%(count)d vor der Runde", count) % {"count": count}


def _new(count: int) -> str:
    return ngettext("%(count)d neue", "%(count)d neue", count) % {"count": count}


def _in_team(count: int) -> str:
    return ngettext("%(count)d im Team überfällig", "%(count)d im Team überfällig", count) % {"count": count}


COUNTED: dict[ReminderKind, Callable[[int], str]] = {
    ReminderKind.OVERDUE: _overdue,
    ReminderKind.DUE_TODAY: _today,
    ReminderKind.DUE_SOON: _due,
    ReminderKind.FOLLOW_UP: _follow_up,
    ReminderKind.BEFORE_ROUND: _before_round,
    ReminderKind.ASSIGNED: _new,
    ReminderKind.ESCALATION: _in_team,
}
ORDER = list(COUNTED.values())
