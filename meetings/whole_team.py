"""What a team takes along of its rounds: the minutes of those that are closed, when and about what of the others."""

import json
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from meetings.models import Addendum, BroughtSuggestion, Minutes, Phase
from meetings.printing import file_name
from teams.models import Team
from teams.whole_team import NUMBER, Folder, Table


def parts(team: Team) -> list[Table | Folder]:
    """Series, rounds, addenda and the minutes themselves."""
    return [
        Table.of(
            "series",
            _("Serien von Runden"),
            team.series.order_by("pk"),
            id=NUMBER,
            name=_("Name"),
            weekday=_("Wochentag, Montag ist 0"),
            time=_("Uhrzeit"),
            is_active=_("läuft"),
        ),
        Table.of(
            "rounds",
            _("Runden"),
            team.meetings.order_by("pk"),
            id=NUMBER,
            series=("series_id", _("Nummer der Serie")),
            touchpoint=("touchpoint_id", _("Nummer des Kontaktpunkts")),
            title=_("Anlass in einem Satz"),
            what_happened=_("Was ist passiert?"),
            customer=_("Welche Kundin, welcher Kunde?"),
            problems=_("Welche Probleme brachte das?"),
            consequences=_("Welche Folgen hatte es?"),
            moderator=("moderator__name", _("Moderation")),
            starts_at=_("Beginn"),
            phase=("phase", _("Phase"), Phase.choices),
            started_at=_("begonnen am"),
            closed_at=_("abgeschlossen am"),
        ),
        Table.of(
            "decisions",
            _("welche Runde welche Maßnahme beschloss"),
            team.meetings.exclude(decided_actions=None).order_by("pk", "decided_actions"),
            round=("pk", _("Nummer der Runde")),
            action=("decided_actions__action_id", _("Nummer der Maßnahme")),
        ),
        Table.of(
            "brought_suggestions",
            _("welcher Vorschlag als Karte in welche Runde kam, sobald die Karten offen hängen"),
            BroughtSuggestion.objects.filter(meeting__team=team, card__revealed_at__isnull=False).order_by("pk"),
            round=("meeting_id", _("Nummer der Runde")),
            suggestion=("suggestion_id", _("Nummer des Vorschlags")),
            by=("by__name", _("Wer ihn mitgebracht hat")),
            brought_at=_("mitgebracht am"),
        ),
        Table.of(
            "addenda",
            _("Nachträge zu Protokollen"),
            Addendum.objects.filter(minutes__meeting__team=team).order_by("pk"),
            round=("minutes__meeting_id", _("Nummer der Runde")),
            written_at=_("geschrieben am"),
            author=("author_name", _("von")),
            text=_("Nachtrag"),
        ),
        Folder(
            "minutes",
            _("Protokolle, als JSON und als PDF; vorn im Namen steht die Nummer der Runde"),
            lambda: _minutes(team),
        ),
    ]


def _minutes(team: Team) -> Iterator[tuple[str, bytes]]:
    rows = Minutes.objects.filter(meeting__team=team).select_related("meeting__team", "meeting__touchpoint")
    for minutes in rows.order_by("meeting_id").iterator(chunk_size=1):
        stem = f"{minutes.meeting_id}-{file_name(minutes).removesuffix('.pdf')}"
        yield f"{stem}.json", json.dumps(minutes.content, ensure_ascii=False, indent=2).encode()
        if minutes.pdf:
            yield f"{stem}.pdf", bytes(minutes.pdf)
