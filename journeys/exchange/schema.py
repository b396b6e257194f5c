"""The JSON document of a journey, described for machines: JSON Schema, draft 2020-12, made of what the rows can hold.

What a later version may add is passed over when it is read, so unknown fields are no mistake.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journeys.document import FORMAT, VERSION
from journeys.exchange.fields import JOURNEY, LANE_TEXTS, PHASE, STEP
from journeys.exchange.values import Value
from journeys.feeling import Origin
from journeys.models.step import HIGHEST, LOWEST
from journeys.placing import MOST_PHASES, MOST_STEPS

type Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NAME = f"urn:{FORMAT}:{VERSION}"


def schema() -> Schema:
    """The whole description."""
    return {
        "$schema": DIALECT,
        "$id": NAME,
        "title": "Kontaktpunkt customer journey",
        **_object(
            {
                "format": {"const": FORMAT},
                "version": {"type": "integer", "minimum": 1, "maximum": VERSION},
                **_properties(JOURNEY),
                "phases": _list("#/$defs/phase", MOST_PHASES),
            },
            needed=["format", "version"],
        ),
        "$defs": {"phase": _phase(), "step": _step(), "felt": _felt()},
    }


def _phase() -> Schema:
    return _object({**_properties(PHASE), "steps": _list("#/$defs/step", MOST_STEPS)}, needed=["name"])


def _step() -> Schema:
    properties = {**_properties(STEP), "texts": _object(_properties(LANE_TEXTS)), "felt": {"$ref": "#/$defs/felt"}}
    named: Schema = {name: {"minLength": 1} for name in ("touchpoint", "name")}
    places = [{"required": [name], "properties": {name: rule}} for name, rule in named.items()]
    return _object(properties) | {"anyOf": places}


def _felt() -> Schema:
    """What the emotion counted as on the day; given out alone, for it follows from what is measured."""
    return {
        "type": ["object", "null"],
        "readOnly": True,
        "properties": {
            "value": {"type": "number", "minimum": LOWEST, "maximum": HIGHEST},
            "origin": {"enum": [str(origin) for origin in Origin.values]},
            "evidence": STEP["evidence"].schema() | {"enum": ["", *STEP["evidence"].schema()["enum"]]},
            "metric": {"type": "string"},
            "n": {"type": ["integer", "null"], "minimum": 0},
            "measured_on": STEP["happened_on"].schema(),
        },
    }


def _properties(fields: Mapping[str, Value]) -> Schema:
    return {name: value.schema() for name, value in fields.items()}


def _list(of: str, most: int) -> Schema:
    return {"type": "array", "maxItems": most, "items": {"$ref": of}}


def _object(properties: Schema, needed: list[str] | None = None) -> Schema:
    described: Schema = {"type": "object", "properties": properties}
    return described | ({"required": needed} if needed else {})
