"""Every page that is printed while its reader waits is made in one queue, however many ask."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from django.utils import timezone

from meetings.printing import print_minutes
from teams import press
from tests.access.asking import asked
from tests.access.matrix import ADDRESSES
from tests.access.world import World

pytestmark = pytest.mark.django_db

MINUTES = next(address for address in ADDRESSES if address.name == "meetings:minutes_pdf")
"""Which the worker prints."""

SENT_BACK_TO_THEIR_PAGE = {"journeys:pdf"}
PRINTED = [
    address
    for address in ADDRESSES
    if address.route.endswith(".pdf") and address != MINUTES and address.name not in SENT_BACK_TO_THEIR_PAGE
]


def test_whoever_prints_while_others_do_is_told_to_come_back(world: World) -> None:
    lead, minutes = world.browsers["lead"], world.closed.minutes
    with ExitStack() as printing_already:
        for _person in range(press.AT_ONCE):
            printing_already.enter_context(press.a_place())
        print_minutes(minutes_pk=minutes.pk, at=timezone.now())
        answers = {address.name: asked(lead, "get", world.url(address)) for address in PRINTED}
        assert len(answers) > 8
        assert {name: answer.status_code for name, answer in answers.items() if answer.status_code != 503} == {}
        assert asked(lead, "get", world.url(MINUTES)).content.startswith(b"%PDF")
    for address in PRINTED:
        assert answers[address.name].headers["Retry-After"] == "60"
        assert "In einer Minute geht es wieder" in answers[address.name].text
        assert f'href="{world.url(address)}"' in answers[address.name].text
    assert asked(lead, "get", world.url(PRINTED[0])).status_code == 200
