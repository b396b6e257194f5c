"""A suggestion comes into a round as a card of the person who brings it, and every rule of cards holds for it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from meetings import cards
from meetings.bringing import bring, rounds_for, words_of
from meetings.errors import NotInRoom, RoundMovedOn, RuleBroken
from meetings.models import BroughtSuggestion, Phase
from teams.models import Membership
from tests.conftest import signed_in
from tests.factories import NOW, MembershipFactory, UserFactory
from tests.feedback.of_feedback import SuggestionFactory
from tests.meetings.rounds import a_round

pytestmark = pytest.mark.django_db


def test_brought_suggestion_is_a_draft_of_who_brings_it(anna: Membership, ben: Membership) -> None:
    made = SuggestionFactory(team=anna.team, state="in_review", by=UserFactory(name="Gerda Groß"))
    running = a_round(anna, ben)
    brought = bring(meeting=running.meeting, suggestion=made, by=ben.user, at=NOW)
    again = bring(meeting=running.meeting, suggestion=made, by=ben.user, at=NOW)
    assert brought == again and brought.card is not None
    assert (brought.card.author, brought.card.pinned_at) == (running.ben, None)
    assert brought.card.text == f"Vorschlag von Gerda Groß: {made.title}"


def test_words_say_whose_idea_it_is_and_fit_on_a_card(anna: Membership) -> None:
    by_link = SuggestionFactory.build(team=anna.team, by=None, name="Gerda vom Lager", title="Tor 3")
    nameless = SuggestionFactory.build(team=anna.team, by=None, title="ä" * 140)
    assert words_of(by_link) == "Vorschlag von Gerda vom Lager: Tor 3"
    assert words_of(nameless) == f"Vorschlag ohne Namen: {'ä' * 140}"
    longest = SuggestionFactory.build(team=anna.team, by=None, name="ß" * 80, title="ä" * 140)
    assert len(words_of(longest)) <= 280


def test_brought_suggestion_is_pinned_and_spoken_for_like_every_card(anna: Membership, ben: Membership) -> None:
    made = SuggestionFactory(team=anna.team, state="accepted", answered_at=NOW)
    running = a_round(anna, ben)
    brought = bring(meeting=running.meeting, suggestion=made, by=anna.user, at=NOW)
    running.to(Phase.IDEAS)
    assert brought.card is not None
    cards.pin(meeting=running.meeting, by=running.anna, card_id=brought.card.pk, text=brought.card.text, at=NOW)
    other = running.pin(running.ben)
    running.to(Phase.DISCUSSION)
    assert cards.next_speaker(running.meeting) == other
    brought.card.refresh_from_db()
    assert brought.card.revealed_at is not None


def test_what_was_thrown_away_can_be_brought_again(anna: Membership, ben: Membership) -> None:
    made = SuggestionFactory(team=anna.team, state="in_review")
    running = a_round(anna, ben).to(Phase.IDEAS)
    first = bring(meeting=running.meeting, suggestion=made, by=ben.user, at=NOW)
    assert first.card is not None
    cards.discard(meeting=running.meeting, by=running.ben, card=first.card, at=NOW)
    assert bring(meeting=running.meeting, suggestion=made, by=ben.user, at=NOW).card is not None
    assert BroughtSuggestion.objects.count() == 1


def test_only_who_comes_brings_and_only_before_the_vote(anna: Membership, ben: Membership) -> None:
    made = SuggestionFactory(team=anna.team, state="in_review")
    running = a_round(anna, ben)
    stranger = MembershipFactory(team=anna.team)
    with pytest.raises(NotInRoom):
        bring(meeting=running.meeting, suggestion=made, by=stranger.user, at=NOW)
    assert not rounds_for(anna.team, stranger.user, NOW).exists()
    assert list(rounds_for(anna.team, ben.user, NOW)) == [running.meeting]
    running.to(Phase.IDEAS)
    running.pin(running.ben)
    running.to(Phase.VOTE)
    with pytest.raises(RoundMovedOn):
        bring(meeting=running.meeting, suggestion=made, by=ben.user, at=NOW)
    assert not rounds_for(anna.team, ben.user, NOW).exists()


@pytest.mark.parametrize("state", ["received", "not_now", "declined", "done"])
def test_only_what_is_looked_at_or_accepted_is_brought(anna: Membership, ben: Membership, state: str) -> None:
    made = SuggestionFactory(team=anna.team, state=state, answered_at=NOW)
    with pytest.raises(RuleBroken):
        bring(meeting=a_round(anna, ben).meeting, suggestion=made, by=ben.user, at=NOW)


def test_page_offers_ones_own_rounds_and_brings(anna: Membership, ben: Membership, clara: Membership) -> None:
    made = SuggestionFactory(team=anna.team, state="in_review")
    running = a_round(anna, ben)
    address = reverse("meetings:bring_suggestion", args=[anna.team.slug, made.pk])
    browser = signed_in(ben)
    assert browser.get(address).status_code == 200
    assert browser.post(address, {}).status_code == 422
    assert browser.post(address, {"meeting": "999999999999999999999"}).status_code == 422
    assert browser.post(address, {"meeting": running.pk}).headers["Location"] == made.get_absolute_url()
    assert BroughtSuggestion.objects.get().by == ben.user
    foreign = reverse("meetings:bring_suggestion", args=[clara.team.slug, made.pk])
    assert signed_in(clara).get(foreign).status_code == 404


def test_without_a_round_the_page_says_so_and_shows_a_way_on(ben: Membership) -> None:
    made = SuggestionFactory(team=ben.team, state="in_review")
    page = signed_in(ben).get(reverse("meetings:bring_suggestion", args=[ben.team.slug, made.pk])).content.decode()
    assert "Gerade ist keine Runde" in page and reverse("meetings:list", args=[ben.team.slug]) in page
