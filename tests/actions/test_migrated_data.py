"""Actions of the version before say the same after the way to the newest one, and what it could after the way back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from actions.models import Action, Outcome, Status
from tests.factories import NOW, ActionFactory, TeamFactory, TouchpointFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = NOW.date()
SOON = TODAY + timedelta(days=14)
BEFORE = "0002_metric"


def older() -> Any:
    """Take the schema back to the version before; the models as they were then."""
    state = [("actions", BEFORE)]
    MigrationExecutor(connection).migrate(state)
    return MigrationExecutor(connection).loader.project_state(state).apps


def test_what_was_open_is_planned_and_what_was_fine_tuned_is_asked_about_again(
    newest_schema: Callable[[], None],
) -> None:
    team, person = TeamFactory(), UserFactory()
    touchpoint = TouchpointFactory(team=team)
    apps = older()
    actions, past = apps.get_model("actions", "Action").objects, apps.get_model("actions", "HistoricalAction").objects
    here: dict[str, Any] = {
        "team_id": team.pk,
        "touchpoint_id": touchpoint.pk,
        "responsible_id": person.pk,
        "due_on": SOON,
    }
    rows: dict[str, dict[str, Any]] = {
        "open": {"status": "open"},
        "fine-tuned": {"status": "open", "outcome": "fine_tune", "result": "Fast.", "follow_up_on": SOON},
        "works": {"status": "done", "outcome": "works", "result": "Ja.", "done_at": NOW, "settled_at": NOW},
        "dropped": {"status": "dropped", "result": "Zu teuer."},
    }
    keys = {what: actions.create(what=what, **here, **row).pk for what, row in rows.items()}
    known = {"id": keys["fine-tuned"], "history_date": NOW, "history_type": "+", "what": "fine-tuned"}
    past.create(**here, **rows["fine-tuned"], **known)
    newest_schema()
    found = {what: Action.objects.get(pk=pk) for what, pk in keys.items()}
    assert {what: (row.status, row.outcome) for what, row in found.items()} == {
        "open": (Status.PLANNED, ""),
        "fine-tuned": (Status.PLANNED, ""),
        "works": (Status.DONE, Outcome.WORKS),
        "dropped": (Status.DROPPED, ""),
    }
    assert {row.promised_on for row in found.values()} == {SOON}
    assert {row.result for row in found.values()} == {"", "Fast.", "Ja.", "Zu teuer."}
    assert list(team.actions.follow_up_due(SOON)) == [found["fine-tuned"]]
    entry = found["fine-tuned"].history.get()
    assert (entry.status, entry.outcome, entry.promised_on) == (Status.PLANNED, Outcome.FINE_TUNE, SOON)


def test_on_the_way_back_three_states_are_open_and_no_rule_of_before_is_broken(
    newest_schema: Callable[[], None],
) -> None:
    team = TeamFactory()
    fine_tuned = {"status": Status.DONE, "done_at": NOW, "outcome": Outcome.FINE_TUNE}
    rows = [
        ActionFactory(team=team, what="planned"),
        ActionFactory(team=team, what="running", status=Status.RUNNING),
        ActionFactory(team=team, what="blocked", status=Status.BLOCKED, blocked_reason="Das ERP wird ersetzt."),
        ActionFactory(team=team, what="fine-tuned", follow_up_on=SOON, **fine_tuned),
        ActionFactory(team=team, what="without a day", **fine_tuned),
        ActionFactory(team=team, what="dropped", status=Status.DROPPED, result="Zu teuer."),
    ]
    ActionFactory(team=team, what="follows", predecessor=rows[3]).helpers.add(UserFactory())
    apps = older()
    actions, past = apps.get_model("actions", "Action").objects, apps.get_model("actions", "HistoricalAction").objects
    assert {row.what: (row.status, row.outcome) for row in actions.all()} == {
        "planned": ("open", ""),
        "running": ("open", ""),
        "blocked": ("open", ""),
        "follows": ("open", ""),
        "fine-tuned": ("done", "fine_tune"),
        "without a day": ("done", "works"),
        "dropped": ("dropped", ""),
    }
    assert set(past.values_list("status", flat=True)) == {"open", "done", "dropped"}
    newest_schema()
    found = {row.what: (row.status, row.blocked_reason) for row in Action.objects.all()}
    assert found["blocked"] == found["running"] == found["follows"] == (Status.PLANNED, "")
