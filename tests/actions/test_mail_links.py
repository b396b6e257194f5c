"""A link in a mail does one thing to one action for one person, once, and only when its form is sent."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from actions.mail_links import CODES, LASTS, forget_expired, link_for, opened
from actions.models import Action, Deed, MailLink, Outcome, Status
from actions.moving import move
from actions.settling import settle
from actions.tasks import forget_expired_links
from config.logs import DiscreetFormatter
from teams import leaving
from teams.models import Membership, Role, Team
from teams.tokens import hash_of
from tests.conftest import signed_in
from tests.factories import NOW, ActionFactory, MembershipFactory, MetricFactory, TouchpointFactory
from tests.races.at_once import at_once

TODAY = NOW.date()
LATER = (TODAY + timedelta(days=3)).isoformat()
SAID: dict[Deed, dict[str, str]] = {
    Deed.POSTPONE: {"quick": LATER, "reason": "Die Druckerei liefert später."},
    Deed.HELP: {"words": "Wer kennt die Druckerei?"},
    Deed.SETTLE: {"outcome": "works", "result": "Keine Rückfrage mehr."},
}


@pytest.fixture
def action(team: Team, ben: Membership, time_machine) -> Action:
    time_machine.move_to(NOW, tick=False)
    return ActionFactory(team=team, responsible=ben.user, due_on=TODAY, what="Rechnung neu schreiben")


def path_of(action: Action, person: Membership, deed: Deed = Deed.DONE) -> str:
    link = link_for(action=action, user=person.user, deed=deed, at=NOW)
    return link.removeprefix(settings.BASE_URL)


def status_of(action: Action) -> str:
    return Action.objects.get(pk=action.pk).status


# --- What it does ---------------------------------------------------------------------------------


def ready_for(deed: Deed, action: Action, anna: Membership) -> None:
    """Bring the action to where the deed fits."""
    changes: dict[Deed, dict[str, Any]] = {
        Deed.UNDO: {"status": Status.DONE, "done_at": NOW},
        Deed.GO_ON: {"status": Status.BLOCKED, "blocked_reason": "Urlaub"},
        Deed.TAKE_BACK: {"help_wanted_at": NOW, "help_wanted_by": anna.user},
        Deed.LEND_A_HAND: {"help_wanted_at": NOW, "help_wanted_by": anna.user},
    }
    Action.objects.filter(pk=action.pk).update(**changes.get(deed, {}))


def has_happened(deed: Deed, action: Action) -> bool:
    action = Action.objects.get(pk=action.pk)
    match deed:
        case Deed.DONE:
            return action.status == Status.DONE
        case Deed.UNDO:
            return action.is_open
        case Deed.START | Deed.GO_ON:
            return action.status == Status.RUNNING
        case Deed.POSTPONE:
            return action.due_on.isoformat() == LATER
        case Deed.HELP:
            return action.wants_help
        case Deed.TAKE_BACK | Deed.LEND_A_HAND:
            return not action.wants_help
        case Deed.SETTLE:
            return action.settled_at is not None


@pytest.mark.parametrize("deed", Deed)
def test_sending_its_form_does_it_without_signing_in_and_looking_does_not(
    action: Action, anna: Membership, ben: Membership, deed: Deed
) -> None:
    ready_for(deed, action, anna)
    browser, path = Client(), path_of(action, ben, deed)
    for _look in range(2):
        assert browser.get(path).status_code == 200
    assert not has_happened(deed, action)
    assert browser.post(path, SAID.get(deed, {})).headers["Location"] == path
    assert has_happened(deed, action)
    assert "Danke, ist festgehalten" in browser.get(path).content.decode()


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("headers", [{}, {"Purpose": "prefetch"}, {"User-Agent": "Slackbot-LinkExpanding 1.0"}])
def test_scanners_and_previews_trigger_nothing_and_use_nothing_up(
    action: Action, ben: Membership, method: str, headers: dict[str, str]
) -> None:
    path = path_of(action, ben)
    assert getattr(Client(headers=headers), method)(path).status_code in (200, 405)
    assert (status_of(action), MailLink.objects.count()) == (Status.PLANNED, 0)


def test_a_mail_program_without_cookies_can_send_the_form(action: Action, ben: Membership) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"Origin": "null"})
    assert browser.post(path_of(action, ben)).status_code == 302
    assert status_of(action) == Status.DONE


@pytest.mark.parametrize("deed", Deed)
def test_used_twice_it_says_kindly_that_it_is_done_and_does_nothing(
    action: Action, anna: Membership, ben: Membership, deed: Deed
) -> None:
    ready_for(deed, action, anna)
    path = path_of(action, ben, deed)
    Client().post(path, SAID.get(deed, {}))
    count = action.history.count()
    response = Client().post(path, SAID.get(deed, {}))
    assert response.status_code == 200
    assert "Danke, ist festgehalten" in response.content.decode()
    assert (action.history.count(), MailLink.objects.count()) == (count, 1)


def test_what_a_colleague_has_answered_meanwhile_is_not_replaced_unread(action: Action, ben: Membership) -> None:
    path = path_of(action, ben, Deed.SETTLE)
    settle(action=action, outcome=Outcome.DID_NOT_WORK, result="Zu spät begonnen.", at=NOW)
    answer = Client().post(path, SAID[Deed.SETTLE])
    assert answer.status_code == 422
    assert "Was daraus wurde, steht inzwischen fest." in answer.text
    assert Action.objects.get(pk=action.pk).result == "Zu spät begonnen."
    assert not MailLink.objects.exists()


def test_an_answer_by_mail_keeps_what_was_measured(action: Action, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=action.team)
    metric = MetricFactory(touchpoint=touchpoint)
    Action.objects.filter(pk=action.pk).update(touchpoint=touchpoint, metric=metric, measured_value=42)
    assert Client().post(path_of(action, ben, Deed.SETTLE), SAID[Deed.SETTLE]).status_code == 302
    assert Action.objects.get(pk=action.pk).measured_value == 42


def test_a_link_that_was_used_does_not_do_it_again_after_it_was_taken_back(action: Action, ben: Membership) -> None:
    path = path_of(action, ben)
    Client().post(path)
    move(action=action, to=Status.RUNNING, at=NOW)
    Client().post(path)
    assert status_of(action) == Status.RUNNING


def test_a_later_mail_has_another_link(action: Action, ben: Membership) -> None:
    links = {link_for(action=action, user=ben.user, deed=Deed.DONE, at=NOW + timedelta(hours=n)) for n in range(3)}
    assert len(links) == 3


def test_what_the_form_refuses_leaves_the_link_unused_and_loses_nothing(action: Action, ben: Membership) -> None:
    path = path_of(action, ben, Deed.POSTPONE)
    response = Client().post(path, {"quick": "2026-11-20", "reason": "Die Druckerei"})
    assert response.status_code == 422
    assert "Dieser Tag ist schon vorbei." in response.content.decode()
    assert "Die Druckerei" in response.content.decode()
    Client().post(path, SAID[Deed.POSTPONE])
    assert has_happened(Deed.POSTPONE, action)


def test_what_has_been_done_meanwhile_is_said_instead_of_asked(action: Action, ben: Membership) -> None:
    path = path_of(action, ben)
    move(action=action, to=Status.DONE, at=NOW)
    page = Client().get(path).content.decode()
    assert "Hier ist nichts mehr zu tun" in page
    assert '<button class="button primary' not in page


@pytest.mark.parametrize("deed", [Deed.START, Deed.GO_ON])
def test_an_old_mail_does_not_open_again_what_is_done(action: Action, ben: Membership, deed: Deed) -> None:
    path = path_of(action, ben, deed)
    move(action=action, to=Status.DONE, at=NOW)
    assert Client().post(path).status_code == 422
    assert status_of(action) == Status.DONE


# --- For whom -------------------------------------------------------------------------------------


def test_the_history_names_the_person_of_the_link_whoever_is_signed_in(
    action: Action, ben: Membership, clara: Membership
) -> None:
    browser = signed_in(clara)
    browser.post(path_of(action, ben))
    assert action.history.latest().history_user == ben.user
    assert browser.get("/profile/").context["user"] == clara.user


def test_it_signs_nobody_in(action: Action, ben: Membership) -> None:
    browser = Client()
    browser.post(path_of(action, ben))
    assert "_auth_user_id" not in browser.session


def test_it_speaks_the_language_of_its_person(action: Action, ben: Membership) -> None:
    ben.user.language = "en"
    ben.user.save()
    response = Client(headers={"Accept-Language": "de"}).get(path_of(action, ben))
    assert response.headers["Content-Language"] == "en"
    assert '<html lang="en">' in response.content.decode()


def test_its_page_says_of_the_team_only_the_action_its_day_and_the_name(
    action: Action, anna: Membership, ben: Membership
) -> None:
    touchpoint = TouchpointFactory(team=action.team, name="Geheimer Kontaktpunkt")
    Action.objects.filter(pk=action.pk).update(
        touchpoint=touchpoint,
        metric=MetricFactory(touchpoint=touchpoint, name="Geheime Kennzahl"),
        why="Geheimer Grund",
        help_words="Geheimer Ruf",
        help_wanted_at=NOW,
        help_wanted_by=anna.user,
    )
    for deed in Deed:
        page = Client().get(path_of(action, ben, deed)).content.decode()
        assert "Rechnung neu schreiben" in page
        assert "Vertrieb Süd" in page
        assert "Geheim" not in page
        assert "Anna" not in page


# --- When it ends ---------------------------------------------------------------------------------


def is_closed(path: str) -> bool:
    looked = Client().get(path)
    if looked.status_code != 410:
        return False
    assert "Dieser Link gilt nicht mehr" in looked.content.decode()
    return Client().post(path).status_code == 410


def test_it_lasts_thirty_days(action: Action, ben: Membership, time_machine) -> None:
    path = path_of(action, ben)
    time_machine.move_to(NOW + LASTS - timedelta(seconds=1), tick=False)
    assert not is_closed(path)
    time_machine.move_to(NOW + LASTS, tick=False)
    assert is_closed(path)


def test_it_ends_when_its_person_leaves_the_team(action: Action, anna: Membership, ben: Membership) -> None:
    path = path_of(action, ben)
    leaving.end(membership=ben, at=NOW)
    assert is_closed(path)


@pytest.mark.parametrize("deed", [Deed.DONE, Deed.LEND_A_HAND])
def test_it_ends_when_its_person_only_reads(action: Action, ben: Membership, deed: Deed) -> None:
    path = path_of(action, ben, deed)
    Membership.objects.filter(pk=ben.pk).update(role=Role.READER)
    assert is_closed(path)


def test_it_ends_when_the_action_belongs_to_somebody_else(action: Action, anna: Membership, ben: Membership) -> None:
    path = path_of(action, ben)
    Action.objects.filter(pk=action.pk).update(responsible=anna.user)
    assert is_closed(path)
    action.helpers.add(ben.user)
    assert not is_closed(path)


def test_it_ends_with_the_action(action: Action, ben: Membership) -> None:
    path = path_of(action, ben)
    action.delete()
    assert is_closed(path)


def test_it_ends_when_its_person_has_another_address(action: Action, ben: Membership) -> None:
    path = path_of(action, ben)
    ben.user.email = "ben@example.org"
    ben.user.save()
    assert is_closed(path)


def test_it_ends_when_its_person_is_locked_out(action: Action, ben: Membership) -> None:
    path = path_of(action, ben)
    ben.user.is_active = False
    ben.user.save()
    assert is_closed(path)


def test_used_links_are_forgotten_when_they_would_open_nothing_any_more(action: Action, ben: Membership) -> None:
    Client().post(path_of(action, ben))
    forget_expired(NOW + LASTS - timedelta(seconds=1))
    assert MailLink.objects.count() == 1
    forget_expired(NOW + LASTS)
    assert MailLink.objects.count() == 0


def test_the_clock_sees_to_it(action: Action, ben: Membership, time_machine) -> None:
    Client().post(path_of(action, ben))
    time_machine.move_to(NOW + LASTS, tick=False)
    forget_expired_links()
    assert not MailLink.objects.exists()


# --- Its token ------------------------------------------------------------------------------------


def test_making_links_costs_no_query(action: Action, ben: Membership, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        links = {link_for(action=action, user=ben.user, deed=deed, at=NOW) for deed in Deed}
    assert len(links) == len(Deed) == len(CODES)


def test_of_a_used_token_the_database_keeps_the_hash_alone(action: Action, ben: Membership) -> None:
    path = path_of(action, ben)
    Client().post(path)
    kept = MailLink.objects.values().get()
    assert kept["token_hash"] == hash_of(path.split("/")[2])
    assert path.split(".")[1].rstrip("/") not in str(kept)


@pytest.mark.parametrize(
    "token",
    ["x", "d-1-1-1.x", "z-1-1-1.x", f"d{'-zzzzzzzzzz' * 3}.x", "d-1-1-zzzzzzzzzzz.x", "d-_-1-1.x", "-" * 900],
)
def test_what_is_no_token_opens_nothing(action: Action, token: str) -> None:
    assert is_closed(reverse("mail_link", args=[token]))


def test_a_token_cannot_be_changed_into_another(action: Action, anna: Membership, ben: Membership) -> None:
    token = path_of(action, ben, Deed.HELP).split("/")[2]
    other = ActionFactory(team=action.team, responsible=ben.user)
    of_other = path_of(other, ben, Deed.HELP).split("/")[2]
    of_anna = path_of(action, anna, Deed.HELP).split("/")[2]
    signature = token.partition(".")[2]
    for forged in (f"d{token[1:]}", *(f"{head.partition('.')[0]}.{signature}" for head in (of_other, of_anna))):
        assert opened(forged, NOW) is None
    assert opened(token, NOW)


def test_no_search_engine_lists_it_and_no_other_server_learns_it(action: Action, ben: Membership) -> None:
    for path in (path_of(action, ben), "/m/x/"):
        headers = Client().get(path).headers
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "no-store" in headers["Cache-Control"]


def test_its_token_stands_in_no_line_of_the_log(
    action: Action, ben: Membership, caplog: pytest.LogCaptureFixture
) -> None:
    path = path_of(action, ben, Deed.POSTPONE)
    with caplog.at_level(logging.DEBUG):
        Client().post(path)
        Client().put(path)
        Client().get(f"{path}more/")
    line: dict[str, Any] = dict(settings.LOGGING["formatters"]["line"])  # type: ignore[index]
    formatter = import_string(line.pop("()"))(line["format"], style=line["style"])
    written = "\n".join(formatter.format(record) for record in caplog.records)
    assert "/m/…" in written
    assert path.split("/")[2] not in written


def test_a_key_to_a_new_password_stands_in_no_line_of_the_log() -> None:
    record = logging.makeLogRecord({"msg": "Not Found: /accounts/password/reset/key/1-cxyz12-0123456789abcdef/"})
    assert DiscreetFormatter("%(message)s").format(record) == "Not Found: /accounts/password/reset/key/…/"


def test_who_sends_too_often_is_held_back(action: Action, ben: Membership, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"link": "2/m/ip"}
    browser = Client(REMOTE_ADDR="203.0.113.77")
    assert [browser.post("/m/x/").status_code for _try in range(3)] == [410, 410, 429]


# --- Two at once ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_at_once_one_does_it(anna: Membership) -> None:
    colleagues = [MembershipFactory(team=anna.team) for _number in range(2)]
    action = ActionFactory(team=anna.team, responsible=colleagues[0].user, due_on=TODAY)
    link = link_for(action=action, user=colleagues[0].user, deed=Deed.HELP, at=timezone.now())
    path = link.removeprefix(settings.BASE_URL)
    codes = at_once([lambda: Client().post(path).status_code for _click in range(4)])
    assert 302 in codes
    assert set(codes) <= {302, 200}, "who comes after it was done is told so"
    assert MailLink.objects.count() == 1
    assert action.history.filter(help_wanted_at__isnull=False).count() == 1
