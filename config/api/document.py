"""The API as a whole, and the OpenAPI document that describes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from config.api import action_operations, feedback_operations, problems, team_operations, touchpoint_operations
from config.api.problems import MEDIA_TYPE, Refusal

INTRODUCTION = {
    "Token": "Each request carries a personal token: `Authorization: Bearer kp_…`. People make them on the page "
    "“API-Tokens” of their account menu. A token belongs to one person in one team: it sees what that person sees "
    "there, and changes what they may change, unless it is made for reading alone. Cookies do not count.",
    "Lists": "They come in pages: pass `next` of one page as `after` of the next.",
    "Two at once": "Each row has a `version`, which is its `ETag` too. Send it as `If-Match` with a change: if "
    "somebody else has changed the row meanwhile, the answer is 412, and nothing is overwritten.",
    "Sent twice": "A creation with an `Idempotency-Key` makes one row, however often it is sent within 24 hours.",
    "Refusals": "They are problem details (RFC 9457) in the language of `Accept-Language`: German, unless English is "
    "asked for. `errors` names the fields.",
}


class ReadableJson(JSONRenderer):
    """Umlauts as they are."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


class JsonAlone(Parser):
    """Reads JSON, and nothing that only looks like it."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """What the body says. Raises Refusal for other media types, ValueError for what cannot be read."""
        if request.content_type != "application/json":
            raise Refusal(415)
        said: dict[str, Any] = json.loads(request.body.decode(), parse_float=Decimal, parse_constant=_no_number)
        return said


def _no_number(name: str) -> None:
    raise ValueError(name)


class Api(NinjaAPI):
    """The API; refusals are described as what they are."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The document, in which problems have a media type of their own."""
        document = super().get_openapi_schema(**options)
        for operation in _operations(document):
            for parameter in operation["parameters"]:
                _mend(parameter)
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    answer["content"] = {MEDIA_TYPE: answer["content"].pop("application/json")}
                    answer["description"] = REFUSED[int(status)]
        return document


REFUSED = {
    400: "The body is no JSON.",
    401: "No token, or none that is valid.",
    403: "The token or its person's role does not allow this.",
    404: "There is no such thing in this team.",
    409: "The row is not in a state in which this is possible.",
    412: "Somebody has changed it since the version that `If-Match` names.",
    413: "The body is larger than anything that would be kept.",
    415: "The body is said to be something else than `application/json`.",
    422: "A value is of the wrong kind or breaks a rule; `errors` says which and why.",
    429: "Too many requests; `Retry-After` says in how many seconds to go on.",
}


def _operations(document: OpenAPISchema) -> list[dict[str, Any]]:
    return [operation for path in document["paths"].values() for operation in path.values()]


def _mend(parameter: dict[str, Any]) -> None:
    """A parameter that can be left out cannot be null, and its examples stand in the schema, where they may."""
    parameter.pop("examples", None)
    schema = parameter["schema"]
    said = [part for part in schema.pop("anyOf", ()) if part != {"type": "null"}]
    if len(said) == 1:
        schema |= {**said[0], **schema}
    elif said:
        schema["anyOf"] = said


def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problems.problem(404)


def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problems.problem(413)


api = Api(
    title="Kontaktpunkt",
    version="1",
    description="\n\n".join(f"**{title}.** {text}" for title, text in INTRODUCTION.items()),
    docs_url=None,
    urls_namespace="api",
    servers=[{"url": settings.BASE_URL}],
    parser=JsonAlone(),
    renderer=ReadableJson(),
)
api.add_router("/team", team_operations.router)
api.add_router("/touchpoints", touchpoint_operations.router)
api.add_router("/voices", feedback_operations.router)
api.add_router("/actions", action_operations.router)
api.exception_handler(Refusal)(problems.of_refusal)
api.exception_handler(HttpError)(problems.of_http_error)
api.exception_handler(ValidationError)(problems.of_invalid)
api.exception_handler(Http404)(_not_found)
api.exception_handler(RequestDataTooBig)(_too_large)
