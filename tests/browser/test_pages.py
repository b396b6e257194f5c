"""Every page is well-formed, fits on every screen, and gives neither axe nor the console anything to complain about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from actions.reminders.stopping import stop_url
from meetings import cards, voting
from meetings.codes import new_code
from meetings.models import Phase
from meetings.room.wall import wall_url
from teams import inviting, signin
from teams.models import Invitation, Letter, Membership, Role
from teams.tokens import hash_of
from tests.access.matrix import ADDRESSES
from tests.access.world import World
from tests.browser.conftest import Enter
from tests.browser.inspection import complaints_about, complaints_about_this
from tests.browser.scene import a_room
from tests.browser.visitor import Visitor
from tests.factories import ActionFactory, MeetingFactory
from tests.meetings.rounds import Round

pytestmark = pytest.mark.browser

WITH_FORMS = (
    "touchpoints:create",
    "actions:create",
    "meetings:create",
    "meetings:create_series",
    "meetings:occasion",
    "teams:settings",
    "teams:departments",
    "teams:create_webhook",
    "api_tokens:list",
)


@pytest.fixture
def world(transactional_db: None, anna: Membership, ben: Membership, rita: Membership, clara: Membership) -> World:
    """A team with one of everything."""
    return World(anna, ben, rita, clara)


def test_the_teams_pages(enter: Enter, world: World) -> None:
    visitor = enter(world.anna.user)
    paths = {world.url(address) for address in ADDRESSES}
    paths |= {reverse(f"meetings:{name}", args=[world.slug, world.closed.pk]) for name in ("detail", "room")}
    wrong = [complaint for path in sorted(paths) for complaint in complaints_about(visitor, path)]
    assert not wrong, "\n".join(wrong)


def test_a_new_teams_empty_pages(enter: Enter, clara: Membership) -> None:
    visitor, slug = enter(clara.user), clara.team.slug
    names = ("overview", "touchpoints:list", "actions:list", "meetings:list", "meetings:all_series", "teams:people")
    wrong = [complaint for name in names for complaint in complaints_about(visitor, reverse(name, args=[slug]))]
    assert not wrong, "\n".join(wrong)


def test_what_a_reader_sees(enter: Enter, world: World) -> None:
    visitor = enter(world.rita.user)
    paths = {world.url(address) for address in ADDRESSES if "reader" in address.open_to}
    wrong = [complaint for path in sorted(paths) for complaint in complaints_about(visitor, path)]
    assert not wrong, "\n".join(wrong)


def test_forms_that_were_left_empty(enter: Enter, world: World) -> None:
    visitor = enter(world.anna.user)
    wrong = []
    for address in ADDRESSES:
        if address.name in WITH_FORMS:
            visitor.go(world.url(address))
            expect(visitor.page.locator("main form[method=post]").first, address.name).to_be_visible()
            send_empty_form(visitor.page)
            wrong += [f"{address.name}: {complaint}" for complaint in complaints_about_this(visitor)]
    assert not wrong, "\n".join(wrong)


def send_empty_form(page: Page) -> None:
    """Empty the page's main form and send it, past the browser's own checks."""
    with page.expect_navigation():
        page.evaluate(
            """() => {
                const form = document.querySelector("main form[method=post]");
                form.noValidate = true;
                for (const field of form.querySelectorAll("input:not([type=hidden]), textarea")) field.value = "";
                form.requestSubmit();
            }"""
        )


def test_my_own_pages(enter: Enter, ben: Membership) -> None:
    EmailAddress.objects.create(user=ben.user, email=ben.user.email, primary=True, verified=True)
    invitation = inviting.send(invitation=an_invitation(ben), at=timezone.now())
    letter = Letter.objects.get(to=invitation.email)
    visitor = enter(ben.user)
    names = """profile reminder_wishes profile_delete found_team outbox account_email account_set_password
        account_change_password account_reauthenticate account_logout mfa_index mfa_activate_totp mfa_list_webauthn
        mfa_add_webauthn mfa_view_recovery_codes mfa_generate_recovery_codes usersessions_list
        socialaccount_connections"""
    paths = [*map(reverse, names.split()), reverse("outbox_letter", args=[letter.pk])]
    wrong = [complaint for path in paths for complaint in complaints_about(visitor, path)]
    assert not wrong, "\n".join(wrong)


def test_the_doors(enter: Enter, ben: Membership) -> None:
    invitation = an_invitation(ben, token_hash=hash_of("token"), expires_at=timezone.now() + timedelta(days=1))
    invitation.save()
    meeting = MeetingFactory(team=ben.team, starts_at=timezone.now(), join_code=new_code())
    link = urlsplit(signin.one_time_link(ben.user, timezone.now())).path
    stop = urlsplit(stop_url(ben.user, ["overdue", "due_soon"])).path
    names = """account_login account_signup account_request_login_code account_reset_password account_inactive
        account_reset_password_done account_reset_password_from_key_done socialaccount_login_cancelled
        socialaccount_login_error join api_reference"""
    with_arguments = {"join_by_code": [meeting.join_code, "XXXX-XXXX"], "invitation": ["token", "wrong"]}
    paths = [*map(reverse, names.split()), link, f"{link}x", stop, "/nothing/here/", ben.team.get_absolute_url()]
    paths += [reverse(name, args=[value]) for name, values in with_arguments.items() for value in values]
    visitor = enter()
    wrong = [complaint for path in paths for complaint in complaints_about(visitor, path)]
    assert not wrong, "\n".join(wrong)


def an_invitation(by: Membership, **fields: Any) -> Invitation:
    """An invitation of somebody new, not stored yet."""
    return Invitation(
        team=by.team, email="neu@example.com", role=Role.MEMBER, invited_by=by.user, created_at=timezone.now(), **fields
    )


PHASES = (Phase.LOBBY, Phase.FOLLOW_UP, Phase.ACTUAL_STATE, Phase.IDEAS, Phase.DISCUSSION, Phase.VOTE, Phase.PLAN)


def test_the_room_in_every_phase(enter: Enter, anna: Membership, ben: Membership) -> None:
    now = timezone.now()
    ActionFactory(team=anna.team, responsible=ben.user, follow_up_on=now.date())
    room = a_room(anna, ben, Phase.LOBBY, what_happened="Die Rechnung kam zuerst.", consequences="Kundin verärgert")
    everyone = [enter(anna.user), enter(ben.user), enter()]
    wrong = []
    for phase in PHASES:
        if phase != Phase.LOBBY:
            room.to(phase)
        wrong += complaints_in(room, everyone)
        if phase == Phase.IDEAS:
            room.pin(room.ben), room.pin(room.cem, "Zahlungsziel ab Zustellung"), room.pin(room.anna, "Verzug löschen")
            wrong += complaints_in(room, everyone)
        if phase == Phase.DISCUSSION:
            discuss(room)
            wrong += complaints_in(room, everyone)
        if phase == Phase.VOTE:
            vote(room)
            wrong += complaints_in(room, everyone)
    assert not wrong, "\n".join(wrong)


def complaints_in(room: Round, everyone: list[Visitor]) -> list[str]:
    """What is wrong with the room for the moderator and a member, and with the wall."""
    path = reverse("meetings:room", args=[room.meeting.team.slug, room.pk])
    paths = [path, path, wall_url(room.meeting)]
    return [
        f"{room.meeting.phase}: {complaint}"
        for visitor, path in zip(everyone, paths, strict=True)
        for complaint in complaints_about(visitor, path)
    ]


def discuss(room: Round) -> None:
    """One card explained, the next one's turn, two laid together."""
    first, second, third = room.meeting.cards.standing().in_speaking_order(room.meeting)
    for card in (first, second):
        cards.give_floor(meeting=room.meeting, by=room.anna, card=card, at=room.later(seconds=1))
    cards.write_note(meeting=room.meeting, by=room.anna, card=first, text="Geht schnell", at=room.now)
    cards.merge(meeting=room.meeting, by=room.anna, card=third, into=second, at=room.now)


def vote(room: Round) -> None:
    """A tie that the moderator's vote decides, with a closing word."""
    room.leave(room.cem, room.gast)
    first, second = room.meeting.cards.standing().in_speaking_order(room.meeting)
    room.cast(room.ben, first)
    room.cast(room.anna, second)
    voting.write_closing_word(meeting=room.meeting, by=room.anna, text="So machen wir es.", at=room.now)
