"""What suggestions send: no name of the anonymous, no opinion before one's own, no card before its time."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.core import serializers
from django.core.cache import cache
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from feedback.models import Reply, Suggestion
from feedback.suggestions import deciding, outcomes, reviewing
from meetings import cards
from meetings.bringing import bring
from meetings.models import Card, Phase
from teams.models import Letter, Membership
from tests.conftest import signed_in
from tests.factories import NOW, MembershipFactory, TouchpointFactory, UserFactory
from tests.feedback.of_feedback import SuggestionFactory
from tests.feedback.of_suggestions import at, door_of, in_review, looked_up, of_team, proposed, typed
from tests.meetings.rounds import a_round

pytestmark = pytest.mark.django_db
OPINION = "Meinung-Zitronenfalter"


@pytest.fixture(autouse=True)
def nobody_has_come_yet() -> None:
    cache.clear()


def test_no_row_that_an_anonymous_suggestion_leaves_leads_to_the_person(ben: Membership) -> None:
    browser = signed_in(ben)
    browser.get(of_team(ben.team, "suggest"))
    before = rows_about(ben)
    sheet = uuid4()
    answer = browser.post(of_team(ben.team, "suggest"), typed(is_anonymous="on", sheet=str(sheet)))
    assert answer.status_code == 200
    assert rows_about(ben) == before
    made = Suggestion.objects.get()
    stored = serializers.serialize("json", [made])
    for word in (ben.user.name, ben.user.email, str(sheet), answer.context["code"]):
        assert word not in stored
    assert (made.by_id, made.name, made.received_at.minute, made.received_at.second) == (None, "", 0, 0)
    assert not Letter.objects.exists()


def rows_about(person: Membership) -> dict[str, int]:
    """How many rows of each kind point to that person; the session is among them by its content."""
    user = person.user
    found = {}
    for relation in user._meta.related_objects:
        model = relation.related_model
        assert isinstance(model, type) and issubclass(model, models.Model)
        found[f"{model._meta.label}.{relation.field.name}"] = model._default_manager.filter(
            **{relation.field.name: user}
        ).count()
    return found


def test_log_of_an_anonymous_suggestion_names_nobody(ben: Membership, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    signed_in(ben).post(of_team(ben.team, "suggest"), typed(is_anonymous="on"))
    lines = [record.getMessage() for record in caplog.records if "UPDATE" not in record.getMessage()]
    about = [line for line in lines if "feedback_suggestion" in line or "/voices/" in line]
    assert [line for line in about if ben.user.name in line or ben.user.email in line] == []


def test_page_behind_a_receipt_leads_nowhere_into_the_team(anna: Membership, ben: Membership) -> None:
    made = proposed(anna.team, name="Gerda vom Lager")
    reviewing.ask(suggestion=made.suggestion, experts=[ben.user], departments=[], by=anna.user, at=NOW)
    reviewing.rate(suggestion=made.suggestion, by=ben.user, value=1, comment=OPINION, at=NOW)
    deciding.answer(suggestion=made.suggestion, kind=Reply.Kind.ANSWER, words="Danke", by=anna.user, at=NOW)
    answer = looked_up(made.code)
    page = f"{answer.headers}\n{answer.content.decode()}"
    assert "Danke" in page
    for word in (OPINION, f"/t/{anna.team.slug}", anna.user.email, ben.user.name, made.suggestion.receipt_hash):
        assert word not in page


def test_list_under_the_link_sends_its_own_words_and_nothing_else_of_a_suggestion(
    anna: Membership, ben: Membership
) -> None:
    outcomes.switch(team=anna.team, shows=True)
    door = door_of(anna.team)
    place = TouchpointFactory(team=anna.team, name="Ort-Zaunkönig", status="idea")
    made = in_review(anna.team, ben, by=UserFactory(name="Gerda Groß"), asked_by=anna)
    own = {"title": "Titel-Zaunkönig", "text": "Text-Zaunkönig", "benefit": "Nutzen-Zaunkönig"}
    Suggestion.objects.filter(pk=made.pk).update(touchpoint=place, **own)
    reviewing.rate(suggestion=made, by=ben.user, value=2, comment=OPINION, at=NOW)
    deciding.move(
        suggestion=made,
        expected="in_review",
        to="declined",
        by=anna.user,
        at=NOW,
        words="Antwort-Zaunkönig",
        thanks="Dank-Zaunkönig",
    )
    Suggestion.objects.filter(pk=made.pk).update(public_title="Rechnung später", public_outcome="Das Amt verlangt sie.")
    for page in (door, door + "outcomes/"):
        answer = Client().get(page)
        sent = f"{answer.headers}\n{answer.content.decode()}"
        assert "Rechnung später" in sent and "Das Amt verlangt sie." in sent and "November 2026" in sent
        for secret in ("Zaunkönig", "Gerda", OPINION, anna.user.name, ben.user.name, f"/t/{anna.team.slug}"):
            assert secret not in sent
        assert not re.search(rf"\b{NOW:%-d}\. ?(?:{NOW:%-m}\.|Nov)", sent)


def test_what_is_not_worded_or_not_decided_any_more_is_not_sent(anna: Membership) -> None:
    outcomes.switch(team=anna.team, shows=True)
    door = door_of(anna.team)
    SuggestionFactory(team=anna.team, title="Ohne Worte", state="done", answered_at=NOW, closed_at=NOW)
    for state in ("received", "in_review", "accepted"):
        words = {"public_title": f"Offen {state}", "public_outcome": "Noch nicht"}
        SuggestionFactory(team=anna.team, state=state, answered_at=NOW, **words)
    for page in (door, door + "outcomes/"):
        sent = Client().get(page).content.decode()
        assert "Ohne Worte" not in sent and "Offen " not in sent


def test_expert_reads_no_other_opinion_before_their_own(anna: Membership, ben: Membership) -> None:
    made = in_review(anna.team, ben, anna, asked_by=anna)
    reviewing.rate(suggestion=made, by=anna.user, value=5, comment=OPINION, at=NOW)
    pages = [at(made), of_team(ben.team, "suggestions"), of_team(ben.team, "suggestions") + "?show=to_rate"]
    browser = signed_in(ben)
    for page in pages:
        answer = browser.get(page).content.decode()
        assert OPINION not in answer and "5,0" not in answer and "rating-value" not in answer
    refused = browser.post(at(made, "rate_suggestion"), {"value": "9"})
    assert OPINION not in refused.content.decode()
    assert browser.post(at(made, "rate_suggestion"), {"value": "3"}, follow=True).context["mean"] == 4.0
    assert OPINION in browser.get(at(made)).content.decode()


def test_person_and_readers_are_not_sent_what_experts_think(
    anna: Membership, ben: Membership, rita: Membership
) -> None:
    made = in_review(anna.team, anna, by=ben.user, asked_by=anna)
    reviewing.rate(suggestion=made, by=anna.user, value=5, comment=OPINION, at=NOW)
    deciding.move(suggestion=made, expected="in_review", to="declined", by=anna.user, at=NOW, words="Leider nein")
    for who in (ben, rita):
        assert OPINION not in signed_in(who).get(at(made)).content.decode()


def test_suggestion_in_a_round_is_nobody_elses_before_the_cards_turn(anna: Membership, ben: Membership) -> None:
    rita = MembershipFactory(team=anna.team, user=UserFactory(name="Gerda Groß"))
    suggestion = SuggestionFactory(team=anna.team, state="in_review", title="Idee-Eisvogel", by=rita.user)
    running = a_round(anna, ben).to(Phase.IDEAS)
    brought = bring(meeting=running.meeting, suggestion=suggestion, by=ben.user, at=NOW)
    assert brought.card is not None
    room = reverse("meetings:room", args=[anna.team.slug, running.pk])
    for pinned in (False, True):
        if pinned:
            cards.pin(meeting=running.meeting, by=running.ben, card_id=brought.card.pk, text=brought.card.text, at=NOW)
        assert "Idee-Eisvogel" not in signed_in(anna).get(room).content.decode()
        assert str(running.meeting) not in becomes(signed_in(anna), suggestion)
        assert str(running.meeting) in becomes(signed_in(ben), suggestion)
        assert "Idee-Eisvogel" in signed_in(ben).get(room).content.decode()
    running.to(Phase.DISCUSSION)
    assert "Vorschlag von Gerda Groß: Idee-Eisvogel" in signed_in(anna).get(room).content.decode()
    assert str(running.meeting) in becomes(signed_in(anna), suggestion)


def becomes(browser: Client, suggestion: Suggestion) -> str:
    """The part of the page that says what became of it."""
    return browser.get(at(suggestion)).content.decode().split('id="becomes"')[1]


def test_thrown_away_card_says_nothing_either(anna: Membership, ben: Membership) -> None:
    suggestion = SuggestionFactory(team=anna.team, state="accepted", answered_at=NOW)
    running = a_round(anna, ben).to(Phase.IDEAS)
    brought = bring(meeting=running.meeting, suggestion=suggestion, by=ben.user, at=timezone.now())
    Card.objects.filter(text__contains=suggestion.title).delete()
    brought.refresh_from_db()
    assert brought.card is None
    assert str(running.meeting) not in becomes(signed_in(anna), suggestion)
