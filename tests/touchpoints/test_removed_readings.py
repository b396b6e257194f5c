"""Readings that were removed: the history keeps and tells them, hides what few people said, and gives them back."""

from decimal import Decimal

import pytest
from django.urls import reverse

from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import DepartmentFactory, MetricFactory, ReadingFactory
from tests.touchpoints.test_history import headings, put_back, removed, url
from touchpoints.measuring import removing
from touchpoints.models import Reading


def test_who_removes_a_reading_leaves_what_it_said(team: Team, ben: Membership, anna: Membership) -> None:
    metric = MetricFactory(touchpoint__team=team, name="Zufriedenheit")
    reading = ReadingFactory(metric=metric, by=anna.user, note="Heft 3")
    signed_in(ben).post(
        reverse("touchpoints:remove_reading", args=[team.slug, metric.touchpoint_id, metric.pk, reading.pk])
    )
    event = signed_in(anna).get(url(metric.touchpoint, "history")).context["events"][0]
    assert (event.heading, event.version.who) == (
        "Messung vom 2. November 2026 (Zufriedenheit) entfernt",
        ben.user.name,
    )
    assert event.facts == [
        ("Wert", "84"),
        ("Anzahl der Antworten", "50"),
        ("Quelle", "Kundinnen und Kunden"),
        ("Anmerkung", "Heft 3"),
        ("eingetragen von", anna.user.name),
    ]


def test_removed_reading_of_few_does_not_tell_what_they_said(team: Team, rita: Membership) -> None:
    metric = MetricFactory(touchpoint__team=team)
    facts = {"n": 3, "spread": Decimal(7), "note": "verraten", "department": DepartmentFactory(team=team)}
    ReadingFactory(metric=metric, value=Decimal("91.25"), **facts).delete()
    page = signed_in(rita).get(url(metric.touchpoint, "history"))
    assert [label for label, _words in page.context["events"][0].facts] == ["Wert", "Quelle", "Bereich"]
    assert "nicht gezeigt" in page.text
    for hidden in ("91,25", "verraten", "Standardabweichung"):
        assert hidden not in page.text


def test_removed_value_of_all_does_not_tell_what_is_left_beside_a_department(team: Team, rita: Membership) -> None:
    service, metric = DepartmentFactory(team=team), MetricFactory(touchpoint__team=team)
    ReadingFactory(metric=metric, n=48, department=service)
    ReadingFactory(metric=metric, value=Decimal("91.25")).delete()
    assert "91,25" not in signed_in(rita).get(url(metric.touchpoint, "history")).text
    metric.readings.all().delete()
    assert "91,25" not in signed_in(rita).get(url(metric.touchpoint, "history")).text


def test_readings_removed_together_are_told_one_by_one(team: Team, rita: Membership) -> None:
    metric = MetricFactory(touchpoint__team=team)
    ReadingFactory.create_batch(3, metric=metric)
    metric.readings.all().delete()
    assert sum("Messung vom" in heading for heading in headings(signed_in(rita), metric.touchpoint)) == 3


def test_readings_that_go_with_their_metric_are_kept_and_told_as_a_number(team: Team, anna: Membership) -> None:
    metric = MetricFactory(touchpoint__team=team)
    ReadingFactory.create_batch(2, metric=metric)
    removing.remove(metric, by=anna)
    assert headings(signed_in(anna), metric.touchpoint)[0].startswith("Kennzahl")
    assert len(headings(signed_in(anna), metric.touchpoint)) == 2
    assert Reading.history.count() == 2


def test_readings_leave_nothing_behind_when_their_team_goes(team: Team) -> None:
    ReadingFactory(metric__touchpoint__team=team)
    team.delete()
    assert not Reading.history.exists()


def test_readings_that_come_in_are_not_kept_twice(team: Team) -> None:
    ReadingFactory(metric__touchpoint__team=team)
    assert not Reading.history.exists()


def test_reading_comes_back_with_all_it_said_and_is_told(team: Team, ben: Membership) -> None:
    answers = {"promoters": 42, "passives": 0, "detractors": 8}
    reading = ReadingFactory(metric__touchpoint__team=team, distribution=answers, by=ben.user)
    metric, pk = reading.metric, reading.pk
    put_back(signed_in(ben), metric.touchpoint, "reading", removed(reading))
    back = metric.readings.get(pk=pk)
    assert (back.value, back.low, back.n, back.distribution, back.by) == (84, reading.low, 50, answers, ben.user)
    assert headings(signed_in(ben), metric.touchpoint)[0].endswith("zurückgeholt")


def test_reading_of_a_department_that_is_gone_stays_away(team: Team, ben: Membership) -> None:
    service, metric = DepartmentFactory(team=team), MetricFactory(touchpoint__team=team)
    version = removed(ReadingFactory(metric=metric, department=service))
    service.delete()
    assert "gibt es nicht mehr" in put_back(signed_in(ben), metric.touchpoint, "reading", version)[0]
    assert not metric.readings.exists()


@pytest.mark.parametrize("change", [{"type": "nps"}, {"unit": "Stunden"}])
def test_reading_of_another_scale_stays_away(team: Team, ben: Membership, change: dict[str, str]) -> None:
    metric = MetricFactory(touchpoint__team=team)
    version = removed(ReadingFactory(metric=metric))
    for name, value in change.items():
        setattr(metric, name, value)
    metric.save()
    assert "anderen Skala" in put_back(signed_in(ben), metric.touchpoint, "reading", version)[0]
    assert not metric.readings.exists()
