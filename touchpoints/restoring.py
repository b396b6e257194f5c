"""Bringing a touchpoint back to an earlier version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.db.models import Field, ForeignKey, ManyToManyField
from django.utils.translation import gettext as _

from teams.forms import of_team
from teams.history import Version
from touchpoints.describing import describe, one_at_a_time
from touchpoints.models import Status, Tag, Touchpoint


def restore(touchpoint: Touchpoint, version: Version) -> list[str]:
    """Make a touchpoint what it was then, which is a change like any other.

    Returns a sentence for each thing that stays as it is because it cannot come back.
    """
    with one_at_a_time(touchpoint.team):
        fresh = Touchpoint.objects.select_for_update().get(pk=touchpoint.pk)
        left = [*_without_a_reason(version), *_under_a_taken_name(fresh, version), *_gone(fresh, version)]
        kept = {name for name, _sentence in left}
        for field in version.fields:
            if field.name not in kept and not isinstance(field, ManyToManyField):
                setattr(fresh, field.attname, version.value(field))
        describe(fresh, tags=[cast(Tag, tag) for tag in version.lists["tags"] if tag])
    return [sentence for _name, sentence in left if sentence]


def _without_a_reason(version: Version) -> Iterator[tuple[str, str]]:
    if version.record.status == Status.RETIRED and not version.record.status_reason:
        yield "status", _("Der Status bleibt: Damals wurde ohne Grund stillgelegt, und heute gehört einer dazu.")
        yield "status_reason", ""


def _under_a_taken_name(fresh: Touchpoint, version: Version) -> Iterator[tuple[str, str]]:
    name = version.record.name
    if fresh.team.touchpoints.exclude(pk=fresh.pk).filter(name__iexact=name).exists():
        yield "name", _("Der Name bleibt: „%s“ heißt inzwischen ein anderer Kontaktpunkt.") % name


def _gone(fresh: Touchpoint, version: Version) -> Iterator[tuple[str, str]]:
    """What pointed to a row that is gone, or to a person who no longer works in the team."""
    for field in version.fields:
        if _points_nowhere(fresh, version, field):
            label = field.verbose_name
            if isinstance(field, ManyToManyField):
                yield field.name, _("%s: Was es nicht mehr gibt, fehlt.") % label
            else:
                yield field.name, _("%s bleibt: Was damals dort stand, gibt es im Team nicht mehr.") % label


def _points_nowhere(fresh: Touchpoint, version: Version, field: Field[Any, Any]) -> bool:
    if isinstance(field, ManyToManyField):
        return None in version.lists[field.name]
    key = version.value(field)
    if not isinstance(field, ForeignKey) or key in (None, getattr(fresh, field.attname)):
        return False
    rows = field.related_model._default_manager.all()
    return not of_team(rows, fresh.team).filter(pk=key).exists()
