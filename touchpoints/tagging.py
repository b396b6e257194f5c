"""Tags as people type them, and the team's rows for them."""

import re
from collections.abc import Iterable

from django.db import transaction

from teams.models import Team
from teams.wording import one_line
from touchpoints.models import Tag

BETWEEN_NAMES = re.compile(r"[,;\n]")


def names_in(text: str) -> list[str]:
    """The names in a line such as "Neukunden, Praxen", each once whatever its capitals."""
    once: dict[str, str] = {}
    for name in map(one_line, BETWEEN_NAMES.split(text)):
        once.setdefault(name.casefold(), name)
    return list(filter(None, once.values()))


@transaction.atomic
def tags_named(team: Team, names: Iterable[str]) -> list[Tag]:
    """The team's tags of these names; those it does not have yet are made."""
    wanted = {name.casefold(): name for name in names}
    if not wanted:
        return []
    known = {tag.name.casefold() for tag in team.tags.all()}
    fresh = [Tag(team=team, name=name) for key, name in wanted.items() if key not in known]
    Tag.objects.bulk_create(fresh, ignore_conflicts=True)  # a colleague may have made it a moment ago
    return [tag for tag in team.tags.all() if tag.name.casefold() in wanted]
