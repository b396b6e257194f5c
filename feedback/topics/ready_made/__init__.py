"""The dictionary with which teams begin: our own words, in German and English."""

import json
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def topics() -> list[dict[str, Any]]:
    """The topics: `key`, `name` by language and `words` by language."""
    return json.loads((HERE / "topics.json").read_text())


@cache
def tone() -> dict[str, dict[str, list[str]]]:
    """The words that praise or complain, by language and tone."""
    return json.loads((HERE / "tone.json").read_text())
