"""The room's pages and deeds: with htmx and without JavaScript, refused and unreadable, and who gets in."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings import closing, joining
from meetings.models import Phase
from meetings.room.state import look_around
from teams.middleware import GUEST_SESSION_KEY
from teams.models import Membership
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, ActionFactory, TouchpointFactory
from tests.meetings.rounds import Round, a_round

HTMX = {"HX-Request": "true"}


@pytest.fixture
def a(anna: Membership, ben: Membership) -> Round:
    return a_round(anna, ben)


def at(a: Round, name: str = "room", *args: object) -> str:
    return reverse(f"meetings:{name}", args=[a.meeting.team.slug, a.pk, *args])


def guest_browser(a: Round) -> Client:
    browser = Client()
    session = browser.session
    session[GUEST_SESSION_KEY] = {str(a.pk): a.gast.pk}
    session.save()
    return browser


# --- Coming in ------------------------------------------------------------------------------------


def test_coming_into_the_room_is_joining(a: Round, ben: Membership) -> None:
    a.meeting.participants.filter(pk=a.ben.pk).update(joined_at=None)
    assert signed_in(ben).get(at(a)).status_code == 200
    assert a.meeting.participants.get(pk=a.ben.pk).joined_at == NOW


def test_whoever_was_shown_out_reads_so_kindly(a: Round) -> None:
    joining.remove(meeting=a.meeting, by=a.anna, participant=a.gast, at=NOW)
    response = guest_browser(a).get(at(a))
    assert response.status_code == 403
    assert "Danke fürs Dabeisein" in response.content.decode()
    assert "Wieder in den Raum" not in response.content.decode()


def test_a_member_who_was_shown_out_reads_whom_to_ask_and_is_let_in_again(
    a: Round, anna: Membership, ben: Membership
) -> None:
    let_in = at(a, "let_in_again", a.ben.pk)
    assert let_in not in signed_in(anna).get(at(a)).content.decode()
    desk = signed_in(anna).post(at(a, "remove_person", a.ben.pk), headers=HTMX).content.decode()
    assert let_in in desk
    farewell = signed_in(ben).get(at(a))
    assert farewell.status_code == 403
    assert f"{anna.user} kann wieder hereinlassen" in farewell.content.decode()
    assert let_in not in signed_in(anna).post(let_in, headers=HTMX).content.decode()
    assert signed_in(ben).get(at(a)).status_code == 200


def test_after_the_end_nobody_is_asked_to_let_anyone_in(a: Round, ben: Membership) -> None:
    joining.remove(meeting=a.meeting, by=a.anna, participant=a.ben, at=NOW)
    a.to(Phase.IDEAS)
    closing.close_early(meeting=a.meeting, by=a.anna, reason="Feueralarm", at=NOW)
    farewell = signed_in(ben).get(at(a)).content.decode()
    assert "Danke fürs Dabeisein" in farewell
    assert "Wieder in den Raum" not in farewell


def test_a_guest_sees_no_navigation_of_the_team(a: Round) -> None:
    page = guest_browser(a).get(at(a)).content.decode()
    assert "Hauptmenü" not in page
    assert "Paul Huber" in page


@pytest.mark.parametrize("phase", [Phase.LOBBY, Phase.ACTUAL_STATE, Phase.IDEAS, Phase.DISCUSSION, Phase.VOTE])
def test_only_the_moderator_has_the_controls(a: Round, phase: Phase, anna: Membership, ben: Membership) -> None:
    a.to(Phase.IDEAS) if phase != Phase.LOBBY else None
    if phase in (Phase.DISCUSSION, Phase.VOTE):
        a.pin(a.ben)
        a.to(phase)
    elif phase == Phase.ACTUAL_STATE:
        a.back()
    assert "hand-over/" in signed_in(anna).get(at(a)).content.decode()
    assert "hand-over/" not in signed_in(ben).get(at(a)).content.decode()


# --- Deeds ----------------------------------------------------------------------------------------


def test_without_javascript_a_deed_leads_back_to_the_room(a: Round, anna: Membership) -> None:
    response = signed_in(anna).post(at(a, "start"))
    assert (response.status_code, response.headers["Location"]) == (302, at(a))
    assert a.meeting.phase == Phase.ACTUAL_STATE


def test_with_htmx_a_deed_answers_the_desk_alone(a: Round, anna: Membership) -> None:
    page = signed_in(anna).post(at(a, "start"), headers=HTMX).content.decode()
    assert page.strip().startswith('<section id="desk"')
    assert "<html" not in page


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_refused_deed_says_why(a: Round, ben: Membership, headers: dict[str, str]) -> None:
    response = signed_in(ben).post(at(a, "start"), headers=headers)
    assert response.status_code == 409
    assert "Das ist Sache der Moderation." in response.content.decode()


def test_two_clicks_go_on_once(a: Round, anna: Membership) -> None:
    a.to(Phase.ACTUAL_STATE)
    client = signed_in(anna)
    assert client.post(at(a, "go_on"), {"expected": "actual_state"}, headers=HTMX).status_code == 200
    assert client.post(at(a, "go_on"), {"expected": "actual_state"}, headers=HTMX).status_code == 409
    assert a.meeting.phase == Phase.IDEAS


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_refused_card_keeps_its_text_on_the_desk(a: Round, ben: Membership, headers: dict[str, str]) -> None:
    a.to(Phase.IDEAS)
    text = "Zu lang " * 50
    response = signed_in(ben).post(at(a, "pin"), {"card_id": str(uuid4()), "text": text}, headers=headers)
    assert response.status_code == 409
    assert text.strip() in response.content.decode()


def test_a_draft_is_kept_without_a_word(a: Round, ben: Membership) -> None:
    a.to(Phase.IDEAS)
    pk = uuid4()
    response = signed_in(ben).post(at(a, "save_draft"), {"card_id": str(pk), "text": "Halbe Idee"})
    assert response.status_code == 204
    assert a.ben.cards.get(pk=pk).text == "Halbe Idee"


def test_a_draft_without_an_id_is_unreadable(a: Round, ben: Membership) -> None:
    a.to(Phase.IDEAS)
    assert signed_in(ben).post(at(a, "save_draft"), {"card_id": "x", "text": "Halbe Idee"}).status_code == 422


def test_a_draft_left_over_can_be_pinned_in_the_discussion(a: Round, ben: Membership) -> None:
    a.to(Phase.IDEAS)
    client, pk = signed_in(ben), uuid4()
    client.post(at(a, "save_draft"), {"card_id": str(pk), "text": "Späte Idee"})
    a.to(Phase.DISCUSSION)
    assert "Späte Idee" in client.get(at(a, "desk")).content.decode()
    client.post(at(a, "pin"), {"card_id": str(pk), "text": "Späte Idee"}, headers=HTMX)
    assert a.meeting.cards.revealed().get().pk == pk


def test_a_ballot_without_a_choice_is_asked_for(a: Round, ben: Membership) -> None:
    a.to(Phase.IDEAS)
    a.pin(a.ben)
    a.to(Phase.VOTE)
    response = signed_in(ben).post(at(a, "cast"), {"number": 1}, headers=HTMX)
    assert response.status_code == 422
    assert "Ein Kärtchen wählen, oder sich enthalten." in response.content.decode()


def test_the_moderators_ballot_is_locked_until_everyone_else_has_voted(a: Round, anna: Membership) -> None:
    a.to(Phase.IDEAS)
    card = a.pin(a.ben)
    a.to(Phase.VOTE)
    client = signed_in(anna)
    assert "Die Moderation stimmt zuletzt ab. Noch fehlen:" in client.get(at(a)).content.decode()
    assert client.post(at(a, "cast"), {"card": str(card.pk), "number": 1}, headers=HTMX).status_code == 409
    a.cast(a.ben, card)
    a.cast(a.cem, None)
    client.post(at(a, "mark_absent", a.gast.pk), headers=HTMX)
    page = client.post(at(a, "cast"), {"card": str(card.pk), "number": 1}, headers=HTMX).content.decode()
    assert "Zum To-do-Plan" in page
    result = client.get(at(a)).content.decode()
    assert "2 Stimmen" in result
    assert "1 Enthaltung" in result


def test_a_guest_is_called_one_on_the_ballot_and_on_the_chosen_card(a: Round, ben: Membership) -> None:
    a.to(Phase.IDEAS)
    card = a.pin(a.gast)
    a.to(Phase.VOTE)
    ballot = signed_in(ben).get(at(a, "desk")).content.decode()
    assert '<span class="choice-by">Paul Huber (Gast)</span>' in ballot
    a.vote(card, card, card, card)
    assert "<span>Paul Huber (Gast) · gewählt</span>" in signed_in(ben).get(at(a)).content.decode()


def test_an_action_without_a_last_day_is_asked_for_and_nothing_typed_is_lost(a: Round, anna: Membership) -> None:
    a.to(Phase.PLAN)
    response = signed_in(anna).post(at(a, "decide_action"), {"what": "Auslöser umstellen"}, headers=HTMX)
    assert response.status_code == 422
    assert "Auslöser umstellen</textarea>" in response.content.decode()
    assert not a.meeting.decided_actions.exists()


def test_a_plan_is_for_the_days_to_come(a: Round, anna: Membership) -> None:
    a.to(Phase.PLAN)
    typed = {"what": "Rechnung mit der Ware", "responsible": anna.user.pk, "due_on": NOW.date() - timedelta(days=1)}
    response = signed_in(anna).post(at(a, "decide_action"), typed, headers=HTMX)
    assert response.status_code == 422
    assert "schon vorbei" in response.content.decode()


def test_a_round_is_closed_with_a_plan_and_what_comes_next(a: Round, anna: Membership) -> None:
    a.to(Phase.PLAN)
    client, hotline = signed_in(anna), TouchpointFactory(team=anna.team, name="Hotline")
    assert "Es fehlt eine Maßnahme" in client.post(at(a, "close"), headers=HTMX).content.decode()
    client.post(
        at(a, "decide_action"),
        {
            "what": "Auslöser umstellen",
            "responsible": anna.user.pk,
            "due_on": (NOW + timedelta(days=7)).date(),
            "follow_up_on": (NOW + timedelta(days=14)).date(),
        },
    )
    client.post(at(a, "choose_next"), {"touchpoint": hotline.pk})
    assert client.post(at(a, "close")).status_code == 302
    assert "Danke! Das war eine gute Runde." in client.get(at(a)).content.decode()


def test_a_follow_up_is_settled_in_one_click(a: Round, anna: Membership) -> None:
    action = ActionFactory(team=anna.team, due_on=NOW.date() - timedelta(days=9), follow_up_on=NOW.date())
    a.to(Phase.FOLLOW_UP)
    signed_in(anna).post(at(a, "settle", action.pk), {"outcome": "works", "result": "Halb so viele Anrufe"})
    page = signed_in(anna).get(at(a)).content.decode()
    assert "Halb so viele Anrufe" in page
    assert "Alles beantwortet." in page


# --- What it costs --------------------------------------------------------------------------------


def test_the_snapshot_is_sent_once_and_renews_the_token(a: Round, ben: Membership) -> None:
    client = signed_in(ben)
    first = client.get(at(a, "snapshot"))
    assert first.json()["stream"].startswith("/live/")
    assert client.get(at(a, "snapshot"), headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    a.to(Phase.IDEAS)
    changed = client.get(at(a, "snapshot"), headers={"If-None-Match": first.headers["ETag"]})
    assert changed.json()["desk"] != first.json()["desk"]


def test_the_room_costs_the_same_for_one_card_and_for_many(a: Round, ben: Membership) -> None:
    a.to(Phase.IDEAS)
    a.pin(a.ben)
    a.to(Phase.DISCUSSION)
    client = signed_in(ben)
    with_one = queries_of(client, at(a))
    for number in range(9):
        guest = joining.enter_as_guest(meeting=a.meeting, name=f"Gast {number}", at=NOW)
        a.pin(guest, f"Idee {number}")
    assert queries_of(client, at(a)) == with_one <= 9


@pytest.mark.parametrize("phase", [Phase.FOLLOW_UP, Phase.IDEAS, Phase.DISCUSSION, Phase.VOTE, Phase.PLAN])
def test_the_shared_part_takes_at_most_seven_queries(a: Round, anna: Membership, phase: Phase) -> None:
    ActionFactory(team=anna.team, follow_up_on=NOW.date())
    a.to(Phase.FOLLOW_UP)
    if phase != Phase.FOLLOW_UP:
        a.to(Phase.IDEAS)
        card = a.pin(a.ben)
        a.to(phase if phase != Phase.PLAN else Phase.VOTE)
    if phase == Phase.PLAN:
        a.vote(card, card, None, card)
        a.to(phase)
    with CaptureQueriesContext(connection) as queries:
        look_around(a.meeting, NOW)
    assert len(queries) - 1 <= 7


def test_a_closing_word_goes_along_to_the_plan_without_javascript(a: Round, anna: Membership) -> None:
    a.to(Phase.IDEAS)
    card = a.pin(a.ben)
    a.to(Phase.VOTE).vote(card, card, card, card)
    browser = signed_in(anna)
    page = browser.get(at(a)).content.decode()
    assert f'form="closing-word" formaction="{at(a, "go_on")}"' in page
    browser.post(at(a, "go_on"), {"expected": "vote", "text": "Danke für den Mut."})
    assert (a.meeting.phase, a.meeting.closing_word) == (Phase.PLAN, "Danke für den Mut.")
    assert "Danke für den Mut." in browser.get(at(a)).content.decode()
