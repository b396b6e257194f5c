"""Resting: a series that nobody holds any more stops inviting by itself, and its leads are told."""

from datetime import datetime

from django.conf import settings

from meetings.models import Meeting, Series
from teams.letters import compose, post
from teams.models import User

PATIENCE = 3
"""How many rounds in a row may be missed."""


def missed_in_a_row(series: Series, at: datetime) -> list[Meeting]:
    """The rounds that nobody held since the last one was, newest first."""
    missed = series.meetings.missed(at).order_by("-starts_at")
    last_held = series.meetings.closed().order_by("-closed_at").first()
    return list(missed.filter(starts_at__gt=last_held.closed_at) if last_held else missed)


def lay_to_rest(*, series: Series, missed: Meeting, at: datetime) -> None:
    """Stop planning its rounds and tell the leads, once for each round that was the last to be missed."""
    series.is_active = False
    series.save(update_fields=["is_active"])
    for lead in User.objects.filter(memberships__in=series.team.memberships.leads()):
        url = settings.BASE_URL + series.get_absolute_url()
        context = {"series": series, "person": lead, "count": PATIENCE, "url": url}
        message = compose(template="series_rests", to=lead.email, language=lead.language, context=context)
        post(key=f"series-rests:{missed.uid}:{lead.pk}", message=message, at=at)
