"""Programs that send at the same moment: one row for one key, and nobody overwrites what they have not seen."""

from functools import partial

import pytest
from django.core.cache import cache

from teams.models import Membership
from tests.config.api.programs import Program, token_of
from tests.factories import ActionFactory, TouchpointFactory
from tests.races.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


def test_a_creation_sent_at_once_makes_one(ben: Membership) -> None:
    token = token_of(ben)

    def send() -> int:
        made = Program(token).post("/touchpoints", {"name": "Messe"}, Idempotency_Key="import-1")
        assert made.status_code == 201
        return int(made.json()["id"])

    assert len(set(at_once([send] * 4))) == 1
    assert ben.team.touchpoints.count() == 1


@pytest.mark.parametrize(("kind", "field"), [("touchpoints", "channel"), ("actions", "with_whom")])
def test_of_those_who_saw_the_same_version_one_changes_it(ben: Membership, kind: str, field: str) -> None:
    keys = {
        "touchpoints": TouchpointFactory(team=ben.team).pk,
        "actions": ActionFactory(team=ben.team, responsible=ben.user).pk,
    }
    token, path = token_of(ben), f"/{kind}/{keys[kind]}"
    seen = Program(token).get(path).headers["ETag"]

    def change(words: str) -> str:
        return str(Program(token).patch(path, {field: words}, If_Match=seen).status_code)

    answers = at_once([partial(change, words) for words in ("Post", "Fax", "Mail")])
    assert sorted(map(str, answers)) == ["200", "412", "412"]
