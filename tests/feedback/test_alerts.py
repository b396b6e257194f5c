"""What is noticed: a complaint at a key touchpoint, a sudden rise; each told once to whoever answers for the place."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback import keeping
from feedback.alerting import noticing, telling
from feedback.alerting.rising import Rise, chance_of, rises
from feedback.models import Alert, AlertKind, Feedback, Listening, Polarity
from teams.models import Letter, Membership, Team, User
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, MembershipFactory, TouchpointFactory
from tests.feedback.of_feedback import FeedbackFactory
from touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


@pytest.fixture
def hotline(anna: Membership, ben: Membership) -> Touchpoint:
    return TouchpointFactory(team=anna.team, name="Hotline", is_key=True, owner=ben.user)


@pytest.fixture
def stand(anna: Membership) -> Touchpoint:
    return TouchpointFactory(team=anna.team, name="Messestand")


def said(touchpoint: Touchpoint, days: int = 0, polarity: str = Polarity.NEGATIVE, **fields: Any) -> Feedback:
    said_on = TODAY - timedelta(days=days)
    return FeedbackFactory.build(
        team=touchpoint.team, touchpoint=touchpoint, said_on=said_on, polarity=polarity, **fields
    )


def kept(*voices: Feedback) -> list[Feedback]:
    return keeping.keep_many(voices, at=NOW)


def heard_for_weeks(touchpoint: Touchpoint, weeks: int = 8, complaints: int = 0) -> None:
    """One kind voice at the beginning of the time, and so many complaints spread over it."""
    first = TODAY - timedelta(days=6 + 7 * weeks)
    FeedbackFactory(team=touchpoint.team, touchpoint=touchpoint, said_on=first, polarity=Polarity.POSITIVE)
    for number in range(complaints):
        day = first + timedelta(days=number % (7 * weeks))
        FeedbackFactory(team=touchpoint.team, touchpoint=touchpoint, said_on=day)


def mails() -> list[tuple[str, str, str]]:
    """To whom, subject and text of each letter."""
    told = []
    for letter in Letter.objects.order_by("pk"):
        message: Any = message_from_bytes(bytes(letter.mime), policy=policy.default)
        told.append((letter.to, str(message["Subject"]), message.get_body(("plain",)).get_content()))
    return told


# --- A complaint at a key touchpoint --------------------------------------------------------------


def test_complaint_at_a_key_touchpoint_is_told_to_its_owner_once(hotline: Touchpoint, ben: Membership) -> None:
    (voice,) = kept(said(hotline, text="Eine Stunde Warteschleife, Frau Müller!"))
    telling.tell(NOW)
    telling.tell(NOW + timedelta(days=1))
    ((to, subject, text),) = mails()
    assert (to, subject) == (ben.user.email, "Kritik an „Hotline“")
    assert "Eine Stunde Warteschleife, Frau Müller!" in text
    assert reverse("touchpoints:detail", args=[hotline.team.slug, hotline.pk]) in text
    alert = Alert.objects.get()
    assert (alert.kind, alert.feedback, alert.told_at) == (AlertKind.NEGATIVE, voice, NOW)
    assert alert.figures["told"] == [ben.user_id]


def test_praise_other_places_and_old_complaints_alarm_nobody(hotline: Touchpoint, stand: Touchpoint) -> None:
    kept(said(hotline, polarity=Polarity.POSITIVE), said(hotline, polarity=""), said(stand), said(hotline, days=7))
    assert not Alert.objects.exists()


def test_complaint_of_six_days_ago_still_alarms(hotline: Touchpoint) -> None:
    kept(said(hotline, days=6))
    assert Alert.objects.count() == 1


def test_voice_that_somebody_judges_as_a_complaint_alarms_then_and_once(
    hotline: Touchpoint, stand: Touchpoint, ben: Membership
) -> None:
    (voice,) = kept(said(stand, polarity=""))
    for polarity in (Polarity.POSITIVE, Polarity.NEGATIVE, Polarity.NEGATIVE):
        keeping.judge(voice, polarity=polarity, touchpoint=hotline, by=ben.user, at=NOW)
    assert [alert.feedback for alert in Alert.objects.all()] == [voice]


def test_without_an_owner_of_the_team_its_leads_hear_of_it(hotline: Touchpoint, anna: Membership) -> None:
    hotline.owner = MembershipFactory().user
    hotline.save()
    kept(said(hotline))
    telling.tell(NOW)
    assert [to for to, _subject, _text in mails()] == [anna.user.email]


def test_alert_that_breaks_keeps_back_no_other(
    hotline: Touchpoint, stand: Touchpoint, ben: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand.is_key, stand.owner = True, ben.user
    stand.save()
    kept(said(hotline), said(stand))
    who_hears = telling.who_hears
    broken = {hotline.pk}

    def found(touchpoint: Touchpoint) -> list[User]:
        if touchpoint.pk in broken:
            raise ValueError("an address that no mail can have")
        return who_hears(touchpoint)

    monkeypatch.setattr(telling, "who_hears", found)
    telling.tell(NOW)
    assert [subject for _to, subject, _text in mails()] == ["Kritik an „Messestand“"]
    broken.clear()
    telling.tell(NOW)
    assert [subject for _to, subject, _text in mails()][1:] == ["Kritik an „Hotline“"]


def test_flood_of_complaints_is_one_mail_now_and_one_an_hour_later(hotline: Touchpoint) -> None:
    kept(said(hotline))
    telling.tell(NOW)
    kept(*(said(hotline, text=f"Besetzt {number}") for number in range(7)))
    telling.tell(NOW + timedelta(minutes=59))
    assert len(mails()) == 1
    telling.tell(NOW + timedelta(hours=1, minutes=1))
    assert [subject for _to, subject, _text in mails()] == ["Kritik an „Hotline“", "7 × Kritik an „Hotline“"]
    assert "Und 2 weitere." in mails()[1][2]
    assert not Alert.objects.filter(told_at=None).exists()


def test_mail_is_written_in_the_readers_language_and_marks_are_only_words(hotline: Touchpoint, ben: Membership) -> None:
    ben.user.language = "en"
    ben.user.save()
    kept(said(hotline, text="<script>alert(1)</script>"))
    telling.tell(NOW)
    message: Any = message_from_bytes(bytes(Letter.objects.get().mime), policy=policy.default)
    html = message.get_body(("html",)).get_content()
    assert "&lt;script&gt;" in html
    assert "<script>" not in html
    assert 'lang="en"' in html


@pytest.mark.parametrize(("negative", "rise", "kinds"), [(False, True, ["rise"]), (True, False, ["negative"] * 5)])
def test_each_kind_of_alert_can_be_switched_off(
    hotline: Touchpoint, negative: bool, rise: bool, kinds: list[str]
) -> None:
    Listening.objects.create(team=hotline.team, alerts_negative=negative, alerts_rise=rise)
    heard_for_weeks(hotline)
    kept(*(said(hotline, days) for days in range(5)))
    noticing.notice_rises(NOW)
    assert list(Alert.objects.values_list("kind", flat=True)) == kinds


# --- A sudden rise --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "before", "weeks", "chance"),
    [
        (5, 0, 8, (1 / 9) ** 5),
        (3, 3, 1, 42 / 64),
        (8, 0, 1, 1 / 256),
        (0, 4, 8, 1),
        (1, 1, 8, 1 - (8 / 9) ** 2),
        (2, 1, 2, 7 / 27),
    ],
)
def test_chance_of_a_rise_is_that_of_the_conditional_test(count: int, before: int, weeks: int, chance: float) -> None:
    assert chance_of(count, before, weeks) == pytest.approx(chance)


@pytest.mark.parametrize(
    ("count", "before", "weeks", "is_sudden"),
    [(5, 0, 8, True), (4, 0, 8, False), (5, 8, 8, False), (6, 8, 8, True), (5, 0, 1, False), (40, 240, 8, False)],
)
def test_only_what_is_hardly_luck_is_a_rise(count: int, before: int, weeks: int, is_sudden: bool) -> None:
    assert Rise(1, count, before, weeks).is_sudden == is_sudden


def test_sudden_rise_is_told_once_a_touchpoint_and_week(stand: Touchpoint, anna: Membership) -> None:
    heard_for_weeks(stand, complaints=8)
    kept(*(said(stand, days) for days in range(6)))
    kept(said(stand))
    telling.tell(NOW)
    ((to, subject, text),) = mails()
    assert (to, subject) == (anna.user.email, "Plötzlich mehr Kritik an „Messestand“")
    assert "6 kritische Stimmen in sieben Tagen; in den 8 Wochen davor waren es zusammen 8." in text
    alert = Alert.objects.get()
    assert alert.figures == {"count": 6, "before": 8, "weeks": 8, "p": alert.figures["p"], "told": [anna.user_id]}
    assert alert.figures["p"] == pytest.approx(chance_of(6, 8, 8), abs=1e-5)


def test_the_same_touchpoint_alarms_again_in_another_week(stand: Touchpoint) -> None:
    heard_for_weeks(stand)
    kept(*(said(stand) for _number in range(5)))
    next_week = NOW + timedelta(days=6)
    keeping.keep(FeedbackFactory.build(team=stand.team, touchpoint=stand, said_on=next_week.date()), at=next_week)
    assert Alert.objects.filter(kind=AlertKind.RISE).count() == 2


def test_where_the_team_has_just_begun_to_listen_nothing_is_a_rise(stand: Touchpoint) -> None:
    heard_for_weeks(stand, weeks=1)
    kept(*(said(stand) for _number in range(20)))
    assert not Alert.objects.exists()


def test_new_place_is_held_against_the_weeks_in_which_it_was_heard(stand: Touchpoint) -> None:
    heard_for_weeks(stand, weeks=3, complaints=3)
    kept(*(said(stand) for _number in range(9)))
    (rise,) = rises(stand.team.voices, None, today=TODAY)
    assert (rise.count, rise.before, rise.weeks) == (9, 3, 3)


def test_complaints_about_many_places_do_not_add_up(stand: Touchpoint, hotline: Touchpoint) -> None:
    hotline.mark_key(False)
    for touchpoint in (stand, hotline):
        heard_for_weeks(touchpoint)
        kept(*(said(touchpoint) for _number in range(4)))
    assert not Alert.objects.exists()


def test_rise_that_no_single_voice_saw_is_found_by_the_sweep(stand: Touchpoint) -> None:
    heard_for_weeks(stand)
    for _number in range(5):
        FeedbackFactory(team=stand.team, touchpoint=stand, said_on=TODAY)
    noticing.notice_rises(NOW)
    noticing.notice_rises(NOW)
    assert [alert.kind for alert in Alert.objects.all()] == [AlertKind.RISE]


def test_team_that_cannot_be_reckoned_keeps_back_no_other(stand: Touchpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    other = TouchpointFactory()
    for place in (other, stand):
        heard_for_weeks(place)
        for _complaint in range(6):
            FeedbackFactory(team=place.team, touchpoint=place, said_on=TODAY)
    today = Team.today

    def broken(team: Team, at: datetime) -> date:
        if team == other.team:
            raise ValueError("a zone that the system does not know")
        return today(team, at)

    monkeypatch.setattr(Team, "today", broken)
    noticing.notice_rises(NOW)
    assert [alert.touchpoint for alert in Alert.objects.all()] == [stand]


def test_noticing_costs_the_same_for_few_and_for_many_voices(hotline: Touchpoint) -> None:
    heard_for_weeks(hotline)

    def cost(count: int) -> int:
        voices = [said(hotline) for _number in range(count)]
        with CaptureQueriesContext(connection) as queries:
            kept(*voices)
        return len(queries)

    cost(5)
    assert cost(1) == cost(300)


# --- The page -------------------------------------------------------------------------------------


def test_page_says_what_was_noticed_with_its_figures_and_who_was_told(
    hotline: Touchpoint, stand: Touchpoint, rita: Membership
) -> None:
    heard_for_weeks(stand, complaints=8)
    kept(said(hotline, text="Nur Musik"), *(said(stand) for _number in range(6)))
    telling.tell(NOW)
    page = signed_in(rita).get(reverse("feedback:alerts", args=[rita.team.slug])).text
    for words in (
        "Nur Musik",
        "Post an Ben Yılmaz",
        "Post an Anna Keller",
        "in den 8 Wochen davor waren es zusammen 8",
    ):
        assert words in page


def test_other_teams_alerts_are_not_on_the_page(hotline: Touchpoint, clara: Membership) -> None:
    kept(said(hotline, text="Nur Musik"))
    page = signed_in(clara).get(reverse("feedback:alerts", args=[clara.team.slug])).text
    assert "Nur Musik" not in page
    assert "Noch kein Alarm" in page


def test_page_costs_the_same_for_one_and_for_many_alerts(hotline: Touchpoint, ben: Membership) -> None:
    address, browser = reverse("feedback:alerts", args=[ben.team.slug]), signed_in(ben)
    kept(said(hotline))
    telling.tell(NOW)
    few = queries_of(browser, address)
    kept(*(said(hotline) for _number in range(20)))
    telling.tell(NOW + timedelta(hours=2))
    assert queries_of(browser, address) == few
