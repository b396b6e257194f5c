"""How much weight the demo company gives its touchpoints; a few stay open, so that there is something to fill in."""

from datetime import datetime, timedelta

from config.demo.round import as_of
from teams.models import Team

FIGURES = ("importance_customer", "performance", "impact", "confidence", "effort", "contacts_per_month")
WEIGHT: dict[str, tuple[int, ...]] = {
    "Website mit Konfigurator": (4, 4, 5, 6, 8, 5200),
    "Musterkiste nach Hause": (4, 5, 3, 7, 4, 90),
    "Messestand in Köln": (2, 4, 4, 5, 7, 300),
    "Bewertungsportal": (5, 3, 7, 6, 3, 1400),
    "Ausstellung beim Fachhändler": (3, 3, 5, 4, 6, 220),
    "Angebot": (5, 4, 6, 7, 4, 210),
    "Auftragsbestätigung": (3, 3, 6, 8, 2, 180),
    "Pflegeset nach einem Jahr": (2, 5, 2, 6, 2, 60),
    "Reklamation": (5, 3, 8, 7, 5, 25),
    "Ersatzteile": (3, 4, 4, 6, 5, 40),
}
"""In the order of FIGURES."""


def weigh_all(team: Team, at: datetime) -> None:
    """What the owners estimated a week after the touchpoints were captured."""
    for touchpoint in team.touchpoints.filter(name__in=WEIGHT).select_related("owner"):
        for field, value in zip(FIGURES, WEIGHT[touchpoint.name], strict=True):
            setattr(touchpoint, field, value)
        as_of(at + timedelta(days=7), touchpoint, by=touchpoint.owner).save(update_fields=[*FIGURES, "updated_at"])
