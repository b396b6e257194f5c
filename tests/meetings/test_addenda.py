"""Addenda stand under minutes once, signed and dated."""

from datetime import timedelta

import pytest
from django.urls import reverse

from meetings import addenda
from teams.models import Membership
from tests.conftest import signed_in
from tests.factories import NOW
from tests.meetings.rounds import a_held_round

pytestmark = pytest.mark.django_db


def test_an_addendum_that_is_sent_twice_is_one(anna: Membership, ben: Membership) -> None:
    minutes, browser = a_held_round(anna, ben), signed_in(ben)
    address = reverse("meetings:add_addendum", args=[anna.team.slug, minutes.meeting_id])
    for _click in range(2):
        assert browser.post(address, {"text": "Es war der Dienstag."}).status_code == 302
    addendum = minutes.addenda.get()
    assert (addendum.text, addendum.author, addendum.author_name) == ("Es war der Dienstag.", ben.user, "Ben Yılmaz")


def test_other_words_other_people_and_later_ones_are_addenda_of_their_own(anna: Membership, ben: Membership) -> None:
    minutes = a_held_round(anna, ben)
    for text, by, later in [("Ja", ben, 0), ("Nein", ben, 1), ("Ja", anna, 2), ("Ja", ben, 61)]:
        addenda.add(minutes=minutes, text=text, by=by.user, at=NOW + timedelta(seconds=later))
    assert minutes.addenda.count() == 4
