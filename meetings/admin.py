"""Rounds for the operator: to look at, never to change, and without what is secret in them (cards, ballots)."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from meetings.models import Meeting, Series


class LookOnly:
    """The rules of a round hold for operators too: all changes happen at its table."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Rounds are planned in their team."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Rounds change by their deeds."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A record is kept."""
        return False


@admin.register(Meeting)
class MeetingAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Where rounds stand."""

    list_display = ("__str__", "team", "starts_at", "phase", "closed_at")
    list_filter = ("phase", "team")
    list_select_related = ("team", "touchpoint")
    fields = ("team", "series", "touchpoint", "starts_at", "moderator", "deputy", "phase", "started_at", "closed_at")
    date_hierarchy = "starts_at"


@admin.register(Series)
class SeriesAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Which teams meet when."""

    list_display = ("name", "team", "weekday", "time", "is_active")
    list_filter = ("is_active",)
    list_select_related = ("team",)
