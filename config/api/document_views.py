"""The page about the API for people, made of the document that programs read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.api.document import INTRODUCTION
from config.api.reference import operations


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """What the API can do, operation by operation."""
    return render(request, "api/reference.html", {"introduction": INTRODUCTION.items(), "groups": operations()})
