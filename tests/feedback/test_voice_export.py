"""Voices on their way out: what a filter finds, as tables in which nothing calculates and nobody's address stands."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from feedback.exchange import giving_out
from feedback.exchange.checking import checked
from feedback.models import Mark, Topic
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, TouchpointFactory
from tests.feedback.of_feedback import ContactFactory, FeedbackFactory, ReasonFactory
from tests.feedback.test_voice_import import received
from tests.touchpoints.tables import content_of, csv_lines

pytestmark = pytest.mark.django_db


def lines(team: Team, member: Membership, **asked: object) -> list[list[str]]:
    """The lines below the headings."""
    address = reverse("feedback:csv", args=[team.slug])
    return csv_lines(signed_in(member).get(address, {name: str(value) for name, value in asked.items()}))[1:]


def texts(team: Team, member: Membership, **asked: object) -> list[str]:
    return [line[0] for line in lines(team, member, **asked)]


def test_a_line_says_everything_about_a_voice(team: Team, rita: Membership) -> None:
    place, reason = TouchpointFactory(team=team, name="Rechnung"), ReasonFactory(team=team, name="Zu spät")
    voice = FeedbackFactory(
        team=team,
        text="Zeile eins\nZeile zwei 👍",
        touchpoint=place,
        reason=reason,
        strength=2,
        said_on=date(2026, 11, 3),
        source="Portal",
        reference="4711",
        may_quote=True,
        key="r-1",
    )
    Mark.objects.create(feedback=voice, topic=Topic.objects.create(team=team, name="Testthema"))
    ((*said, number),) = lines(team, rita)
    assert said == [
        *("Zeile eins\nZeile zwei 👍", "03.11.2026", "negativ", "Rechnung", "Anruf", "deutlich"),
        *("Portal", "4711", "ja", "r-1", "Zu spät", "Testthema"),
    ]
    assert int(number) == voice.pk


@pytest.mark.parametrize("text", ["=1+1", "+49", "-5", "@SUM(A1)", "\t=1", '=HYPERLINK("x")'])
def test_nothing_that_customers_say_calculates(team: Team, ben: Membership, text: str) -> None:
    FeedbackFactory(team=team, text=text, source=text.strip(), reference=text.strip())
    ((said, *_rest),) = lines(team, ben)
    assert said == f"'{text}"
    workbook = signed_in(ben).get(reverse("feedback:xlsx", args=[team.slug]))
    cell = load_workbook(io.BytesIO(content_of(workbook))).active["A2"]
    assert (cell.data_type, cell.value) == ("s", text)


def test_the_filters_of_the_list_narrow_the_table(team: Team, rita: Membership) -> None:
    place = TouchpointFactory(team=team)
    FeedbackFactory(team=team, text="Alle Rechnungen falsch", said_on=date(2026, 1, 1))
    FeedbackFactory(team=team, text="Prima", polarity="positive", touchpoint=place, via="mail")
    assert texts(team, rita) == ["Prima", "Alle Rechnungen falsch"]
    assert texts(team, rita, q="rechnung") == texts(team, rita, until="2026-01-31") == ["Alle Rechnungen falsch"]
    for asked in ({"polarity": "positive"}, {"touchpoint": place.pk}, {"via": "mail"}, {"since": "2026-02-01"}):
        assert texts(team, rita, **asked) == ["Prima"]
    assert texts(team, rita, touchpoint="nonsense", since="gestern") == ["Prima", "Alle Rechnungen falsch"]


def test_how_a_customer_wishes_to_be_answered_is_never_given_out(team: Team, anna: Membership) -> None:
    ContactFactory(feedback__team=team)
    for name in ("csv", "xlsx"):
        content = content_of(signed_in(anna).get(reverse(f"feedback:{name}", args=[team.slug])))
        if name == "xlsx":
            rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
            content = str(list(rows)).encode()
        assert b"gisela" not in content.lower()


def test_other_teams_voices_stay_where_they_are(team: Team, ben: Membership, clara: Membership) -> None:
    FeedbackFactory(team=clara.team)
    assert lines(team, ben) == []


def test_a_table_costs_the_same_queries_for_one_voice_and_for_three(team: Team, ben: Membership) -> None:
    topic = Topic.objects.create(team=team, name="Testthema")

    def one() -> None:
        voice = FeedbackFactory(team=team, touchpoint=TouchpointFactory(team=team), reason=ReasonFactory(team=team))
        Mark.objects.create(feedback=voice, topic=topic)

    browser, address = signed_in(ben), reverse("feedback:csv", args=[team.slug])
    one()
    once = queries_of(browser, address)
    one()
    one()
    assert queries_of(browser, address) == once


def test_a_long_table_flows_page_by_page_without_a_gap(
    team: Team, ben: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving_out, "AT_ONCE", 2)
    for day in (3, 3, 3, 2, 2, 1, 1):
        FeedbackFactory(team=team, said_on=date(2026, 11, day))
    said = list(giving_out.lines(team.voices.all()))
    assert [line[-1] for line in said] == [voice.pk for voice in team.voices.newest()]
    begun = giving_out.lines(team.voices.all())
    with CaptureQueriesContext(connection) as queries:
        next(begun)
    assert len(queries) == 2
    answer = signed_in(ben).get(reverse("feedback:csv", args=[team.slug]))
    assert answer.streaming and "Content-Length" not in answer.headers
    assert "attachment" in answer.headers["Content-Disposition"]
    assert len(csv_lines(answer)) == 8


def test_a_table_speaks_the_readers_language_to_its_end(team: Team, rita: Membership) -> None:
    FeedbackFactory(team=team)
    rita.user.language = "en"
    rita.user.save()
    answer = signed_in(rita).get(reverse("feedback:csv", args=[team.slug]))
    with translation.override("de"):
        assert "negative" in csv_lines(answer)[1]


def test_a_workbook_that_would_be_too_long_names_the_way_out(
    team: Team, ben: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving_out, "MOST_IN_WORKBOOK", 2)
    for polarity in ("negative", "negative", "positive"):
        FeedbackFactory(team=team, polarity=polarity)
    browser, address = signed_in(ben), reverse("feedback:xlsx", args=[team.slug])
    page = browser.get(address, {"via": "call"}, follow=True)
    assert "Als CSV sind es alle" in page.text
    assert '<option value="call" selected' in page.text
    fitting = content_of(browser.get(address, {"polarity": "negative"}))
    assert load_workbook(io.BytesIO(fitting)).active.max_row == 3


def test_what_is_given_out_can_be_read_in_again(team: Team, ben: Membership) -> None:
    place = TouchpointFactory(team=team, name="Rechnung")
    for number, polarity in enumerate(("negative", "positive", "neutral", "")):
        FeedbackFactory(
            team=team, text=f"=Stimme {number}", polarity=polarity, touchpoint=place, strength=1, key=str(number)
        )
    answer = signed_in(ben).get(reverse("feedback:csv", args=[team.slug]))
    report = checked(received(team, content_of(answer).decode("utf-8-sig")), NOW)
    assert (report.problems, report.missing) == ([], [])
    same = ("text", "polarity", "touchpoint", "strength", "said_on", "via", "key")
    assert [[getattr(voice, name) for name in same] for voice in report.voices] == [
        [getattr(voice, name) for name in same] for voice in team.voices.newest()
    ]


def test_readers_take_tables_out_and_bring_none_in(team: Team, rita: Membership) -> None:
    browser = signed_in(rita)
    page = browser.get(reverse("feedback:exchange", args=[team.slug]))
    assert page.status_code == 200 and "Hochladen" not in page.text
    assert browser.post(reverse("feedback:upload", args=[team.slug])).status_code == 403


def test_words_that_were_searched_for_go_on_to_the_table(team: Team, rita: Membership) -> None:
    page = signed_in(rita).get(reverse("feedback:exchange", args=[team.slug]), {"q": "<b>Rechnung", "via": "mail"})
    assert 'name="q" value="&lt;b&gt;Rechnung"' in page.text
    assert '<option value="mail" selected' in page.text
