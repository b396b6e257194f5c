"""The list of suggestions: which there are, whose turn it is, and how many of each."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from feedback.models import Rating, Reply, Suggestion, SuggestionState
from feedback.models.suggestion import CLOSED
from teams.models import Membership, User


class Show(TextChoices):
    """What the list shows."""

    OPEN = "open", _("Offen")
    TO_RATE = "to_rate", _("Von mir zu werten")
    MINE = "mine", _("Meine Vorschläge")
    DONE = "done", _("Umgesetzt")
    NOT = "not", _("Jetzt nicht oder abgelehnt")
    ALL = "all", _("Alle")


def which(show: Show, user: User) -> Q:
    """The suggestions under that heading, as a condition."""
    rated = Exists(Rating.objects.filter(suggestion=OuterRef("pk"), by=user))
    asked = Exists(Suggestion.experts.through.objects.filter(suggestion=OuterRef("pk"), user=user))
    return {
        Show.OPEN: ~Q(state__in=CLOSED),
        Show.TO_RATE: Q(asked, ~Q(rated), state=SuggestionState.IN_REVIEW),
        Show.MINE: Q(by=user),
        Show.DONE: Q(state=SuggestionState.DONE),
        Show.NOT: Q(state__in=[SuggestionState.NOT_NOW, SuggestionState.DECLINED]),
        Show.ALL: Q(),
    }[show]


def counts(membership: Membership) -> list[tuple[Show, int]]:
    """Each heading with how many stand below it, in one query; those to rate only for people who can."""
    offered = [show for show in Show if show != Show.TO_RATE or membership.can_write]
    numbers = membership.team.suggestions.aggregate(
        **{show.value: Count("pk", filter=which(show, membership.user)) for show in offered}
    )
    return [(show, numbers[show.value]) for show in offered]


def lines(membership: Membership, show: Show) -> QuerySet[Suggestion]:
    """The lines of the list, each with `asked` and `rated` experts, and `last_said`, the kind of the last reply."""
    said = Reply.objects.filter(suggestion=OuterRef("pk")).order_by("-pk").values("kind")[:1]
    asked = Suggestion.experts.through.objects.filter(suggestion=OuterRef("pk")).order_by().values("suggestion")
    rated = Rating.objects.filter(suggestion=OuterRef("pk")).order_by().values("suggestion")
    return (
        membership.team.suggestions.filter(which(show, membership.user))
        .select_related("team", "by", "touchpoint", "action", "became")
        .annotate(
            last_said=Subquery(said),
            asked=Coalesce(Subquery(asked.values(n=Count("pk"))), 0),
            rated=Coalesce(Subquery(rated.values(n=Count("pk"))), 0),
        )
    )
