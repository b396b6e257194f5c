"""What a team takes along of its customer profiles and journeys."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.utils.text import get_valid_filename
from django.utils.translation import gettext_lazy as _

from journeys.lanes import LANES
from journeys.models import JourneyKind, JourneyPhase, JourneyStep, Medium, Portrait, Share, Snapshot, Speaker
from teams.models import Team
from teams.whole_team import NUMBER, Folder, Table
from touchpoints.models import Evidence

OF_PERSONA = _("Nummer des Kundenprofils")
OF_JOURNEY = _("Nummer der Journey")


def parts(team: Team) -> list[Table | Folder]:
    """The profiles with their pictures, the journeys with their phases and steps, snapshots and links."""
    return [
        _personas(team),
        _speakers(team),
        *_journeys(team),
        _snapshots(team),
        _links(team),
        _portraits(team),
        _contents(team),
    ]


def _personas(team: Team) -> Table:
    return Table.of(
        "personas",
        _("die Kundenprofile"),
        team.personas.order_by("pk"),
        id=NUMBER,
        name=_("Name"),
        summary=_("In einem Satz"),
        situation=_("Situation"),
        needs=_("Bedürfnisse"),
        fears=_("Ängste"),
        media_use=_("Mediennutzung"),
        delights=_("Was begeistert"),
        drives_away=_("Was vertreibt"),
        share=_("Anteil an den Kunden in Prozent"),
        evidence=("evidence", _("Beleg"), Evidence.choices),
        source=_("Quelle"),
        created_at=_("angelegt am"),
    )


def _speakers(team: Team) -> Table:
    return Table.of(
        "speakers",
        _("welches Kundenprofil in welcher Stimme spricht"),
        Speaker.objects.filter(persona__team=team).order_by("pk"),
        voice=("feedback_id", _("Nummer der Stimme")),
        persona=("persona_id", OF_PERSONA),
    )


def _journeys(team: Team) -> Iterator[Table]:
    yield Table.of(
        "journeys",
        _("die Customer Journeys"),
        team.journeys.order_by("pk"),
        id=NUMBER,
        persona=("persona_id", OF_PERSONA),
        occasion=_("Anlass"),
        kind=("kind", _("Art"), JourneyKind.choices),
        case_name=_("Bezeichnung des Falls"),
        notes=_("Notizen"),
        created_at=_("angelegt am"),
    )
    yield Table.of(
        "journey_phases",
        _("ihre Phasen"),
        JourneyPhase.objects.filter(journey__team=team).order_by("journey_id", "position", "pk"),
        id=NUMBER,
        journey=("journey_id", OF_JOURNEY),
        name=_("Phase"),
        position=_("Reihenfolge"),
    )
    yield Table.of(
        "journey_steps",
        _("ihre Schritte"),
        JourneyStep.objects.filter(journey__team=team).order_by("journey_id", "phase__position", "position", "pk"),
        id=NUMBER,
        journey=("journey_id", OF_JOURNEY),
        phase=("phase_id", _("Nummer der Phase")),
        position=_("Reihenfolge in der Phase"),
        thread=_("Kennung, die Kopien und Stände gemeinsam haben"),
        touchpoint=("touchpoint_id", _("Nummer des Kontaktpunkts; leer, wo einer fehlt")),
        name=_("Bezeichnung"),
        happened_on=_("Tag"),
        **{lane.name: lane.title for lane in LANES},
        evidence=("evidence", _("Beleg"), Evidence.choices),
        department=("department__name", _("Bereich")),
        is_moment_of_truth=_("Moment der Wahrheit"),
        medium=("medium", _("Medium"), Medium.choices),
        waiting_minutes=_("Wartezeit in Minuten"),
    )


def _snapshots(team: Team) -> Table:
    return Table.of(
        "journey_snapshots",
        _("Stände der Journeys; was sie zeigen, liegt im Ordner gleichen Namens"),
        Snapshot.objects.filter(journey__team=team).order_by("pk"),
        id=NUMBER,
        journey=("journey_id", OF_JOURNEY),
        name=_("Name"),
        taken_at=_("festgehalten am"),
        taken_by=("taken_by__name", _("Wer")),
    )


def _links(team: Team) -> Table:
    return Table.of(
        "journey_links",
        _("Links, mit denen andere eine Journey lesen; die Adressen selbst sind geheim und fehlen"),
        Share.objects.filter(journey__team=team).order_by("pk"),
        id=NUMBER,
        journey=("journey_id", OF_JOURNEY),
        for_whom=_("Für wen"),
        shows_inside=_("mit der Innenansicht"),
        created_by=("created_by__name", _("Wer")),
        created_at=_("angelegt am"),
        expires_at=_("offen bis"),
        revoked_at=_("widerrufen am"),
    )


def _portraits(team: Team) -> Folder:
    rows = Portrait.objects.filter(persona__team=team).select_related("persona").order_by("pk")

    def files() -> Iterator[tuple[str, bytes]]:
        for portrait in rows.iterator(chunk_size=1):
            ending = portrait.content_type.rpartition("/")[2]
            yield f"{portrait.persona_id}-{_file_name(portrait.persona.name)}.{ending}", bytes(portrait.content)

    return Folder("portraits", _("Bilder der Kundenprofile; vorn im Namen steht die Nummer des Kundenprofils"), files)


def _contents(team: Team) -> Folder:
    rows = Snapshot.objects.filter(journey__team=team).order_by("pk")

    def files() -> Iterator[tuple[str, bytes]]:
        for snapshot in rows.iterator(chunk_size=1):
            content = json.dumps(snapshot.content, ensure_ascii=False, indent=2)
            yield f"{snapshot.pk}-{_file_name(snapshot.name)}.json", content.encode()

    return Folder("journey_snapshots", _("Stände der Journeys; vorn im Namen steht die Nummer des Standes"), files)


def _file_name(name: str) -> str:
    return get_valid_filename(f"_{name}").strip("._") or "_"
