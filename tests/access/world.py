"""A team with one of everything, and someone from every side of its door."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.api.issuing import issue
from config.models import Scope
from meetings.models import Phase
from teams.middleware import GUEST_SESSION_KEY
from teams.models import Membership
from tests.access.matrix import (
    ANONYMOUS,
    GUEST,
    LEAD,
    MEMBER,
    OF_THE_ACTION,
    OF_THE_INVENTORY,
    OF_THE_JOURNEYS,
    OF_THE_PLANS,
    READER,
    STRANGER,
    Address,
    names,
)
from tests.actions.of_plans import (
    DependencyFactory,
    DrawerLineFactory,
    MilestoneFactory,
    PilotVoiceFactory,
    PlanFactory,
    TrainingFactory,
)
from tests.actions.parts import ActionFileFactory, CommentFactory, ExpenseFactory, StepFactory
from tests.conftest import signed_in
from tests.factories import (
    ActionFactory,
    ArchiveFactory,
    BenchmarkFactory,
    CardFactory,
    ChecklistFactory,
    DeliveryFactory,
    DepartmentFactory,
    ImportRunFactory,
    InfluenceFactory,
    ItemFactory,
    MembershipFactory,
    MetricFactory,
    ReadingFactory,
    ResourceFactory,
    SavedViewFactory,
    SeriesFactory,
    StageFactory,
    SurveyFactory,
    TouchpointFactory,
    VisitFactory,
)
from tests.feedback.of_feedback import (
    BatchFactory,
    FeedbackFactory,
    FeedbackRunFactory,
    LearnedFactory,
    ReasonFactory,
    RecoveryCaseFactory,
    SuggestionFactory,
    TopicFactory,
)
from tests.journeys.of_journeys import JourneyStepFactory, PortraitFactory, ShareFactory, SnapshotFactory
from tests.meetings.rounds import a_held_round, a_round


class World:
    """A team with one of everything, a running round, and someone from every side of its door."""

    def __init__(self, anna: Membership, ben: Membership, rita: Membership, clara: Membership) -> None:
        self.anna, self.ben, self.rita, self.clara = anna, ben, rita, clara
        self.slug = anna.team.slug
        self.closed = a_held_round(anna, ben).meeting
        self.running = a_round(anna, ben).to(Phase.IDEAS)
        self.guest = self.running.gast
        self.touchpoint = TouchpointFactory(team=anna.team, name="Messestand")
        self.action = ActionFactory(team=anna.team, responsible=ben.user)
        self.step = StepFactory(action=self.action)
        self.comment = CommentFactory(action=self.action, author=ben.user)
        self.file = ActionFileFactory(action=self.action)
        self.expense = ExpenseFactory(action=self.action)
        self.plan = PlanFactory(team=anna.team)
        self.milestone = MilestoneFactory(plan=self.plan)
        self.voice = PilotVoiceFactory(plan__team=anna.team)
        self.training = TrainingFactory(plan__team=anna.team)
        self.line = DrawerLineFactory(plan__team=anna.team)
        self.dependency = DependencyFactory(action=self.action)
        self.saved = SavedViewFactory(team=anna.team, owner=ben.user, is_shared=True)
        self.series = SeriesFactory(team=anna.team)
        self.stage = StageFactory(team=anna.team)
        self.department = DepartmentFactory(team=anna.team)
        self.card = CardFactory(meeting=self.running.meeting, author=self.running.ben)
        self.other = MembershipFactory(team=anna.team)
        self.token, _text = issue(membership=ben, name="Auswertung", scope=Scope.READ, days=30, at=timezone.now())
        self.metric = MetricFactory(touchpoint=self.touchpoint)
        self.reading = ReadingFactory(metric=self.metric)
        self.benchmark = BenchmarkFactory(metric=self.metric)
        self.resource = ResourceFactory(touchpoint=self.touchpoint)
        self.influence = InfluenceFactory(source=self.touchpoint)
        self.checklist = ChecklistFactory(team=anna.team, touchpoint=self.touchpoint)
        self.item = ItemFactory(checklist=self.checklist)
        self.visit = VisitFactory(checklist=self.checklist)
        self.survey = SurveyFactory(team=anna.team)
        self.run = ImportRunFactory(team=anna.team)
        self.topic = TopicFactory(team=anna.team)
        self.unjudged = FeedbackFactory(team=anna.team, polarity="")
        self.table = FeedbackRunFactory(team=anna.team)
        self.batch = BatchFactory(question__metric__touchpoint__team=anna.team)
        self.line_learned = LearnedFactory(team=anna.team)
        self.heard = RecoveryCaseFactory(feedback__team=anna.team).feedback
        self.reason = ReasonFactory(team=anna.team)
        self.suggestion = SuggestionFactory(team=anna.team, by=rita.user)
        self.archive = ArchiveFactory(team=anna.team)
        self.version = self.touchpoint.history.get()
        self.delivery = DeliveryFactory(webhook__team=anna.team)
        self.on_the_way = self._a_journey()

    def _a_journey(self) -> dict[str, Any]:
        """One of everything that belongs to a journey, by the name of its key in an address."""
        step = JourneyStepFactory(phase__journey__team=self.anna.team)
        journey = step.journey
        return {
            "journey": journey,
            "persona": PortraitFactory(persona=journey.persona).persona,
            "phase": step.phase,
            "step": step,
            "snapshot": SnapshotFactory(journey=journey),
            "share": ShareFactory(journey=journey),
        }

    def url(self, address: Address, slug: str | None = None) -> str:
        """The address with this team's things in it."""
        given = {
            "team_slug": slug or self.slug,
            "pk": self._pk(address),
            "scope": "mine",
            "saved": self.saved.pk,
            "page": "list",
            "deed": "postpone",
            "lane": "goal",
            "polarity": "negative",
            "person": self.guest.pk,
            "card": self.card.pk,
            "action": self.action.pk,
            "delivery": self.delivery.pk,
            "batch": self.batch.pk,
            "suggestion": self.suggestion.pk,
            "sheet": UUID(int=6),
            "layout": "invoice",
            "plan": self._plan(address),
            **{name: getattr(self, name).pk for name in OF_THE_INVENTORY | OF_THE_PLANS | OF_THE_ACTION},
        }
        if address.name.startswith("journeys:"):
            given |= {name: self.on_the_way[name].pk for name in OF_THE_JOURNEYS}
        if "<slug:kind>" in address.route:
            given |= {"kind": "resource", "version": self.resource.history.get().pk}
        kwargs = {name: value for name, value in given.items() if f":{name}>" in address.route}
        return reverse(address.name, kwargs=kwargs)

    def _plan(self, address: Address) -> int:
        if address.name in names("actions:add_voice actions:decide_pilot actions:roll_out"):
            return int(self.voice.plan_id)
        if address.name in names("actions:add_line actions:start_crisis actions:review_crisis"):
            return int(self.line.plan_id)
        return int((self.training.plan if address.name == "actions:add_training" else self.plan).pk)

    def _pk(self, address: Address) -> int:
        space, _, name = address.name.rpartition(":")
        if "series" in address.route:
            return int(self.series.pk)
        if "voices/questions/" in address.route:
            return int(self.batch.question_id)
        if "voices/suggestions/" in address.route:
            return int(self.suggestion.pk)
        if "voices/learned/" in address.route:
            return int(self.line_learned.pk)
        if "topics/judge/<" in address.route:
            return int(self.unjudged.pk)
        if "voices/topics/" in address.route:
            return int(self.topic.pk)
        if "voices/reasons/" in address.route:
            return int(self.reason.pk)
        if "voices/<int:pk>/" in address.route:
            return int(self.heard.pk)
        if "voices/tables" in address.route:
            return int(self.table.pk)
        if "stages" in address.route:
            return int(self.stage.pk)
        if "departments" in address.route:
            return int(self.department.pk)
        if "webhooks" in address.route:
            return int(self.delivery.webhook_id)
        if space == "api_tokens":
            return int(self.token.pk)
        if space == "journeys":
            return int(self.on_the_way["journey"].pk)
        if space == "teams":
            return int(self.other.pk)
        if space == "meetings":
            of_record = name in {"minutes_pdf", "add_addendum", "addenda_pdf"}
            return int((self.closed if of_record else self.running).pk)
        return int((self.action if space == "actions" else self.touchpoint).pk)

    @cached_property
    def browsers(self) -> dict[str, Client]:
        """One signed-in browser a role."""
        return {
            LEAD: signed_in(self.anna),
            MEMBER: signed_in(self.ben),
            READER: signed_in(self.rita),
            GUEST: self._guest_browser(),
            STRANGER: signed_in(self.clara),
            ANONYMOUS: Client(),
        }

    def _guest_browser(self) -> Client:
        browser = Client()
        session = browser.session
        session[GUEST_SESSION_KEY] = {
            str(self.running.pk): self.guest.pk,
            str(self.closed.pk): self.closed.participants.get(is_guest=True).pk,
        }
        session.save()
        return browser
