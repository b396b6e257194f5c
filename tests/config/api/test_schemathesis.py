"""Thousands of odd requests, made up from the OpenAPI document: the API does what it says, and never breaks."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.conf import settings as conf
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from pytest_django import Settings
from schemathesis import Case
from schemathesis.config import SchemathesisConfig

from config.models import Scope
from config.wsgi import application
from teams.models import Membership
from tests.config.api.programs import token_of
from tests.factories import ActionFactory, DepartmentFactory, MetricFactory, StageFactory, TouchpointFactory
from tests.feedback.of_feedback import FeedbackFactory, ReasonFactory

RULES_BEYOND_SCHEMAS = ["2xx", "401", "403", "404", "409", "412", "422"]
"""What a well-formed request may get all the same: names are unique, days lie ahead, rows belong to the team."""

CONFIG = SchemathesisConfig.from_dict(
    {
        "generation": {"deterministic": True, "max-examples": 25},
        "phases": {"coverage": {"enabled": False}},
        "checks": {"positive_data_acceptance": {"expected-statuses": RULES_BEYOND_SCHEMAS}},
    }
)
DOCUMENT = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=CONFIG)

KINDS = ("touchpoints", "voices", "actions")
"""Rows of a team, as addresses call them."""

QUICK = settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def house(anna: Membership, ben: Membership) -> Membership:
    """A lead with one of everything that a request may point to, under the small numbers that are tried first."""
    touchpoint = TouchpointFactory(team=anna.team, stage=StageFactory(team=anna.team), owner=ben.user)
    DepartmentFactory(team=anna.team)
    ActionFactory(
        team=anna.team, touchpoint=touchpoint, metric=MetricFactory(touchpoint=touchpoint), responsible=ben.user
    )
    FeedbackFactory(team=anna.team, touchpoint=touchpoint)
    ReasonFactory(team=anna.team)
    return anna


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """What a server does around a request would end the transaction that the test takes back."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def no_limit(settings: Settings) -> None:
    """So many requests are not held back."""
    settings.API_RATES = conf.API_RATES | {"requests": "1000000/m", "wrong_tokens": "1000000/m"}


def aim_at_a_row(case: Case, house: Membership) -> None:
    """Of the numbers that it makes up, none is ever a row's: well-formed ones become this team's."""
    if isinstance(case.path_parameters.get("pk"), int):
        rows = next(getattr(house.team, name) for name in KINDS if name in case.path)
        case.path_parameters["pk"] = rows.first().pk
    if "If-Match" in case.headers:
        case.headers["If-Match"] = "*"


@DOCUMENT.parametrize()
@QUICK
def test_what_may_write_gets_what_the_document_says(case: Case, house: Membership) -> None:
    aim_at_a_row(case, house)
    case.call_and_validate(headers={"Authorization": f"Bearer {token_of(house)}"})


@DOCUMENT.parametrize()
@QUICK
def test_what_may_only_read_gets_what_the_document_says(case: Case, house: Membership) -> None:
    before = [getattr(house.team, name).count() for name in KINDS]
    case.call_and_validate(headers={"Authorization": f"Bearer {token_of(house, Scope.READ)}"})
    assert [getattr(house.team, name).count() for name in KINDS] == before
