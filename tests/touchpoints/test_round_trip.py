"""What is given out can be read in again, and says the same."""

import io
from typing import Any

import pytest
from django.utils import translation

from teams.models import Membership, Team
from tests.factories import DepartmentFactory, StageFactory, TagFactory, TouchpointFactory
from tests.touchpoints.tables import read_in, sentences
from touchpoints.exchange import giving_out
from touchpoints.exchange.columns import COLUMNS
from touchpoints.exchange.headings import guessed
from touchpoints.exchange.importing import receive
from touchpoints.exchange.opening import opened
from touchpoints.models import BrandFit, Evidence, Kind, Status, Touchpoint

EVERYTHING: dict[str, Any] = {
    "name": "=Rechnung; „groß“ 😀",
    "kind": Kind.INDIRECT,
    "is_personal": True,
    "channel": "-Brief",
    "status": Status.RETIRED,
    "status_reason": "@gibt es nicht mehr",
    "is_key": True,
    "is_moment_of_truth": True,
    "goal": "+ Vertrauen",
    "actual_state": 'Kommt "zu früh"\nund ist falsch.',
    "target_state": "Kommt; mit der Ware",
    "disappointing": "'=1+1",
    "okay": "pünktlich",
    "delightful": "früher 🎉",
    "ending": "mit Dank",
    "brand_fit": BrandFit.PARTLY,
    "brand_fit_reason": "zu kühl",
    "evidence": Evidence.CUSTOMERS,
    "importance_customer": 5,
    "importance_company": 4,
    "performance": 1,
    "contacts_per_month": 1200,
    "impact": 10,
    "confidence": 7,
    "effort": 3,
}


def filled(team: Team, owner: Membership) -> None:
    touchpoint: Touchpoint = TouchpointFactory(
        team=team,
        owner=owner.user,
        stage=StageFactory(team=team, name="Kauf"),
        department=DepartmentFactory(team=team, name="Buchhaltung"),
        **EVERYTHING,
    )
    touchpoint.tags.set([TagFactory(team=team, name="Praxen"), TagFactory(team=team, name="Kliniken")])
    TouchpointFactory(team=team, name="Hotline")


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_table_that_was_given_out_is_read_in_as_it_was(
    team: Team, anna: Membership, clara: Membership, ending: str, language: str
) -> None:
    filled(team, anna)
    clara.team.memberships.create(user=anna.user)
    file = io.BytesIO()
    with translation.override(language):
        giving_out.inventory(team.touchpoints.all(), team=team).write(file, ending)
    table = opened(file.getvalue())
    mapping = guessed(table.headings)
    assert list(mapping.values()) == [column.field for column in COLUMNS]
    run = receive(team=clara.team, by=clara.user, file_name="tabelle", table=table, mapping=mapping)
    run.adds_stages = run.adds_departments = True
    run.save()
    run = read_in(run)
    assert sentences(run) == []
    there = list(giving_out.lines(clara.team.touchpoints.all(), team=clara.team))
    assert there == list(giving_out.lines(team.touchpoints.all(), team=team))
