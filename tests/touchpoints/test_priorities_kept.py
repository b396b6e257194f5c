"""The priorities are drawn once and kept: every change shows at once, and nobody sees what is another's."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from teams.history import versions
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import MetricFactory, RatingFactory, SurveyFactory, TouchpointFactory
from touchpoints.describing import describe
from touchpoints.exchange import importing, running, undoing
from touchpoints.exchange.changing_many import Changes, change
from touchpoints.exchange.headings import guessed
from touchpoints.exchange.opening import opened
from touchpoints.measuring.readings import record
from touchpoints.models import ImportRun, Metric, Reading, Status, Survey, Touchpoint
from touchpoints.priorities import freshness, rating
from touchpoints.restoring import restore

RATED = {"importance_customer": 5, "performance": 2, "impact": 8, "confidence": 7, "effort": 3}
TABLE = "Name;Wichtigkeit für Kunden;Leistung heute\nRechnung;4;1\nMesse;3;1\n"


def url(team: Team, query: str = "") -> str:
    return reverse("touchpoints:priorities", args=[team.slug]) + query


def drawn(browser: Client, address: str) -> str:
    """The page without what belongs to the person: its head, and its token."""
    _before, _mark, content = browser.get(address).text.partition('<main id="content"')
    return content


def is_kept(browser: Client, address: str) -> bool:
    return "touchpoints/priorities/table.html" not in [each.name for each in browser.get(address).templates]


@pytest.fixture
def bill(team: Team) -> Touchpoint:
    """A touchpoint about which everybody has said something, beside another."""
    TouchpointFactory(team=team, name="Hotline", **(RATED | {"performance": 4}))
    bill: Touchpoint = TouchpointFactory(team=team, name="Rechnung", **RATED)
    survey = SurveyFactory(team=team, open_until=date(2099, 1, 1))
    for _sheet in range(5):
        RatingFactory(survey=survey, touchpoint=bill, importance=3, performance=3)
    MetricFactory(touchpoint=bill)
    return bill


def reads_in(team: Team, by: Membership) -> ImportRun:
    table = opened(TABLE.encode())
    run = importing.receive(team=team, by=by.user, file_name="t.csv", table=table, mapping=guessed(table.headings))
    importing.start(run=run, by=by.user)
    running.carry_on(run_pk=run.pk, at=timezone.now())
    run.refresh_from_db()
    return run


def takes_back(team: Team, by: Membership) -> None:
    run = ImportRun.objects.get()
    undoing.undo(run=run)
    running.carry_on(run_pk=run.pk, at=timezone.now() + timedelta(hours=1))


def edits(bill: Touchpoint, **values: object) -> None:
    for name, value in values.items():
        setattr(bill, name, value)
    describe(bill, tags=[])


def goes_back(bill: Touchpoint) -> None:
    newest, *_others, first = versions(bill)
    assert newest.pk != first.pk
    restore(bill, first)


def measures(bill: Touchpoint) -> None:
    record(metric=bill.metrics.get(), measured_on=date(2026, 11, 2), by=None, value=Decimal(84), n=50)


def turns_round(bill: Touchpoint) -> None:
    metric = bill.metrics.get()
    metric.type = Metric.Type.NPS
    metric.save()


CHANGES: dict[str, tuple[Callable[[Touchpoint], object], ...]] = {
    "edited": (lambda bill: edits(bill, performance=1),),
    "many edited": (
        lambda bill: change(bill.team.touchpoints.all(), Changes({"status": Status.IDEA}), team=bill.team),
    ),
    "rated": (lambda bill: rating.rate(team=bill.team, ratings={bill.pk: {"performance": 5}}),),
    "retired and met again": (lambda bill: bill.retire(reason="Niemand kam."), lambda bill: bill.reactivate()),
    "key": (lambda bill: bill.mark_key(is_key=True),),
    "restored": (lambda bill: edits(bill, performance=1), goes_back),
    "new": (lambda bill: TouchpointFactory(team=bill.team, name="Messe", **RATED),),
    "deleted": (lambda bill: bill.delete(),),
    "measured, and it was wrong": (
        measures,
        turns_round,
        lambda _bill: Reading.objects.get().delete(),
    ),
    "metric removed": (measures, lambda bill: bill.metrics.get().delete()),
    "survey closed": (lambda bill: bill.team.surveys.get().close(at=timezone.now()),),
    "survey removed": (
        lambda bill: bill.team.surveys.get().close(at=timezone.now()),
        lambda bill: bill.team.surveys.get().delete(),
    ),
}


@pytest.mark.parametrize("deeds", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_shows_at_once(
    bill: Touchpoint, rita: Membership, deeds: tuple[Callable[[Touchpoint], object], ...]
) -> None:
    browser, address = signed_in(rita), url(bill.team)
    for deed in deeds:
        before = drawn(browser, address)
        assert is_kept(browser, address)
        deed(bill)
        after = drawn(browser, address)
        assert after != before
        caches["pages"].clear()
        assert after == drawn(browser, address)


@pytest.mark.parametrize("deeds", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_of_one_shows_at_once_beside_another(
    bill: Touchpoint, rita: Membership, deeds: tuple[Callable[[Touchpoint], object], ...]
) -> None:
    browser, hotline = signed_in(rita), bill.team.touchpoints.get(name="Hotline")
    hotline.mark_key(is_key=True)
    address = reverse("touchpoints:standing", args=[bill.team.slug, hotline.pk])
    for deed in deeds:
        browser.get(address)
        deed(bill)
        after = browser.get(address).text
        caches["pages"].clear()
        assert after == browser.get(address).text


def test_where_one_stands_is_worked_out_once_for_each_language(
    bill: Touchpoint, anna: Membership, ben: Membership
) -> None:
    ben.user.language = "en"
    ben.user.save()
    address = reverse("touchpoints:standing", args=[bill.team.slug, bill.pk])
    german, english = signed_in(anna), signed_in(ben)
    first, again = (queries_of(german, address) for _look in range(2))
    assert again < first
    assert "Hier zuerst ansetzen" in german.get(address).text
    assert "Hier zuerst ansetzen" not in english.get(address).text


def test_a_table_read_in_and_taken_back_shows_at_once(bill: Touchpoint, anna: Membership) -> None:
    browser, address = signed_in(anna), url(bill.team)
    before = drawn(browser, address)
    reads_in(bill.team, anna)
    read_in = drawn(browser, address)
    assert "Messe" in read_in
    takes_back(bill.team, anna)
    after = drawn(browser, address)
    assert "Messe" not in after
    assert after == before


def test_a_survey_that_ends_with_its_day_counts_the_next_morning(
    bill: Touchpoint, rita: Membership, time_machine
) -> None:
    Survey.objects.update(closes_at=datetime(2026, 11, 20, 23, tzinfo=UTC))
    browser, address = signed_in(rita), url(bill.team)
    time_machine.move_to("2026-11-20 12:00")
    browser.force_login(rita.user)
    assert "Mitarbeitende, n = 5" not in drawn(browser, address)
    time_machine.move_to("2026-11-21 12:00")
    assert "Mitarbeitende, n = 5" in drawn(browser, address)


def test_what_comes_to_light_late_is_noticed(bill: Touchpoint) -> None:
    """As with PostgreSQL, where a transaction can end after one that took later numbers."""
    at = timezone.now()
    bill.mark_key(is_key=True)
    late = bill.history.first()
    rating.rate(team=bill.team, ratings={bill.pk: {"performance": 5}})
    late.delete()
    before = freshness.known_until(bill.team, at=at)
    late.save()
    assert freshness.known_until(bill.team, at=at) != before


def test_a_teams_page_never_is_another_teams(bill: Touchpoint, rita: Membership, clara: Membership) -> None:
    assert "Rechnung" in drawn(signed_in(rita), url(rita.team))
    assert "Rechnung" not in drawn(signed_in(clara), url(clara.team))
    assert signed_in(clara).get(url(rita.team)).status_code == 404


def test_each_role_has_a_page_of_its_own(bill: Touchpoint, anna: Membership, ben: Membership, rita: Membership) -> None:
    words = {"Runde planen", "/priorities/rate/"}
    seen = [
        {word for word in words if word in drawn(signed_in(one), url(bill.team))} for one in (anna, ben, rita, anna)
    ]
    assert seen == [words, {"/priorities/rate/"}, set(), words]


def test_each_language_has_a_page_of_its_own(bill: Touchpoint, anna: Membership, ben: Membership) -> None:
    ben.role = anna.role
    ben.save()
    ben.user.language = "en"
    ben.user.save()
    german, english = (drawn(signed_in(one), url(bill.team)) for one in (anna, ben))
    assert "Hier zuerst ansetzen" in german
    assert "Hier zuerst ansetzen" not in english


def test_nothing_of_a_person_is_kept(bill: Touchpoint, ben: Membership, anna: Membership) -> None:
    ben.role = anna.role
    ben.save()
    browser = signed_in(anna)
    browser.post(reverse("touchpoints:rate", args=[bill.team.slug]), {f"t{bill.pk}-effort": "4", "touchpoint": bill.pk})
    assert "1 Kontaktpunkt eingeschätzt." in browser.get(url(bill.team)).text
    assert is_kept(signed_in(ben), url(bill.team))
    page = signed_in(ben).get(url(bill.team)).text
    assert "1 Kontaktpunkt eingeschätzt." not in page
    assert "Anna Keller" not in page


def test_what_the_page_does_not_know_is_in_no_link_and_makes_no_page(bill: Touchpoint, rita: Membership) -> None:
    browser = signed_in(rita)
    for number in range(3):
        page = browser.get(url(bill.team, f"?spam={number}&page=x&sort=nothing&cell=a&view=nothing"))
        assert "spam" not in page.text
    assert is_kept(browser, url(bill.team))
