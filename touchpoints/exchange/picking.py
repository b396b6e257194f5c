"""What has been ticked in the list so far; it stands in the address, so that searching and turning pages keep it."""

from django.http import QueryDict

from teams.forms import as_key


def picked(query: QueryDict) -> list[int]:
    """The primary keys of the ticked touchpoints, whosever they are."""
    return [key for typed in query.getlist("touchpoint") if (key := as_key(typed)) is not None]
