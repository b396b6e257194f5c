"""Voices that are typed in, judged, masked and deleted in the same moment."""

from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from feedback.collecting.mail_in import take_in
from feedback.models import Feedback, Listening
from teams.models import Membership, Team
from tests.feedback.of_feedback import FeedbackFactory
from tests.races.at_once import at_once, posting, statuses

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_clicks_are_one_voice(team: Team, ben: Membership) -> None:
    for _round in range(4):
        said = {"text": "Zu spät.", "via": "call", "said_on": "2026-11-02", "sheet": str(uuid4())}
        both = said | {"polarity": "both", "good": "Nett."}
        assert statuses(at_once([posting(ben, "feedback:record", **both) for _click in range(3)])) == [302] * 3
    assert team.voices.count() == 8


def test_the_same_mail_delivered_twice_is_one_voice(team: Team) -> None:
    for number in range(4):
        raw = f"From: max@example.org\nMessage-ID: <{number}@example.org>\n\nZu spät.\n".encode()
        receipts = at_once([partial(take_in, team=team, raw=raw, at=timezone.now()) for _delivery in range(3)])
        assert sum(bool(receipt.voice) for receipt in receipts) == 1  # type: ignore[attr-defined]
    assert team.voices.count() == 4


def test_masking_editing_and_deleting_at_once_break_nothing(team: Team, anna: Membership, ben: Membership) -> None:
    said = {"text": "Ruft an.", "polarity": "negative", "via": "call", "said_on": "2026-11-02"}
    for _round in range(4):
        voice = FeedbackFactory(team=team, text="0171 2345678")
        deeds = [
            posting(anna, "feedback:edit_voice", voice.pk, **said),
            posting(ben, "feedback:mask", voice.pk, mask="0171 2345678"),
            posting(anna, "feedback:remove_voice", voice.pk),
        ]
        assert {*statuses(at_once(deeds))} <= {302, 404, 422}
    assert not Feedback.objects.exists()


def test_two_leads_make_one_row_of_wishes(team: Team, anna: Membership) -> None:
    wishes = {"hours_to_answer": 48, "days_between": 90, "months_kept": 12, "days_contact_kept": 90}
    assert statuses(at_once([posting(anna, "feedback:listening", **wishes) for _lead in range(3)])) == [302] * 3
    assert Listening.objects.get().months_kept == 12
