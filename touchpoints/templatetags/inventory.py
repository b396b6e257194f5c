"""The lines of the inventory, put together here and not in the template: a page has fifty of them."""

from collections.abc import Collection, Iterable, Iterator
from html import escape
from typing import Any

from django import template
from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe

from teams.models import Team
from touchpoints.models import Evidence, Kind, Status

register = template.Library()

LINE = """<tr>{tick}
<th scope="row"><a class="title" href="{href}">{name}</a><span class="sub">{where}</span></th>
<td><span class="badge {kind}">{kind_word}</span></td>
<td>{bar}</td>
<td>{owner}</td>
<td>{badge}</td>
</tr>
"""

TICK = """
<td class="tick"><input type="checkbox" name="touchpoint" value="{pk}" form="many"{checked} aria-label="{name}"></td>"""


@register.simple_tag
def options(rows: Iterable[tuple[Any, str]], chosen: str) -> SafeString:
    """The options of a filter's select out of values and words, with the chosen one marked."""
    return mark_safe("".join(_option(str(value), str(words), chosen) for value, words in rows))  # noqa: S308


def _option(value: str, words: str, chosen: str) -> str:
    return f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(words)}</option>'


@register.simple_tag
def status_choices() -> list[tuple[str, Any]]:
    """Every status of a touchpoint as value and word."""
    return Status.choices


@register.simple_tag
def evidence_choices() -> list[tuple[str, Any]]:
    """Every grade of evidence as value and words."""
    return Evidence.choices


@register.simple_tag
def channels_of(team: Team) -> list[tuple[str, str]]:
    """The channels that a team's touchpoints name, twice each as value and words."""
    return [(channel, channel) for channel in team.touchpoints.channels()]


@register.filter
def as_choices(rows: QuerySet[Any]) -> QuerySet[Any, tuple[int, str]]:
    """Stages or departments as values and words."""
    return rows.values_list("pk", "name")


@register.simple_tag
def table_lines(
    lines: Iterable[dict[str, Any]],
    bars: dict[int, SafeString],
    badges: dict[int, SafeString],
    list_url: str,
    ticked: Collection[int] | None = None,
) -> SafeString:
    """The table rows for what `TouchpointQuerySet.as_lines` gives; `bars` and `badges` stand there by primary key.

    Where lines are picked, a box comes first, ticked for these primary keys.
    """
    cells_of_lines = _cells(lines, bars, badges, list_url, ticked)
    return mark_safe("".join(LINE.format(**cells) for cells in cells_of_lines))  # noqa: S308


def _cells(
    lines: Iterable[dict[str, Any]],
    bars: dict[int, SafeString],
    badges: dict[int, SafeString],
    list_url: str,
    ticked: Collection[int] | None,
) -> Iterator[dict[str, str]]:
    """What stands in the cells, with everything that people typed escaped."""
    kinds = {kind.value: str(kind.label) for kind in Kind}
    for line in lines:
        name = f"{'★ ' if line['is_key'] else ''}{escape(line['name'])}"
        yield {
            "tick": "" if ticked is None else _tick(line["pk"], name, line["pk"] in ticked),
            "href": f"{list_url}{line['pk']}/",
            "name": name,
            "where": escape(" · ".join(filter(None, (line["department_name"], line["stage_name"])))),
            "kind": line["kind"],
            "kind_word": kinds[line["kind"]],
            "bar": bars.get(line["pk"], "–"),
            "owner": escape(line["owner_name"] or ""),
            "badge": badges.get(line["pk"], ""),
        }


def _tick(pk: int, name: str, is_ticked: bool) -> str:
    return TICK.format(pk=pk, name=name, checked=" checked" if is_ticked else "")
