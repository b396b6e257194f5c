"""Maps to be printed and drawn, without rows behind them."""

from journeys.feeling import Felt, Origin
from journeys.mapping import JourneyMap, MapPhase, MapStep
from journeys.models import TEXTS, JourneyKind


def a_map(steps: int, *, words: str = "Preis verstehen", phases: int = 1) -> JourneyMap:
    """A way of so many steps, evenly in phases; every lane says the same, feelings go up and down."""
    made = [a_step(number, words) for number in range(steps)]
    size = -(-steps // phases) or 1
    parts = [made[first : first + size] for first in range(0, max(steps, 1), size)]
    return JourneyMap(
        persona="Bauherrin Berta",
        occasion="Heizung tauschen",
        kind=JourneyKind.ACTUAL,
        phases=[MapPhase(f"Abschnitt {place}", part) for place, part in enumerate(parts, start=1)],
    )


def a_step(number: int, words: str = "", *, value: float | None = None) -> MapStep:
    """A step with its number in its name; `value` where not the usual up and down is felt."""
    felt = Felt((-2, 1, 0)[number % 3] if value is None else value)
    return MapStep(
        thread=str(number),
        title=f"Kontakt {number + 1}",
        touchpoint_name="Angebot",
        kind="direct",
        texts=dict.fromkeys(TEXTS, words),
        felt=felt,
        department="Vertrieb",
    )


def measured(value: float) -> MapStep:
    """A step of which customers said how it is."""
    felt = Felt(value, Origin.READINGS, metric="CSAT", n=50)
    return MapStep(thread="m", title="Angebot", touchpoint_name="Angebot", kind="direct", felt=felt)
