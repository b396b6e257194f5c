"""The worker dies while it prints: another prints, once, and everybody gets one mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from meetings.models import Minutes, Phase
from teams.models import Letter, Membership
from tests.browser.conftest import Enter
from tests.browser.house import House
from tests.browser.scene import a_room
from tests.browser.visitor import Visitor
from tests.faults.waiting import wait_until

pytestmark = pytest.mark.browser

WAITING, PRINTED = Minutes.State.WAITING, Minutes.State.PRINTED


def test_minutes_whose_worker_was_killed_are_printed_once_and_mailed_once(
    house: House, enter: Enter, anna: Membership, ben: Membership
) -> None:
    room = a_room(anna, ben, Phase.PLAN)
    close(enter(anna.user).go_in(room.meeting))
    wait_until(Minutes.objects.exclude(claimed_until=None).exists, pause=0.005)
    house.kill_worker()
    assert Minutes.objects.get().state == WAITING
    assert not letters().exists()

    Minutes.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    house.restart_worker()
    wait_until(Minutes.objects.filter(state=PRINTED).exists)
    wait_until(lambda: not letters().exclude(state=Letter.State.SENT).exists())
    everyone = room.meeting.participants.exclude(user=None).values_list("user__email", flat=True)
    assert sorted(letters().values_list("to", flat=True)) == sorted(everyone)


def letters() -> QuerySet[Letter]:
    """The mails with the minutes."""
    return Letter.objects.filter(key__startswith="minutes-")


def close(moderator: Visitor) -> None:
    """End a round without a plan, for a reason."""
    moderator.is_in("plan")
    moderator.page.locator("#next_touchpoint").select_option(label="Es gibt keinen nächsten")
    moderator.press("Festlegen")
    moderator.page.locator("#close_no_action_reason").fill("Die Geschäftsleitung entscheidet zuerst.")
    moderator.press("Runde abschließen")
