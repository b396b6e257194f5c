"""The smallest valid thing of each kind that hangs on an action."""

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from actions.models import Action, ActionFile, Case, Comment, Expense, Scenario, Step
from tests.factories import NOW, ActionFactory, UserFactory

PDF = b"%PDF-1.7\n"


class StepFactory(DjangoModelFactory[Step]):
    """One line of a checklist, at its end."""

    class Meta:
        model = Step

    action = factory.SubFactory(ActionFactory)
    text = factory.Sequence(lambda n: f"Schritt {n}")
    position = factory.Sequence(lambda n: n)


class CommentFactory(DjangoModelFactory[Comment]):
    """What somebody said."""

    class Meta:
        model = Comment

    action = factory.SubFactory(ActionFactory)
    author = factory.SubFactory(UserFactory)
    text = "Die Agentur meldet sich am Montag."
    at = NOW


class ActionFileFactory(DjangoModelFactory[ActionFile]):
    """A small PDF."""

    class Meta:
        model = ActionFile

    action = factory.SubFactory(ActionFactory)
    name = "Angebot.pdf"
    content_type = "application/pdf"
    content = PDF
    size = len(PDF)
    added_at = NOW


class ExpenseFactory(DjangoModelFactory[Expense]):
    """Money that was spent."""

    class Meta:
        model = Expense

    action = factory.SubFactory(ActionFactory)
    spent_on = NOW.date()
    amount = Decimal(100)
    recorded_at = NOW


class ScenarioFactory(DjangoModelFactory[Scenario]):
    """How it goes realistically."""

    class Meta:
        model = Scenario

    action = factory.SubFactory(ActionFactory)
    case = Case.REALISTIC
    cost = Decimal(1500)


def full(action: Action) -> Action:
    """The action with one of each."""
    StepFactory(action=action)
    CommentFactory(action=action).mentions.add(UserFactory())
    ActionFileFactory(action=action)
    ExpenseFactory(action=action, recorded_by=UserFactory())
    for case in Case:
        ScenarioFactory(action=action, case=case)
    action.helpers.add(UserFactory())
    return action
