"""Takes an import back: deletes what it made and puts back what it changed, where nobody has touched it since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import DO_NOTHING, Max, Model
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from teams.models import Department, Team
from touchpoints.exchange.importing import MOVED, still_mine
from touchpoints.exchange.refusals import NotNow
from touchpoints.exchange.writing import TagLink, keep_history, link_tags, overwrite
from touchpoints.models import ImportRun, Stage, Tag, Touchpoint

State = ImportRun.State

AT_ONCE = 250
"""Touchpoints of one transaction."""
CHANGED = "changed"
"""Why a touchpoint stays: somebody has changed it since. Any other reason is the label of the rows that hang on it."""
GROUPS: dict[str, type[Stage | Department | Tag]] = {"stages": Stage, "departments": Department, "tags": Tag}

type Reasons = dict[int, str]


def undo(*, run: ImportRun) -> None:
    """Hand the run to a worker who takes it back. Raises NotNow if it is not over."""
    over = ImportRun.objects.filter(pk=run.pk, state__in=[State.DONE, State.FAILED])
    if not over.update(state=State.UNDOING):
        raise NotNow(_("Das ist schon rückgängig gemacht oder noch nicht fertig."))


def taking_back(run: ImportRun, *, claimed_until: datetime) -> None:
    """Take back what is left, for as long as nobody else has claimed the run."""
    while _next_batch(run, claimed_until):
        pass


@transaction.atomic
def _next_batch(run: ImportRun, claimed_until: datetime) -> bool:
    """Put back or delete some touchpoints, or end behind the last; whether there is more to do.

    `run.kept` says what stays and why.
    """
    if not still_mine(run, State.UNDOING, claimed_until):
        return False
    changed, made = run.changed[:AT_ONCE], run.created[:AT_ONCE]
    reasons = _put_back(run, changed) if changed else _take_away(run, made)
    run.kept += [{"touchpoint": pk, "why": why} for pk, why in reasons.items()]
    if changed:
        run.changed = run.changed[AT_ONCE:]
    elif made:
        run.added["touchpoints"] = run.created[AT_ONCE:]
    else:
        for kind, model in GROUPS.items():
            _remove_unused(model, run.added.pop(kind, []))
        run.state, run.claimed_until = State.UNDONE, None
    run.save(update_fields=MOVED)
    return run.state == State.UNDOING


def kept(run: ImportRun) -> Iterator[tuple[Touchpoint, str]]:
    """The touchpoints that stayed when the run was undone, each with the reason in a few words."""
    why = {entry["touchpoint"]: entry["why"] for entry in run.kept}
    for touchpoint in run.team.touchpoints.filter(pk__in=why).select_related("team"):
        yield touchpoint, _in_words(why[touchpoint.pk])


def _in_words(why: str) -> str:
    if why == CHANGED:
        return _("seitdem geändert")
    return _("daran hängt schon etwas: %s") % capfirst(apps.get_model(why)._meta.verbose_name_plural)


def _take_away(run: ImportRun, made: list[int]) -> Reasons:
    """Delete the touchpoints with their history, as if they had never been; returns why others stay."""
    there = _locked(run, made)
    reasons = dict.fromkeys(there - _untouched(run, there), CHANGED) | _used(Touchpoint, there)
    gone = there - reasons.keys()
    TagLink.objects.filter(touchpoint__in=gone).delete()
    Touchpoint.history.model.tags.filter(touchpoint__in=gone).delete()
    Touchpoint.history.filter(id__in=gone).delete()
    rows = Touchpoint.objects.filter(pk__in=gone)
    rows._raw_delete(rows.db)  # nothing hangs on them, and `delete` would note each one's end in the history
    return reasons


def _put_back(run: ImportRun, changed: list[int]) -> Reasons:
    """Give the touchpoints the values that they had before; returns why others stay."""
    there = _locked(run, changed)
    before = _versions_before(run, _untouched(run, there))
    rows = list(Touchpoint.objects.filter(pk__in=before))
    for row in rows:
        for field in before[row.pk].tracked_fields:
            setattr(row, field.attname, getattr(before[row.pk], field.attname))
        row._change_reason = before[row.pk].history_change_reason  # type: ignore[attr-defined]  # of an earlier run
    _let_go_of_what_is_gone(run.team, rows)
    overwrite(rows)
    tags: dict[int, set[int]] = {pk: set() for pk in before}
    for link in Touchpoint.history.model.tags.filter(history__in=before.values(), tag__in=run.team.tags.all()):
        tags[link.touchpoint_id].add(link.tag_id)
    keep_history(rows, link_tags(tags), by=run.by, at=timezone.now(), mark="")
    return dict.fromkeys(there - before.keys(), CHANGED)


def _locked(run: ImportRun, pks: list[int]) -> set[int]:
    """Those of the touchpoints that are still there; nobody changes them or hangs anything on them meanwhile."""
    return set(run.team.touchpoints.filter(pk__in=pks).select_for_update().values_list("pk", flat=True))


def _untouched(run: ImportRun, pks: set[int]) -> set[int]:
    """Those whose latest change is the run's own."""
    newest = Touchpoint.history.filter(id__in=pks).order_by().values("id").annotate(newest=Max("history_id"))
    of_the_run = Touchpoint.history.filter(history_id__in=newest.values("newest"), history_change_reason=run.mark)
    return set(of_the_run.values_list("id", flat=True))


def _versions_before(run: ImportRun, pks: set[int]) -> dict[int, Any]:
    """How the history has each of them before the run came."""
    by_time = Touchpoint.history.filter(id__in=pks).order_by("-history_id")
    before: dict[int, int] = {}
    is_past: set[int] = set()
    for pk, version, mark in by_time.values_list("id", "history_id", "history_change_reason"):
        if mark == run.mark:
            is_past.add(pk)
            before.pop(pk, None)
        elif pk in is_past:
            before.setdefault(pk, version)
    return {version.id: version for version in Touchpoint.history.filter(history_id__in=before.values())}


def _let_go_of_what_is_gone(team: Team, rows: list[Touchpoint]) -> None:
    """A stage, department or person that has left since is not put back."""
    there = {
        "stage_id": set(team.stages.values_list("pk", flat=True)),
        "department_id": set(team.departments.values_list("pk", flat=True)),
        "owner_id": set(team.memberships.values_list("user_id", flat=True)),
    }
    for row in rows:
        for name, pks in there.items():
            if getattr(row, name) not in pks:
                setattr(row, name, None)


def _used(model: type[Model], pks: set[int]) -> Reasons:
    """Those on which rows of any floor hang, with the label of these rows."""
    reasons: Reasons = {}
    for relation in _relations(model):
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": pks})
        owner = relation.related_model._meta.auto_created or relation.related_model
        reasons |= dict.fromkeys(rows.values_list(relation.field.name, flat=True), owner._meta.label)
    return reasons


def _relations(model: type[Model]) -> Iterator[Any]:
    """Foreign keys that point to the model: not those of its history, nor of its own many-to-many fields."""
    relations: Iterable[Any] = model._meta.get_fields(include_hidden=True)
    for relation in relations:
        points_here = getattr(relation, "on_delete", None) not in (None, DO_NOTHING)
        if points_here and relation.related_model._meta.auto_created is not model:
            yield relation


def _remove_unused(model: type[Model], pks: Iterable[int]) -> None:
    made = set(pks)
    model._base_manager.filter(pk__in=made - _used(model, made).keys()).delete()
