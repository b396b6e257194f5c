"""One measured figure and the bar that it has to hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A value in its unit, beside the floor of the same run; `bar` is its limit, or its least if `at_least`.

    Without a bar it is told and not judged.
    """

    name: str
    value: float
    unit: str
    bar: float | None = None
    floor: float | None = None
    at_least: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times the floor."""
        return self.value / self.floor if self.floor else None

    @property
    def holds(self) -> bool:
        """The bar is held."""
        if self.bar is None:
            return True
        return self.value >= self.bar if self.at_least else self.value <= self.bar

    def __str__(self) -> str:
        floor = f"floor {self.floor:9.2f}   ratio {self.ratio:7.2f}" if self.floor else " " * 31
        told = f"{self.name:34} {self.value:9.2f} {self.unit:8} {floor}"
        if self.bar is None:
            return told
        bar = f"{'≥' if self.at_least else '≤'} {self.bar:g}"
        return f"{told}   bar {bar:7} {'✓' if self.holds else '✗ MISSED'}"

    def as_row(self) -> dict[str, float | str | None]:
        """What results.json keeps."""
        return {
            "name": self.name,
            "value": round(self.value, 3),
            "unit": self.unit,
            "floor": round(self.floor, 3) if self.floor is not None else None,
            "ratio": round(self.ratio, 3) if self.ratio is not None else None,
        }
