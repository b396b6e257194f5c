"""Where the heads of a map lead."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from journeys.models import Journey


@dataclass(frozen=True)
class Addresses:
    """The pages of a journey's steps and phases; those for changing are left out for who may only read.

    Asking Django for each of eighty steps costs more than drawing them: it is asked once, for the row 0.
    """

    journey: Journey
    may_write: bool

    def __post_init__(self) -> None:
        names = ["step", *(["edit_step", "rename_phase"] if self.may_write else [])]
        object.__setattr__(self, "_parts", {name: self._reverse(name, 0).rsplit("/0/", 1) for name in names})

    def step(self, pk: int) -> str:
        """All about a step."""
        return self._of("step", pk)

    def edit_step(self, pk: int) -> str:
        """The form for all of a step."""
        return self._of("edit_step", pk)

    def rename_phase(self, pk: int) -> str:
        """The form for a phase's name."""
        return self._of("rename_phase", pk)

    def add_step(self, phase: int, to: int) -> str:
        """The form for a new step at this place of a phase."""
        return f"{self.new_step}?phase={phase}&to={to}"

    @property
    def new_step(self) -> str:
        """The form for a new step, wherever."""
        return self._reverse("add_step")

    def _of(self, name: str, pk: int) -> str:
        before, after = self._parts[name]  # type: ignore[attr-defined]
        return f"{before}/{pk}/{after}"

    def _reverse(self, name: str, *keys: int) -> str:
        return reverse(f"journeys:{name}", args=[self.journey.team.slug, self.journey.pk, *keys])
