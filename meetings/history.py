"""What rounds decided, for lists that look back."""

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce

from meetings.models import Meeting, VoteRound


def with_decisions(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """The rounds, each with its `decision`: the text of the card that stands, or "" if none does."""
    won = VoteRound.objects.filter(meeting=OuterRef("pk")).exclude(winner=None).order_by("-number")
    text = Case(
        When(~Q(set_aside_reason=""), then=F("chosen_instead__text")),
        default=Subquery(won.values("winner__text")[:1]),
        output_field=TextField(),
    )
    return meetings.annotate(decision=Coalesce(text, Value(""), output_field=TextField()))
