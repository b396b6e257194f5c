"""How a refusal sounds: RFC 9457 problem details, in the language that the request asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy
from ninja import Field, Schema
from ninja.errors import HttpError, Throttled, ValidationError

MEDIA_TYPE = "application/problem+json"

TITLES = {
    400: gettext_lazy("Die Anfrage ist nicht zu lesen"),
    401: gettext_lazy("Kein gültiger Token"),
    403: gettext_lazy("Das ist nicht erlaubt"),
    404: gettext_lazy("Das gibt es nicht"),
    405: gettext_lazy("Das geht hier nicht"),
    409: gettext_lazy("Das geht jetzt nicht"),
    412: gettext_lazy("Inzwischen geändert"),
    413: gettext_lazy("Das ist zu viel auf einmal"),
    415: gettext_lazy("Nur JSON"),
    422: gettext_lazy("Etwas stimmt noch nicht"),
    429: gettext_lazy("Zu viele Anfragen"),
    500: gettext_lazy("Da ist etwas schiefgegangen"),
}

SENTENCES = {
    "missing": gettext_lazy("Das fehlt."),
    "extra_forbidden": gettext_lazy("Das gibt es hier nicht."),
    "string_too_short": gettext_lazy("Das ist zu kurz."),
    "string_too_long": gettext_lazy("Das ist zu lang: höchstens %(max_length)s Zeichen."),
    "too_long": gettext_lazy("Das sind zu viele: höchstens %(max_length)s."),
    "greater_than_equal": gettext_lazy("Das ist zu klein: mindestens %(ge)s."),
    "less_than_equal": gettext_lazy("Das ist zu groß: höchstens %(le)s."),
    "decimal_max_places": gettext_lazy("Das hat zu viele Stellen nach dem Komma: höchstens %(decimal_places)s."),
    "literal_error": gettext_lazy("Zur Wahl steht hier: %(expected)s."),
    "string_type": gettext_lazy("Hier gehört ein Text hin."),
    "int_type": gettext_lazy("Hier gehört eine ganze Zahl hin."),
    "bool_type": gettext_lazy("Hier gehört true oder false hin."),
    "list_type": gettext_lazy("Hier gehört eine Liste hin."),
    "iso_day": gettext_lazy("Hier gehört ein Tag hin, geschrieben wie 2026-11-24."),
    "amount": gettext_lazy("Hier gehört eine Zahl hin."),
}
"""What is wrong with a value, by the name that the library has for it."""

OTHERWISE = gettext_lazy("Das passt hier nicht hin.")


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field; without a field, with the request as a whole."""

    field: str
    detail: str


class Refusal(Exception):
    """Ends a request: with this status, a sentence, and what is wrong with which field."""

    def __init__(self, status: int, detail: str = "", faults: Sequence[Fault] = ()) -> None:
        self.status, self.detail, self.faults = status, detail, faults
        super().__init__(status, detail)


class FieldFault(Schema):
    """What is wrong with one field."""

    field: str = Field(description="Name of the field, of the query parameter or of the header.", examples=["name"])
    detail: str = Field(description="What is wrong with it.", examples=["Das ist zu lang: höchstens 120 Zeichen."])


class Problem(Schema):
    """Why a request was refused: problem details as in RFC 9457."""

    type: str = Field(description="Always `about:blank`: the status says what kind it is.", examples=["about:blank"])
    title: str = Field(description="The kind of refusal in a few words.", examples=["Etwas stimmt noch nicht"])
    status: int = Field(description="The HTTP status.", examples=[422])
    detail: str | None = Field(None, description="What is wrong in this case, where there is more to say.")
    errors: list[FieldFault] | None = Field(None, description="What is wrong with which field.")


def problem(status: int, detail: str = "", faults: Iterable[Fault] = ()) -> JsonResponse:
    """The answer that says why not."""
    title = TITLES.get(status, TITLES[500 if status >= 500 else 400])
    said = {"type": "about:blank", "title": str(title), "status": status}
    if detail:
        said["detail"] = detail
    if errors := [asdict(fault) for fault in faults]:
        said["errors"] = errors
    return JsonResponse(said, status=status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False})


def of_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal of our own."""
    return problem(refusal.status, refusal.detail, refusal.faults)


def of_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the library refuses: a body that it cannot read, for whatever reason, or a request without a token."""
    if isinstance(error.__cause__, Refusal):
        return of_refusal(request, error.__cause__)
    response = problem(error.status_code)
    if error.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, Throttled):
        response.headers["Retry-After"] = str(error.wait or 1)
    return response


def of_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Values of the wrong kind, before any form has seen them."""
    return problem(422, faults=[_fault(wrong) for wrong in error.errors])


def _fault(wrong: dict[str, Any]) -> Fault:
    source, name, *inside = wrong["loc"]
    sentence = SENTENCES.get(wrong["type"], OTHERWISE)
    values = {key: str(value).replace(" or ", ", ") for key, value in wrong.get("ctx", {}).items()}
    where = inside if source == "body" else [name, *inside]  # a body's name is the function's business
    return Fault(".".join(map(str, where)), str(sentence) % values)
