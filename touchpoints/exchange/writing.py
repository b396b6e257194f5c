"""Writes checked lines into the inventory, many at a time, with their history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from teams.models import Department, User
from touchpoints import stages
from touchpoints.exchange.checking import Line, key
from touchpoints.models import ImportRun, Stage, Status, Tag, Touchpoint
from touchpoints.tagging import tags_named

TagLink = Touchpoint.tags.through


class Hand:
    """Writes for one run, within a transaction that the caller opened; notes in the run what it made."""

    def __init__(self, run: ImportRun, at: datetime) -> None:
        self.run, self.team, self.at = run, run.team, at

    def write(self, lines: list[Line]) -> None:
        """Make what is not there yet; update what is, or leave it, as the run says."""
        known = {key(name): pk for pk, name in self.team.touchpoints.values_list("pk", "name")}
        new = [line for line in lines if line.key not in known]
        old = [line for line in lines if line.key in known] if self.run.updates else []
        self.links = {
            "stage": self._stages(new + old),
            "department": self._departments(new + old),
            "tags": self._tags(new + old),
        }
        self._make(new)
        self._update({known[line.key]: line for line in old})

    def _make(self, lines: list[Line]) -> None:
        made = Touchpoint.objects.bulk_create([Touchpoint(team=self.team, **self._values(line)) for line in lines])
        tags = {row.pk: self._tags_of(line) for row, line in zip(made, lines, strict=True)}
        keep_history(made, link_tags(tags), by=self.run.by, at=self.at, mark=self.run.mark, is_new=True)
        self._note("touchpoints", made)

    def _update(self, lines: dict[int, Line]) -> None:
        rows = self.team.touchpoints.select_for_update(of=("self",)).prefetch_related("tags").in_bulk(list(lines))
        tags = {pk: {tag.pk for tag in row.tags.all()} for pk, row in rows.items()}
        changed = [row for pk, row in rows.items() if self._apply(lines[pk], row, tags)]
        overwrite(changed)
        links = link_tags({row.pk: tags[row.pk] for row in changed})
        keep_history(changed, links, by=self.run.by, at=self.at, mark=self.run.mark)
        self.run.changed += [row.pk for row in changed]

    def _apply(self, line: Line, row: Touchpoint, tags: dict[int, set[int]]) -> bool:
        """Put the line's filled cells into the row; whether that makes a difference."""
        values = self._values(line)
        del values["name"]
        if "status" in values and values["status"] != Status.RETIRED:
            values.setdefault("status_reason", "")
        old, wanted = {name: getattr(row, name) for name in values}, self._tags_of(line)
        has_other_tags = bool(wanted) and wanted != tags[row.pk]
        if has_other_tags:
            tags[row.pk] = wanted
        for name, value in values.items():
            setattr(row, name, value)
        return has_other_tags or old != values

    def _values(self, line: Line) -> dict[str, Any]:
        """What the model is made of; relations by primary key."""
        values = {name: value for name, value in line.values.items() if name not in ("tags", "stage", "department")}
        if "owner" in values:
            values["owner_id"] = values.pop("owner")
        for name in ("stage", "department"):
            if name in line.values:
                values[f"{name}_id"] = self.links[name][key(line.values[name])]
        return values

    def _tags_of(self, line: Line) -> set[int]:
        return {self.links["tags"][name.casefold()] for name in line.values.get("tags", ())}

    def _stages(self, lines: list[Line]) -> dict[str, int]:
        had = {key(name): pk for pk, name in self.team.stages.values_list("pk", "name")}
        for words in _missing(lines, "stage", had):
            stage = Stage(team=self.team, name=words)
            stages.append(stage)
            had[key(words)] = stage.pk
            self._note("stages", [stage])
        return had

    def _departments(self, lines: list[Line]) -> dict[str, int]:
        had = {key(name): pk for pk, name in self.team.departments.values_list("pk", "name")}
        for words in _missing(lines, "department", had):
            department = Department.objects.create(team=self.team, name=words)
            had[key(words)] = department.pk
            self._note("departments", [department])
        return had

    def _tags(self, lines: list[Line]) -> dict[str, int]:
        had = set(self.team.tags.values_list("pk", flat=True))
        tags = tags_named(self.team, [name for line in lines for name in line.values.get("tags", ())])
        self._note("tags", [tag for tag in tags if tag.pk not in had])
        return {tag.name.casefold(): tag.pk for tag in tags}

    def _note(self, kind: str, rows: Iterable[Stage | Department | Tag | Touchpoint]) -> None:
        self.run.added.setdefault(kind, []).extend(row.pk for row in rows)


def overwrite(rows: list[Touchpoint]) -> None:
    """Store all that stands in these rows: one statement, where a save each would take many times as long."""
    fields = [
        field.name for field in Touchpoint._meta.concrete_fields if field.name not in ("id", "team", "created_at")
    ]
    Touchpoint.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields)


def link_tags(tags: dict[int, set[int]]) -> list[Any]:
    """Give the touchpoints exactly these tags, all by primary key."""
    TagLink.objects.filter(touchpoint__in=tags).delete()
    return TagLink.objects.bulk_create(
        TagLink(touchpoint_id=touchpoint, tag_id=tag) for touchpoint, wanted in tags.items() for tag in wanted
    )


def keep_history(
    rows: list[Touchpoint], links: list[Any], *, by: User | None, at: datetime, mark: str, is_new: bool = False
) -> None:
    """Note in each touchpoint's history what was done; simple-history's own way leaves the tags out."""
    records = Touchpoint.history.bulk_history_create(
        rows, update=not is_new, default_user=by, default_change_reason=mark, default_date=at
    )
    of_touchpoint = {record.id: record for record in records}
    tag_history = Touchpoint.history.model.tags.model
    tag_history.objects.bulk_create(
        tag_history(
            history=of_touchpoint[link.touchpoint_id], touchpoint_id=link.touchpoint_id, tag_id=link.tag_id, id=link.pk
        )
        for link in links
    )


def _missing(lines: list[Line], field: str, had: dict[str, int]) -> list[str]:
    missing: dict[str, str] = {}
    for words in (line.values[field] for line in lines if field in line.values):
        if key(words) not in had:
            missing.setdefault(key(words), words)
    return list(missing.values())
