"""What a team takes along of its inventory and of everything that is measured in it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext_lazy as _

from teams.models import Team
from teams.whole_team import AT_ONCE, NUMBER, Column, Folder, Table
from touchpoints.exchange.columns import COLUMNS
from touchpoints.models import (
    Attachment,
    Baseline,
    Benchmark,
    BrandFit,
    Evidence,
    Finding,
    Influence,
    Item,
    Kind,
    Metric,
    Points,
    Reading,
    Resource,
    Source,
    Status,
    Touchpoint,
    Visit,
)
from touchpoints.perception.gaps import results_of
from touchpoints.whole_history import changes_of

CHOICES = {"kind": Kind, "status": Status, "brand_fit": BrandFit, "evidence": Evidence}
OF_TOUCHPOINT = _("Nummer des Kontaktpunkts")
OF_METRIC = _("Nummer der Kennzahl")
OF_CHECKLIST = _("Nummer der Checkliste")
OF_VISIT = _("Nummer des Besuchs")


def parts(team: Team) -> list[Table | Folder]:
    """Inventory, measuring, mystery shopping and surveys, and who changed what."""
    tables = [*_inventory(team), *_measuring(team), *_mystery(team), *_surveys(team), *changes_of(team)]
    return [*tables, _attachments(team)]


def _inventory(team: Team) -> Iterator[Table]:
    yield Table.of(
        "stages",
        _("die Kaufphasen in ihrer Reihenfolge"),
        team.stages.all(),
        id=NUMBER,
        name=_("Name"),
        position=_("Reihenfolge"),
    )
    yield Table.of("tags", _("die Zielgruppen"), team.tags.all(), id=NUMBER, name=_("Name"))
    yield Table("touchpoints", _("die Kontaktpunkte"), _touchpoint_columns(), rows=lambda: _touchpoints(team))
    yield Table.of(
        "resources",
        _("Systeme, Abläufe und Daten hinter den Kontaktpunkten"),
        _at(team, Resource),
        touchpoint=("touchpoint_id", OF_TOUCHPOINT),
        kind=("kind", _("Art"), Resource.Kind.choices),
        name=_("Name"),
        owner=("owner__name", _("Verantwortlich")),
        note=_("Anmerkung"),
    )
    yield Table.of(
        "influences",
        _("Wechselwirkungen zwischen Kontaktpunkten"),
        Influence.objects.filter(source__team=team).order_by("pk"),
        source=("source_id", _("Nummer des Kontaktpunkts, von dem die Wirkung ausgeht")),
        kind=("kind", _("Wirkung"), Influence.Kind.choices),
        target=("target_id", _("Nummer des Kontaktpunkts, auf den er wirkt")),
        note=_("Anmerkung"),
    )


def _touchpoint_columns() -> list[Column]:
    own = [
        Column(column.field, column.heading, CHOICES[column.field].choices if column.field in CHOICES else ())
        for column in COLUMNS
    ]
    return [Column("id", NUMBER), *own, Column("created_at", _("erfasst am")), Column("updated_at", _("geändert am"))]


def _touchpoints(team: Team) -> Iterator[list[Any]]:
    rows = team.touchpoints.select_related("stage", "department", "owner").prefetch_related("tags").order_by("pk")
    for touchpoint in rows.iterator(chunk_size=AT_ONCE):
        values = (_value(touchpoint, column.field) for column in COLUMNS)
        yield [touchpoint.pk, *values, touchpoint.created_at, touchpoint.updated_at]


def _value(touchpoint: Touchpoint, field: str) -> Any:
    if field == "tags":
        return [tag.name for tag in touchpoint.tags.all()]
    value = getattr(touchpoint, field)
    return str(value) if isinstance(value, Model) else value


def _measuring(team: Team) -> Iterator[Table]:
    yield Table.of(
        "metrics",
        _("Kennzahlen"),
        Metric.objects.of_team(team).order_by("pk"),
        id=NUMBER,
        touchpoint=("touchpoint_id", OF_TOUCHPOINT),
        name=_("Name"),
        type=("type", _("Art"), Metric.Type.choices),
        better=("better", _("Richtung"), Metric.Better.choices),
        unit=_("Einheit"),
        target=_("Ziel"),
    )
    yield Table.of(
        "readings",
        _("Messungen"),
        Reading.objects.shown().filter(metric__touchpoint__team=team).order_by("pk"),
        id=NUMBER,
        metric=("metric_id", OF_METRIC),
        measured_on=_("gemessen am"),
        value=_("Wert"),
        n=_("Anzahl der Antworten"),
        spread=_("Standardabweichung"),
        low=_("untere Grenze des Intervalls von 95 %"),
        high=_("obere Grenze des Intervalls von 95 %"),
        distribution=_("Antworten, gezählt nach den Stufen der Skala"),
        source=("source", _("Quelle"), Source.choices),
        department=("department__name", _("Bereich")),
        note=_("Anmerkung"),
        by=("by__name", _("eingetragen von")),
        created_at=_("eingetragen am"),
    )
    yield Table.of(
        "baselines",
        _("Nullmessungen; die jüngste gilt"),
        Baseline.objects.filter(metric__touchpoint__team=team).order_by("pk"),
        metric=("metric_id", OF_METRIC),
        source=("source", _("Quelle"), Source.choices),
        department=("department__name", _("Bereich")),
        value=_("Wert"),
        low=_("untere Grenze des Intervalls von 95 %"),
        high=_("obere Grenze des Intervalls von 95 %"),
        n=_("Anzahl der Antworten"),
        measured_on=_("gemessen am"),
        set_at=_("festgelegt am"),
        set_by=("set_by__name", _("festgelegt von")),
        reason=_("Grund"),
    )
    yield Table.of(
        "benchmarks",
        _("Vergleichswerte von außen"),
        Benchmark.objects.filter(metric__touchpoint__team=team).order_by("pk"),
        metric=("metric_id", OF_METRIC),
        kind=("kind", _("Art"), Benchmark.Kind.choices),
        name=_("Wer"),
        value=_("Wert"),
        measured_on=_("Stand"),
        origin=_("Quelle"),
    )


def _mystery(team: Team) -> Iterator[Table]:
    yield Table.of(
        "checklists",
        _("Checklisten für Testkäufe"),
        team.checklists.order_by("pk"),
        id=NUMBER,
        touchpoint=("touchpoint_id", OF_TOUCHPOINT),
        name=_("Name"),
    )
    yield Table.of(
        "checklist_items",
        _("die Zeilen der Checklisten"),
        Item.objects.filter(checklist__team=team).order_by("checklist_id", "position", "pk"),
        checklist=("checklist_id", OF_CHECKLIST),
        text=_("Was wird geprüft?"),
        weight=_("Gewicht"),
        top=_("Höchste Punktzahl"),
    )
    yield Table.of(
        "visits",
        _("Besuche von Testerinnen und Testern"),
        Visit.objects.filter(checklist__team=team).order_by("pk"),
        id=NUMBER,
        checklist=("checklist_id", OF_CHECKLIST),
        visited_on=_("Besucht am"),
        tester=_("Wer hat getestet?"),
        note=_("Eindruck"),
        reading=("reading_id", _("Nummer der Messung, die daraus entstand")),
    )
    yield Table.of(
        "visit_points",
        _("Punkte bei den Besuchen"),
        Points.objects.filter(visit__checklist__team=team).order_by("visit_id", "position", "pk"),
        visit=("visit_id", OF_VISIT),
        text=_("Was wird geprüft?"),
        weight=_("Gewicht"),
        top=_("Höchste Punktzahl"),
        points=_("Punkte; leer, wo die Zeile nicht zutraf"),
    )
    yield Table.of(
        "findings",
        _("Beobachtungen bei den Besuchen"),
        Finding.objects.filter(visit__checklist__team=team).order_by("pk"),
        visit=("visit_id", OF_VISIT),
        kind=("kind", _("Art"), Finding.Kind.choices),
        text=_("Was ist aufgefallen?"),
    )


def _surveys(team: Team) -> Iterator[Table]:
    yield Table.of(
        "surveys",
        _("Umfragen"),
        team.surveys.order_by("pk"),
        id=NUMBER,
        title=_("Titel"),
        open_until=_("offen bis"),
        closes_at=_("nimmt Antworten an bis"),
    )
    columns = [
        Column("survey", _("Nummer der Umfrage")),
        Column("touchpoint", OF_TOUCHPOINT),
        Column("group", _("Bereich; leer: alle, die nicht für sich gezeigt werden")),
        Column("n", _("Anzahl der Antworten")),
        Column("importance", _("Wichtigkeit, Mittel von 1 bis 5")),
        Column("importance_spread", _("Standardabweichung der Wichtigkeit")),
        Column("performance", _("Leistung, Mittel von 1 bis 5")),
        Column("performance_spread", _("Standardabweichung der Leistung")),
    ]
    says = _("was geschlossene Umfragen ergaben; Gruppen unter fünf stehen nicht für sich")
    yield Table("survey_results", says, columns, rows=lambda: _survey_results(team, timezone.now()))


def _survey_results(team: Team, at: datetime) -> Iterator[list[Any]]:
    for survey in team.surveys.closed(at).order_by("pk"):
        for answered in results_of(survey, survey.touchpoints.all()).answered:
            for group in answered.groups:
                important, good = group.importance, group.performance
                told = [group.n, important.value, important.spread, good.value, good.spread]
                yield [survey.pk, answered.touchpoint.pk, group.name, *told]


def _attachments(team: Team) -> Folder:
    readings = Reading.objects.shown().filter(metric__touchpoint__team=team)
    rows = Attachment.objects.filter(reading__in=readings).order_by("pk")

    def files() -> Iterator[tuple[str, bytes]]:
        for attachment in rows.iterator(chunk_size=1):
            yield f"{attachment.reading_id}-{get_valid_filename(attachment.name)}", bytes(attachment.content)

    return Folder("attachments", _("Dateien zu Messungen; vorn im Namen steht die Nummer der Messung"), files)


def _at(team: Team, model: Any) -> QuerySet[Any]:
    return model.objects.filter(touchpoint__team=team).order_by("pk")
