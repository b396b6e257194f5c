"""The lines of the inventory, put together here and not in the template: a page has fifty of them."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from django import template
from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from touchpoints.models import Kind

register = template.Library()

LINE = """<tr>
<th scope="row"><a class="title" href="{href}">{name}</a><span class="sub">{where}</span></th>
<td><span class="badge {kind}">{kind_word}</span></td>
<td class="wide-only">{described}</td>
<td>{owner}</td>
<td>{badge}</td>
</tr>
"""


@register.simple_tag
def options(rows: Iterable[tuple[Any, str]], chosen: str) -> SafeString:
    """The options of a filter's select out of values and words, with the chosen one marked."""
    return mark_safe(  # noqa: S308
        "".join(
            f'<option value="{value}"{" selected" if str(value) == chosen else ""}>{escape(words)}</option>'
            for value, words in rows
        )
    )


@register.filter
def as_choices(rows: QuerySet[Any]) -> QuerySet[Any, tuple[int, str]]:
    """Stages or departments as values and words."""
    return rows.values_list("pk", "name")


@register.simple_tag
def table_lines(lines: Iterable[dict[str, Any]], badges: dict[int, SafeString], list_url: str) -> SafeString:
    """The table rows for what `TouchpointQuerySet.as_lines` gives; `badges` by primary key stand in the last cell."""
    return mark_safe("".join(LINE.format(**cells) for cells in _cells(lines, badges, list_url)))  # noqa: S308


def _cells(lines: Iterable[dict[str, Any]], badges: dict[int, SafeString], list_url: str) -> Iterator[dict[str, str]]:
    """What stands in the cells, with everything that people typed escaped."""
    kinds = {kind.value: str(kind.label) for kind in Kind}
    described = {
        (True, True): _("Ist und Soll"),
        (True, False): _("nur Ist"),
        (False, True): _("nur Soll"),
        (False, False): "–",
    }
    for line in lines:
        yield {
            "href": f"{list_url}{line['pk']}/",
            "name": f"{'★ ' if line['is_key'] else ''}{escape(line['name'])}",
            "where": escape(" · ".join(filter(None, (line["department_name"], line["stage_name"])))),
            "kind": line["kind"],
            "kind_word": kinds[line["kind"]],
            "described": described[line["has_actual_state"], line["has_target_state"]],
            "owner": escape(line["owner_name"] or ""),
            "badge": badges.get(line["pk"], ""),
        }
