"""Rating several touchpoints at once."""

from collections.abc import Mapping

from teams.models import Team
from touchpoints.describing import one_at_a_time

type Ratings = Mapping[str, int | None]
"""The fields that someone changed, with what they are now."""


def rate(*, team: Team, ratings: Mapping[int, Ratings]) -> int:
    """Keep the ratings by primary key, each touchpoint's in its history; says how many touchpoints changed.

    Only what was changed is written: two people who rate at the same time do not take back each other's figures.
    """
    changed = {pk: fields for pk, fields in ratings.items() if fields}
    with one_at_a_time(team):  # an import locks other rows first: each would wait for the other for ever
        touchpoints = list(team.touchpoints.select_for_update().filter(pk__in=changed))
        for touchpoint in touchpoints:
            for field, value in changed[touchpoint.pk].items():
                setattr(touchpoint, field, value)
            touchpoint.save(update_fields=[*changed[touchpoint.pk], "updated_at"])
    return len(touchpoints)
