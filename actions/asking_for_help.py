"""Asking for help with an action, and answering: who asks gets an answer, and nobody is asked twice a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actions.announcing import announce_action
from actions.errors import NotAllowed
from actions.mail_links import link_for
from actions.models import Action, Deed
from actions.moving import held
from actions.reminders.threads import thread_of
from teams.letters import compose, post
from teams.models import Event, Letter, Membership, Role, User

ASKED_AGAIN_AFTER = timedelta(days=1)
FIELDS = ["help_wanted_at", "help_wanted_by", "help_words"]


@transaction.atomic
def ask_for_help(*, action: Action, words: str = "", by: User, at: datetime) -> Action:
    """Call for help and mail it to the leads, the helpers and whoever answers for it, to each once a day.

    Asking again changes the words. Raises NotAllowed for what is not open any more.
    """
    action = held(action)
    if not action.is_open:
        raise NotAllowed(_("Diese Maßnahme ist nicht mehr offen."))
    action.help_wanted_at, action.help_wanted_by, action.help_words = at, by, words
    action.save(update_fields=FIELDS)
    know = {by.pk, *_heard_lately(action, at)}
    for membership in _asked(action):
        if membership.user_id not in know:
            _mail_call(action, membership, at)
    return action


@transaction.atomic
def take_back(*, action: Action) -> Action:
    """Help is not wanted any more; a second click is the same."""
    action = held(action)
    _end_call(action)
    return action


@transaction.atomic
def lend_a_hand(*, action: Action, by: User, at: datetime) -> Action:
    """Answer a call for help: this person helps from now on, and whoever asked is told. A second click is the same.

    Raises NotAllowed when nobody asks for help, and for one's own call.
    """
    action = held(action)
    if action.help_wanted_at is None and action.helpers.filter(pk=by.pk).exists():
        return action
    if not action.wants_help:
        raise NotAllowed(_("Hier wird gerade keine Hilfe mehr gesucht."))
    if action.help_wanted_by == by:
        raise NotAllowed(_("Auf den eigenen Ruf antwortet jemand anderes."))
    if action.responsible != by:
        action.helpers.add(by)
        announce_action(Event.ACTION_CHANGED, action, at, changed=["helpers"])
    _mail_answer(action, by, at)
    _end_call(action)
    return action


def _end_call(action: Action) -> None:
    if action.help_wanted_at is not None:
        action.help_wanted_at, action.help_wanted_by, action.help_words = None, None, ""
        action.save(update_fields=FIELDS)


def _asked(action: Action) -> Iterable[Membership]:
    """Those whom a call reaches: who leads the team, and who of its people has to do with the action."""
    concerned = Q(user=action.responsible_id) | Q(user__in=action.helpers.values("pk"))
    found = action.team.memberships.working().filter(Q(role=Role.LEAD) | concerned)
    return found.select_related("user").order_by("pk")


def _heard_lately(action: Action, at: datetime) -> Iterator[int]:
    """The keys of those whom an earlier call has reached, out of the keys of its letters."""
    earlier = Letter.objects.filter(key__startswith=_calls_for(action), created_at__gt=at - ASKED_AGAIN_AFTER)
    for key in earlier.values_list("key", flat=True):
        yield int(key.removeprefix(_calls_for(action)).partition(":")[0])


def _calls_for(action: Action) -> str:
    """How the keys of letters that call for help with the action begin."""
    return f"help-wanted:{action.pk}:"


def _mail_call(action: Action, membership: Membership, at: datetime) -> None:
    person = membership.user
    context = {
        "person": person,
        "action": action,
        "link": link_for(action=action, user=person, deed=Deed.LEND_A_HAND, at=at),
        "url": settings.BASE_URL + action.get_absolute_url(),
    }
    message = compose(template="help_wanted", to=person.email, language=person.language, context=context)
    message.extra_headers |= thread_of(action)
    post(key=f"{_calls_for(action)}{person.pk}:{at.timestamp():.6f}", message=message, at=at)


def _mail_answer(action: Action, by: User, at: datetime) -> None:
    """Tell whoever asked, as long as they belong to the team."""
    asker = action.help_wanted_by
    if asker is None or not action.team.memberships.filter(user=asker).exists():
        return
    context = {"person": asker, "action": action, "by": by, "url": settings.BASE_URL + action.get_absolute_url()}
    message = compose(template="help_comes", to=asker.email, language=asker.language, context=context)
    message.extra_headers |= thread_of(action)
    post(key=f"help-comes:{action.pk}:{asker.pk}:{at.timestamp():.6f}", message=message, at=at)
