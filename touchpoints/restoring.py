"""Bringing a touchpoint, or what hangs on it, back to an earlier version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, ManyToManyField, Model
from django.utils.translation import gettext as _

from teams.forms import of_team
from teams.history import Version
from teams.models import Team
from touchpoints.describing import describe, one_at_a_time
from touchpoints.influencing import connect
from touchpoints.measuring.readings import check_on_scale
from touchpoints.models import Benchmark, Influence, Metric, Reading, Resource, Status, Tag, Touchpoint
from touchpoints.models.metrics import CAME_BACK


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


def put_back(touchpoint: Touchpoint, version: Version) -> list[str]:
    """Make a resource, an influence, a benchmark or a reading what it was then, also if it is gone by now.

    Returns a sentence for each thing that cannot come back. Raises ValidationError where none of it can.
    """
    with one_at_a_time(touchpoint.team):
        Touchpoint.objects.select_for_update().get(pk=touchpoint.pk)  # whoever adds something there holds it too
        record = version.record
        model = record.instance_type
        row = model.objects.filter(pk=record.id).first() or model(pk=record.id)
        gone = [field for field in version.fields if _points_nowhere(row, touchpoint.team, version, field)]
        if any(not field.null or field.name == "department" for field in gone):  # who spoke is never left out
            raise ValidationError(_("Das kommt nicht zurück: Woran es hing, gibt es nicht mehr."))
        for field in version.fields:
            if field not in gone:
                setattr(row, field.attname, version.value(field))
        _save(row, version)
    return [_("%s bleibt: Was damals dort stand, gibt es im Team nicht mehr.") % field.verbose_name for field in gone]


def _save(row: Resource | Influence | Benchmark | Reading, version: Version) -> None:
    """Save what has come back, under the rules that hold today."""
    if isinstance(row, Influence):
        connect(row)
        return
    if isinstance(row, Benchmark | Reading):
        check_on_scale(row.metric.type, row.value)
    if isinstance(row, Reading):
        _check_same_scale(row.metric, version)
        row._change_reason = CAME_BACK  # type: ignore[attr-defined]
    row.validate_constraints()
    row.save()


def _check_same_scale(metric: Metric, version: Version) -> None:
    """What was measured says nothing on another scale. Raises ValidationError."""
    of_then = metric.history.filter(history_date__lte=version.at).first()
    if of_then and (of_then.type, of_then.unit) != (metric.type, metric.unit):
        raise ValidationError(_("Das kommt nicht zurück: Die Kennzahl misst inzwischen auf einer anderen Skala."))


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
        if _points_nowhere(fresh, fresh.team, version, field):
            label = field.verbose_name
            if isinstance(field, ManyToManyField):
                yield field.name, _("%s: Was es nicht mehr gibt, fehlt.") % label
            else:
                yield field.name, _("%s bleibt: Was damals dort stand, gibt es im Team nicht mehr.") % label


def _points_nowhere(row: Model, team: Team, version: Version, field: Field[Any, Any]) -> bool:
    if isinstance(field, ManyToManyField):
        return None in version.lists[field.name]
    key = version.value(field)
    if not isinstance(field, ForeignKey) or key in (None, getattr(row, field.attname)):
        return False
    rows = field.related_model._default_manager.all()
    return not of_team(rows, team).filter(pk=key).exists()
