"""Two workers remind at once: everybody is reminded once."""

from functools import partial

import pytest

from actions.models import Reminder
from actions.reminders import carrying_on
from actions.reminders.wishing import choose
from teams.models import Letter, Membership
from tests.actions.reminding import TODAY, an_action, days, note
from tests.factories import NOW, MembershipFactory
from tests.races.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_workers_note_each_reminder_once(anna: Membership, ben: Membership) -> None:
    for number in range(20):
        an_action(ben, due_on=days(-number))
    at_once([partial(carrying_on.note, NOW) for _worker in range(4)])
    of_kind = Reminder.objects.filter(kind="overdue")
    assert of_kind.count() == of_kind.values("action").distinct().count() == 20


def test_two_workers_send_each_reminder_once(anna: Membership) -> None:
    people = [MembershipFactory(team=anna.team) for _number in range(8)]
    for person in people:
        an_action(person, due_on=TODAY)
        an_action(person, due_on=days(-1))
    note()
    at_once([partial(carrying_on.send, NOW) for _worker in range(4)])
    carrying_on.send(NOW)
    assert not Reminder.objects.due(NOW).exists()
    letters = Letter.objects.filter(key__startswith="reminders:", to__in=[person.user.email for person in people])
    assert letters.count() == len(people)
    sent = Reminder.objects.filter(state=Reminder.State.SENT, person__in=[person.user for person in people])
    assert set(sent.values_list("letter_key", flat=True)) == set(letters.values_list("key", flat=True))


def test_who_stops_mails_from_two_places_has_both_stopped_or_the_last(ben: Membership) -> None:
    at_once([partial(choose, person=ben.user, unwanted=["overdue"], at_time=NOW.time(), rests=True)] * 4)
    ben.user.refresh_from_db()
    assert ben.user.reminder_wish.unwanted == ["overdue"]
