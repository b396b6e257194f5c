"""The history of a touchpoint: told, compared and brought back."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import (
    NOW,
    BenchmarkFactory,
    InfluenceFactory,
    MembershipFactory,
    MetricFactory,
    ReadingFactory,
    ResourceFactory,
    StageFactory,
    TagFactory,
    TouchpointFactory,
)
from touchpoints import timeline
from touchpoints.describing import describe
from touchpoints.measuring import baselines
from touchpoints.models import Status, Tag, Touchpoint


def url(touchpoint: Touchpoint, name: str, *args: int) -> str:
    return reverse(f"touchpoints:{name}", args=[touchpoint.team.slug, touchpoint.pk, *args])


def written(touchpoint: Touchpoint, *tags: Tag, **values: object) -> int:
    """Change the touchpoint; the number of the version that it led to."""
    for name, value in values.items():
        setattr(touchpoint, name, value)
    describe(touchpoint, tags=tags)
    return int(touchpoint.history.latest("history_id").history_id)


def restored(browser: Client, touchpoint: Touchpoint, version: int) -> list[str]:
    """What the page says after bringing a version back."""
    answer = browser.post(url(touchpoint, "restore", version))
    assert answer.status_code == 302
    touchpoint.refresh_from_db()
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_page_tells_every_change_with_the_way_back(team: Team, ben: Membership, rita: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    written(touchpoint, goal="Dank")
    page = signed_in(ben).get(url(touchpoint, "history"))
    assert [len(event.fields) for event in page.context["events"]] == [1, 0]
    assert page.text.count("Diesen Stand zurückholen</button>") == 1
    assert "zurückholen</button>" not in signed_in(rita).get(url(touchpoint, "history")).text


def test_long_history_goes_on_behind_a_link(team: Team, rita: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    for number in range(51):
        touchpoint.goal = f"Ziel {number}"
        touchpoint.save()
    first = signed_in(rita).get(url(touchpoint, "history"))
    rest = signed_in(rita).get(url(touchpoint, "history"), {"page": 2})
    told = [*first.context["events"], *rest.context["events"]]
    assert [event.fields[0].new for event in told[:-1]] == [f"Ziel {number}" for number in range(50, -1, -1)]
    assert told[-1].fields == []
    assert 'rel="next"' in first.text
    assert 'rel="next"' not in rest.text


def test_any_two_versions_stand_side_by_side_the_older_first(team: Team, rita: Membership) -> None:
    touchpoint, tag = TouchpointFactory(team=team, name="Rechnung"), TagFactory(team=team, name="Praxen 🩺")
    one = written(touchpoint, goal="Schnell bezahlt")
    written(touchpoint, goal="Dazwischen")
    other = written(touchpoint, tag, goal="Für Übermorgen", is_key=True)
    page = signed_in(rita).get(url(touchpoint, "compare"), {"one": other, "other": one})
    differing = {(field.label, field.old, field.new) for field in page.context["fields"] if field.differs}
    assert differing == {
        ("Ziel des Kontaktpunkts", "Schnell bezahlt", "Für Übermorgen"),
        ("Super-Touchpoint", "nein", "ja"),
        ("Zielgruppen", "–", "Praxen 🩺"),
    }
    assert "Dazwischen" not in page.text


@pytest.mark.parametrize("query", ["", "one=1", "one=x&other=y", f"one={'9' * 30}&other=1"])
def test_half_a_comparison_leads_back(team: Team, rita: Membership, query: str) -> None:
    touchpoint = TouchpointFactory(team=team)
    answer = signed_in(rita).get(f"{url(touchpoint, 'compare')}?{query}")
    assert answer.headers["Location"] == url(touchpoint, "history")


def test_versions_of_another_touchpoint_are_neither_compared_nor_brought_back(
    team: Team, ben: Membership, clara: Membership
) -> None:
    mine, foreign = TouchpointFactory(team=team), TouchpointFactory(team=clara.team)
    one, other = written(foreign, goal="geheim"), written(foreign, goal="sehr geheim")
    assert signed_in(ben).get(url(mine, "compare"), {"one": one, "other": other}).status_code == 302
    assert signed_in(ben).post(url(mine, "restore", one)).status_code == 404


def test_reader_brings_nothing_back(team: Team, rita: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    assert signed_in(rita).post(url(touchpoint, "restore", touchpoint.history.get().pk)).status_code == 403


@pytest.mark.parametrize("version", [10**20 - 1, 2**63, 0])
def test_number_that_no_version_has_is_not_found(team: Team, ben: Membership, version: int) -> None:
    assert signed_in(ben).post(url(TouchpointFactory(team=team), "restore", version)).status_code == 404


def test_version_comes_back_whole_and_as_a_change_of_its_own(team: Team, ben: Membership) -> None:
    stage, tag = StageFactory(team=team), TagFactory(team=team)
    touchpoint = TouchpointFactory(team=team)
    version = written(touchpoint, tag, goal="Dank 🎉", stage=stage, importance_customer=4)
    written(touchpoint, goal="", stage=None, importance_customer=None, name="Ganz anders")
    before = touchpoint.history.count()
    assert restored(signed_in(ben), touchpoint, version) == ["Der frühere Stand gilt wieder."]
    assert (touchpoint.goal, touchpoint.stage, touchpoint.importance_customer) == ("Dank 🎉", stage, 4)
    assert list(touchpoint.tags.all()) == [tag]
    assert touchpoint.history.count() == before + 1
    assert touchpoint.history.latest("history_id").history_user == ben.user


def test_what_is_gone_stays_as_it_is_with_a_sentence(team: Team, ben: Membership) -> None:
    stage, tag, left = StageFactory(team=team), TagFactory(team=team), MembershipFactory(team=team)
    touchpoint = TouchpointFactory(team=team)
    version = written(touchpoint, tag, stage=stage, owner=left.user, goal="Dank")
    written(touchpoint, stage=None, owner=ben.user, goal="")
    stage.delete()
    tag.delete()
    left.delete()
    sentences = restored(signed_in(ben), touchpoint, version)
    assert [sentence.split()[0].rstrip(":") for sentence in sentences[:3]] == [
        "Kaufphase",
        "Verantwortlich",
        "Zielgruppen",
    ]
    assert (touchpoint.stage, touchpoint.owner, touchpoint.goal) == (None, ben.user, "Dank")


def test_name_that_another_bears_now_is_left(team: Team, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team, name="Rechnung")
    version = touchpoint.history.get().pk
    written(touchpoint, name="Faktura")
    TouchpointFactory(team=team, name="RECHNUNG")
    assert "Der Name bleibt" in restored(signed_in(ben), touchpoint, version)[0]
    assert touchpoint.name == "Faktura"


def test_retired_comes_back_with_its_reason_and_never_without_one(team: Team, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    touchpoint.retire(reason="Umzug")
    version = touchpoint.history.latest("history_id")
    touchpoint.reactivate()
    restored(signed_in(ben), touchpoint, version.pk)
    assert (touchpoint.status, touchpoint.status_reason) == (Status.RETIRED, "Umzug")
    touchpoint.reactivate()
    type(version).objects.filter(pk=version.pk).update(status_reason="")
    assert "Der Status bleibt" in restored(signed_in(ben), touchpoint, version.pk)[0]
    assert touchpoint.status == Status.ACTIVE


def test_history_costs_the_same_for_one_and_three_changes(team: Team, rita: Membership) -> None:
    touchpoint, tag = TouchpointFactory(team=team), TagFactory(team=team)
    browser = signed_in(rita)
    written(touchpoint, tag, goal="a")
    once = queries_of(browser, url(touchpoint, "history"))
    written(touchpoint, goal="b")
    written(touchpoint, tag, goal="c", owner=MembershipFactory(team=team).user)
    assert queries_of(browser, url(touchpoint, "history")) == once


# --- What hangs on it ---------------------------------------------------------------------------


def headings(browser: Client, touchpoint: Touchpoint) -> list[str]:
    """What the timeline tells of things that hang on the touchpoint, the newest first."""
    events = browser.get(url(touchpoint, "history")).context["events"]
    return [event.heading for event in events if not event.is_own]


def newest_record(row: Any) -> int:
    return int(type(row).history.filter(id=row.pk).latest("history_id").history_id)


def put_back(browser: Client, touchpoint: Touchpoint, kind: str, version: int) -> list[str]:
    """What the page says after bringing something back."""
    address = reverse("touchpoints:put_back", args=[touchpoint.team.slug, touchpoint.pk, kind, version])
    answer = browser.post(address)
    assert answer.status_code == 302
    return [str(message) for message in get_messages(answer.wsgi_request)]


def removed(row: Any) -> int:
    """Remove a row; the number of the record that says so."""
    pk = row.pk
    row.delete()
    return int(type(row).history.filter(id=pk).latest("history_id").history_id)


def test_timeline_tells_who_added_changed_and_removed_what(team: Team, ben: Membership, anna: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    bens, annas = signed_in(ben), signed_in(anna)
    bens.post(url(touchpoint, "add_resource"), {"kind": "system", "name": "Kasse", "note": "alt"})
    resource = touchpoint.resources.get()
    annas.post(url(touchpoint, "edit_resource", resource.pk), {"kind": "system", "name": "Kasse", "note": "neu"})
    bens.post(url(touchpoint, "remove_resource", resource.pk))
    page = signed_in(ben).get(url(touchpoint, "history"))
    removal, change, addition = [event for event in page.context["events"] if not event.is_own]
    assert [event.version.who for event in (removal, change, addition)] == ["Ben Yılmaz", anna.user.name, "Ben Yılmaz"]
    assert [event.heading for event in (removal, change, addition)] == [
        "System „Kasse“ entfernt",
        "System „Kasse“ geändert",
        "System „Kasse“ hinzugefügt",
    ]
    assert [(field.label, field.old, field.new) for field in change.fields] == [("Anmerkung", "alt", "neu")]
    assert removal.facts == [("Anmerkung", "neu")]
    for heading in ("System „Kasse“ entfernt", "System „Kasse“ hinzugefügt"):
        assert heading in page.text


def test_influence_is_told_at_both_ends_also_where_it_no_longer_ends(team: Team, rita: Membership) -> None:
    a, b, c = (TouchpointFactory(team=team, name=name) for name in "ABC")
    influence = InfluenceFactory(source=a, target=b, kind="needs")
    influence.target = c
    influence.save()
    browser = signed_in(rita)
    told = ["Wechselwirkung „A braucht C“ geändert", "Wechselwirkung „A braucht B“ hinzugefügt"]
    assert [headings(browser, end) for end in (a, b, c)] == [told, told, told]


def test_metric_and_benchmark_are_told_with_their_values(team: Team, rita: Membership) -> None:
    metric = MetricFactory(touchpoint__team=team, name="Wartezeit", target=Decimal(3))
    benchmark = BenchmarkFactory(metric=metric, name="Muster AG", value=Decimal(90))
    benchmark.value = Decimal("88.5")
    benchmark.save()
    metric.target = Decimal("2.5")
    metric.save()
    page = signed_in(rita).get(url(metric.touchpoint, "history"))
    told = [(event.heading, [(f.label, f.old, f.new) for f in event.fields]) for event in page.context["events"][:2]]
    assert told == [
        ("Kennzahl „Wartezeit“ geändert", [("Ziel", "3", "2,5")]),
        ("Vergleichswert „Muster AG“ (Wartezeit) geändert", [("Wert", "90", "88,5")]),
    ]


def test_nothing_of_another_touchpoint_is_told(team: Team, rita: Membership) -> None:
    here, there = TouchpointFactory(team=team), TouchpointFactory(team=team)
    everything_around(there)
    assert headings(signed_in(rita), here) == []


def test_readings_that_come_in_are_no_changes_of_the_metric(team: Team, rita: Membership) -> None:
    metric = MetricFactory(touchpoint__team=team)
    ReadingFactory(metric=metric)
    assert len(headings(signed_in(rita), metric.touchpoint)) == 1


@pytest.mark.parametrize("kind", ["resource", "influence", "benchmark", "reading"])
def test_what_was_removed_comes_back_as_it_was(team: Team, ben: Membership, rita: Membership, kind: str) -> None:
    touchpoint = TouchpointFactory(team=team)
    row = everything_around(touchpoint)[kind]
    pk, words = row.pk, str(row)
    version = removed(row)
    assert signed_in(ben).get(url(touchpoint, "history")).text.count("Zurückholen</button>") == 1
    assert "Zurückholen</button>" not in signed_in(rita).get(url(touchpoint, "history")).text
    assert put_back(signed_in(ben), touchpoint, kind, version) == ["Der frühere Stand gilt wieder."]
    assert str(type(row).objects.get(pk=pk)) == words
    assert type(row).history.filter(id=pk).latest("history_id").history_user == ben.user
    assert "Zurückholen</button>" not in signed_in(ben).get(url(touchpoint, "history")).text


def test_earlier_version_of_what_is_there_comes_back_too(team: Team, ben: Membership) -> None:
    resource = ResourceFactory(touchpoint__team=team, note="alt", owner=ben.user)
    version = newest_record(resource)
    resource.note, resource.owner = "neu", None
    resource.save()
    put_back(signed_in(ben), resource.touchpoint, "resource", version)
    resource.refresh_from_db()
    assert (resource.note, resource.owner) == ("alt", ben.user)


def test_what_stands_there_again_is_not_brought_back_beside_it(team: Team, ben: Membership) -> None:
    resource = ResourceFactory(touchpoint__team=team, name="Kasse")
    touchpoint = resource.touchpoint
    version = removed(resource)
    ResourceFactory(touchpoint=touchpoint, name="Kasse")
    assert put_back(signed_in(ben), touchpoint, "resource", version) == ["Das steht hier schon."]
    assert touchpoint.resources.count() == 1


def test_influence_that_would_close_a_circle_stays_away(team: Team, ben: Membership) -> None:
    a, b = (TouchpointFactory(team=team, name=name) for name in "AB")
    version = removed(InfluenceFactory(source=a, target=b, kind="needs"))
    InfluenceFactory(source=b, target=a, kind="needs")
    assert put_back(signed_in(ben), a, "influence", version) == ["So entstünde ein Kreis: „A“ braucht „B“ braucht „A“."]
    assert not a.influences.exists()


def test_benchmark_of_a_metric_that_is_gone_stays_away(team: Team, ben: Membership) -> None:
    benchmark = BenchmarkFactory(metric__touchpoint__team=team)
    touchpoint = benchmark.metric.touchpoint
    version = removed(benchmark)
    benchmark.metric.delete()
    page = signed_in(ben).get(url(touchpoint, "history")).text
    assert f"Vergleichswert „{benchmark.name}“ entfernt" in page
    assert "Zurückholen</button>" not in page
    assert put_back(signed_in(ben), touchpoint, "benchmark", version) == [
        "Das kommt nicht zurück: Woran es hing, gibt es nicht mehr."
    ]


def test_benchmark_off_the_scale_of_today_stays_away(team: Team, ben: Membership) -> None:
    benchmark = BenchmarkFactory(metric__touchpoint__team=team, value=90)
    metric = benchmark.metric
    version = removed(benchmark)
    metric.type = "ces"
    metric.save()
    assert put_back(signed_in(ben), metric.touchpoint, "benchmark", version) == ["Die Skala geht von 1 bis 7."]


def test_person_who_left_does_not_come_back_with_the_system(team: Team, ben: Membership) -> None:
    left = MembershipFactory(team=team)
    resource = ResourceFactory(touchpoint__team=team, owner=left.user)
    touchpoint = resource.touchpoint
    version = removed(resource)
    left.delete()
    assert put_back(signed_in(ben), touchpoint, "resource", version)[0].startswith("Verantwortlich bleibt")
    assert touchpoint.resources.get().owner is None


@pytest.mark.parametrize("kind", ["metric", "touchpoint", "reading"])
def test_other_kinds_are_not_brought_back(team: Team, ben: Membership, kind: str) -> None:
    metric = MetricFactory(touchpoint__team=team)
    address = reverse("touchpoints:put_back", args=[team.slug, metric.touchpoint_id, kind, newest_record(metric)])
    assert signed_in(ben).post(address).status_code == 404


@pytest.mark.parametrize("number", [0, 2**63, 10**25])
def test_record_that_there_is_none_of_is_not_found(team: Team, ben: Membership, number: int) -> None:
    touchpoint = TouchpointFactory(team=team)
    address = reverse("touchpoints:put_back", args=[team.slug, touchpoint.pk, "resource", number])
    assert signed_in(ben).post(address).status_code == 404


def test_resource_of_another_touchpoint_is_not_brought_back_here(team: Team, ben: Membership) -> None:
    here, foreign = TouchpointFactory(team=team), ResourceFactory()
    address = reverse("touchpoints:put_back", args=[team.slug, here.pk, "resource", removed(foreign)])
    assert signed_in(ben).post(address).status_code == 404


def test_removed_metric_leaves_what_went_with_it(team: Team, ben: Membership, anna: Membership) -> None:
    metric = MetricFactory(touchpoint__team=team, name="Zufriedenheit")
    reading = ReadingFactory.create_batch(2, metric=metric)[0]
    baselines.freeze(reading=reading, by=ben.user, at=NOW)
    touchpoint = metric.touchpoint
    address = reverse("touchpoints:remove_metric", args=[team.slug, touchpoint.pk, metric.pk])
    question = signed_in(anna).get(address).text
    assert "2 Messungen, die Nullmessung (84\u00a0%), alle Vergleichswerte" in question
    signed_in(anna).post(address)
    event = signed_in(ben).get(url(touchpoint, "history")).context["events"][0]
    assert (event.heading, event.version.who) == ("Kennzahl „Zufriedenheit“ entfernt", anna.user.name)
    assert ("Messungen", "2") in event.facts
    assert ("Nullmessung", "84\u00a0%") in event.facts
    assert not event.can_come_back


def test_only_the_lead_removes_what_was_measured(team: Team, ben: Membership) -> None:
    metric = MetricFactory(touchpoint__team=team)
    bens, address = (
        signed_in(ben),
        reverse("touchpoints:remove_metric", args=[team.slug, metric.touchpoint_id, metric.pk]),
    )
    assert address in bens.get(metric.get_absolute_url()).text
    ReadingFactory(metric=metric)
    for answer in (bens.get(address), bens.post(address)):
        assert answer.headers["Location"] == metric.get_absolute_url()
        assert "entfernt nur die Leitung" in str(list(get_messages(answer.wsgi_request))[-1])
    assert address not in bens.get(metric.get_absolute_url()).text
    metric.readings.all().delete()
    bens.post(address)
    assert address not in bens.get(metric.get_absolute_url()).text


def test_what_was_there_before_is_no_event_and_yet_something_to_compare_with(team: Team, rita: Membership) -> None:
    resource = ResourceFactory(touchpoint__team=team, note="alt")
    resource.history.update(history_change_reason=timeline.KNOWN_BEFORE)
    assert headings(signed_in(rita), resource.touchpoint) == []
    resource.note = "neu"
    resource.save()
    event = signed_in(rita).get(url(resource.touchpoint, "history")).context["events"][0]
    assert [(field.old, field.new) for field in event.fields] == [("alt", "neu")]


def test_timeline_costs_the_same_for_one_and_three_of_everything(team: Team, rita: Membership) -> None:
    touchpoint, browser = TouchpointFactory(team=team), signed_in(rita)
    written(touchpoint, TagFactory(team=team), goal="a")
    around = everything_around(touchpoint)
    around["resource"].save()
    around["reading"].delete()
    once = queries_of(browser, url(touchpoint, "history"))
    for _number in range(2):
        for row in everything_around(touchpoint).values():
            row.save()
            row.delete()
    assert queries_of(browser, url(touchpoint, "history")) == once


def everything_around(touchpoint: Touchpoint) -> dict[str, Any]:
    """One of everything that has a history of its own, by kind."""
    metric = MetricFactory(touchpoint=touchpoint)
    return {
        "resource": ResourceFactory(touchpoint=touchpoint, owner=MembershipFactory(team=touchpoint.team).user),
        "influence": InfluenceFactory(source=touchpoint),
        "benchmark": BenchmarkFactory(metric=metric),
        "reading": ReadingFactory(metric=metric),
        "metric": metric,
    }
