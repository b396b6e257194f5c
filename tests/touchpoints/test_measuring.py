"""The pages of metrics: recorded, frozen, compared, drawn; and what nobody gets to see."""

import re
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions.models import Status as ActionStatus
from teams.files import LARGEST
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import (
    ActionFactory,
    BaselineFactory,
    BenchmarkFactory,
    DepartmentFactory,
    MetricFactory,
    ReadingFactory,
)
from touchpoints.measuring import baselines
from touchpoints.models import Attachment, Benchmark, Metric, Reading, Source, Touchpoint

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
FIRST = {"measured_on": "2026-11-02", "source": "customers"}


def url(metric: Metric, name: str = "metric", *args: int) -> str:
    return reverse(f"touchpoints:{name}", args=[metric.touchpoint.team.slug, metric.touchpoint_id, metric.pk, *args])


@pytest.fixture
def metric(team: Team) -> Metric:
    """Satisfaction at a touchpoint of the team."""
    return MetricFactory(touchpoint__team=team, name="Zufriedenheit", target=Decimal(90))


@pytest.fixture
def bens(ben: Membership) -> Client:
    """Where ben works."""
    return signed_in(ben)


def posted(bens: Client, metric: Metric, **told: Any) -> Any:
    return bens.post(url(metric, "record_reading"), {"sheet": uuid4()} | FIRST | told)


def errors(response: Any) -> dict[str, Any]:
    assert response.status_code == 422
    return dict(response.context["form"].errors)


# --- Metrics ------------------------------------------------------------------------------------


def test_member_says_what_is_measured(team: Team, bens: Client, metric: Metric) -> None:
    create = reverse("touchpoints:create_metric", args=[team.slug, metric.touchpoint_id])
    entry = {"name": "Wartezeit", "type": "duration", "better": "lower", "unit": "Minuten", "target": "2,5"}
    response = bens.post(create, entry)
    made = Metric.objects.get(name="Wartezeit")
    assert response.headers["Location"] == url(made)
    assert (made.target, made.unit, made.better) == (Decimal("2.5"), "Minuten", "lower")
    assert errors(bens.post(create, entry))["name"]


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"type": "duration"}, "unit"),
        *(({"type": kind, "better": "lower"}, "better") for kind in ("nps", "csat", "ces", "mystery")),
        ({"type": "nps", "target": "101"}, "target"),
        ({"type": "ces", "target": "acht"}, "target"),
        ({"type": "money", "unit": "€", "target": "1.234"}, "target"),
    ],
)
def test_a_metric_must_make_sense(bens: Client, metric: Metric, entry: dict[str, str], field: str) -> None:
    create = reverse("touchpoints:create_metric", args=[metric.touchpoint.team.slug, metric.touchpoint_id])
    assert list(errors(bens.post(create, {"name": "Neu", "better": "higher"} | entry))) == [field]


def test_of_a_rate_less_can_be_better(bens: Client, metric: Metric) -> None:
    create = reverse("touchpoints:create_metric", args=[metric.touchpoint.team.slug, metric.touchpoint_id])
    bens.post(create, {"name": "Reklamationen", "type": "rate", "better": "lower", "target": "2"})
    made = Metric.objects.get(name="Reklamationen")
    assert (made.better, made.unit) == ("lower", "%")


def test_effort_keeps_its_version_and_shows_its_direction(bens: Client, metric: Metric) -> None:
    create = reverse("touchpoints:create_metric", args=[metric.touchpoint.team.slug, metric.touchpoint_id])
    bens.post(create, {"name": "Aufwand", "type": "ces", "better": "higher"})
    made = Metric.objects.get(name="Aufwand")
    assert made.unit == "CES 2.0"
    assert "CES 2.0 · mehr ist besser" in bens.get(url(made)).content.decode()


def test_the_type_of_a_metric_stays_once_something_was_measured(bens: Client, metric: Metric) -> None:
    ReadingFactory(metric=metric)
    bens.post(url(metric, "edit_metric"), {"name": "Anders", "better": "higher"})
    metric.refresh_from_db()
    assert (metric.name, metric.type) == ("Anders", "csat")


@pytest.mark.parametrize("something", [ReadingFactory, BenchmarkFactory])
def test_another_type_is_refused_beside_the_field_once_there_are_values(
    bens: Client, metric: Metric, something: Callable[..., object]
) -> None:
    edit, typed = url(metric, "edit_metric"), {"name": "Anders", "type": "nps", "better": "higher"}
    something(metric=metric)
    answer = bens.post(edit, typed)
    assert answer.status_code == 422
    assert errors(answer) == {"type": ["Es gibt schon Messungen oder Vergleichswerte auf dieser Skala."]}
    metric.refresh_from_db()
    assert metric.type == "csat"


@pytest.mark.parametrize("something", [ReadingFactory, BenchmarkFactory, BaselineFactory])
def test_another_unit_is_refused_once_there_are_values_in_it(
    bens: Client, team: Team, something: Callable[..., object]
) -> None:
    metric = MetricFactory(touchpoint__team=team, type="duration", unit="Minuten")
    typed = {"name": "Wartezeit", "type": "duration", "better": "lower"}
    edit = url(metric, "edit_metric")
    bens.post(edit, typed | {"unit": "Minutn"})
    bens.post(edit, typed | {"unit": "Minuten"})
    something(metric=metric)
    answer = bens.post(edit, typed | {"unit": "Stunden"})
    assert errors(answer) == {"unit": ["Es gibt schon Messungen oder Vergleichswerte in dieser Einheit."]}
    assert bens.post(edit, typed).status_code == 302
    metric.refresh_from_db()
    assert (metric.unit, metric.better) == ("Minuten", "lower")


def test_values_without_a_unit_are_given_one(bens: Client, team: Team) -> None:
    metric = MetricFactory(touchpoint__team=team, type="count", unit="")
    ReadingFactory(metric=metric)
    bens.post(url(metric, "edit_metric"), {"name": "Anrufe", "type": "count", "better": "lower", "unit": "am Tag"})
    metric.refresh_from_db()
    assert metric.unit == "am Tag"


def test_target_of_another_type_lies_on_the_new_scale(bens: Client, metric: Metric) -> None:
    typed = {"name": "Anders", "type": "ces", "better": "higher", "target": "84"}
    assert list(errors(bens.post(url(metric, "edit_metric"), typed))) == ["target"]
    bens.post(url(metric, "edit_metric"), typed | {"target": "6"})
    metric.refresh_from_db()
    assert (metric.type, metric.target) == ("ces", Decimal(6))


def test_a_metric_with_readings_is_removed_only_after_a_question(anna: Membership, metric: Metric) -> None:
    ReadingFactory.create_batch(2, metric=metric)
    annas = signed_in(anna)
    page = annas.get(url(metric, "remove_metric")).content.decode()
    assert "2 Messungen" in page
    assert Metric.objects.filter(pk=metric.pk).exists()
    assert annas.post(url(metric, "remove_metric")).headers["Location"] == metric.touchpoint.get_absolute_url()
    assert not Reading.objects.exists()


# --- Readings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "told", "value", "n"),
    [
        ("nps", {"promoters": 18, "passives": 11, "detractors": 2}, "51.6129", 31),
        ("nps", {"counted_10": 18, "counted_8": 11, "counted_0": 2}, "51.6129", 31),
        ("nps", {"value": "−12,5", "n": 40}, "-12.5", 40),
        ("csat", {"hits": 42, "of": 50}, "84", 50),
        ("csat", {"value": "84,5", "n": 50}, "84.5", 50),
        ("rate", {"hits": 1, "of": 3}, "33.3333", 3),
        ("ces", {"counted_5": 2, "counted_6": 4, "counted_7": 4}, "6.2", 10),
        ("ces", {"value": "6,2", "n": 10, "spread": "0,79"}, "6.2", 10),
        ("count", {"value": "17"}, "17", None),
        ("money", {"value": "1.234,50 €", "n": 10, "spread": "12"}, "1234.5", 10),
    ],
)
def test_each_type_is_typed_in_its_own_ways(
    bens: Client, metric: Metric, kind: str, told: dict[str, Any], value: str, n: int | None
) -> None:
    Metric.objects.filter(pk=metric.pk).update(type=kind, target=None)
    assert posted(bens, metric, **told).headers["Location"] == url(metric)
    reading = metric.readings.get()
    assert (reading.value, reading.n, str(reading.by)) == (Decimal(value), n, "Ben Yılmaz")


@pytest.mark.parametrize(
    ("kind", "told", "fields"),
    [
        ("nps", {}, ["promoters", "passives", "detractors"]),
        ("nps", {"promoters": 3}, ["passives", "detractors"]),
        ("nps", {"promoters": 0, "passives": 0, "detractors": 0}, ["promoters"]),
        ("nps", {"promoters": 1, "passives": 1, "detractors": 1, "value": "5", "n": 3}, ["__all__"]),
        ("nps", {"value": "101", "n": 3}, ["value"]),
        ("csat", {"hits": 51, "of": 50}, ["hits"]),
        *((kind, {"source": "staff", "value": "6,2"}, ["n"]) for kind in ("nps", "csat", "rate", "ces")),
        ("csat", {"hits": 4, "of": 0}, ["of"]),
        ("ces", {"counted_1": 0}, ["counted_1"]),
        ("ces", {"value": "5", "n": 1, "spread": "0,5"}, ["n"]),
        ("count", {"value": "-1"}, ["value"]),
        ("count", {"value": "1", "measured_on": "2999-01-01"}, ["measured_on"]),
        ("count", {"value": "1", "measured_on": "0001-01-01"}, ["measured_on"]),
        ("money", {"value": "999999999999", "n": 2, "spread": "999999999999"}, ["__all__"]),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field(
    bens: Client, metric: Metric, kind: str, told: dict[str, Any], fields: list[str]
) -> None:
    Metric.objects.filter(pk=metric.pk).update(type=kind, target=None)
    assert list(errors(posted(bens, metric, **told))) == fields
    assert not metric.readings.exists()


def test_a_reading_sent_twice_counts_once(bens: Client, metric: Metric) -> None:
    form = bens.get(url(metric, "record_reading")).context["form"]
    answers = [posted(bens, metric, hits=4, of=5, sheet=form["sheet"].value()) for _click in range(2)]
    assert [answer.headers["Location"] for answer in answers] == [metric.get_absolute_url()] * 2
    assert metric.readings.count() == 1
    assert form["sheet"].value() != bens.get(url(metric, "record_reading")).context["form"]["sheet"].value()


def test_a_department_of_another_team_is_no_choice(bens: Client, metric: Metric) -> None:
    assert "department" in errors(posted(bens, metric, hits=4, of=5, department=DepartmentFactory().pk))


def test_a_wrong_reading_is_removed_after_a_question_and_never_edited(bens: Client, metric: Metric) -> None:
    reading = ReadingFactory(metric=metric)
    address = url(metric, "remove_reading", reading.pk)
    assert "neu festgehalten" in bens.get(address).content.decode()
    bens.post(address)
    assert not metric.readings.exists()


# --- Attachments --------------------------------------------------------------------------------


def workbook() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kept_as", "content_type"),
    [
        ("Foto.png", PNG, "Foto.png", "image/png"),
        ("seite.html", PNG, "seite.png", "image/png"),
        ("Ü\u202egnp.jpeg", b"\xff\xd8\xff\xe0" + bytes(9), "Ügnp.jpg", "image/jpeg"),
        ("Umfrage.pdf", b"%PDF-1.7\n", "Umfrage.pdf", "application/pdf"),
        ("Zahlen.csv", "Frage;Antwort\nSchön?;ja".encode("cp1252"), "Zahlen.csv", "text/csv"),
        (
            "Zahlen.xlsx",
            workbook(),
            "Zahlen.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ],
)
def test_an_attachment_is_known_by_its_bytes_and_only_handed_back(
    bens: Client, metric: Metric, name: str, content: bytes, kept_as: str, content_type: str
) -> None:
    posted(bens, metric, hits=42, of=50, file=SimpleUploadedFile(name, content, "text/html"))
    attachment = metric.readings.get().attachment
    assert (attachment.name, attachment.content_type) == (kept_as, content_type)
    response = bens.get(url(metric, "attachment", attachment.reading_id))
    assert response.content == content
    assert response.headers["Content-Type"] == content_type
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>,</html>",
        b"\xef\xbb\xbf <svg onload=alert(1)>,</svg>",
        b"MZ\x90\x00,",
        b"just words",
        b"PK\x03\x04" + bytes(40),
        b"<script>,</script>" + workbook(),
        PNG + bytes(LARGEST),
        b"",
    ],
)
def test_anything_else_is_no_attachment_whatever_its_name(bens: Client, metric: Metric, content: bytes) -> None:
    file = SimpleUploadedFile("Foto.png", content, "image/png")
    assert "file" in errors(posted(bens, metric, hits=42, of=50, file=file))
    assert not metric.readings.exists()


def test_a_reading_without_attachment_has_none(bens: Client, metric: Metric) -> None:
    assert bens.get(url(metric, "attachment", ReadingFactory(metric=metric).pk)).status_code == 404


def test_the_attachment_of_a_small_group_is_not_handed_out(bens: Client, metric: Metric) -> None:
    small = ReadingFactory(metric=metric, source=Source.STAFF, n=4)
    Attachment.objects.create(reading=small, name="Bogen.csv", content_type="text/csv", content=b"a;b")
    assert bens.get(url(metric, "attachment", small.pk)).status_code == 404


# --- Baseline and benchmarks --------------------------------------------------------------------


def test_the_first_baseline_asks_once_the_next_one_why(bens: Client, metric: Metric, ben: Membership) -> None:
    old, new = ReadingFactory(metric=metric), ReadingFactory(metric=metric, value=60, n=40)
    first = url(metric, "freeze_baseline", old.pk)
    assert f'class="button small" href="{first}"' in bens.get(url(metric)).content.decode()
    bens.post(first)
    assert [each.value for each in metric.baselines.all()] == [84]
    again = url(metric, "freeze_baseline", new.pk)
    assert list(errors(bens.post(again))) == ["reason"]
    bens.post(again, {"reason": "Der Fragebogen ist neu."})
    page = bens.get(url(metric)).content.decode()
    assert [each.value for each in metric.baselines.all()] == [60, 84]
    assert "Der Fragebogen ist neu." in page
    assert "Frühere Nullmessungen" in page


def test_a_benchmark_has_source_and_date_and_can_be_corrected(bens: Client, metric: Metric) -> None:
    entry = {"kind": "competitor", "name": "Muster AG", "value": "88,5", "measured_on": "2026-10-01"}
    assert list(errors(bens.post(url(metric, "create_benchmark"), entry))) == ["origin"]
    bens.post(url(metric, "create_benchmark"), entry | {"origin": "Branchenbericht"})
    made = metric.benchmarks.get()
    assert made.value == Decimal("88.5")
    edit = url(metric, "edit_benchmark", made.pk)
    assert 'value="88,5"' in bens.get(edit).content.decode()
    assert list(errors(bens.post(edit, entry | {"origin": "x", "value": "101"}))) == ["value"]
    bens.post(url(metric, "remove_benchmark", made.pk))
    assert not Benchmark.objects.exists()


# --- The page and its picture -------------------------------------------------------------------


def test_the_picture_shows_intervals_baseline_target_benchmarks_and_finished_actions(
    bens: Client, metric: Metric, ben: Membership
) -> None:
    first = ReadingFactory(metric=metric, measured_on=date(2026, 8, 3), value=70, low=56, high=81)
    ReadingFactory(metric=metric)
    baselines.freeze(reading=first, by=ben.user, at=timezone.now())
    BenchmarkFactory(metric=metric, name="Muster AG")
    ActionFactory(team=ben.team, metric=metric, what="Rückruf zusagen").move(ActionStatus.DONE, at=timezone.now())
    page = bens.get(url(metric)).content.decode()
    drawing = page[page.index('<svg class="chart wide') : page.index("</svg>", page.index("chart wide"))]
    assert re.findall(r'class="bar"', drawing) == ['class="bar"'] * 2
    for words in ("Ziel 90", "Nullmessung 70", "Muster AG 90", "n = 50", "Nov", "2 Punkte"):
        assert words in drawing
    assert not re.search(r'(x|y|x1|y1|cx|cy)="\d+,', page), "SVG knows no decimal comma"
    assert "Rückruf zusagen" in page
    assert "71,5 bis 91,7" in page


def test_the_picture_speaks_the_readers_language(ben: Membership, metric: Metric) -> None:
    ReadingFactory(metric=metric)
    ben.user.language = "en"
    ben.user.save()
    page = signed_in(ben).get(url(metric)).content.decode()
    assert "71.5 to 91.7" in page
    assert "84%" in page


def test_nothing_of_a_small_group_is_on_the_wire(bens: Client, metric: Metric) -> None:
    ReadingFactory(metric=metric)
    small = ReadingFactory(
        metric=metric, source=Source.STAFF, value=Decimal("37.25"), n=4, low=12, high=73, note="Herr Weber war dagegen"
    )
    for address in (url(metric), metric.touchpoint.get_absolute_url()):
        page = bens.get(address).content.decode()
        assert not re.search(r"37[.,]\d|Weber", page)
    assert "unter 5" in bens.get(url(metric)).content.decode()
    refused = bens.get(url(metric, "freeze_baseline", small.pk))
    assert refused.status_code == 404


def test_what_leaves_a_small_group_as_the_difference_is_not_on_the_wire(bens: Client, metric: Metric) -> None:
    service = DepartmentFactory(team=metric.touchpoint.team, name="Service")
    ReadingFactory(metric=metric, source=Source.STAFF, n=12)
    ReadingFactory(metric=metric, source=Source.STAFF, n=8, department=service, value=Decimal("37.25"), note="Weber")
    page = bens.get(url(metric)).text
    assert not re.search(r"37[.,]\d|Weber", page)
    assert "zu wenige Übrige" in page
    assert "1 Messung steht nicht im Bild" in page


def test_a_reader_looks_and_finds_no_buttons(rita: Membership, metric: Metric) -> None:
    ReadingFactory(metric=metric)
    reader = signed_in(rita)
    for address in (url(metric), metric.touchpoint.get_absolute_url()):
        page = reader.get(address).content.decode()
        assert "84" in page
        assert "/record/" not in page
    assert posted(reader, metric, hits=1, of=2).status_code == 403


def test_a_metric_is_found_only_at_its_own_touchpoint(bens: Client, metric: Metric, clara: Membership) -> None:
    elsewhere = MetricFactory(touchpoint__team=metric.touchpoint.team)
    address = reverse("touchpoints:metric", args=[metric.touchpoint.team.slug, elsewhere.touchpoint_id, metric.pk])
    assert bens.get(address).status_code == 404
    assert signed_in(clara).get(url(metric)).status_code == 404
    foreign = ReadingFactory()
    assert bens.post(url(metric, "remove_reading", foreign.pk)).status_code == 404


def test_pages_cost_the_same_for_few_and_for_many_readings(bens: Client, metric: Metric) -> None:
    ReadingFactory(metric=metric)
    few = {address: queries_of(bens, address) for address in (url(metric), metric.touchpoint.get_absolute_url())}
    Reading.objects.bulk_create(
        ReadingFactory.build(metric=metric, measured_on=date(2024, 1, 1) + timedelta(days=i)) for i in range(300)
    )
    MetricFactory(touchpoint=metric.touchpoint)
    BenchmarkFactory.create_batch(3, metric=metric)
    for address, queries in few.items():
        assert queries_of(bens, address) == queries
    assert "je Monat ein Punkt" in bens.get(url(metric)).content.decode()


# --- Scale --------------------------------------------------------------------------------------

FILL = """
    INSERT INTO touchpoints_reading (metric_id, measured_on, value, n, low, high, source, note, created_at)
    SELECT m.id, DATE '2020-01-01' + (i * 7), 50 + i %% 40, 50, 40, 95, 'customers', '', now()
    FROM touchpoints_metric m, generate_series(1, %s) i
"""


@pytest.mark.services
def test_among_200000_readings_the_index_finds_those_of_a_metric(team: Team, bens: Client) -> None:
    touchpoints = Touchpoint.objects.bulk_create(Touchpoint(team=team, name=f"Ort {i}") for i in range(1000))
    metrics = Metric.objects.bulk_create(Metric(touchpoint=each, name="Zufriedenheit") for each in touchpoints)
    with connection.cursor() as cursor:
        cursor.execute(FILL, [200])
        cursor.execute("ANALYZE touchpoints_reading")
    metric = metrics[500]
    newest = metric.readings.order_by("-measured_on", "-pk")[:50]
    for readings in (newest, metric.readings.shown(), metric.readings.since(date(2023, 1, 1))):
        assert "reading_by_day" in readings.explain()
    assert Reading.objects.count() == 200_000
    assert bens.get(url(metric)).status_code == 200
