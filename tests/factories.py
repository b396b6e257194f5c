"""The smallest valid thing of each kind."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from actions.models import Action, Reminder, SavedView
from config.models import Archive
from meetings.models import Card, Meeting, Minutes, Participant, Series
from teams.models import Delivery, Department, Event, Membership, Role, Team, User, Webhook
from touchpoints.models import (
    Baseline,
    Benchmark,
    Checklist,
    ImportRun,
    Influence,
    Item,
    Metric,
    Rating,
    Reading,
    Resource,
    Source,
    Stage,
    Status,
    Survey,
    Tag,
    Touchpoint,
    Visit,
)

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
"""Tuesday, 9:00 in Berlin: when the tests' rounds take place."""


class UserFactory(DjangoModelFactory[User]):
    """A person with an account."""

    class Meta:
        model = User

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.LazyAttribute(lambda o: f"{o.name.lower().replace(' ', '.')}@example.com")


class TeamFactory(DjangoModelFactory[Team]):
    """A team without people."""

    class Meta:
        model = Team

    name = "Vertrieb Süd"
    slug = factory.Sequence(lambda n: f"team-{n}")


class MembershipFactory(DjangoModelFactory[Membership]):
    """A person in a team."""

    class Meta:
        model = Membership

    team = factory.SubFactory(TeamFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.MEMBER


class WebhookFactory(DjangoModelFactory[Webhook]):
    """A receiver that is told everything."""

    class Meta:
        model = Webhook

    team = factory.SubFactory(TeamFactory)
    name = factory.Sequence(lambda n: f"Chat {n}")
    url = "https://receiver.example.com/hooks"
    events = factory.LazyFunction(lambda: list(Event.values))
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    created_at = NOW


class DeliveryFactory(DjangoModelFactory[Delivery]):
    """An event that waits to be sent."""

    class Meta:
        model = Delivery

    webhook = factory.SubFactory(WebhookFactory)
    event = Event.PING
    body = "{}"
    next_try_at = created_at = NOW
    give_up_at = NOW + timedelta(days=2)


class DepartmentFactory(DjangoModelFactory[Department]):
    """A staff group."""

    class Meta:
        model = Department

    team = factory.SubFactory(TeamFactory)
    name = factory.Sequence(lambda n: f"Bereich {n}")


class StageFactory(DjangoModelFactory[Stage]):
    """A stage of the customer's relationship."""

    class Meta:
        model = Stage

    team = factory.SubFactory(TeamFactory)
    name = factory.Sequence(lambda n: f"Phase {n}")


class TouchpointFactory(DjangoModelFactory[Touchpoint]):
    """An entry of the inventory."""

    class Meta:
        model = Touchpoint

    team = factory.SubFactory(TeamFactory)
    name = factory.Sequence(lambda n: f"Rechnung {n}")
    status = Status.ACTIVE
    status_reason = factory.LazyAttribute(lambda o: "Gibt es nicht mehr." if o.status == Status.RETIRED else "")


class TagFactory(DjangoModelFactory[Tag]):
    """A segment."""

    class Meta:
        model = Tag

    team = factory.SubFactory(TeamFactory)
    name = factory.Sequence(lambda n: f"Zielgruppe {n}")


class ResourceFactory(DjangoModelFactory[Resource]):
    """A system behind a touchpoint."""

    class Meta:
        model = Resource

    touchpoint = factory.SubFactory(TouchpointFactory)
    name = factory.Sequence(lambda n: f"Warenwirtschaft {n}")


class InfluenceFactory(DjangoModelFactory[Influence]):
    """One touchpoint that leads to another of the same team."""

    class Meta:
        model = Influence

    source = factory.SubFactory(TouchpointFactory)
    target = factory.SubFactory(TouchpointFactory, team=factory.SelfAttribute("..source.team"))


class MetricFactory(DjangoModelFactory[Metric]):
    """Satisfaction at a touchpoint."""

    class Meta:
        model = Metric

    touchpoint = factory.SubFactory(TouchpointFactory)
    name = factory.Sequence(lambda n: f"Zufriedenheit {n}")
    type = Metric.Type.CSAT


class ReadingFactory(DjangoModelFactory[Reading]):
    """42 of 50 customers were satisfied."""

    class Meta:
        model = Reading

    metric = factory.SubFactory(MetricFactory)
    measured_on = date(2026, 11, 2)
    value, n, low, high = Decimal(84), 50, Decimal("71.4856"), Decimal("91.6621")


class BaselineFactory(DjangoModelFactory[Baseline]):
    """The value of 42 satisfied of 50, frozen."""

    class Meta:
        model = Baseline

    metric = factory.SubFactory(MetricFactory)
    source = Source.CUSTOMERS
    measured_on = date(2026, 11, 2)
    value, n, low, high = Decimal(84), 50, Decimal("71.4856"), Decimal("91.6621")
    set_at = NOW


class BenchmarkFactory(DjangoModelFactory[Benchmark]):
    """A competitor's value."""

    class Meta:
        model = Benchmark

    metric = factory.SubFactory(MetricFactory)
    name = factory.Sequence(lambda n: f"Wettbewerber {n}")
    value = Decimal(90)
    measured_on = date(2026, 10, 1)
    origin = "Branchenbericht 2026"


class ChecklistFactory(DjangoModelFactory[Checklist]):
    """What testers look at."""

    class Meta:
        model = Checklist

    team = factory.SubFactory(TeamFactory)
    touchpoint = factory.SubFactory(TouchpointFactory, team=factory.SelfAttribute("..team"))
    name = factory.Sequence(lambda n: f"Testkauf {n}")


class ItemFactory(DjangoModelFactory[Item]):
    """One line of a checklist."""

    class Meta:
        model = Item

    checklist = factory.SubFactory(ChecklistFactory)
    text = factory.Sequence(lambda n: f"Wurde begrüßt {n}")


class VisitFactory(DjangoModelFactory[Visit]):
    """A tester's visit."""

    class Meta:
        model = Visit

    checklist = factory.SubFactory(ChecklistFactory)
    visited_on = date(2026, 11, 3)


class SurveyFactory(DjangoModelFactory[Survey]):
    """A question to the departments."""

    class Meta:
        model = Survey

    team = factory.SubFactory(TeamFactory)
    title = "Wie sehen wir uns?"
    open_until = date(2026, 12, 31)
    closes_at = factory.LazyAttribute(
        lambda survey: datetime.combine(survey.open_until + timedelta(days=1), time.min, survey.team.zone)
    )
    link = factory.LazyFunction(lambda: uuid.uuid4().hex)


class RatingFactory(DjangoModelFactory[Rating]):
    """What one person of a group thinks of a touchpoint."""

    class Meta:
        model = Rating

    survey = factory.SubFactory(SurveyFactory)
    touchpoint = factory.SubFactory(TouchpointFactory, team=factory.SelfAttribute("..survey.team"))
    sheet = factory.LazyFunction(uuid.uuid4)
    importance, performance = 4, 3


class ImportRunFactory(DjangoModelFactory[ImportRun]):
    """An uploaded table with one row."""

    class Meta:
        model = ImportRun

    team = factory.SubFactory(TeamFactory)
    file_name = "kontaktpunkte.csv"
    columns = ["Name"]
    rows = [[2, "Hotline"]]
    total = 1


class ActionFactory(DjangoModelFactory[Action]):
    """Something to do."""

    class Meta:
        model = Action

    team = factory.SubFactory(TeamFactory)
    what = "Rechnung erst mit der Versandbestätigung auslösen"
    due_on = date(2026, 12, 1)
    outcome = ""
    settled_at = factory.LazyAttribute(lambda o: NOW if o.outcome else None)


class SavedViewFactory(DjangoModelFactory[SavedView]):
    """A filter that somebody keeps: what is overdue, in the table."""

    class Meta:
        model = SavedView

    team = factory.SubFactory(TeamFactory)
    owner = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Filter {n}")
    query = "state=overdue"


class ReminderFactory(DjangoModelFactory[Reminder]):
    """What somebody will be told of an action."""

    class Meta:
        model = Reminder

    action = factory.SubFactory(ActionFactory)
    team = factory.SelfAttribute("action.team")
    person = factory.SubFactory(UserFactory)
    kind = "due_today"
    day = date(2026, 12, 1)
    due_at = NOW


class SeriesFactory(DjangoModelFactory[Series]):
    """A weekly place in the calendar."""

    class Meta:
        model = Series

    team = factory.SubFactory(TeamFactory)
    name = factory.Sequence(lambda n: f"Vertriebsrunde {n}")
    weekday = 1
    time = "09:00"


class MeetingFactory(DjangoModelFactory[Meeting]):
    """A planned round."""

    class Meta:
        model = Meeting

    team = factory.SubFactory(TeamFactory)
    touchpoint = factory.SubFactory(TouchpointFactory, team=factory.SelfAttribute("..team"))
    title = "Rechnung kommt vor der Ware an"
    starts_at = NOW
    join_code = factory.LazyFunction(lambda: uuid.uuid4().hex[:8])


class MinutesFactory(DjangoModelFactory[Minutes]):
    """Minutes in which nothing stands."""

    class Meta:
        model = Minutes

    meeting = factory.SubFactory(MeetingFactory)
    language = "de"
    content = factory.LazyFunction(dict)


class ParticipantFactory(DjangoModelFactory[Participant]):
    """Someone who is in the room with a screen."""

    class Meta:
        model = Participant

    meeting = factory.SubFactory(MeetingFactory)
    user = factory.SubFactory(UserFactory)
    name = factory.LazyAttribute(lambda o: o.user.name if o.user else "Paul Huber")
    joined_at = NOW
    present_until = NOW + timedelta(hours=2)


class CardFactory(DjangoModelFactory[Card]):
    """A draft of an idea."""

    class Meta:
        model = Card

    meeting = factory.SubFactory(MeetingFactory)
    author = factory.SubFactory(ParticipantFactory, meeting=factory.SelfAttribute("..meeting"))
    text = "Lieferstatus-Link auf die Rechnung drucken"


class ArchiveFactory(DjangoModelFactory[Archive]):
    """Everything of a team, asked for and still to be packed."""

    class Meta:
        model = Archive

    team = factory.SubFactory(TeamFactory)
    asked_at = NOW
