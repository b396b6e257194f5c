"""Choosing what to be reminded of, where the team works, and stopping mails by the link in one."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from actions.models import ReminderWish
from actions.reminders.stopping import stop_url
from teams.models import Membership, Team
from tests.browser.conftest import Enter

pytestmark = pytest.mark.browser


def test_a_person_chooses_from_the_profile_what_comes(enter: Enter, anna: Membership) -> None:
    visitor = enter(anna.user).go("/profile/")
    visitor.page.get_by_role("link", name="Was per Mail kommt und wann").click()
    visitor.page.get_by_label("Wochenüberblick").uncheck()
    visitor.page.get_by_label("Ab wann am Tag").fill("06:30")
    visitor.press("Speichern")
    expect(visitor.page.get_by_text("So kommen die Mails ab jetzt.")).to_be_visible()
    expect(visitor.page.get_by_label("Wochenüberblick")).not_to_be_checked()
    wish = ReminderWish.objects.get()
    assert (wish.unwanted, wish.at_time.hour, wish.at_time.minute) == (["digest"], 6, 30)


def test_a_lead_finds_the_states_of_the_chosen_country(enter: Enter, anna: Membership) -> None:
    visitor = enter(anna.user).go("/t/vertrieb-sued/team/settings/")
    state = visitor.page.get_by_label("Bundesland, Kanton, Region")
    visitor.page.get_by_label("Land", exact=True).select_option(label="Österreich")
    state.select_option(label="Wien")
    visitor.press("Speichern")
    expect(visitor.page.get_by_text("Einstellungen gespeichert.")).to_be_visible()
    expect(state).to_have_value("9")
    assert Team.objects.get(pk=anna.team.pk).country == "AT"


def test_mails_stop_without_signing_in(enter: Enter, ben: Membership) -> None:
    visitor = enter().go(urlsplit(stop_url(ben.user, ["overdue"])).path)
    assert not ReminderWish.objects.exists()
    visitor.press("Nicht mehr schicken")
    expect(visitor.page.get_by_role("heading", name="Diese Mails kommen nicht mehr")).to_be_visible()
    assert ReminderWish.objects.get(person=ben.user).unwanted == ["overdue"]
