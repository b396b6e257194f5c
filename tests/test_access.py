"""Every address × every role: strangers find nothing, wrong roles are refused, nobody ever sees an error page.

Who may enter stands here a second time, by name, so that a change of a view's mark is a decision and not a slip.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import Settings

from meetings.models import Phase
from meetings.room.wall import wall_url
from teams.letters import post
from teams.middleware import GUEST_SESSION_KEY
from teams.models import Invitation, Letter, Membership, Role, Team, User
from teams.signin import one_time_link
from teams.tokens import hash_of
from tests.conftest import signed_in
from tests.factories import (
    ActionFactory,
    ArchiveFactory,
    BenchmarkFactory,
    CardFactory,
    ChecklistFactory,
    DepartmentFactory,
    ImportRunFactory,
    InfluenceFactory,
    ItemFactory,
    MembershipFactory,
    MetricFactory,
    ReadingFactory,
    ResourceFactory,
    SeriesFactory,
    StageFactory,
    SurveyFactory,
    TouchpointFactory,
    VisitFactory,
)
from tests.meetings.rounds import a_held_round, a_round
from tests.test_architecture import TREES_OF_OTHERS

LEAD, MEMBER, READER, GUEST = Role.LEAD.value, Role.MEMBER.value, Role.READER.value, "guest"
STRANGER, ANONYMOUS = "stranger", "anonymous"
EVERYONE = {LEAD, MEMBER, READER}
WRITERS = {LEAD, MEMBER}
IN_ROOM = {LEAD, MEMBER, GUEST}


def names(words: str) -> set[str]:
    """URL names, written one after the other."""
    return set(words.split())


LEADS_ONLY = names("""
    whole_team whole_team_progress whole_team_file
    touchpoints:stages touchpoints:rename_stage touchpoints:move_stage touchpoints:remove_stage
    meetings:create meetings:create_series meetings:edit_series meetings:pause_series meetings:resume_series
    teams:settings teams:invite teams:invite_again teams:revoke_invitation teams:membership teams:remove
    teams:departments teams:department teams:remove_department
""")
WRITERS_ONLY = names("""
    touchpoints:rate
    touchpoints:ready_made touchpoints:change_many
    touchpoints:create_survey touchpoints:survey_choices touchpoints:edit_survey touchpoints:renew_survey_link
    touchpoints:close_survey touchpoints:remove_survey
    touchpoints:create_checklist touchpoints:edit_checklist touchpoints:remove_checklist touchpoints:add_item
    touchpoints:change_item touchpoints:move_item touchpoints:remove_item touchpoints:create_visit
    touchpoints:remove_visit
    touchpoints:create touchpoints:edit touchpoints:retire touchpoints:reactivate touchpoints:mark_key
    touchpoints:surroundings touchpoints:add_resource touchpoints:edit_resource touchpoints:remove_resource
    touchpoints:add_influence touchpoints:edit_influence touchpoints:remove_influence touchpoints:restore
    touchpoints:put_back
    touchpoints:create_metric touchpoints:edit_metric touchpoints:remove_metric touchpoints:record_reading
    touchpoints:remove_reading touchpoints:freeze_baseline touchpoints:create_benchmark touchpoints:edit_benchmark
    touchpoints:remove_benchmark
    actions:create actions:metrics actions:edit actions:finish actions:drop actions:reopen actions:settle
    touchpoints:upload touchpoints:import touchpoints:check_import touchpoints:start_import touchpoints:discard_import
    touchpoints:import_progress touchpoints:undo_import
    meetings:edit meetings:occasion meetings:cancel meetings:add_addendum
    meetings:paper meetings:blank_cards meetings:tally_sheet
""")
READABLE = names("""
    touchpoints:priorities touchpoints:standing
    touchpoints:csv touchpoints:xlsx touchpoints:pdf touchpoints:priorities_csv touchpoints:priorities_xlsx
    touchpoints:readings_csv touchpoints:readings_xlsx actions:csv actions:xlsx
    touchpoints:surveys touchpoints:survey touchpoints:checklist touchpoints:visit
    overview touchpoints:list touchpoints:lines touchpoints:beside touchpoints:detail
    touchpoints:history touchpoints:compare touchpoints:names touchpoints:further_filters
    touchpoints:exchange touchpoints:empty_table touchpoints:metric touchpoints:attachment
    actions:list actions:lines actions:detail cycle:overview cycle:spread
    meetings:list meetings:detail meetings:calendar meetings:all_series meetings:series meetings:addenda_pdf
    teams:people teams:leave
""")
OUTSIDE_FOR_ALL = names("""
    home healthz set_language invitation sign_in_link join join_by_code wall wall_snapshot answer_survey
    outbox outbox_letter outbox_html outbox_attachment
""")
"""Outside of teams: what a link or a code opens, and what there is before anybody has come in."""
OUTSIDE_FOR_SOME = {
    "profile": {LEAD, MEMBER, READER, STRANGER},
    "profile_export": {LEAD, MEMBER, READER, STRANGER},
    "profile_delete": {LEAD, MEMBER, READER, STRANGER},
    "found_team": {LEAD, STRANGER},
    "join_team": {READER},
}
"""The stranger leads another team; the reader is invited to it, so that only they can join."""
OF_THE_ROOM = "/room/"
OF_THE_INVENTORY = names("metric reading benchmark resource influence checklist item visit survey run version")
"""What belongs to touchpoints, by the name that its primary key has in an address."""


@dataclass(frozen=True)
class Address:
    """One URL pattern."""

    name: str
    route: str
    view: Any

    @property
    def open_to(self) -> set[str]:
        """Who may enter, as written above."""
        if self.name in LEADS_ONLY:
            return {LEAD}
        if self.name in WRITERS_ONLY:
            return WRITERS
        if self.name in READABLE:
            return EVERYONE
        if self.name in {"meetings:minutes_pdf", "meetings:room"}:
            return EVERYONE | {GUEST}
        if OF_THE_ROOM in self.route or self.name == "meetings:minutes_preview":
            return IN_ROOM
        raise AssertionError(f"{self.name} is not in the matrix: say above who may enter")

    @property
    def marked_for(self) -> set[str]:
        """Who may enter, as the view is marked."""
        return {role.value for role in self.view.open_to} | ({GUEST} if self.view.guests else set())


def addresses() -> Iterator[Address]:
    """Every address but those that belong to allauth and Django."""

    def walk(resolver: URLResolver, route: str, space: str) -> Iterator[Address]:
        for part in resolver.url_patterns:
            here = route + str(part.pattern)
            if isinstance(part, URLResolver):
                yield from walk(part, here, space + (f"{part.namespace}:" if part.namespace else ""))
            elif isinstance(part, URLPattern) and not here.startswith(TREES_OF_OTHERS):
                yield Address(f"{space}{part.name}", here, part.callback)

    return walk(get_resolver(), "", "")


EVERYWHERE = sorted(addresses(), key=lambda address: address.name)
ADDRESSES = [address for address in EVERYWHERE if "team_slug" in address.route]
OUTSIDE = [address for address in EVERYWHERE if "team_slug" not in address.route]


class World:
    """A team with one of everything, a running round, and someone from every side of its door."""

    def __init__(self, anna: Membership, ben: Membership, rita: Membership, clara: Membership) -> None:
        self.anna, self.ben, self.rita, self.clara = anna, ben, rita, clara
        self.slug = anna.team.slug
        self.closed = a_held_round(anna, ben).meeting
        self.running = a_round(anna, ben).to(Phase.IDEAS)
        self.guest = self.running.gast
        self.touchpoint = TouchpointFactory(team=anna.team, name="Messestand")
        self.action = ActionFactory(team=anna.team, responsible=ben.user)
        self.series = SeriesFactory(team=anna.team)
        self.stage = StageFactory(team=anna.team)
        self.department = DepartmentFactory(team=anna.team)
        self.card = CardFactory(meeting=self.running.meeting, author=self.running.ben)
        self.other = MembershipFactory(team=anna.team)
        self.metric = MetricFactory(touchpoint=self.touchpoint)
        self.reading = ReadingFactory(metric=self.metric)
        self.benchmark = BenchmarkFactory(metric=self.metric)
        self.resource = ResourceFactory(touchpoint=self.touchpoint)
        self.influence = InfluenceFactory(source=self.touchpoint)
        self.checklist = ChecklistFactory(team=anna.team, touchpoint=self.touchpoint)
        self.item = ItemFactory(checklist=self.checklist)
        self.visit = VisitFactory(checklist=self.checklist)
        self.survey = SurveyFactory(team=anna.team)
        self.run = ImportRunFactory(team=anna.team)
        self.archive = ArchiveFactory(team=anna.team)
        self.version = self.touchpoint.history.get()

    def url(self, address: Address, slug: str | None = None) -> str:
        """The address with this team's things in it."""
        given = {
            "team_slug": slug or self.slug,
            "pk": self._pk(address),
            "person": self.guest.pk,
            "card": self.card.pk,
            "action": self.action.pk,
            **{name: getattr(self, name).pk for name in OF_THE_INVENTORY},
        }
        if "<slug:kind>" in address.route:
            given |= {"kind": "resource", "version": self.resource.history.get().pk}
        kwargs = {name: value for name, value in given.items() if f":{name}>" in address.route}
        return reverse(address.name, kwargs=kwargs)

    def _pk(self, address: Address) -> int:
        space, _, name = address.name.rpartition(":")
        if "series" in address.route:
            return int(self.series.pk)
        if "stages" in address.route:
            return int(self.stage.pk)
        if "departments" in address.route:
            return int(self.department.pk)
        if space == "teams":
            return int(self.other.pk)
        if space == "meetings":
            of_record = name in {"minutes_pdf", "add_addendum", "addenda_pdf"}
            return int((self.closed if of_record else self.running).pk)
        return int((self.action if space == "actions" else self.touchpoint).pk)

    @cached_property
    def browsers(self) -> dict[str, Client]:
        """One signed-in browser a role."""
        return {
            LEAD: signed_in(self.anna),
            MEMBER: signed_in(self.ben),
            READER: signed_in(self.rita),
            GUEST: self._guest_browser(),
            STRANGER: signed_in(self.clara),
            ANONYMOUS: Client(),
        }

    def _guest_browser(self) -> Client:
        browser = Client()
        session = browser.session
        session[GUEST_SESSION_KEY] = {
            str(self.running.pk): self.guest.pk,
            str(self.closed.pk): self.closed.participants.get(is_guest=True).pk,
        }
        session.save()
        return browser


@pytest.fixture
def world(anna: Membership, ben: Membership, rita: Membership, clara: Membership) -> World:
    """The team behind all addresses."""
    return World(anna, ben, rita, clara)


def asked(browser: Client, method: str, url: str) -> HttpResponse:
    """The answer; whatever the request changed is undone."""
    kept = deepcopy(browser.cookies)
    with transaction.atomic():
        response: Any = getattr(browser, method)(url)
        if response.streaming:
            list(response.streaming_content)  # read to its end, a file is closed
        transaction.set_rollback(True)
    browser.cookies = kept
    answer: HttpResponse = response
    return answer


def is_sent_to_sign_in(response: HttpResponse) -> bool:
    """Redirected to where people sign in."""
    return response.status_code == 302 and "/accounts/login/" in response.headers["Location"]


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_every_view_is_marked_as_the_matrix_says(address: Address) -> None:
    assert address.marked_for == address.open_to


def is_right(role: str, address: Address, response: HttpResponse) -> bool:
    """Whether the answer is the one that this role must get at this address."""
    if role == STRANGER:
        return response.status_code == 404
    if role in address.open_to:
        return response.status_code < 500 and not is_sent_to_sign_in(response)
    if role in (GUEST, ANONYMOUS):
        return is_sent_to_sign_in(response)
    return response.status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_role_gets_what_is_open_to_it_and_nothing_else(world: World, method: str) -> None:
    wrong = [
        (address.name, role, response.status_code)
        for address in ADDRESSES
        for role, browser in world.browsers.items()
        if not is_right(role, address, response := asked(browser, method, world.url(address)))
    ]
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_belongs_to_another_team_is_not_found_under_ones_own(world: World, method: str) -> None:
    found = [
        (address.name, response.status_code)
        for address in ADDRESSES
        if "<int:" in address.route
        and (response := asked(world.browsers["stranger"], method, world.url(address, slug=world.clara.team.slug)))
        and response.status_code not in (404, 405)
    ]
    assert found == []


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_guest_of_one_round_finds_no_other(world: World, method: str) -> None:
    browser = Client()
    session = browser.session
    session[GUEST_SESSION_KEY] = {str(world.closed.pk + 1000): world.guest.pk}
    session.save()
    for address in ADDRESSES:
        if GUEST in address.open_to:
            response = asked(browser, method, world.url(address))
            assert response.status_code in (302, 403, 404, 405), address.name
            assert world.card.text not in response.content.decode(), address.name


# --- Outside of teams -----------------------------------------------------------------------------

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
    }


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
    if address.name in OUTSIDE_FOR_ALL or role in OUTSIDE_FOR_SOME[address.name]:
        return response.status_code in (200, 302, 405, 422) and not is_sent_to_sign_in(response)
    if role in (GUEST, ANONYMOUS):
        return is_sent_to_sign_in(response)
    return response.status_code in (403, 404, 405)


@pytest.mark.parametrize("address", OUTSIDE, ids=lambda address: address.name)
def test_every_address_outside_of_teams_says_who_may_enter(address: Address) -> None:
    assert (address.name in OUTSIDE_FOR_ALL) != (address.name in OUTSIDE_FOR_SOME)


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
    forged |= {"wall": {"token": KEY}, "wall_snapshot": {"token": KEY}, "answer_survey": {"link": KEY}}
    for name, kwargs in forged.items():
        for role, browser in world.browsers.items():
            status = asked(browser, method, reverse(name, kwargs=kwargs)).status_code
            assert status in (404, 405, 410), (name, role)
