"""Calendars to subscribe to: read back by another's parser, secret, revocable, and unchanged where nothing changed."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from actions.models import Outcome, Status
from meetings import planning
from meetings.feeds import subscribing, writing
from meetings.models import Feed
from teams.leaving import end
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, ActionFactory, MembershipFactory, TouchpointFactory

SOON = NOW.date() + timedelta(days=7)


@pytest.fixture(autouse=True)
def now(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


def link(person: Membership, scope: Feed.Scope = Feed.Scope.MINE) -> str:
    return reverse("feed", args=[subscribing.subscribe(membership=person, scope=scope, at=NOW)])


def read(url: str) -> list[Any]:
    answer = Client().get(url)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content).walk("VEVENT")


def summaries(url: str) -> list[str]:
    return [str(event["SUMMARY"]) for event in read(url)]


def test_my_calendar_has_what_is_mine_and_that_of_the_team_has_all(
    team: Team, anna: Membership, ben: Membership
) -> None:
    ActionFactory(team=team, what="Meine", responsible=ben.user, due_on=SOON)
    ActionFactory(team=team, what="Mitgeholfen", responsible=anna.user, due_on=SOON).helpers.add(ben.user)
    ActionFactory(team=team, what="Fremde", responsible=anna.user, due_on=SOON)
    assert summaries(link(ben)) == ["Fällig: Meine", "Fällig: Mitgeholfen"]
    assert len(summaries(link(ben, Feed.Scope.TEAM))) == 3


def test_days_are_whole_days_on_which_nobody_counts_as_busy(team: Team, ben: Membership) -> None:
    ActionFactory(team=team, responsible=ben.user, due_on=SOON, follow_up_on=SOON + timedelta(days=14))
    due, follow_up = read(link(ben))
    assert (due.decoded("DTSTART"), due.decoded("DTEND")) == (SOON, SOON + timedelta(days=1))
    assert follow_up.decoded("DTSTART") == SOON + timedelta(days=14)
    assert {str(event["TRANSP"]) for event in (due, follow_up)} == {"TRANSPARENT"}
    assert due["UID"] != follow_up["UID"]


def test_what_is_done_has_only_its_follow_up_and_what_is_answered_has_nothing(team: Team, ben: Membership) -> None:
    done = {"team": team, "responsible": ben.user, "status": Status.DONE, "done_at": NOW, "follow_up_on": SOON}
    ActionFactory(what="Erledigt", **done)
    ActionFactory(what="Beantwortet", outcome=Outcome.WORKS, **done)
    ActionFactory(what="Verworfen", team=team, responsible=ben.user, status=Status.DROPPED, result="Zu teuer")
    assert summaries(link(ben)) == ["Was wurde daraus? Erledigt"]


def test_rounds_stand_there_with_their_time_for_those_who_are_invited(
    team: Team, anna: Membership, ben: Membership
) -> None:
    touchpoint = TouchpointFactory(team=team, name="Rechnung")
    planning.plan(team=team, by=anna.user, at=NOW, starts_at=NOW + timedelta(days=7), touchpoint=touchpoint)
    (event,) = read(link(anna))
    assert event["SUMMARY"] == "Touchpoint-Runde „Rechnung“"
    assert event.decoded("DTSTART") == NOW + timedelta(days=7)
    assert "ATTENDEE" not in event
    newcomer = MembershipFactory(team=team)
    assert summaries(link(newcomer)) == []
    assert len(summaries(link(newcomer, Feed.Scope.TEAM))) == 1


def test_a_round_in_two_years_has_the_clock_of_its_own_day(team: Team, anna: Membership) -> None:
    summer = NOW.replace(year=NOW.year + 2, month=7)
    planning.plan(team=team, by=anna.user, at=NOW, starts_at=summer, touchpoint=None)
    zone: Any
    (zone,) = Calendar.from_ical(Client().get(link(anna)).content).walk("VTIMEZONE")
    read_by_itself = summer.replace(tzinfo=zone.to_tz(lookup_tzid=False))
    assert read_by_itself.utcoffset() == timedelta(hours=2)


def test_days_long_gone_by_leave_room_for_those_to_come(
    team: Team, ben: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST", 2)
    for what, days in {"Vergessen": -91, "Überfällig": -90, "Morgen": 1, "Übermorgen": 2}.items():
        ActionFactory(team=team, what=what, due_on=NOW.date() + timedelta(days=days), responsible=ben.user)
    assert summaries(link(ben)) == ["Fällig: Überfällig", "Fällig: Morgen"]


def test_the_same_entry_keeps_its_uid_when_it_moves(team: Team, ben: Membership) -> None:
    action, url = ActionFactory(team=team, responsible=ben.user, due_on=SOON), link(ben)
    (before,) = read(url)
    team.actions.update(due_on=SOON + timedelta(days=1))
    (after,) = read(url)
    assert before["UID"] == after["UID"] == f"action-{action.pk}-due@localhost"
    assert after.decoded("DTSTART") == SOON + timedelta(days=1)


def test_a_program_that_has_it_already_is_told_so_until_something_changes(team: Team, ben: Membership) -> None:
    ActionFactory(team=team, responsible=ben.user)
    url = link(ben)
    first = Client().get(url)
    known = {"If-None-Match": first.headers["ETag"]}
    assert Client().get(url, headers=known).status_code == 304
    team.actions.update(what="Etwas anderes")
    assert Client().get(url, headers=known).status_code == 200


def test_a_revoked_and_a_replaced_link_and_that_of_someone_who_left_open_nothing(
    team: Team, anna: Membership, ben: Membership
) -> None:
    first = link(ben)
    second = link(ben)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    signed_in(ben).post(reverse("meetings:revoke_feed", args=[team.slug, "mine"]))
    assert Client().get(second).status_code == 404
    third = link(ben, Feed.Scope.TEAM)
    end(membership=ben, at=NOW)
    assert Client().get(third).status_code == 404


def test_who_may_not_sign_in_any_more_reads_no_calendar(ben: Membership) -> None:
    url = link(ben)
    ben.user.is_active = False
    ben.user.save()
    assert Client().get(url).status_code == 404


def test_the_link_is_shown_once_and_kept_as_a_hash(team: Team, ben: Membership) -> None:
    browser = signed_in(ben)
    page = browser.post(reverse("meetings:subscribe", args=[team.slug, "mine"]))
    path = urlsplit(page.context["shown"]["url"]).path
    assert read(path) == []
    token = path.rsplit("/", 1)[1].removesuffix(".ics")
    assert token.encode() not in browser.get(reverse("meetings:feeds", args=[team.slug])).content
    assert Feed.objects.get().token_hash != token


def test_the_calendar_speaks_the_language_of_its_reader(team: Team, ben: Membership) -> None:
    ActionFactory(team=team, responsible=ben.user, what="Call back")
    ben.user.language = "en"
    ben.user.save()
    assert summaries(link(ben)) == ["Due: Call back"]


def test_signs_that_calendars_use_themselves_come_through(team: Team, ben: Membership) -> None:
    what = "Ärger; mit, Komma \\ und 🎉 " + "lang " * 40
    ActionFactory(team=team, responsible=ben.user, what=what.strip())
    assert summaries(link(ben)) == [f"Fällig: {what.strip()}"]


def test_an_entry_is_called_in_one_line_without_signs_that_calendars_refuse(team: Team, ben: Membership) -> None:
    ActionFactory(team=team, responsible=ben.user, what="Anrufen,\r\ndann\x0bzusagen\x1b")
    assert summaries(link(ben)) == ["Fällig: Anrufen, dann zusagen"]


def test_a_calendar_costs_the_same_for_one_entry_and_for_three(team: Team, ben: Membership) -> None:
    url = link(ben)
    ActionFactory(team=team, responsible=ben.user)
    one = queries_of(Client(), url)
    ActionFactory.create_batch(2, team=team, responsible=ben.user)
    assert queries_of(Client(), url) == one


def test_an_unknown_scope_is_not_found(team: Team, ben: Membership) -> None:
    assert signed_in(ben).post(reverse("meetings:subscribe", args=[team.slug, "all"])).status_code == 404


def test_one_action_is_a_file_for_ones_own_calendar(team: Team, rita: Membership) -> None:
    action = ActionFactory(team=team, what="Rückruf / zusagen", due_on=date(2026, 12, 1))
    answer = signed_in(rita).get(reverse("actions:calendar_file", args=[team.slug, action.pk]))
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["SUMMARY"] == "Fällig: Rückruf / zusagen"
    assert 'filename="ruckruf-zusagen-2026-12-01.ics"' in answer.headers["Content-Disposition"]
