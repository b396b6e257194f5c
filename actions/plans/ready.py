"""Plans that are ready to begin with: a crisis plan for an attack on the reputation, and a trial's milestones.

Whoever waits for the crisis before planning for it plans too late: a wave of anger in social media leaves hours, not
days. So the plan is written in quiet times and changed to fit the company; only its order and its clock are given.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from actions.models import DrawerLine, Milestone, Plan, PlanKind
from actions.plans.making import make
from teams.models import Team, User

DAY = 24


@transaction.atomic
def begin_reputation_crisis(*, team: Team, by: User, at: datetime) -> Plan:
    """The crisis plan against an attack on the reputation, in the team's language. Raises ValidationError as `make`."""
    with override(team.language):
        plan = make(plan=_reputation_crisis(team, by))
        DrawerLine.objects.bulk_create(
            DrawerLine(plan=plan, begins_after=begins, lasts=lasts, what=what, role=role, notes=notes)
            for begins, lasts, what, role, notes in _steps()
        )
    return plan


@transaction.atomic
def begin_trial(*, team: Team, by: User, at: datetime) -> Plan:
    """A trial of six weeks with its milestones, in the team's language. Raises ValidationError as `make`."""
    today = team.today(at)
    with override(team.language):
        plan = make(
            plan=Plan(
                team=team,
                name=_("Erprobung im Testmarkt"),
                kind=PlanKind.PILOT,
                aim=_("Im Kleinen zeigen, ob es bei Kundschaft und Belegschaft ankommt, bevor es für alle kommt."),
                responsible=by,
                starts_on=today,
                ends_on=today + timedelta(days=42),
            )
        )
        Milestone.objects.bulk_create(
            Milestone(plan=plan, name=name, due_on=today + timedelta(days=days)) for days, name in _milestones()
        )
    return plan


READY: dict[str, Callable[..., Plan]] = {"reputation": begin_reputation_crisis, "trial": begin_trial}
"""What there is ready-made, by its name in the form."""


def _reputation_crisis(team: Team, by: User) -> Plan:
    return Plan(
        team=team,
        name=_("Shitstorm: unser Ruf wird angegriffen"),
        kind=PlanKind.CRISIS,
        aim=_(
            "Wenn sich Vorwürfe in sozialen Medien oder in der Presse schneller verbreiten, als einzelne Antworten "
            "sie einholen. Ziel: gesehen werden, ehrlich antworten, die Ursache beheben."
        ),
        responsible=by,
    )


def _steps() -> list[tuple[int, int, str, str, str]]:
    """Begin and length in hours, what, by which role, and how."""
    spokesperson, desk = _("wer für das Unternehmen spricht"), _("wer Kanäle und Postfach betreut")
    return [
        (
            0,
            1,
            _("Krisenstab zusammenrufen"),
            _("Leitung"),
            _("Eine Person entscheidet, eine spricht, eine schreibt mit."),
        ),
        (0, 1, _("Belege sichern"), desk, _("Links, Bildschirmfotos und Uhrzeiten, bevor etwas gelöscht wird.")),
        (0, 1, _("Geplante Beiträge und Werbung anhalten"), _("Marketing"), ""),
        (
            0,
            4,
            _("Sachverhalt klären: was stimmt, was nicht, wer ist betroffen?"),
            _("wer den Kontaktpunkt verantwortet"),
            "",
        ),
        (
            1,
            1,
            _("Erste Antwort dort, wo es begonnen hat"),
            spokesperson,
            _("Gesehen, wird geklärt, die nächste Nachricht kommt um … Uhr. Nichts versprechen, nichts löschen."),
        ),
        (
            1,
            2,
            _("Belegschaft ins Bild setzen"),
            _("Leitung"),
            _("Was ist los, wer antwortet nach außen, was sagen Hotline und Verkauf auf Nachfrage."),
        ),
        (2, 6, _("Betroffene Kundinnen und Kunden persönlich ansprechen"), _("Kundendienst"), ""),
        (
            4,
            20,
            _("Stellung nehmen: was war, was tut uns leid, was ändert sich bis wann"),
            spokesperson,
            _("Auf der eigenen Seite und überall dort, wo gefragt wurde; kurze Sätze, keine Juristensprache."),
        ),
        (
            4,
            3 * DAY,
            _("Echo beobachten, auf jede Frage antworten"),
            desk,
            _("Zweimal am Tag dem Krisenstab berichten."),
        ),
        (DAY, 6 * DAY, _("Ursache am Kontaktpunkt beheben"), _("wer den Kontaktpunkt verantwortet"), ""),
        (7 * DAY, DAY, _("Öffentlich sagen, was sich geändert hat"), spokesperson, ""),
        (
            14 * DAY,
            DAY,
            _("Nachlese: was lief gut, was ändert sich an diesem Plan?"),
            _("Leitung"),
            _("Den Krisenplan in der Schublade gleich mit anpassen."),
        ),
    ]


def _milestones() -> list[tuple[int, str]]:
    """Days after the start, and what is reached then."""
    return [
        (7, _("Nullmessung liegt vor, Testmarkt weiß Bescheid")),
        (14, _("Im Testmarkt läuft es")),
        (28, _("Halbzeit: Stimmen gesichtet, nachgebessert")),
        (42, _("Go oder No-Go")),
    ]
