"""Who is named in a comment with an @: by the whole name, or by the first one where that is enough."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from teams.models import User

BEFORE, AFTER = r"(?<![\w/@.])@", r"(?![\w]|-\w)"
"""An @ inside a word belongs to an address of mail or web; a name goes on behind a hyphen."""


@dataclass(frozen=True)
class Mention:
    """A name behind an @ and where it stands in the text; several people if it fits several."""

    start: int
    end: int
    name: str
    people: list[User]
    is_whole_name: bool


class People:
    """The people who can be named."""

    def __init__(self, people: Iterable[User]) -> None:
        people = list(people)
        self.names = sorted({person.name for person in people})
        self.by_name: dict[str, list[User]] = {}
        self.by_first_name: dict[str, list[User]] = {}
        for person in people:
            self.by_name.setdefault(person.name.lower(), []).append(person)
            self.by_first_name.setdefault(person.get_short_name().lower(), []).append(person)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = sorted({*self.by_name, *self.by_first_name} - {""}, key=len, reverse=True)
        any_name = "|".join(map(re.escape, names)) or r"(?!)"
        return re.compile(f"{BEFORE}({any_name}){AFTER}", re.IGNORECASE)

    def mentions_in(self, text: str) -> Iterator[Mention]:
        """The names in the text, the longest that fits at each place."""
        for found in self._pattern.finditer(text):
            key = found[1].lower()
            whole = self.by_name.get(key)
            yield Mention(*found.span(), found[1], whole or self.by_first_name.get(key, []), bool(whole))

    def named_in(self, text: str) -> list[User]:
        """Everyone who is named, once. Raises ValidationError where a first name fits several people."""
        named: dict[int, User] = {}
        for mention in self.mentions_in(text):
            if len(mention.people) > 1 and not mention.is_whole_name:
                choice = _(" oder ").join(f"@{person}" for person in mention.people)
                sentence = _("„@%(name)s“ passt auf mehrere: %(choice)s?")
                raise ValidationError(sentence, params={"name": mention.name, "choice": choice})
            named |= {person.pk: person for person in mention.people}
        return list(named.values())
