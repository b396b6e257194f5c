"""Putting a touchpoint on the agenda of the next round."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.agenda import TakenMeanwhile, next_round, put_on_agenda
from meetings.errors import RoundMovedOn, TextTooLong
from meetings.models import Meeting, Phase
from teams.models import Letter, Membership
from tests.conftest import signed_in
from tests.factories import MeetingFactory, TouchpointFactory
from touchpoints.models import Status, Touchpoint

pytestmark = pytest.mark.django_db

WHY = "Auf dem Weg „Heizung tauschen“: sehr schlechtes Gefühl, 3 Tage warten.\n„Keiner ruft zurück 😡“"


@pytest.fixture
def touchpoint(anna: Membership) -> Touchpoint:
    return TouchpointFactory(team=anna.team, name="Rückruf")


def planned(anna: Membership, **more: Any) -> Meeting:
    details = {"touchpoint": None, "moderator": anna.user, "starts_at": timezone.now() + timedelta(days=2)}
    return MeetingFactory(team=anna.team, **details | more)


def url(membership: Membership) -> str:
    return reverse("meetings:put_on_agenda", args=[membership.team.slug])


def sent(touchpoint: Touchpoint, **more: Any) -> dict[str, Any]:
    return {"touchpoint": touchpoint.pk, "occasion": WHY, **more}


# --- A round with room --------------------------------------------------------------------------


def test_round_without_a_touchpoint_gets_it_with_its_occasion(anna: Membership, touchpoint: Touchpoint) -> None:
    meeting = planned(anna)
    later = planned(anna, starts_at=timezone.now() + timedelta(days=9))
    answer = signed_in(anna).post(url(anna), sent(touchpoint))
    meeting.refresh_from_db()
    later.refresh_from_db()
    assert answer.headers["Location"] == meeting.get_absolute_url()
    assert (meeting.touchpoint, meeting.what_happened, later.touchpoint) == (touchpoint, WHY, None)


def test_everyone_invited_is_told_that_the_round_has_a_touchpoint(
    anna: Membership, ben: Membership, touchpoint: Touchpoint
) -> None:
    meeting = planned(anna)
    meeting.participants.create(user=ben.user, name=ben.user.name)
    signed_in(anna).post(url(anna), sent(touchpoint))
    meeting.refresh_from_db()
    assert meeting.sequence == 1
    assert Letter.objects.filter(to=ben.user.email).exists()


def test_two_clicks_tell_it_once(anna: Membership, touchpoint: Touchpoint) -> None:
    meeting = planned(anna)
    for _click in range(2):
        signed_in(anna).post(url(anna), sent(touchpoint))
    meeting.refresh_from_db()
    assert meeting.what_happened == WHY


def test_member_adds_an_occasion_to_the_touchpoint_that_stands_there(
    anna: Membership, ben: Membership, touchpoint: Touchpoint
) -> None:
    meeting = planned(anna, touchpoint=touchpoint, what_happened="Zwei Beschwerden.")
    assert signed_in(ben).post(url(ben), sent(touchpoint)).status_code == 302
    meeting.refresh_from_db()
    assert meeting.what_happened == f"Zwei Beschwerden.\n\n{WHY}"


def test_moderator_who_is_no_lead_decides_on_their_round(
    anna: Membership, ben: Membership, touchpoint: Touchpoint
) -> None:
    meeting = planned(anna, moderator=ben.user)
    signed_in(ben).post(url(ben), sent(touchpoint))
    meeting.refresh_from_db()
    assert meeting.touchpoint == touchpoint


# --- A round that is about something else -------------------------------------------------------


@pytest.fixture
def taken(anna: Membership) -> Meeting:
    other = TouchpointFactory(team=anna.team, name="Rechnung")
    return planned(anna, touchpoint=other, title="Mahnung zu früh", what_happened="Mahnung vor der Ware.")


def test_it_asks_before_another_touchpoint_gives_way(anna: Membership, touchpoint: Touchpoint, taken: Meeting) -> None:
    answer = signed_in(anna).post(url(anna), sent(touchpoint))
    page = answer.content.decode()
    taken.refresh_from_db()
    assert (answer.status_code, taken.title) == (422, "Mahnung zu früh")
    assert "Diese Runde hat sich schon etwas vorgenommen: „Rechnung“." in page
    assert "Mahnung vor der Ware." in page
    assert "3 Tage warten" in page
    assert "Eigene Runde planen" in page


def test_whoever_has_seen_it_replaces_it_with_all_that_was_told(
    anna: Membership, touchpoint: Touchpoint, taken: Meeting
) -> None:
    seen = {"round": taken.pk, "instead_of": taken.touchpoint_id}
    signed_in(anna).post(url(anna), sent(touchpoint, **seen))
    taken.refresh_from_db()
    assert (taken.touchpoint, taken.title, taken.what_happened) == (touchpoint, "", WHY)


def test_what_was_seen_of_another_round_replaces_nothing(
    anna: Membership, touchpoint: Touchpoint, taken: Meeting
) -> None:
    sooner = planned(anna, touchpoint=taken.touchpoint, starts_at=timezone.now() + timedelta(days=1))
    seen = {"round": taken.pk, "instead_of": taken.touchpoint_id}
    assert signed_in(anna).post(url(anna), sent(touchpoint, **seen)).status_code == 422
    sooner.refresh_from_db()
    assert sooner.touchpoint == taken.touchpoint


def test_whoever_replaces_what_is_no_longer_there_is_told(
    anna: Membership, touchpoint: Touchpoint, taken: Meeting
) -> None:
    third = TouchpointFactory(team=anna.team)
    with pytest.raises(TakenMeanwhile):
        put_on_agenda(meeting=taken, touchpoint=touchpoint, occasion=WHY, instead_of=third.pk, at=timezone.now())
    with pytest.raises(TakenMeanwhile):
        put_on_agenda(meeting=taken, touchpoint=touchpoint, occasion=WHY, instead_of=None, at=timezone.now())


def test_lead_plans_a_round_of_its_own_with_the_same_words(
    anna: Membership, touchpoint: Touchpoint, taken: Meeting
) -> None:
    answer = signed_in(anna).post(url(anna), sent(touchpoint, own_round=""), follow=True)
    assert answer.redirect_chain[0][0].startswith(reverse("meetings:create", args=[anna.team.slug]))
    assert answer.context["form"]["touchpoint"].value() == str(touchpoint.pk)
    assert answer.context["form"]["what_happened"].value() == WHY


def test_member_is_told_whose_decision_it_is(
    anna: Membership, ben: Membership, touchpoint: Touchpoint, taken: Meeting
) -> None:
    seen = {"round": taken.pk, "instead_of": taken.touchpoint_id}
    answer = signed_in(ben).post(url(ben), sent(touchpoint, **seen))
    taken.refresh_from_db()
    assert (answer.status_code, taken.title) == (422, "Mahnung zu früh")
    assert "bestimmen Leitung und Moderation" in answer.content.decode()


def test_member_does_not_choose_for_a_round_that_is_still_open(
    anna: Membership, ben: Membership, touchpoint: Touchpoint
) -> None:
    meeting = planned(anna)
    page = signed_in(ben).get(url(ben), {"touchpoint": touchpoint.pk}).content.decode()
    assert "bestimmen Leitung und Moderation" in page
    assert signed_in(ben).post(url(ben), sent(touchpoint)).status_code == 422
    meeting.refresh_from_db()
    assert meeting.touchpoint is None


# --- No round, a running one, strangers ---------------------------------------------------------


def test_without_a_round_a_lead_plans_one(anna: Membership, touchpoint: Touchpoint) -> None:
    answer = signed_in(anna).post(url(anna), sent(touchpoint), follow=True)
    assert answer.context["form"]["what_happened"].value() == WHY


def test_without_a_round_a_member_reads_who_plans_one(ben: Membership, touchpoint: Touchpoint) -> None:
    answer = signed_in(ben).post(url(ben), sent(touchpoint))
    assert answer.status_code == 422
    assert "Das macht die Leitung" in answer.content.decode()


@pytest.mark.parametrize("phase", [Phase.CANCELLED, Phase.IDEAS])
def test_called_off_and_running_rounds_take_nothing_up(anna: Membership, phase: Phase) -> None:
    started = timezone.now() if phase == Phase.IDEAS else None
    planned(anna, phase=phase, started_at=started)
    planned(anna, starts_at=timezone.now() - timedelta(days=3))
    assert next_round(anna.team, timezone.now()) is None


def test_round_that_has_begun_meanwhile_stays_as_it_is(anna: Membership, touchpoint: Touchpoint) -> None:
    meeting = planned(anna)
    Meeting.objects.update(phase=Phase.IDEAS, started_at=timezone.now())
    with pytest.raises(RoundMovedOn):
        put_on_agenda(meeting=meeting, touchpoint=touchpoint, occasion=WHY, instead_of=None, at=timezone.now())


def test_occasion_that_does_not_fit_any_more_is_refused_whole(anna: Membership, touchpoint: Touchpoint) -> None:
    meeting = planned(anna, touchpoint=touchpoint, what_happened="x" * 1950)
    with pytest.raises(TextTooLong):
        put_on_agenda(meeting=meeting, touchpoint=touchpoint, occasion=WHY, instead_of=None, at=timezone.now())


def test_retired_and_foreign_touchpoints_are_no_choice(anna: Membership) -> None:
    meeting = planned(anna)
    retired = TouchpointFactory(team=anna.team, status=Status.RETIRED)
    for touchpoint in (retired, TouchpointFactory()):
        assert signed_in(anna).post(url(anna), sent(touchpoint)).status_code == 422
    assert signed_in(anna).post(url(anna), {"touchpoint": "9" * 40, "round": "9" * 40}).status_code == 422
    meeting.refresh_from_db()
    assert meeting.touchpoint is None


def test_reader_and_stranger_put_nothing_there(
    anna: Membership, rita: Membership, clara: Membership, touchpoint: Touchpoint
) -> None:
    planned(anna)
    assert signed_in(rita).post(url(anna), sent(touchpoint)).status_code == 403
    assert signed_in(clara).post(url(anna), sent(touchpoint)).status_code == 404
