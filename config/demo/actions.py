"""Puts what the demo company has written at its actions there, through the same deeds that people use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from actions.models import Action, Status
from actions.parts import comments, expenses, scenarios, steps
from actions.parts.mentioning import People
from config.demo.details import BEFORE_NOW, DETAILS, Details
from config.demo.round import as_of
from teams.models import Team, User


def detail_all(team: Team, people: Mapping[str, User], at: datetime) -> None:
    """Give each action of the story its details, as of a few hours ago."""
    for what, details in DETAILS.items():
        action = team.actions.select_related("team", "responsible").get(what=what)
        _share(action, details, people, at - BEFORE_NOW)
        _list(action, details, at - BEFORE_NOW)
        _talk(action, details, people, at - BEFORE_NOW)
        _reckon(action, details, at)


def _share(action: Action, details: Details, people: Mapping[str, User], at: datetime) -> None:
    """Department, who helps from the team and from outside, and where it stands."""
    action.with_whom = details.outside
    action.department = action.team.departments.get(name=details.department)
    as_of(at, action, by=action.responsible).save()
    action.helpers.set(people[key] for key in details.helpers)
    if details.status != Status.PLANNED:
        action.move(details.status, reason=details.reason, at=at)


def _list(action: Action, details: Details, at: datetime) -> None:
    for place, text in enumerate(details.steps):
        step = steps.add(action=action, text=text)
        if place < details.ticked and action.responsible:
            steps.tick(step=step, is_done=True, by=action.responsible, at=at)


def _talk(action: Action, details: Details, people: Mapping[str, User], at: datetime) -> None:
    everybody = People(people.values())
    for place, (who, text) in enumerate(details.talk):
        said_at = at + place * timedelta(minutes=40)
        mentions = everybody.named_in(text)
        comments.say(action=action, text=text, mentions=mentions, by=people[who], at=said_at)


def _reckon(action: Action, details: Details, at: datetime) -> None:
    today: date = action.team.today(at)
    for days_ago, amount, note in details.spent:
        day = today - timedelta(days=days_ago)
        expenses.add(
            action=action, spent_on=day, amount=Decimal(amount), note=note, by=action.responsible, at=at - BEFORE_NOW
        )
    scenarios.tell(
        action=action,
        cases={
            case: {
                "ends_on": today + timedelta(days=days),
                "cost": Decimal(cost),
                "trigger": trigger,
                "plan_b": plan_b,
            }
            for case, (days, cost, trigger, plan_b) in details.cases.items()
        },
    )
