"""Who only opens a form waits for nobody who writes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connections
from django.urls import reverse

from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import ChecklistFactory, ResourceFactory, SurveyFactory, TouchpointFactory
from touchpoints.describing import one_at_a_time

pytestmark = pytest.mark.django_db(transaction=True)

FORMS: dict[str, Callable[[Team], list[int]]] = {
    "create": lambda team: [],
    "edit": lambda team: [TouchpointFactory(team=team).pk],
    "edit_resource": lambda team: [(row := ResourceFactory(touchpoint__team=team)).touchpoint_id, row.pk],
    "create_checklist": lambda team: [TouchpointFactory(team=team).pk],
    "edit_checklist": lambda team: [ChecklistFactory(team=team).pk],
    "edit_survey": lambda team: [SurveyFactory(team=team).pk],
    "close_survey": lambda team: [SurveyFactory(team=team).pk],
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_opens_while_a_colleague_writes(team: Team, ben: Membership, form: str) -> None:
    browser, address = signed_in(ben), reverse(f"touchpoints:{form}", args=[team.slug, *FORMS[form](team)])
    writes, is_seen = Event(), Event()

    def write() -> bool:
        with one_at_a_time(team):
            writes.set()
            seen_meanwhile = is_seen.wait(timeout=10)
        connections.close_all()
        return seen_meanwhile

    with ThreadPoolExecutor(1) as colleague:
        writing = colleague.submit(write)
        writes.wait(timeout=10)
        assert browser.get(address).status_code == 200
        is_seen.set()
        assert writing.result()
