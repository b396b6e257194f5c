"""Customers at the public page: browsers that nobody is signed in to."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from feedback.models import Question

TOKEN = "a-link-that-takes-one-answer"


def page_of(question: Question) -> str:
    """The address of its open link."""
    return reverse("ask", args=[question.code])


def filled_in(**typed: Any) -> dict[str, Any]:
    """The form as a browser sends it, with a sheet of its own."""
    empty = {"sheet": str(uuid4()), "good": "", "bad": "", "name": "", "address": "", "subject": ""}
    return empty | typed


def hand_in(address: str, /, browser: Client | None = None, headers: Any = None, **typed: Any) -> Any:
    """One customer's answer at that address."""
    return (browser or Client()).post(address, filled_in(**typed), headers=headers)
