"""`python -m bench [THEME…]`: every figure in its line; the exit code says whether all bars hold."""

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import house

THEMES = ("fanout", "pages", "inventory", "journeys", "voices", "answers", "browser", "printing", "reminders", "memory")
RESULTS = Path(__file__).with_name("results.json")


def main(themes: list[str]) -> int:
    """Measure in a fresh house of its own, with a database that nobody else uses."""
    if os.getloadavg()[0] > 1:
        print("This machine is busy with something else: what is measured now is too high.")
    figures = []
    with TemporaryDirectory(prefix="kontaktpunkt-bench-") as folder:
        house.move_in(Path(folder))
        for theme in themes:
            for figure in import_module(f"bench.{theme}").figures():
                print(figure, flush=True)
                figures.append(figure)
    RESULTS.write_text(json.dumps([figure.as_row() for figure in figures], indent=2) + "\n")
    return 0 if all(figure.holds for figure in figures) else 1


sys.exit(main(sys.argv[1:] or list(THEMES)))
