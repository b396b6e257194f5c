"""What people want to be reminded of: their page, and the link in every mail that stops such mails at one click."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from actions.models import Reminder, ReminderKind, ReminderWish
from actions.reminders.stopping import opened, stop_url
from actions.reminders.wishing import choose
from teams import leaving
from teams.models import Membership
from teams.personal_data import everything_about
from tests.actions.reminding import TODAY, an_action, days, mails, note, run, text_of
from tests.conftest import signed_in
from tests.factories import NOW

PAGE = "/profile/reminders/"
ALL_TICKED = {kind.value: "on" for kind in ReminderKind}


@pytest.mark.django_db
def test_without_a_choice_everything_comes_at_eight(ben: Membership) -> None:
    page = signed_in(ben).get(PAGE).content.decode()
    assert 'value="08:00"' in page
    assert page.count(" checked") == 7, "six kinds and the rest"
    assert not ReminderWish.objects.exists(), "looking writes nothing"


@pytest.mark.django_db
def test_a_person_chooses_what_comes_and_when(ben: Membership) -> None:
    chosen = {"at_time": "17:30", "overdue": "on", "assigned": "on"}
    assert signed_in(ben).post(PAGE, chosen).status_code == 302
    wish = ReminderWish.objects.get(person=ben.user)
    assert (wish.at_time, wish.rests) == (time(17, 30), False)
    assert wish.unwanted == ["before_round", "due_soon", "due_today", "follow_up"]


@pytest.mark.django_db
def test_only_leads_are_asked_about_what_leads_get(anna: Membership, ben: Membership) -> None:
    assert "Wochenüberblick" in signed_in(anna).get(PAGE).content.decode()
    assert "Wochenüberblick" not in signed_in(ben).get(PAGE).content.decode()
    ReminderWish.objects.create(person=ben.user, unwanted=["digest"])
    signed_in(ben).post(PAGE, {**ALL_TICKED, "at_time": "08:00"})
    assert ReminderWish.objects.get().unwanted == ["digest"], "what was not asked stays"


@pytest.mark.django_db
@pytest.mark.parametrize("clock", ["", "25:00", "x", "8" * 500])
def test_a_time_that_is_none_is_asked_for_again(ben: Membership, clock: str) -> None:
    response = signed_in(ben).post(PAGE, {**ALL_TICKED, "at_time": clock})
    assert response.status_code == 422
    assert not ReminderWish.objects.exists()


@pytest.mark.django_db
def test_what_is_noted_already_comes_by_the_new_choice(ben: Membership) -> None:
    an_action(ben, due_on=days(1))
    note()
    choose(person=ben.user, unwanted=[], at_time=time(11), rests=True)
    moments = Reminder.objects.order_by("due_at").values_list("kind", "due_at")
    assert list(moments) == [
        ("due_soon", NOW.replace(hour=10) - timedelta(days=1)),
        ("due_today", NOW.replace(hour=10) + timedelta(days=1)),
    ]


@pytest.mark.django_db
def test_an_assignment_that_waits_comes_by_the_new_choice_too(anna: Membership, ben: Membership) -> None:
    an_action(ben, assigned_at=NOW, assigned_by=anna.user)
    note()
    choose(person=ben.user, unwanted=[], at_time=time(16), rests=True)
    assert Reminder.objects.get(kind="assigned").due_at == NOW.replace(hour=15)


@pytest.mark.django_db
def test_the_page_is_reached_from_the_profile_and_from_every_mail(ben: Membership) -> None:
    assert PAGE in signed_in(ben).get("/profile/").content.decode()
    an_action(ben, due_on=TODAY)
    run()
    (mail,) = mails()
    assert PAGE in text_of(mail)
    assert PAGE in text_of(mail, "html")
    assert Client().get(PAGE).status_code == 302


@pytest.mark.django_db
def test_the_export_of_a_person_says_what_they_chose_and_were_reminded_of(ben: Membership) -> None:
    choose(person=ben.user, unwanted=["due_soon"], at_time=time(9), rests=False)
    an_action(ben, due_on=TODAY)
    run()
    exported = everything_about(ben.user)["actions"]
    assert exported["reminder_wishes"] == {"unwanted": ["due_soon"], "at_time": time(9), "rests": False}
    assert [row["kind"] for row in exported["reminders"] if row["state"] == "sent"] == ["due_today"]


# --- One click ------------------------------------------------------------------------------------


@pytest.fixture
def address(ben: Membership) -> str:
    """The link in a mail that was due soon."""
    return stop_url(ben.user, ["due_soon"])


@pytest.mark.django_db
def test_a_mail_program_stops_such_mails_by_one_click_without_signing_in(address: str, ben: Membership) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert ReminderWish.objects.get(person=ben.user).unwanted == ["due_soon"]
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_scanner_that_follows_the_link_stops_nothing(address: str, method: str) -> None:
    response = getattr(Client(), method)(address)
    assert response.status_code == 200
    assert not ReminderWish.objects.exists()


@pytest.mark.django_db
def test_the_page_says_what_stops_and_has_the_button(address: str, ben: Membership) -> None:
    page = Client().get(address).content.decode()
    assert "Bald fällig" in page
    assert ben.user.email in page
    assert "Nicht mehr schicken" in page
    assert "Diese Mails kommen nicht mehr" in Client().post(address).content.decode()


@pytest.mark.django_db
def test_the_page_is_in_the_persons_language(ben: Membership) -> None:
    ben.user.language = "en"
    ben.user.save()
    response = Client(headers={"Accept-Language": "de"}).get(stop_url(ben.user, ["due_soon"]))
    assert '<html lang="en">' in response.content.decode()


@pytest.mark.django_db
def test_a_click_stops_these_kinds_and_leaves_the_other_choices(ben: Membership) -> None:
    choose(person=ben.user, unwanted=["assigned"], at_time=time(10), rests=False)
    Client().post(stop_url(ben.user, ["overdue", "due_today"]))
    wish = ReminderWish.objects.get()
    assert wish.unwanted == ["assigned", "due_today", "overdue"]
    assert (wish.at_time, wish.rests) == (time(10), False)


@pytest.mark.django_db
def test_a_forged_link_stops_nothing(address: str, ben: Membership, anna: Membership) -> None:
    token = address.split("/")[-2]
    others = token.replace(f"{ben.user.pk}-", f"{anna.user.pk}-", 1)
    for forged in (others, token[:-1] + ("a" if token[-1] != "a" else "b"), "x", "1-overdue", "." * 300):
        assert Client().post(f"/reminders/stop/{forged}/").status_code == 404
    assert opened(token) is not None
    assert not ReminderWish.objects.exists()


@pytest.mark.django_db
def test_the_link_of_a_deleted_account_says_that_nothing_comes_any_more(address: str, ben: Membership) -> None:
    leaving.delete_account(user=ben.user, at=NOW)
    for answer in (Client().get(address), Client().post(address)):
        assert answer.status_code == 200
        assert "Das Konto gibt es nicht mehr" in answer.content.decode()


@pytest.mark.django_db
def test_who_tries_too_often_waits(address: str) -> None:
    cache.clear()
    statuses = [Client().post(address).status_code for _number in range(302)]
    cache.clear()
    assert set(statuses[:300]) == {200}
    assert statuses[-1] == 429
