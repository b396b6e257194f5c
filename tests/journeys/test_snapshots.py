"""A journey is kept as it stands: once a click, under a name, never changed, and removed by whom it belongs to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from journeys import making
from journeys.comparing import offering, taking
from journeys.comparing.offering import offers
from journeys.document import as_document, map_from
from journeys.feeling import Felt, Origin
from journeys.mapping import map_of
from journeys.models import Journey, JourneyKind, JourneyStep, Snapshot
from teams.models import Membership
from tests.conftest import queries_of, signed_in
from tests.factories import NOW
from tests.journeys.comparable import a_way, its_plan
from tests.journeys.of_journeys import JourneyFactory, PersonaFactory, SnapshotFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey(anna: Membership) -> Journey:
    return a_way(anna.team, PersonaFactory(team=anna.team, name="Bauherrin Berta"))


def url(journey: Journey, name: str, *args: Any) -> str:
    return reverse(f"journeys:{name}", args=[journey.team.slug, journey.pk, *args])


# --- Taking ----------------------------------------------------------------------------------------


def test_snapshot_keeps_the_map_while_the_journey_goes_on(journey: Journey, ben: Membership) -> None:
    before = as_document(map_of(journey))
    response = signed_in(ben).post(url(journey, "take_snapshot"), {"name": "Vor dem Umbau"}, follow=True)
    assert "Der Stand „Vor dem Umbau“ ist festgehalten." in response.content.decode()
    journey.steps.all().delete()
    kept = journey.snapshots.get()
    assert (kept.content, kept.taken_by) == (before, ben.user)
    page = signed_in(ben).get(kept.get_absolute_url()).content.decode()
    assert "Fünf Minuten Musik!" in page
    assert "nur zum Lesen" in page
    assert "<textarea" not in page


def test_double_click_takes_one_snapshot(journey: Journey, ben: Membership) -> None:
    for _click in range(2):
        response = signed_in(ben).post(url(journey, "take_snapshot"), {"name": "November 2026"}, follow=True)
        assert "ist festgehalten" in response.content.decode()
    assert journey.snapshots.count() == 1


def test_a_name_stands_for_one_map(journey: Journey, ben: Membership) -> None:
    taking.take(journey=journey, name="Größe", by=ben.user, at=NOW)
    JourneyStep.objects.filter(journey=journey).update(emotion=0)
    response = signed_in(ben).post(url(journey, "take_snapshot"), {"name": "größe"})
    assert response.status_code == 422
    assert "Einen Stand mit diesem Namen gibt es hier schon." in response.content.decode()
    assert journey.snapshots.count() == 1


def test_a_snapshot_has_a_name_of_some_length(journey: Journey, ben: Membership) -> None:
    for name in ("", "   ", "x" * 81):
        assert signed_in(ben).post(url(journey, "take_snapshot"), {"name": name}).status_code == 422
    assert not journey.snapshots.exists()


def test_there_are_no_more_snapshots_than_anybody_compares(
    journey: Journey, ben: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "MOST_SNAPSHOTS", 1)
    SnapshotFactory(journey=journey)
    response = signed_in(ben).post(url(journey, "take_snapshot"), {"name": "Noch einer"})
    assert response.status_code == 422
    assert "Mehr als 1 Stände hat eine Journey nicht." in response.content.decode()


def test_proposed_name_is_the_month_then_the_day_then_the_minute() -> None:
    at = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
    names = ["November 2026", "22. November 2026", "22. November 2026, 14:05"]
    assert [taking.proposed_name(names[:count], at) for count in range(3)] == names


def test_an_empty_journey_can_be_kept_too(anna: Membership) -> None:
    kept = taking.take(journey=JourneyFactory(team=anna.team), name="Leer 🙂", by=anna.user, at=NOW)
    assert "Die Karte war damals noch leer." in signed_in(anna).get(kept.get_absolute_url()).content.decode()


@pytest.mark.parametrize("change", [{"content": {}}, {"name": "Anders"}, {"taken_at": NOW - timedelta(days=400)}])
def test_the_database_itself_keeps_a_snapshot_as_it_is(change: dict[str, Any]) -> None:
    kept = SnapshotFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Snapshot.objects.filter(pk=kept.pk).update(**change)
    Snapshot.objects.filter(pk=kept.pk).update(taken_by=None)


def test_snapshots_go_with_their_journey_and_with_the_team(journey: Journey, anna: Membership) -> None:
    SnapshotFactory(journey=journey, taken_by=anna.user)
    SnapshotFactory(journey=JourneyFactory(team=anna.team), taken_by=anna.user)
    making.remove(journey=journey)
    assert Snapshot.objects.count() == 1
    anna.team.delete()
    assert not Snapshot.objects.exists()


# --- Opening what is old ---------------------------------------------------------------------------


def test_document_of_an_older_version_opens(journey: Journey, anna: Membership) -> None:
    old = {
        "format": "kontaktpunkt-journey",
        "version": 0,
        "persona": "Berta",
        "occasion": "Heizung",
        "kind": "dream",
        "phases": [
            {
                "name": "Kaufen",
                "steps": [
                    {"name": "Anruf", "emotion": -1, "evidence": "dreamt", "medium": "fax"},
                    {"touchpoint": "Angebot"},
                ],
            },
            {},
        ],
    }
    drawn = map_from(old)
    assert drawn.kind == JourneyKind.ACTUAL
    assert [step.title for step in drawn.steps] == ["Anruf", "Angebot"]
    assert drawn.feelings == [Felt(value=-1)]
    assert map_from({}).steps == []
    kept = SnapshotFactory(journey=journey, content=old)
    assert signed_in(anna).get(kept.get_absolute_url()).status_code == 200
    compared = url(journey, "compare") + f"?left=s{kept.pk}&right=j{journey.pk}"
    assert signed_in(anna).get(compared).status_code == 200


def test_an_origin_of_a_later_version_counts_as_the_steps_own() -> None:
    document = {"phases": [{"steps": [{"name": "Anruf", "felt": {"value": 1, "origin": "telepathy"}}]}]}
    assert map_from(document).feelings == [Felt(value=1, origin=Origin.STEP)]


# --- Removing --------------------------------------------------------------------------------------


def test_removing_asks_once(journey: Journey, ben: Membership) -> None:
    kept, browser = SnapshotFactory(journey=journey, name="Alt", taken_by=ben.user), signed_in(ben)
    assert "Stand „Alt“ entfernen?" in browser.get(url(journey, "remove_snapshot", kept.pk)).content.decode()
    assert journey.snapshots.exists()
    browser.post(url(journey, "remove_snapshot", kept.pk))
    assert not journey.snapshots.exists()
    assert browser.post(url(journey, "remove_snapshot", kept.pk)).status_code == 404


def test_leads_remove_any_and_members_their_own(journey: Journey, anna: Membership, ben: Membership) -> None:
    kept = SnapshotFactory(journey=journey, taken_by=anna.user)
    address = url(journey, "remove_snapshot", kept.pk)
    assert address not in signed_in(ben).get(url(journey, "snapshots")).content.decode()
    assert signed_in(ben).post(address).status_code == 403
    assert address in signed_in(anna).get(url(journey, "snapshots")).content.decode()
    theirs = SnapshotFactory(journey=journey, taken_by=ben.user)
    assert signed_in(anna).post(url(journey, "remove_snapshot", theirs.pk)).status_code == 302


def test_readers_see_snapshots_and_take_none(journey: Journey, rita: Membership) -> None:
    kept = SnapshotFactory(journey=journey, name="Alt")
    page = signed_in(rita).get(url(journey, "snapshots")).content.decode()
    assert kept.get_absolute_url() in page
    assert url(journey, "take_snapshot") not in page
    assert signed_in(rita).post(url(journey, "take_snapshot"), {"name": "Neu"}).status_code == 403


def test_snapshot_is_found_under_its_journey_alone(journey: Journey, anna: Membership, clara: Membership) -> None:
    other = JourneyFactory(team=anna.team)
    kept = SnapshotFactory(journey=journey)
    assert signed_in(anna).get(url(other, "snapshot", kept.pk)).status_code == 404
    assert signed_in(clara).get(url(journey, "snapshot", kept.pk)).status_code == 404


# --- What is offered -------------------------------------------------------------------------------


def offered(journey: Journey) -> list[tuple[str, str, str]]:
    team = journey.team
    found = offers(journey, offering.journeys_of(team), offering.snapshots_of(team), at=NOW)
    return [(offer.title, offer.left, offer.right) for offer in found]


def test_sensible_pairs_come_first(journey: Journey) -> None:
    plan, j = its_plan(journey), f"j{journey.pk}"
    assert offered(journey) == [("Ist und Soll", j, f"j{plan.pk}")]
    days = {"Neu": 1, "Voriger Monat": 30, "Voriges Jahr": 340, "Uralt": 900}
    kept = {
        name: SnapshotFactory(journey=journey, name=name, taken_at=NOW - timedelta(days=ago)).pk
        for name, ago in days.items()
    }
    case = JourneyFactory(team=journey.team, persona=journey.persona, kind=JourneyKind.CASE, case_name="4711")
    other = JourneyFactory(team=journey.team, occasion="HEIZUNG tauschen")
    JourneyFactory(team=journey.team, occasion="Wartung")
    assert offered(journey) == [
        ("Ist und Soll", j, f"j{plan.pk}"),
        ("Seit „Neu“", f"s{kept['Neu']}", j),
        ("Vor etwa einem Jahr: „Voriges Jahr“", f"s{kept['Voriges Jahr']}", j),
        ("Fall „4711“", j, f"j{case.pk}"),
        (str(other.persona), j, f"j{other.pk}"),
    ]
    assert offered(plan) == [("Ist und Soll", j, f"j{plan.pk}")]
    assert offered(case) == [("Fall „4711“", j, f"j{case.pk}")]


@pytest.mark.parametrize(
    ("days", "titles"),
    [
        ([340], ["Vor etwa einem Jahr: „340“"]),
        ([20], ["Seit „20“"]),
        ([900], ["Seit „900“"]),
        ([20, 900], ["Seit „20“"]),
        ([200, 500], ["Seit „200“", "Vor etwa einem Jahr: „500“"]),
    ],
)
def test_last_year_is_offered_if_there_is_a_snapshot_of_it(
    journey: Journey, days: list[int], titles: list[str]
) -> None:
    for ago in days:
        SnapshotFactory(journey=journey, name=str(ago), taken_at=NOW - timedelta(days=ago))
    assert [title for title, *_pair in offered(journey)] == titles


def test_free_choice_offers_this_team_alone(journey: Journey, anna: Membership, clara: Membership) -> None:
    other = JourneyFactory(team=journey.team, occasion="Wartung")
    kept = SnapshotFactory(journey=other, name="Alt")
    foreign = SnapshotFactory(journey=JourneyFactory(team=clara.team, occasion="Geheim"))
    page = signed_in(anna).get(url(journey, "snapshots")).content.decode()
    assert f'value="j{other.pk}"' in page
    assert f'value="s{kept.pk}"' in page
    assert f'value="s{foreign.pk}"' not in page
    assert "Geheim" not in page


def test_page_costs_the_same_queries_for_one_snapshot_and_for_many(journey: Journey, anna: Membership) -> None:
    SnapshotFactory(journey=journey, taken_by=anna.user)
    few = queries_of(signed_in(anna), url(journey, "snapshots"))
    for _number in range(3):
        SnapshotFactory(journey=JourneyFactory(team=journey.team), taken_by=anna.user)
        SnapshotFactory(journey=journey, taken_by=anna.user)
    assert queries_of(signed_in(anna), url(journey, "snapshots")) == few
