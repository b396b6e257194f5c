"""The lines of the inventory, put together here and not in the template: a page has fifty of them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from touchpoints.models import Kind

register = template.Library()

LINE = """<tr>
<th scope="row"><a class="title" href="{}{}/">{}{}</a><span class="sub">{}</span></th>
<td><span class="badge {}">{}</span></td>
<td class="wide-only">{}</td>
<td>{}</td>
<td>{}</td>
</tr>
"""


@register.simple_tag
def table_lines(lines: Iterable[dict[str, Any]], badges: dict[int, SafeString], list_url: str) -> SafeString:
    """The table rows for what `TouchpointQuerySet.as_lines` gives; `badges` by primary key stand in the last cell."""
    return format_html_join("", LINE, _cells(lines, badges, list_url))


def _cells(lines: Iterable[dict[str, Any]], badges: dict[int, SafeString], list_url: str) -> Iterator[tuple[Any, ...]]:
    kinds = {kind.value: str(kind.label) for kind in Kind}
    described = {
        (True, True): _("Ist und Soll"),
        (True, False): _("nur Ist"),
        (False, True): _("nur Soll"),
        (False, False): "–",
    }
    for line in lines:
        yield (
            list_url,
            line["pk"],
            "★ " if line["is_key"] else "",
            line["name"],
            " · ".join(filter(None, (line["department_name"], line["stage_name"]))),
            line["kind"],
            kinds[line["kind"]],
            described[line["has_actual_state"], line["has_target_state"]],
            line["owner_name"] or "",
            badges.get(line["pk"], ""),
        )
