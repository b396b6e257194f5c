"""The action that a request is about, if this person may see or change it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from actions.models import Action
from teams.access import TeamRequest


def seen(request: TeamRequest, pk: int) -> Action:
    """The action; 404 for a stranger's."""
    return get_object_or_404(request.team.actions.select_related("team"), pk=pk)


def changeable(request: TeamRequest, pk: int, rows: QuerySet[Action] | None = None) -> Action:
    """The action, if this person may change it: 404 for a stranger's, 403 for a colleague's."""
    found = request.team.actions.all() if rows is None else rows
    action = get_object_or_404(found.select_related("team"), pk=pk)
    if not action.may_be_changed_by(request.membership):
        raise PermissionDenied
    return action
