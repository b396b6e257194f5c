"""A suggestion from the notice board to its outcome, by thumb and by keyboard."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from feedback.models import Suggestion
from feedback.suggestions import outcomes
from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.inspection import complaints_about, complaints_about_this
from tests.browser.visitor import PHONE
from tests.factories import NOW, ActionFactory, TouchpointFactory
from tests.feedback.of_feedback import SuggestionFactory
from tests.feedback.of_suggestions import TITLE, TOLD, at, door_of, in_review, of_team

pytestmark = pytest.mark.browser


def test_anonymous_suggestion_goes_from_the_notice_to_its_answer(
    enter: Enter, anna: Membership, ben: Membership
) -> None:
    TouchpointFactory(team=anna.team, name="Hotline")
    leads = enter(anna.user).go(of_team(anna.team, "suggestion_link"))
    leads.press("Link öffnen")
    link = leads.page.locator(".share-link a").get_attribute("href") or ""
    assert list(complaints_about_this(leads)) == []

    thumb = enter(None, **PHONE).go("/" + link.split("/", 3)[3])
    thumb.press("Vorschlagen")
    expect(thumb.page.locator(".errors").first).to_be_visible()
    thumb.page.get_by_label("Vorschlag in einem Satz").fill(TITLE)
    thumb.page.get_by_label("Kontaktpunkt").fill("Hotline")
    assert list(complaints_about_this(thumb)) == []
    thumb.press("Vorschlagen")
    code = thumb.page.get_by_label("Code der Quittung").input_value()
    expect(thumb.page.get_by_role("button", name="Drucken")).to_be_visible()
    assert list(complaints_about_this(thumb)) == []

    made = Suggestion.objects.get()
    leads.go(at(made))
    leads.page.get_by_label("Ben Yılmaz").check()
    leads.press("Um Wertung bitten")
    expert = enter(ben.user).go(at(made))
    expert.page.get_by_label("5 – unbedingt").check()
    expert.page.get_by_label("Begründung").fill("Spart jeden Tag drei Anrufe.")
    expert.press("Werten")
    leads.go(at(made))
    expect(leads.page.get_by_text("Spart jeden Tag drei Anrufe.")).to_be_visible()
    decision = leads.page.locator("#decide")
    decision.get_by_label("angenommen").check()
    decision.get_by_role("button", name="Festhalten").click()
    expect(leads.page.get_by_text("Erst antworten oder das Gespräch festhalten")).to_be_visible()
    leads.page.locator("#decide").get_by_label("Antwort an die Person").fill("Machen wir, danke!")
    leads.page.locator("#decide").get_by_label("Dank und Ergebnis für alle").fill("Danke an alle im Lager.")
    leads.page.locator("#decide").get_by_role("button", name="Festhalten").click()
    expect(leads.page.locator(".suggestion-outcome")).to_contain_text("Danke an alle im Lager.")

    thumb.go(reverse("receipt"))
    thumb.page.get_by_label("Code der Quittung").fill(code.lower().replace("-", " "))
    thumb.press("Nachsehen")
    expect(thumb.page.get_by_text("Machen wir, danke!")).to_be_visible()
    thumb.page.get_by_label("Rückfrage oder Ergänzung").fill("Wann geht es los?")
    thumb.press("Zurückschreiben")
    expect(thumb.page.get_by_text("Wann geht es los?")).to_be_visible()
    assert list(complaints_about_this(thumb)) == []


def test_pages_of_suggestions_stand_axe_schemes_and_phones(enter: Enter, anna: Membership, ben: Membership) -> None:
    made = in_review(anna.team, anna, ben, by=ben.user, asked_by=anna)
    visitor = enter(anna.user)
    bring = reverse("meetings:bring_suggestion", args=[anna.team.slug, made.pk])
    team_pages = [of_team(anna.team, name) for name in ("suggestions", "suggest", "suggestion_link")]
    ended = SuggestionFactory(team=anna.team, state="done", answered_at=NOW, closed_at=NOW, **TOLD)
    ActionFactory(team=anna.team)
    outcomes.switch(team=anna.team, shows=True)
    door = door_of(anna.team)
    own_pages = (at(made), at(made, "tie_suggestion"), at(ended), bring)
    for address in (*own_pages, *team_pages, door, door + "outcomes/", reverse("receipt")):
        assert not complaints_about(visitor, address)
