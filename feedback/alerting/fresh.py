"""What has come in since a page was opened: a small question that open pages put every moment.

Rows of the last seconds may still be on their way into the database when the page is made. So a page looks back a
little, and names those that it knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from feedback.models import FeedbackQuerySet, Polarity
from teams.etags import tag_of
from teams.forms import as_key
from teams.models import Membership, Team
from touchpoints.models import Touchpoint

type Row = tuple[int, str]
"""A voice's primary key and its side."""

LOOKED_AT = 200
"""Newest voices that count: more in one go is an import, of which nobody reads each line as it comes."""

SHOWN = 10
"""Lines above the list; the page opened anew has the rest."""

ON_THEIR_WAY = timedelta(seconds=10)
"""How long a voice may take from its moment to its row."""

SIDES = ("", Polarity.NEGATIVE.value, Polarity.POSITIVE.value)


@dataclass(frozen=True)
class Since:
    """From when on voices are new to a page, which of them it knows already, and the side that it shows, if one."""

    moment: datetime
    known: frozenset[int] = frozenset()
    side: str = ""

    @classmethod
    def opened(cls, team: Team, side: str, at: datetime) -> Since:
        """For a page that is made now; one query."""
        moment = at - ON_THEIR_WAY
        known = _newest(team, moment)
        if len(known) == LOOKED_AT:
            return cls(at, side=side)
        return cls(moment, frozenset(pk for pk, _side in known), side)

    @classmethod
    def asked(cls, said: QueryDict, at: datetime) -> Since:
        """As an address has it; what cannot be read means now, and nothing is new."""
        try:
            moment = parse_datetime(said.get("since", ""))
        except ValueError:
            moment = None
        known = map(as_key, said.get("known", "").split(",")[:LOOKED_AT])
        side = said.get("side", "")
        if moment is None or moment.tzinfo is None:
            moment = at
        return cls(moment, frozenset(key for key in known if key), side if side in SIDES else "")

    @property
    def address(self) -> str:
        """The same as the query of an address."""
        asked = QueryDict(mutable=True)
        asked["since"] = self.moment.isoformat()
        asked["side"] = self.side
        if self.known:
            asked["known"] = ",".join(map(str, sorted(self.known)))
        return asked.urlencode()

    def fresh(self, team: Team) -> list[Row]:
        """What has come in, the newest first; one query, of at most 200 rows."""
        rows = _newest(team, self.moment)
        return [row for row in rows if row[0] not in self.known and (not self.side or row[1] == self.side)]


def shown_lines(team: Team, rows: list[Row]) -> FeedbackQuerySet:
    """The newest few of them as list lines."""
    voices = team.voices.filter(pk__in=[pk for pk, _side in rows[:SHOWN]])
    return voices.order_by("-created_at", "-pk").select_related("touchpoint").prefetch_related("marks__topic")


def tag_at(touchpoint: Touchpoint, membership: Membership, at: datetime) -> str:
    """The sign of what the panel of a touchpoint shows to a member today.

    It changes with those of the team's 200 newest voices that were said there; one query.
    """
    rows = touchpoint.team.voices.order_by("-created_at").values_list("touchpoint", "pk", "polarity")[:LOOKED_AT]
    here = [(pk, side) for place, pk, side in rows if place == touchpoint.pk]
    return tag_of(here, membership.role, touchpoint.team.today(at))


def _newest(team: Team, moment: datetime) -> list[Row]:
    rows = team.voices.filter(created_at__gte=moment).order_by("-created_at")
    return list(rows.values_list("pk", "polarity")[:LOOKED_AT])
