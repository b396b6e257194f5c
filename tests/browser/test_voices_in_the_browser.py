"""Voices in the browser: found while typing, a complaint worked off, a mixed one split, praise passed on."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from feedback.models import Feedback, Mark, RecoveryCase
from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.inspection import complaints_about, stumbling_blocks
from tests.browser.visitor import PHONE
from tests.factories import ActionFactory, TouchpointFactory
from tests.feedback.of_feedback import (
    ContactFactory,
    FeedbackFactory,
    ReasonFactory,
    RecoveryCaseFactory,
    TopicFactory,
)

pytestmark = pytest.mark.browser


def said(person: Membership, text: str, polarity: str, back: int = 0) -> Feedback:
    day = person.team.today(timezone.now()) - timedelta(days=back)
    place = TouchpointFactory(team=person.team)
    return FeedbackFactory(team=person.team, text=text, polarity=polarity, said_on=day, touchpoint=place)


def voices(person: Membership, rest: str = "") -> str:
    return f"/t/{person.team.slug}/voices/{rest}"


def test_all_pages_of_voices_are_in_order_on_a_laptop_and_on_a_phone(enter: Enter, ben: Membership) -> None:
    topic, reason = TopicFactory(team=ben.team), ReasonFactory(team=ben.team, polarity="positive")
    for back in (0, 9, 30):
        Mark.objects.create(feedback=said(ben, "Zu spät. Und teuer.", "negative", back), topic=topic, words=["spät"])
        Feedback.objects.filter(pk=said(ben, "Sehr freundlich", "positive", back).pk).update(reason=reason)
    bad, good = ben.team.voices.negative().newest()[0], ben.team.voices.positive().newest()[0]
    bad.actions.add(ActionFactory(team=ben.team))
    ContactFactory(feedback=bad)
    RecoveryCaseFactory(feedback=bad, owner=ben.user, due_at=timezone.now() - timedelta(hours=3))
    said(ben, "Aha, soso.", "")
    paths = ["", "?more=on&q=spät", "negative/", "positive/?by=month", "figures/", f"{bad.pk}/", f"{good.pk}/"]
    paths += [f"{bad.pk}/split/", "reasons/positive/"]
    visitor = enter(ben.user)
    assert [found for path in paths for found in complaints_about(visitor, voices(ben, path))] == []


def test_the_list_narrows_while_somebody_types_and_the_way_back_widens_it(enter: Enter, ben: Membership) -> None:
    said(ben, "Die Montage war schief", "negative")
    said(ben, "Herzlichen Dank", "positive")
    visitor = enter(ben.user).go(voices(ben))
    page = visitor.page
    page.get_by_role("searchbox").fill("Montage")
    expect(page.get_by_text("Herzlichen Dank")).to_have_count(0)
    expect(page).to_have_url(re.compile("q=Montage"))
    page.locator("label.pill", has_text="Begeisterung").click()
    expect(page.get_by_text("Nichts gefunden")).to_be_visible()
    page.get_by_role("link", name="Alle zeigen").click()
    expect(page.locator(".voice-line")).to_have_count(2)
    expect(page.get_by_role("heading", name="Begeisterung n = 1")).to_be_visible()
    assert stumbling_blocks(visitor) == []


def test_a_complaint_is_worked_off_on_a_phone(enter: Enter, ben: Membership) -> None:
    voice = ContactFactory(feedback=said(ben, "Seit Wochen keine Antwort", "negative")).feedback
    visitor = enter(ben.user, **PHONE).go(voices(ben, "negative/"))
    page = visitor.page
    page.get_by_role("region", name="Warten auf eine Antwort").get_by_role("link", name="Seit Wochen").click()
    page.get_by_role("button", name="Fall eröffnen").click()
    page.get_by_label("Antwort an den Kunden").fill("Es tut uns leid, morgen ist alles da.")
    page.get_by_label("Als E-Mail an gisela@example.org senden").check()
    page.get_by_role("button", name="Antwort festhalten").click()
    expect(page.get_by_text("Die Antwort ist festgehalten.")).to_be_visible()
    page.get_by_role("button", name="Fall abschließen").click()
    expect(page.locator(".errors").first).to_be_visible()
    assert RecoveryCase.objects.open().exists(), "without an outcome it stays open"
    page.get_by_label("Ergebnis").select_option(label="gelöst, Kunde zufrieden")
    page.get_by_label("Was herauskam").fill("Ware ist da")
    page.get_by_role("button", name="Fall abschließen").click()
    expect(page.get_by_text("Der Fall ist abgeschlossen.")).to_be_visible()
    case = RecoveryCase.objects.get(feedback=voice)
    assert (case.outcome, case.closed_by) == ("solved", ben.user)


def test_a_mixed_voice_is_split_and_its_praise_passed_on(enter: Enter, anna: Membership, ben: Membership) -> None:
    voice = said(ben, "Toll beraten. Aber viel zu spät geliefert.", "")
    visitor = enter(ben.user).go(voices(ben, f"{voice.pk}/"))
    page = visitor.page
    page.get_by_role("link", name="Gut und schlecht trennen").click()
    page.get_by_role("group", name="Toll beraten.").get_by_text("Begeisterung").click()
    page.get_by_role("group", name="Aber viel zu spät geliefert.").get_by_text("Kritik").click()
    page.get_by_role("button", name="In zwei Stimmen teilen").click()
    expect(page.get_by_text("Das sind jetzt zwei Stimmen")).to_be_visible()
    visitor.go(voices(ben, "positive/"))
    page.get_by_role("region", name="Noch niemandem gezeigt").get_by_role("link", name="Toll beraten.").click()
    page.get_by_label(anna.user.name).check()
    page.get_by_role("button", name="Zeigen und festhalten").click()
    expect(page.get_by_text("Das Lob ist unterwegs.")).to_be_visible()
    shown = enter(anna.user).go(voices(ben, "positive/")).page
    expect(shown.get_by_role("region", name="Mein Lob").get_by_text("Toll beraten.")).to_be_visible()
