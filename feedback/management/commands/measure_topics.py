"""Says how well the ready-made dictionary reads the labelled comments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand

from feedback.topics import measuring
from feedback.topics.measuring import Score

LINE = "  {:<22}{:>5}{:>11}{:>8}"


class Command(BaseCommand):
    """Prints precision and recall, of each half of the set apart."""

    help = "Precision and recall of the ready-made dictionary against the labelled comments."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a table for each half: the one that was tuned on, and the one held back."""
        for name, comments in measuring.halves(measuring.labelled()).items():
            self.stdout.write(f"{name}: {len(comments)} comments")
            found = measuring.read(comments)
            self._table("polarity", measuring.by_polarity(comments, found))
            self._table("topic", measuring.by_topic(comments, found))

    def _table(self, what: str, scores: Mapping[str, Score]) -> None:
        self.stdout.write(LINE.format(what, "n", "precision", "recall"))
        for label, score in scores.items():
            self._line(label, score.n, score.precision, score.recall)
        together = measuring.micro(scores.values())
        self._line("micro", together.n, together.precision, together.recall)
        self._line("macro", together.n, *measuring.macro(scores.values()))

    def _line(self, label: str, n: int, precision: float | None, recall: float | None) -> None:
        self.stdout.write(LINE.format(label, n, _share(precision), _share(recall)))


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
