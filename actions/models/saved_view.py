"""A filter that somebody keeps under a name, for themselves or for the whole team."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from teams.models import Membership, Team, User
from teams.wording import LineField


class Page(models.TextChoices):
    """Where the filter shows what it finds; the value is the page's url name."""

    LIST = "list", _("Tabelle")
    BOARD = "board", _("Tafel")
    TIMELINE = "timeline", _("Zeitleiste")
    CALENDAR = "calendar", _("Kalender")


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Named sets of saved filters."""

    def seen_by(self, person: User) -> SavedViewQuerySet:
        """Their own and what others share, by name."""
        return self.filter(Q(owner=person) | Q(is_shared=True)).order_by("name", "pk")

    def kept_by(self, membership: Membership) -> SavedViewQuerySet:
        """Those that this person may change or remove: their own, and for leads what is shared."""
        own = Q(owner=membership.user_id)
        return self.filter(own | Q(is_shared=True) if membership.is_lead else own)


class SavedView(models.Model):
    """A page of the plans with a filter. What is shared belongs to the team and stays when its owner leaves."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="saved_views")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="saved_views", editable=False
    )
    name = LineField(_("Name"), max_length=60)
    page = models.CharField(max_length=8, choices=Page.choices, default=Page.LIST)
    query = models.CharField(max_length=1000, blank=True)
    is_shared = models.BooleanField(_("Für das ganze Team"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("Gespeicherter Filter")
        verbose_name_plural = _("Gespeicherte Filter")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "owner", "name"],
                name="saved_view_name_once",
                violation_error_code="name",
                violation_error_message=_("Unter diesem Namen ist schon ein Filter gespeichert."),
            ),
            models.CheckConstraint(condition=Q(page__in=Page.values), name="saved_view_page_known"),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | Q(is_shared=True),
                name="saved_view_is_somebodys",
                violation_error_message=_("Ein Filter gehört jemandem oder dem Team."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page with the filter in its address."""
        return f"{reverse(f'actions:{self.page}', args=[self.team.slug])}?{self.query}"
