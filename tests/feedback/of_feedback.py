"""The smallest valid thing of each kind that belongs to voices."""

from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from feedback.exchange.opening import opened
from feedback.models import (
    Answer,
    Batch,
    Contact,
    Feedback,
    FeedbackRun,
    Learned,
    Polarity,
    Question,
    Reason,
    RecoveryCase,
    Suggestion,
    Ticket,
    Topic,
)
from teams.models import Team
from teams.tokens import hash_of
from tests.factories import NOW, MetricFactory, TeamFactory, UserFactory
from touchpoints.models import Metric, Touchpoint


class FeedbackFactory(DjangoModelFactory[Feedback]):
    """A complaint by phone, put in its place by nobody."""

    class Meta:
        model = Feedback

    team = factory.SubFactory(TeamFactory)
    said_on = NOW.date()
    text = "Die Rechnung kam vor der Ware."
    polarity = Polarity.NEGATIVE
    created_at = NOW


class ContactFactory(DjangoModelFactory[Contact]):
    """Somebody who wishes to be written to."""

    class Meta:
        model = Contact

    feedback = factory.SubFactory(FeedbackFactory)
    name = "Gisela Groß"
    address = "gisela@example.org"
    forget_on = NOW.date()


class ReasonFactory(DjangoModelFactory[Reason]):
    """A cause of complaints."""

    class Meta:
        model = Reason

    team = factory.SubFactory(TeamFactory)
    polarity = Polarity.NEGATIVE
    name = factory.Sequence(lambda n: f"Zu spät {n}")


class RecoveryCaseFactory(DjangoModelFactory[RecoveryCase]):
    """An open case with its deadline now."""

    class Meta:
        model = RecoveryCase

    team = factory.LazyAttribute(lambda o: o.feedback.team)
    feedback = factory.SubFactory(FeedbackFactory)
    owner = factory.SubFactory(UserFactory)
    due_at = NOW
    opened_at = NOW


class QuestionFactory(DjangoModelFactory[Question]):
    """An open question on the scale of a metric; give `metric` or `metric__type`."""

    class Meta:
        model = Question

    metric = factory.SubFactory(MetricFactory, type=Metric.Type.CSAT)
    touchpoint = factory.LazyAttribute(lambda o: o.metric.touchpoint)
    team = factory.LazyAttribute(lambda o: o.metric.touchpoint.team)
    code = factory.Sequence(lambda n: f"frage-{n:06}")


class BatchFactory(DjangoModelFactory[Batch]):
    """One one-use link, valid for a day."""

    class Meta:
        model = Batch

    question = factory.SubFactory(QuestionFactory)
    name = "Newsletter November"
    size = 1
    expires_at = NOW.replace(year=NOW.year + 1)
    created_at = NOW


class TicketFactory(DjangoModelFactory[Ticket]):
    """A link by the token "ticket-…"."""

    class Meta:
        model = Ticket

    batch = factory.SubFactory(BatchFactory)
    token_hash = factory.Sequence(lambda n: hash_of(f"ticket-{n}"))


class AnswerFactory(DjangoModelFactory[Answer]):
    """A four of five."""

    class Meta:
        model = Answer

    question = factory.SubFactory(QuestionFactory)
    sheet = factory.LazyFunction(uuid4)
    step = 4
    language = "de"
    day = NOW.date()
    answered_at = NOW


class TopicFactory(DjangoModelFactory[Topic]):
    """Something that customers speak of, without terms."""

    class Meta:
        model = Topic

    team = factory.SubFactory(TeamFactory)
    name = factory.Sequence(lambda n: f"Rechnung {n}")


class SuggestionFactory(DjangoModelFactory[Suggestion]):
    """A colleague's proposal that nobody has looked at."""

    class Meta:
        model = Suggestion

    team = factory.SubFactory(TeamFactory)
    title = "Rechnung erst nach der Lieferung schicken"
    by = factory.SubFactory(UserFactory)
    sheet = factory.LazyFunction(uuid4)
    received_at = NOW


class LearnedFactory(DjangoModelFactory[Learned]):
    """A line for the team alone."""

    class Meta:
        model = Learned

    team = factory.SubFactory(TeamFactory)
    said = "Die Rechnung kommt vor der Ware."
    done = "Die Rechnung liegt jetzt im Paket."
    on = NOW.date()


class FeedbackRunFactory(DjangoModelFactory[FeedbackRun]):
    """A table that nobody has mapped yet."""

    class Meta:
        model = FeedbackRun

    team = factory.SubFactory(TeamFactory)
    file_name = "stimmen.csv"
    content = factory.LazyFunction(lambda: opened(b"Text;Datum\nGut;1.11.2026\n").content)
    columns = {"text": 0, "said_on": 1}
    options = {"headings": ["Text", "Datum"]}
    total = 1


def a_voice(team: Team, text: str, polarity: str = "", touchpoint: Touchpoint | None = None) -> Feedback:
    """A voice as it comes in, not yet stored."""
    return FeedbackFactory.build(team=team, text=text, polarity=polarity, touchpoint=touchpoint, created_at=None)
