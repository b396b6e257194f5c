"""What the page about the API shows, read off the OpenAPI document."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from config.api.document import api

BETWEEN = {"minLength": "at least {} characters", "maxLength": "at most {} characters", "maxItems": "at most {}"}
FEW = 3
"""Fields that can be named instead of the schema that they make up."""

RANGE = {"minimum": "from {}", "maximum": "to {}"}


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of what is sent or answered."""

    name: str
    kind: str
    is_required: bool
    description: str


@dataclass(frozen=True)
class Operation:
    """One thing that can be done."""

    name: str
    method: str
    path: str
    summary: str
    description: str
    group: str
    parameters: list[Field]
    sends: list[Field]
    gets: list[Field]
    answers: list[tuple[str, str]]


@cache
def operations() -> list[tuple[str, list[Operation]]]:
    """All operations, by what they are about. Made once a process: the document does not change while it runs."""
    document = api.get_openapi_schema(path_prefix="/api/v1/")
    schemas = document["components"]["schemas"]
    listed = [
        _operation(path, method, details, schemas)
        for path, methods in document["paths"].items()
        for method, details in methods.items()
    ]
    return [(group, list(members)) for group, members in groupby(listed, key=lambda operation: operation.group)]


def _operation(path: str, method: str, details: dict[str, Any], schemas: dict[str, Any]) -> Operation:
    answers = details["responses"]
    return Operation(
        name=details["operationId"],
        method=method.upper(),
        path=path,
        summary=details["summary"],
        description=details.get("description", ""),
        group=details["tags"][0],
        parameters=[
            Field(
                parameter["name"],
                _kind(parameter["schema"], schemas),
                parameter["required"],
                parameter.get("description", ""),
            )
            for parameter in details["parameters"]
        ],
        sends=_fields(details.get("requestBody", {}), schemas),
        gets=_fields(next(answer for status, answer in answers.items() if int(status) < 300), schemas),
        answers=[(str(status), answer["description"]) for status, answer in answers.items()],
    )


def _fields(message: dict[str, Any], schemas: dict[str, Any]) -> list[Field]:
    content = message.get("content", {}).get("application/json")
    if content is None:
        return []
    schema = _resolved(content["schema"], schemas)
    required = schema.get("required", ())
    return [
        Field(name, _kind(field, schemas), name in required, _described(field, schemas))
        for name, field in schema["properties"].items()
    ]


def _described(field: dict[str, Any], schemas: dict[str, Any]) -> str:
    return str(field.get("description") or _resolved(field, schemas).get("description", ""))


def _resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """The schema itself where another one is only named."""
    named: str = schema.get("$ref", "")
    resolved: dict[str, Any] = schemas[named.rsplit("/", 1)[-1]] if named else schema
    return resolved


def _kind(schema: dict[str, Any], schemas: dict[str, Any]) -> str:
    """What a value looks like, in a few words."""
    if "anyOf" in schema:
        return " or ".join(_kind(part, schemas) for part in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f'"{value}"' if isinstance(value, str) else str(value) for value in schema["enum"])
    if "const" in schema:
        return f'"{schema["const"]}"'
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'], schemas)}"
    resolved = _resolved(schema, schemas)
    if len(resolved.get("properties", ())) > FEW:
        return schema["$ref"].rsplit("/", 1)[-1]
    if "properties" in resolved:
        return "{" + ", ".join(resolved["properties"]) + "}"
    name = resolved.get("format") or resolved.get("type", "any")
    bounds = [words.format(resolved[key]) for key, words in RANGE.items() if key in resolved]
    lengths = [words.format(resolved[key]) for key, words in BETWEEN.items() if resolved.get(key, 1) != 1]
    return ", ".join([" ".join([name, *bounds]), *lengths])
