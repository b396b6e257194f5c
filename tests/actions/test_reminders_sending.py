"""What is due goes out once, in one letter, and only if it is still needed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from actions import tasks
from actions.models import Action, Reminder, ReminderWish, Status
from actions.moving import move
from actions.recording import change
from actions.reminders import carrying_on, letters, noting, sending
from actions.reminders.needed import Situation
from actions.settling import settle
from teams import delivery, leaving
from teams.models import Letter, Membership, Role
from tests.actions.reminding import TODAY, an_action, days, kinds_told, mails, note, run, text_of
from tests.factories import NOW, MembershipFactory, UserFactory

SENT, NEEDLESS, UNWANTED = Reminder.State.SENT, Reminder.State.NEEDLESS, Reminder.State.UNWANTED


def states() -> set[tuple[str, str]]:
    """What became of each kind."""
    handled = Reminder.objects.exclude(action=None).exclude(state=Reminder.State.WAITING)
    return set(handled.values_list("kind", "state"))


@pytest.mark.django_db
def test_each_reminder_reaches_a_person_once(ben: Membership) -> None:
    an_action(ben, due_on=TODAY)
    for minute in range(5):
        run(NOW + timedelta(minutes=minute))
    assert len(mails()) == 1


@pytest.mark.django_db
def test_a_new_last_day_is_a_new_reminder(ben: Membership) -> None:
    action = an_action(ben, due_on=TODAY)
    assert kinds_told() == [("Ben", "due_today")]
    Action.objects.filter(pk=action.pk).update(due_on=days(1))
    assert kinds_told(NOW + timedelta(days=1)) == [("Ben", "due_today")]


@pytest.mark.django_db
def test_everything_that_is_due_comes_in_one_mail(ben: Membership) -> None:
    for count in range(-3, 3):
        an_action(ben, due_on=days(count), what=f"Maßnahme {count}")
    run()
    (mail,) = mails()
    assert str(mail["Subject"]) == "Vertrieb Süd: 3 überfällig, 1 jetzt fällig, 2 bald fällig"
    order = [text_of(mail).index(f"Maßnahme {count}\n") for count in range(-3, 3)]
    assert order == sorted(order)


@pytest.mark.django_db
def test_an_action_with_several_reasons_stands_in_a_mail_once(ben: Membership) -> None:
    an_action(ben, due_on=days(-1), follow_up_on=TODAY)
    run()
    (mail,) = mails()
    assert str(mail["Subject"]).startswith("Überfällig: ")
    assert text_of(mail).count("Rechnung erst mit") == 1
    assert states() == {("overdue", SENT), ("follow_up", SENT)}


@pytest.mark.django_db
def test_after_an_outage_of_days_one_mail_says_what_is_still_true(anna: Membership, ben: Membership) -> None:
    an_action(ben, due_on=days(2), what="Bald")
    done = an_action(ben, due_on=days(2), what="Erledigt")
    an_action(ben, due_on=days(1), what="Verpasst")
    note()
    later = NOW + timedelta(days=6)
    move(action=done, to=Status.DONE, at=later)
    run(later)
    (mail,) = (mail for mail in mails() if mail["To"] == ben.user.email)
    assert str(mail["Subject"]) == "Vertrieb Süd: 2 überfällig"
    assert "Erledigt\n" not in text_of(mail)
    assert states() == {("due_soon", NEEDLESS), ("due_today", NEEDLESS), ("overdue", SENT), ("escalation", SENT)}


@pytest.mark.django_db
def test_what_an_outage_held_up_comes_neither_at_night_nor_at_the_weekend(ben: Membership) -> None:
    an_action(ben, due_on=days(2))
    friday_night, sunday, monday = (
        NOW + timedelta(days=count, hours=hours) for count, hours in ((3, 13), (5, 0), (6, 0))
    )
    assert [kinds_told(moment) for moment in (friday_night, sunday, monday)] == [[], [], [("Ben", "overdue")]]


@pytest.mark.django_db
def test_what_happened_since_it_was_noted_counts(anna: Membership, ben: Membership) -> None:
    soon = NOW - timedelta(hours=2)
    actions = [an_action(ben, due_on=TODAY, follow_up_on=TODAY) for _number in range(4)]
    note(soon)
    move(action=actions[0], to=Status.DROPPED, reason="Zu teuer.", at=NOW)
    settle(action=actions[1], outcome="works", result="Ja.", at=NOW)  # type: ignore[arg-type]
    change(action=actions[2], values={"due_on": days(20), "follow_up_on": days(30)}, by=anna.user, at=NOW)
    change(action=actions[3], values={"responsible": anna.user}, by=anna.user, at=NOW)
    assert [name for name, _kind in kinds_told()] == []


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["left", "reads", "inactive"])
def test_who_is_no_longer_there_gets_nothing(anna: Membership, ben: Membership, how: str) -> None:
    an_action(ben, due_on=TODAY)
    note()
    if how == "left":
        leaving.end(membership=ben, at=NOW)
    elif how == "reads":
        leaving.change(membership=ben, role=Role.READER, department=None, at=NOW)
    else:
        ben.user.is_active = False
        ben.user.save()
    run()
    assert [mail["To"] for mail in mails() if mail["To"] == ben.user.email] == []


@pytest.mark.django_db
def test_a_deleted_account_or_team_takes_its_reminders_along(anna: Membership, ben: Membership) -> None:
    an_action(ben, due_on=TODAY)
    note()
    leaving.delete_account(user=ben.user, at=NOW)
    run()
    assert not Reminder.objects.filter(kind="due_today", state=SENT, person__name="Ben Yılmaz").exists()
    anna.team.delete()
    assert not Reminder.objects.exists()


@pytest.mark.django_db
def test_who_stopped_leading_does_not_hear_of_the_others(anna: Membership, ben: Membership) -> None:
    MembershipFactory(team=anna.team, role=Role.LEAD)
    an_action(ben, due_on=days(-10))
    note()
    leaving.change(membership=anna, role=Role.MEMBER, department=None, at=NOW)
    run()
    assert set(Reminder.objects.filter(person=anna.user).values_list("state", flat=True)) == {NEEDLESS}


@pytest.mark.django_db
def test_what_is_not_wanted_is_not_sent_later_either(ben: Membership) -> None:
    wish = ReminderWish.objects.create(person=ben.user, unwanted=["due_today"])
    an_action(ben, due_on=TODAY)
    run()
    assert states() == {("due_today", UNWANTED)}
    wish.unwanted = []
    wish.save()
    run()
    assert mails() == []


@pytest.mark.django_db
def test_one_mail_a_team(ben: Membership, clara: Membership) -> None:
    elsewhere = MembershipFactory(team=clara.team, user=ben.user)
    for membership in (ben, elsewhere):
        an_action(membership, due_on=TODAY)
        an_action(membership, due_on=days(-1))
    run()
    mine = [mail for mail in mails() if mail["To"] == ben.user.email]
    assert [str(mail["Subject"]).partition(":")[0] for mail in mine] == ["Vertrieb Süd", "Einkauf Nord"]


@pytest.mark.django_db
def test_a_long_list_is_cut_and_leads_to_the_rest(ben: Membership) -> None:
    for number in range(23):
        an_action(ben, due_on=TODAY, what=f"Maßnahme {number}")
    run()
    (mail,) = mails()
    assert text_of(mail).count("heute fällig") == 20
    assert "und 3 weitere" in text_of(mail)
    assert Reminder.objects.filter(state=SENT).count() == 23


@pytest.mark.django_db
def test_one_that_breaks_does_not_keep_back_those_behind_it(
    anna: Membership, ben: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in (anna, ben):
        an_action(person, due_on=TODAY)
    real = letters.write

    def broken(**given: Any) -> Any:
        if given["person"] == anna.user:
            raise ZeroDivisionError
        return real(**given)

    monkeypatch.setattr(letters, "write", broken)
    run()
    assert [mail["To"] for mail in mails() if "fällig" in str(mail["Subject"])] == ["ben@example.com"]
    monkeypatch.undo()
    run()
    assert states() == {("due_today", SENT)}


@pytest.mark.django_db
def test_a_row_that_another_worker_took_meanwhile_sends_no_letter(
    ben: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_action(ben, due_on=TODAY)
    note()
    real = letters.write

    def overtaken(**given: Any) -> Any:
        Reminder.objects.update(state=SENT, handled_at=NOW)
        return real(**given)

    monkeypatch.setattr(letters, "write", overtaken)
    run()
    assert mails() == []


@pytest.mark.django_db
def test_each_letter_costs_the_same_however_many_are_due(ben: Membership) -> None:
    def cost(count: int) -> float:
        for _number in range(count):
            person = MembershipFactory(team=ben.team, user=UserFactory())
            an_action(person, due_on=TODAY)
        note()
        with CaptureQueriesContext(connection) as queries:
            run()
        return len(queries) - overhead

    run()
    with CaptureQueriesContext(connection) as empty:
        run()
    overhead = len(empty)
    assert cost(3) - cost(1) == pytest.approx(2 * (cost(2) - cost(1)))


@pytest.mark.django_db
def test_rows_and_actions_of_a_team_are_looked_up_for_all_its_people_at_once(ben: Membership) -> None:
    def looked_up() -> int:
        note()
        with CaptureQueriesContext(connection) as queries:
            run()
        return sum('"actions_action"."what"' in query["sql"] for query in queries)

    counts = []
    for count in (1, 3):
        for _number in range(count):
            an_action(MembershipFactory(team=ben.team, user=UserFactory()), due_on=TODAY)
        counts.append(looked_up())
    assert counts == [1, 1]
    assert len(mails()) == 4


@pytest.mark.django_db
def test_who_has_more_due_than_is_looked_up_at_once_gets_one_mail(
    anna: Membership, ben: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "ROWS_AT_ONCE", 2)
    for person in (anna, ben):
        for _number in range(3):
            an_action(person, due_on=TODAY)
    run()
    told = [str(mail["To"]) for mail in mails() if "3 jetzt fällig" in str(mail["Subject"])]
    assert sorted(told) == sorted([anna.user.email, ben.user.email])
    assert Reminder.objects.filter(kind="due_today", state=SENT).count() == 6


@pytest.mark.django_db
def test_whose_rows_break_waits_and_keeps_nobody_back(
    anna: Membership, ben: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in (anna, ben):
        an_action(person, due_on=TODAY)
    real = Situation.needs

    def broken(self: Situation, reminder: Reminder) -> bool:
        if reminder.person_id == anna.user.pk:
            raise ZeroDivisionError
        return real(self, reminder)

    monkeypatch.setattr(Situation, "needs", broken)
    run()
    assert [mail["To"] for mail in mails()] == [ben.user.email]
    assert Reminder.objects.waiting().filter(person=anna.user, kind="due_today").exists()


# --- By turns -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_does_not_fit_into_a_turn_gets_another(
    anna: Membership,
    ben: Membership,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    mailoutbox: list[Any],
) -> None:
    monkeypatch.setattr(carrying_on, "TURN", timedelta())
    monkeypatch.setattr(noting, "AT_ONCE", 1)
    monkeypatch.setattr("actions.tasks.timezone.now", lambda: NOW)
    monkeypatch.setattr("teams.tasks.timezone.now", lambda: NOW)
    for person in (anna, ben):
        an_action(person, due_on=TODAY)
        an_action(person, due_on=days(-1))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.note_reminders()
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted([anna.user.email, anna.user.email, ben.user.email])
    assert not Letter.objects.filter(state=Letter.State.WAITING).exists()


@pytest.mark.django_db
def test_letters_are_not_nudged_one_by_one(ben: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("teams.letters.deliver_letter.delay_on_commit", pytest.fail)
    an_action(ben, due_on=TODAY)
    run()
    delivery.deliver_due(NOW)
    assert Letter.objects.get().state == Letter.State.SENT


@pytest.mark.django_db
def test_digests_of_long_ago_are_forgotten_and_nothing_is_sent_again(anna: Membership, ben: Membership) -> None:
    an_action(ben, due_on=days(-1))
    run()
    carrying_on.forget_old(NOW + timedelta(days=100))
    assert set(Reminder.objects.values_list("kind", flat=True)) == {"overdue"}
