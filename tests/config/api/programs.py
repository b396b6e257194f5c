"""A program that talks to the API: JSON, a token, no cookies of its own."""

import json
from datetime import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from config.api.issuing import issue
from config.models import Scope
from teams.models import Membership

AT = "/api/v1"


def token_of(membership: Membership, scope: Scope = Scope.WRITE, *, days: int = 30, at: datetime | None = None) -> str:
    """The text of a fresh token of that person."""
    _token, text = issue(membership=membership, name="Auswertung", scope=scope, days=days, at=at or timezone.now())
    return text


class Program:
    """Sends requests with a token, and JSON."""

    def __init__(self, token: str = "", *, language: str = "", client: Client | None = None) -> None:
        self.client = client or Client(raise_request_exception=True)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        if language:
            self.headers["Accept-Language"] = language

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(AT + path, query_params=query, headers=self.headers)

    def post(self, path: str, said: Any = None, **headers: str) -> Any:
        return self.send("POST", path, json.dumps(said), **headers)

    def patch(self, path: str, said: Any, **headers: str) -> Any:
        return self.send("PATCH", path, json.dumps(said), **headers)

    def send(
        self, method: str, path: str, body: str | bytes, content_type: str = "application/json", **headers: str
    ) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method, AT + path, data=body, content_type=content_type, headers=self.headers | named
        )


def program_of(membership: Membership, scope: Scope = Scope.WRITE, **options: Any) -> Program:
    """A program with a token of that person."""
    return Program(token_of(membership, scope), **options)
