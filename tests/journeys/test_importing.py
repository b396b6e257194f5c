"""Reading a journey in, as people do it: bring it, look at it, say whose it is, and have it once."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings

from journeys.document import Document, map_from
from journeys.exchange.importing import Wishes, made_before, outlook, take_in
from journeys.exchange.json_in import read_json
from journeys.exchange.recognising import as_text, read_text
from journeys.models import Journey, JourneyKind, Persona
from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import DepartmentFactory, TeamFactory, TouchpointFactory
from tests.journeys.of_exchange import a_full_journey, documents, taken_in, told
from tests.journeys.of_journeys import JourneyFactory, PersonaFactory
from touchpoints.models import Kind, Status, Touchpoint

CSV = "Phase;Kontaktpunkt;Bezeichnung;Bereich\nKaufen;Angebot;;Vertrieb\nKaufen;;Rückruf;\n"
FIELDS = {"new_persona": "Berta", "occasion": "Heizung tauschen", "kind": "actual", "missing": "gaps"}


def read(browser: Client, team: Team, **data: Any) -> HttpResponse:
    return browser.post(reverse("journeys:read_journey", args=[team.slug]), data)  # type: ignore[return-value]


def imported(browser: Client, team: Team, **data: Any) -> HttpResponse:
    given = FIELDS | {"ticket": str(uuid.uuid4()), "text": as_text(read_text(CSV))} | data
    return browser.post(reverse("journeys:import_journey", args=[team.slug]), given)  # type: ignore[return-value]


def test_strangers_bring_nothing_and_readers_only_look(rita: Membership, clara: Membership) -> None:
    assert read(signed_in(clara), rita.team, text=CSV).status_code == 404
    assert imported(signed_in(clara), rita.team).status_code == 404
    assert read(signed_in(rita), rita.team, text=CSV).status_code == 403
    assert imported(signed_in(rita), rita.team).status_code == 403
    page = signed_in(rita).get(reverse("journeys:exchange", args=[rita.team.slug])).content.decode()
    assert "wer im Team mitarbeitet" in page
    assert "<textarea" not in page
    assert not Journey.objects.exists()


def test_a_text_is_looked_at_and_nothing_is_kept(ben: Membership) -> None:
    TouchpointFactory(team=ben.team, name="ANGEBOT")
    response = read(signed_in(ben), ben.team, text=CSV)
    page = response.content.decode()
    assert response.status_code == 200
    for words in ("Was daraus wird", "Kaufen", "Rückruf", "Lücke", "Vertrieb", "Kontaktpunkt steht im Inventar"):
        assert words in page
    assert not Journey.objects.exists()


@pytest.mark.parametrize("name", ["weg.csv", "weg.mmd", "weg", "bild.png"])
def test_a_file_is_told_by_what_is_in_it(ben: Membership, name: str) -> None:
    file = SimpleUploadedFile(name, CSV.encode("cp1252"))
    assert "Rückruf" in read(signed_in(ben), ben.team, file=file).content.decode()


def test_what_was_typed_stays_and_is_told_where_it_is_off(ben: Membership) -> None:
    typed = "Phase;Kontaktpunkt;Gefühl\nKaufen;Angebot;7\nKaufen;Vertrag;8\n"
    response = read(signed_in(ben), ben.team, text=typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Zeile 2, Spalte Gefühl" in page
    assert "Zeile 3, Spalte Gefühl" in page
    assert "Kaufen;Angebot;7" in page


@pytest.mark.parametrize("data", [{}, {"text": "  "}, {"text": "\x00"}, {"text": "x" * 1_000_001}])
def test_nothing_and_far_too_much_are_told(ben: Membership, data: dict[str, str]) -> None:
    assert read(signed_in(ben), ben.team, **data).status_code == 422


def test_a_file_above_the_limit_is_told(ben: Membership) -> None:
    file = SimpleUploadedFile("weg.csv", b"Kontaktpunkt\n" + b"x" * 2_200_000)
    response = read(signed_in(ben), ben.team, file=file)
    assert response.status_code == 422
    assert "größer als 2 MB" in response.content.decode()


def test_a_file_and_a_text_at_once_are_one_too_many(ben: Membership) -> None:
    response = read(signed_in(ben), ben.team, file=SimpleUploadedFile("weg.csv", CSV.encode()), text=CSV)
    assert "Eins von beiden" in response.content.decode()


def test_a_journey_is_made_with_its_customers_and_gaps(ben: Membership) -> None:
    response = imported(signed_in(ben), ben.team)
    journey = ben.team.journeys.get()
    assert response.headers["Location"] == journey.get_absolute_url()
    assert journey.persona.name == "Berta"
    assert [step.title for step in journey.steps.gaps()] == ["Angebot", "Rückruf"]
    assert not ben.team.touchpoints.exists()
    assert not ben.team.departments.exists()


def test_what_is_missing_comes_along_if_that_is_wished(ben: Membership) -> None:
    imported(signed_in(ben), ben.team, missing="ideas", adds_departments="on")
    touchpoint = ben.team.touchpoints.get()
    assert (touchpoint.name, touchpoint.status, touchpoint.kind) == ("Angebot", Status.IDEA, Kind.DIRECT)
    step = ben.team.journeys.get().steps.get(touchpoint=touchpoint)
    assert step.department is not None
    assert step.department.name == "Vertrieb"
    assert step.history.get().history_user == ben.user
    assert touchpoint.history.get().history_user == ben.user


def test_what_is_there_is_found_by_name_and_left_as_it_is(ben: Membership) -> None:
    department = DepartmentFactory(team=ben.team, name="vertrieb")
    touchpoint = TouchpointFactory(team=ben.team, name="ANGEBOT", department=department)
    persona = PersonaFactory(team=ben.team, name="Clara")
    imported(signed_in(ben), ben.team, persona=persona.pk, missing="ideas")
    step = ben.team.journeys.get().steps.get(position=0)
    assert (step.touchpoint, step.department) == (touchpoint, None)
    assert ben.team.personas.get() == persona


def test_customers_of_a_known_name_are_those(ben: Membership) -> None:
    persona = PersonaFactory(team=ben.team, name="BERTA")
    imported(signed_in(ben), ben.team)
    assert ben.team.journeys.get().persona == persona


def test_nobody_uses_what_belongs_to_another_team(ben: Membership, clara: Membership) -> None:
    TouchpointFactory(team=clara.team, name="Angebot")
    persona = PersonaFactory(team=clara.team)
    response = imported(signed_in(ben), ben.team, persona=persona.pk)
    assert response.status_code in (302, 422)
    assert not ben.team.journeys.filter(persona=persona).exists()
    assert not ben.team.journeys.filter(steps__touchpoint__isnull=False).exists()


def test_sent_twice_it_is_made_once(ben: Membership) -> None:
    ticket = str(uuid.uuid4())
    first, second = (imported(signed_in(ben), ben.team, ticket=ticket) for _time in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert ben.team.journeys.count() == 1


def test_a_ticket_of_another_team_opens_nothing(ben: Membership, clara: Membership) -> None:
    ticket = uuid.uuid4()
    imported(signed_in(clara), clara.team, ticket=str(ticket))
    assert made_before(team=clara.team, ticket=ticket)
    assert made_before(team=ben.team, ticket=ticket) is None


def test_a_second_journey_of_one_kind_is_told_beside_its_field(ben: Membership) -> None:
    persona = PersonaFactory(team=ben.team, name="Berta")
    JourneyFactory(team=ben.team, persona=persona, occasion="heizung TAUSCHEN")
    for chosen in ({"persona": persona.pk}, {"new_persona": "berta"}):
        response = imported(signed_in(ben), ben.team, **chosen)
        assert response.status_code == 422
        assert "Diese Journey gibt es schon" in response.content.decode()
    assert ben.team.journeys.count() == 1


def test_nothing_is_left_of_what_could_not_be_made(ben: Membership) -> None:
    JourneyFactory(team=ben.team, persona=PersonaFactory(team=ben.team, name="Berta"))
    way = map_from(read_text(CSV).document)
    journey = Journey(team=ben.team, occasion="Heizung tauschen")
    wishes = Wishes(uuid.uuid4(), persona="Berta", makes_touchpoints=True, makes_departments=True)
    with pytest.raises(ValidationError):
        take_in(journey=journey, way=way, wishes=wishes)
    assert not ben.team.touchpoints.exists()
    assert not ben.team.departments.exists()
    assert ben.team.personas.count() == 1


def test_a_case_has_a_name_and_others_have_none(ben: Membership) -> None:
    assert imported(signed_in(ben), ben.team, kind="case").status_code == 422
    imported(signed_in(ben), ben.team, kind="case", case_name="Auftrag 4711")
    imported(signed_in(ben), ben.team, kind="target", case_name="Auftrag 4711")
    assert sorted(ben.team.journeys.values_list("kind", "case_name")) == [("case", "Auftrag 4711"), ("target", "")]


def test_somebody_has_to_walk_the_way(ben: Membership) -> None:
    response = imported(signed_in(ben), ben.team, new_persona=" ")
    assert response.status_code == 422
    assert "Wer geht diesen Weg?" in response.content.decode()


@pytest.mark.parametrize("text", ["", "{}", "[" * 100_000, '{"format": "kontaktpunkt-journey", "version": 1e400}'])
def test_what_was_changed_on_its_way_is_read_as_anybodys(ben: Membership, text: str) -> None:
    response = imported(signed_in(ben), ben.team, text=text)
    assert response.status_code == 422
    assert not ben.team.journeys.exists()


@pytest.mark.parametrize("ticket", ["", "x", "\x00"])
def test_a_form_without_a_ticket_makes_nothing(ben: Membership, ticket: str) -> None:
    assert imported(signed_in(ben), ben.team, ticket=ticket).status_code == 422


def test_whose_way_it_is_stands_in_the_form_if_the_file_says_so(ben: Membership) -> None:
    persona = PersonaFactory(team=ben.team, name="Bauherrin Berta")
    document = told(a_full_journey(TeamFactory()))
    page: Any = read(signed_in(ben), ben.team, text=json.dumps(document))
    form = page.context["form"]
    assert (form.initial["persona"], form.initial["new_persona"]) == (persona.pk, "")
    assert form.initial["occasion"] == "Heizung tauschen"


def test_a_retired_touchpoint_is_named(ben: Membership) -> None:
    TouchpointFactory(team=ben.team, name="Angebot", status=Status.RETIRED, status_reason="weg")
    assert outlook(team=ben.team, way=map_from(read_text(CSV).document)).retired == ["Angebot"]
    assert "Stillgelegt im Inventar" in read(signed_in(ben), ben.team, text=CSV).content.decode()


@pytest.mark.django_db
@given(documents())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_document_becomes_a_journey_that_is_given_out_the_same(document: Document) -> None:
    journey = taken_in(read_json(json.dumps(document)), TeamFactory())
    given_out = told(journey)
    seen: dict[str, Touchpoint] = {}
    for before, after in zip(document["phases"], given_out["phases"], strict=True):
        assert before["name"] == after["name"]
        for step, made in zip(before["steps"], after["steps"], strict=True):
            felt, kind = made.pop("felt"), made.pop("touchpoint_kind")
            assert (felt or {}).get("value") == step["emotion"]
            seen.setdefault(made["touchpoint"].lower(), kind)
            assert seen[made["touchpoint"].lower()] == kind
            expected = {name: value for name, value in step.items() if name not in ("felt", "touchpoint_kind")}
            assert {**made, "touchpoint": made["touchpoint"].lower(), "department": made["department"].lower()} == {
                **expected,
                "touchpoint": expected["touchpoint"].lower(),
                "department": expected["department"].lower(),
            }
    assert (given_out["persona"], given_out["notes"]) == (document["persona"], document["notes"])


@pytest.mark.parametrize("makes_touchpoints", [False, True])
def test_a_way_of_two_hundred_steps_costs_hardly_more_than_a_short_one(
    ben: Membership, django_assert_max_num_queries: Any, makes_touchpoints: bool
) -> None:
    text = "Kontaktpunkt\n" + "".join(f"Schritt {n}\n" for n in range(200))
    way = map_from(read_text(text).document)
    persona: Persona = PersonaFactory(team=ben.team)
    journey = Journey(team=ben.team, persona=persona, occasion="Weit", kind=JourneyKind.TARGET)
    with django_assert_max_num_queries(60):
        take_in(journey=journey, way=way, wishes=Wishes(uuid.uuid4(), makes_touchpoints=makes_touchpoints))
    assert journey.steps.count() == 200
    assert ben.team.touchpoints.count() == (200 if makes_touchpoints else 0)


def test_pages_tell_the_formats_and_the_terms_of_the_field(rita: Membership) -> None:
    page = signed_in(rita).get(reverse("journeys:formats", args=[rita.team.slug])).content.decode()
    for words in ("Wartezeit in Minuten", "is_moment_of_truth", "%% score unknown", "failing touchpoint", "Swimlane"):
        assert words in page


def test_more_text_than_anybody_may_send_is_refused_without_breaking(ben: Membership) -> None:
    assert read(signed_in(ben), ben.team, text="x" * 3_000_000).status_code in (400, 413)
