"""The smallest valid thing of each kind that belongs to a plan."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from actions.models import Dependency, DrawerLine, Milestone, PilotVoice, Plan, PlanKind, Training
from tests.factories import ActionFactory, TeamFactory


class PlanFactory(DjangoModelFactory[Plan]):
    """A project."""

    class Meta:
        model = Plan

    team = factory.SubFactory(TeamFactory)
    name = factory.Sequence(lambda n: f"Rechnung neu {n}")


class CrisisPlanFactory(PlanFactory):
    """A plan in the drawer, without steps."""

    kind = PlanKind.CRISIS
    name = factory.Sequence(lambda n: f"Shitstorm {n}")


class MilestoneFactory(DjangoModelFactory[Milestone]):
    """A point on the way."""

    class Meta:
        model = Milestone

    plan = factory.SubFactory(PlanFactory)
    name = factory.Sequence(lambda n: f"Muster steht {n}")
    due_on = date(2026, 12, 8)


class PilotVoiceFactory(DjangoModelFactory[PilotVoice]):
    """A customer who likes what is tried."""

    class Meta:
        model = PilotVoice

    plan = factory.SubFactory(PlanFactory, kind=PlanKind.PILOT)
    said_on = date(2026, 11, 20)
    side, tone = "customers", "positive"
    text = "Endlich sehe ich, wann die Ware kommt."


class TrainingFactory(DjangoModelFactory[Training]):
    """Something that people learn for a roll-out."""

    class Meta:
        model = Training

    plan = factory.SubFactory(PlanFactory, kind=PlanKind.ROLL_OUT)
    what = factory.Sequence(lambda n: f"Neue Rechnung erklären {n}")


class DrawerLineFactory(DjangoModelFactory[DrawerLine]):
    """A step of a crisis plan, at once and for an hour."""

    class Meta:
        model = DrawerLine

    plan = factory.SubFactory(CrisisPlanFactory)
    what = factory.Sequence(lambda n: f"Krisenstab zusammenrufen {n}")


class DependencyFactory(DjangoModelFactory[Dependency]):
    """One action that comes after another of its team."""

    class Meta:
        model = Dependency

    action = factory.SubFactory(ActionFactory)
    after = factory.SubFactory(ActionFactory, team=factory.SelfAttribute("..action.team"))
