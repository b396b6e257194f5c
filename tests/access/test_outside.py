"""Every address outside of teams × every role: what a link, a code or a token opens, and for whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from actions.mail_links import link_for
from actions.models import Deed
from actions.reminders.stopping import stop_url
from feedback.learning.linking import open_door
from feedback.suggestions.doors import renew
from feedback.suggestions.outcomes import switch
from journeys.sharing.linking import share
from meetings.feeds.subscribing import subscribe
from meetings.models import Feed
from meetings.room.wall import wall_url
from teams.letters import post
from teams.models import Invitation, Letter, Team, User
from teams.signin import one_time_link
from teams.tokens import hash_of
from tests.access.asking import asked, is_sent_to_sign_in
from tests.access.matrix import ANONYMOUS, GUEST, OUTSIDE, OUTSIDE_BY_TOKEN, OUTSIDE_FOR_ALL, OUTSIDE_FOR_SOME, Address
from tests.access.world import World
from tests.feedback.of_feedback import FeedbackFactory, QuestionFactory, TicketFactory

KEY = "a-key-that-came-by-mail"


@pytest.fixture
def doors(world: World) -> dict[str, dict[str, Any]]:
    """What the addresses outside are filled with: keys that fit."""
    world.anna.team.meetings.filter(pk=world.running.pk).update(join_code="KT4M-9XQ2")
    invitation, letter = invite(world.rita.user, world.clara.team), post_letter(world.ben.user)
    return {
        "invitation": {"token": KEY},
        "join_team": {"pk": invitation.pk},
        "sign_in_link": {"token": one_time_link(world.ben.user, timezone.now()).split("/")[-2]},
        "outbox_letter": {"pk": letter.pk},
        "outbox_html": {"pk": letter.pk},
        "outbox_attachment": {"pk": letter.pk, "number": 0},
        "join_by_code": {"code": "KT4M-9XQ2"},
        "wall": {"token": wall_url(world.running.meeting).split("/")[-2]},
        "wall_snapshot": {"token": wall_url(world.running.meeting).split("/")[-2]},
        "answer_survey": {"link": world.survey.link},
        **questions_of(world),
        "learned_by_link": {"code": open_door(world.anna.team)},
        **suggestions_of(world),
        "api:touchpoint": {"pk": world.touchpoint.pk},
        "api:change_touchpoint": {"pk": world.touchpoint.pk},
        **{f"api:{name}_action": {"pk": world.action.pk} for name in ("change", "move", "settle")},
        "api:action": {"pk": world.action.pk},
        **{f"api:{name}": {"pk": FeedbackFactory(team=world.anna.team).pk} for name in ("voice", "judge_voice")},
        "stop_reminders": {"token": stop_url(world.ben.user, ["due_soon"]).split("/")[-2]},
        "mail_link": {"token": mail_link_of(world).split("/")[-2]},
        "shared_journey": {"token": shared_journey_of(world)},
        "feed": {"token": subscribe(membership=world.ben, scope=Feed.Scope.MINE, at=timezone.now())},
    }


def questions_of(world: World) -> dict[str, dict[str, Any]]:
    question = QuestionFactory(metric__touchpoint=world.touchpoint)
    TicketFactory(batch__question=question, token_hash=hash_of(KEY))
    return {name: {"code": question.code} for name in ("ask", "ask_seen", "ask_thanks")} | {"ask_once": {"token": KEY}}


def suggestions_of(world: World) -> dict[str, dict[str, Any]]:
    switch(team=world.anna.team, shows=True)
    code = renew(team=world.anna.team)
    return {name: {"code": code} for name in ("suggest_by_link", "outcomes_by_link")}


def mail_link_of(world: World) -> str:
    return link_for(action=world.action, user=world.ben.user, deed=Deed.HELP, at=timezone.now())


def shared_journey_of(world: World) -> str:
    _share, token = share(
        journey=world.on_the_way["journey"],
        for_whom="Agentur",
        days=30,
        shows_inside=False,
        by=world.ben.user,
        at=timezone.now(),
    )
    return token


def invite(person: User, team: Team) -> Invitation:
    now = timezone.now()
    return Invitation.objects.create(
        team=team, email=person.email, token_hash=hash_of(KEY), created_at=now, expires_at=now + timedelta(days=1)
    )


def post_letter(person: User) -> Letter:
    message = EmailMultiAlternatives("Hallo", "Hallo", to=[person.email])
    message.attach_alternative("<p>Hallo</p>", "text/html")
    message.attach("datei.txt", "Inhalt", "text/plain")
    return post(key="hello", message=message, at=timezone.now())


def is_right_outside(role: str, address: Address, response: HttpResponse) -> bool:
    """Whether the answer outside of teams is the one that this role must get."""
    if address.name in OUTSIDE_BY_TOKEN:
        return response.status_code in (401, 404, 405)
    if address.name in OUTSIDE_FOR_ALL or role in OUTSIDE_FOR_SOME[address.name]:
        return response.status_code in (200, 204, 302, 405, 422) and not is_sent_to_sign_in(response)
    if role in (GUEST, ANONYMOUS):
        return is_sent_to_sign_in(response)
    return response.status_code in (403, 404, 405)


@pytest.mark.parametrize("address", OUTSIDE, ids=lambda address: address.name)
def test_every_address_outside_of_teams_says_who_may_enter(address: Address) -> None:
    assert [address.name in said for said in (OUTSIDE_FOR_ALL, OUTSIDE_FOR_SOME, OUTSIDE_BY_TOKEN)].count(True) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_outside_of_teams_every_role_gets_what_is_open_to_it(
    world: World, doors: dict[str, dict[str, Any]], method: str
) -> None:
    wrong = [
        (address.name, role, response.status_code)
        for address in OUTSIDE
        for role, browser in world.browsers.items()
        if not is_right_outside(
            role, address, response := asked(browser, method, reverse(address.name, kwargs=doors.get(address.name)))
        )
    ]
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(name for name in OUTSIDE_FOR_ALL if name.startswith("outbox")))
def test_nobody_reads_mails_where_there_is_a_mail_server_or_from_elsewhere(
    world: World, doors: dict[str, dict[str, Any]], name: str, settings: Settings
) -> None:
    url = reverse(name, kwargs=doors.get(name))
    for browser in world.browsers.values():
        assert browser.get(url, REMOTE_ADDR="192.0.2.7").status_code == 404
    settings.EMAIL_URL = "smtp://mail.example.com"
    for browser in world.browsers.values():
        assert browser.get(url).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_key_that_fits_nothing_opens_nothing(world: World, method: str) -> None:
    forged = {"invitation": {"token": KEY}, "sign_in_link": {"token": KEY}, "join_by_code": {"code": "AAAA-AAAA"}}
    forged |= {name: {"token": KEY} for name in ("wall", "wall_snapshot", "feed", "stop_reminders", "shared_journey")}
    forged |= {"answer_survey": {"link": KEY}, "ask": {"code": KEY}, "ask_thanks": {"code": KEY}}
    forged |= {"ask_once": {"token": KEY}}
    for name, kwargs in forged.items():
        for role, browser in world.browsers.items():
            status = asked(browser, method, reverse(name, kwargs=kwargs)).status_code
            assert status in (404, 405, 410), (name, role)
