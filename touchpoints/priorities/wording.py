"""Figures in words."""

from django.utils.formats import number_format

from touchpoints.models import Evidence
from touchpoints.priorities.voices import Figure, Origin


def written(value: float) -> str:
    """A figure as people read it: whole from a hundred on, else with one digit where it is not a whole number."""
    is_whole = isinstance(value, int) or value >= 100
    digits = number_format(abs(value), 0 if is_whole else 1, force_grouping=True)
    return f"−{digits}" if round(value, 1) < 0 else digits


def behind(figure: Figure) -> str:
    """Who stands behind a figure: "Kunden, n = 50" or "Schätzung, vermutet"."""
    if figure.origin == Origin.ESTIMATE:
        return f"{figure.origin.label}, {Evidence(figure.evidence).label}"
    return f"{figure.origin.label}, n = {figure.n}" if figure.n else str(figure.origin.label)
