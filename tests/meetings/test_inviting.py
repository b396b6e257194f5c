"""Invitations: who gets which mail, once."""

import email
from datetime import time, timedelta
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from icalendar import Calendar

from meetings import planning
from meetings.inviting import invite
from meetings.models import Meeting
from teams import leaving
from teams.models import Letter, Membership, Team
from tests.factories import NOW, MembershipFactory, TouchpointFactory


@pytest.fixture
def meeting(team: Team, anna: Membership, ben: Membership, rita: Membership) -> Meeting:
    touchpoint = TouchpointFactory(team=team, name="Rechnung")
    return planning.plan(team=team, by=anna.user, starts_at=NOW + timedelta(days=7), touchpoint=touchpoint, at=NOW)


def mails(address: str) -> list[EmailMessage]:
    letters = Letter.objects.filter(to=address).order_by("pk")
    return [email.message_from_bytes(bytes(letter.mime), policy=default) for letter in letters]


def calendar_of(mail: EmailMessage) -> Calendar:
    (part,) = mail.iter_attachments()
    assert part.get_content_type() == "text/calendar"
    calendar = Calendar.from_ical(part.get_content())
    assert part["Content-Type"].params["method"] == calendar["METHOD"]
    return calendar


def file_name_of(mail: EmailMessage) -> str | None:
    (part,) = mail.iter_attachments()
    return part.get_filename()


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    body = mail.get_body(preferencelist=(kind,))
    assert body is not None
    return str(body.get_content())


def test_everyone_invited_gets_one_mail_with_a_calendar_file(
    meeting: Meeting, anna: Membership, ben: Membership, rita: Membership
) -> None:
    assert set(Letter.objects.values_list("to", flat=True)) == {anna.user.email, ben.user.email}
    (mail,) = mails(ben.user.email)
    assert mail["Subject"] == "Einladung: Touchpoint-Runde „Rechnung“"
    assert mail["Reply-To"] == anna.user.email
    calendar = calendar_of(mail)
    assert calendar["METHOD"] == "REQUEST"
    assert calendar.walk("VEVENT")[0]["SEQUENCE"] == 0


def test_text_and_html_lead_to_the_preparation(meeting: Meeting, ben: Membership, settings: Any) -> None:
    (mail,) = mails(ben.user.email)
    for kind in ("plain", "html"):
        assert settings.BASE_URL + meeting.get_absolute_url() in text_of(mail, kind)
        assert "Dienstag, 1. Dezember 2026, 9:00–9:30 Uhr" in text_of(mail, kind)


def test_times_are_the_readers_own_and_name_the_place_where_clocks_differ(
    team: Team, anna: Membership, ben: Membership
) -> None:
    anna.user.time_zone, ben.user.time_zone = "Europe/Vienna", "America/New_York"
    anna.user.save()
    ben.user.save()
    planning.plan(team=team, by=anna.user, starts_at=NOW + timedelta(days=7), touchpoint=None, at=NOW)
    (mail,) = mails(ben.user.email)
    assert "3:00–3:30 Uhr (Ortszeit New York)" in text_of(mail)
    assert "9:00–9:30 Uhr\n" in text_of(mails(anna.user.email)[0])
    assert "noch offen" in text_of(mail)


def test_mails_speak_the_readers_language(team: Team, anna: Membership, ben: Membership) -> None:
    ben.user.language = "en"
    ben.user.save()
    planning.plan(team=team, by=anna.user, starts_at=NOW + timedelta(days=7), touchpoint=None, at=NOW)
    assert ["Dienstag" in text_of(mails(person.user.email)[0]) for person in (anna, ben)] == [True, False]
    assert "When: Tuesday, 1 December 2026, 09:00–09:30\n" in text_of(mails(ben.user.email)[0])


def test_the_calendar_file_is_named_after_the_teams_day_in_the_readers_language(
    team: Team, anna: Membership, ben: Membership
) -> None:
    ben.user.language, ben.user.time_zone = "en", "Europe/London"
    ben.user.save()
    midnight_in_berlin = NOW.replace(day=30, hour=23)
    planning.plan(team=team, by=anna.user, starts_at=midnight_in_berlin, touchpoint=None, at=NOW)
    assert file_name_of(mails(anna.user.email)[0]) == "touchpoint-runde-2026-12-01.ics"
    assert file_name_of(mails(ben.user.email)[0]) == "touchpoint-round-2026-12-01.ics"


def test_the_same_version_is_sent_once(meeting: Meeting, ben: Membership) -> None:
    invite(meeting=meeting, at=NOW)
    assert len(mails(ben.user.email)) == 1


def test_a_change_goes_to_everyone_as_the_next_version(meeting: Meeting, ben: Membership) -> None:
    planning.change(meeting=meeting, starts_at=NOW + timedelta(days=8), at=NOW)
    first, second = mails(ben.user.email)
    assert second["Subject"] == "Geändert: Touchpoint-Runde „Rechnung“"
    events = [calendar_of(mail).walk("VEVENT")[0] for mail in (first, second)]
    assert events[0]["UID"] == events[1]["UID"]
    assert [event["SEQUENCE"] for event in events] == [0, 1]


def test_whoever_is_taken_out_gets_a_cancellation(meeting: Meeting, anna: Membership, ben: Membership) -> None:
    planning.change(meeting=meeting, people=[anna.user], at=NOW)
    _first, last = mails(ben.user.email)
    assert last["Subject"] == "Abgesagt: Touchpoint-Runde „Rechnung“"
    calendar = calendar_of(last)
    assert calendar["METHOD"] == "CANCEL"
    assert calendar.walk("VEVENT")[0]["SEQUENCE"] == 1
    assert calendar_of(mails(anna.user.email)[-1])["METHOD"] == "REQUEST"


def test_who_is_asked_to_a_changed_round_for_the_first_time_reads_an_invitation(
    meeting: Meeting, anna: Membership, ben: Membership
) -> None:
    eva = MembershipFactory(team=anna.team)
    planning.change(meeting=meeting, at=NOW, people=[ben.user, eva.user])
    assert mails(eva.user.email)[-1]["Subject"] == "Einladung: Touchpoint-Runde „Rechnung“"
    assert "nimmt sich einen Kontaktpunkt vor" in text_of(mails(eva.user.email)[-1], "html")
    assert mails(ben.user.email)[-1]["Subject"] == "Geändert: Touchpoint-Runde „Rechnung“"


def test_a_cancelled_round_leaves_every_calendar(meeting: Meeting, anna: Membership, ben: Membership) -> None:
    planning.cancel(meeting=meeting, at=NOW)
    for person in (anna, ben):
        calendar = calendar_of(mails(person.user.email)[-1])
        assert (calendar["METHOD"], calendar.walk("VEVENT")[0]["SEQUENCE"]) == ("CANCEL", 1)


def test_what_no_calendar_shows_sends_no_mail(meeting: Meeting, ben: Membership) -> None:
    planning.change(meeting=meeting, title="Mahnung vor der Ware", at=NOW)
    planning.write_occasion(meeting=meeting, customer="Frau Brandt", at=NOW)
    assert len(mails(ben.user.email)) == 1


def test_names_are_text_in_the_mail_and_never_markup(team: Team, anna: Membership, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team, name="<b>Müller & Söhne</b>")
    planning.plan(team=team, by=anna.user, starts_at=NOW, touchpoint=touchpoint, at=NOW)
    (mail,) = mails(ben.user.email)
    assert "<b>Müller" not in text_of(mail, "html")
    assert "<b>Müller & Söhne</b>" in text_of(mail)


# --- Leaving --------------------------------------------------------------------------------------


def test_who_leaves_the_team_is_expected_no_longer(meeting: Meeting, ben: Membership) -> None:
    leaving.end(membership=ben, at=NOW)
    assert not meeting.participants.filter(user=ben.user).exists()
    _invitation, cancellation = mails(ben.user.email)
    calendar = calendar_of(cancellation)
    assert (calendar["METHOD"], calendar.walk("VEVENT")[0]["SEQUENCE"]) == ("CANCEL", 1)


def test_a_lead_steps_in_for_a_moderator_who_leaves(meeting: Meeting, anna: Membership, ben: Membership) -> None:
    meeting = planning.change(meeting=meeting, moderator=ben.user, deputy=anna.user, at=NOW)
    leaving.end(membership=ben, at=NOW)
    meeting.refresh_from_db()
    assert (meeting.moderator, meeting.deputy) == (anna.user, None)


def test_who_leaves_the_team_leaves_its_series_and_no_other_teams(
    team: Team, anna: Membership, ben: Membership, clara: Membership
) -> None:
    MembershipFactory(team=clara.team, user=ben.user)
    for lead in (anna, clara):
        planning.plan_series(team=lead.team, by=lead.user, name="Runde", weekday=1, time=time(9), at=NOW)
    leaving.end(membership=ben, at=NOW)
    for lead, is_expected in ((anna, False), (clara, True)):
        assert lead.team.series.get().members.contains(ben.user) is is_expected
        assert lead.team.meetings.get().participants.filter(user=ben.user).exists() is is_expected


def test_who_is_taken_out_does_not_read_what_the_round_is_about_now(
    meeting: Meeting, anna: Membership, ben: Membership
) -> None:
    planning.change(
        meeting=meeting, people=[anna.user], touchpoint=TouchpointFactory(team=ben.team, name="Geheimprojekt"), at=NOW
    )
    cancellation = mails(ben.user.email)[-1]
    assert "Rechnung" in text_of(cancellation)
    assert "Geheimprojekt" not in text_of(cancellation) + cancellation["Subject"] + str(calendar_of(cancellation))
    assert calendar_of(cancellation).walk("VEVENT")[0]["SEQUENCE"] == 1
