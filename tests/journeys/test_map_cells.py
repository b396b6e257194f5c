"""Writing into a cell in place: what two people, long words, strangers and line ends make of it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from journeys import placing
from journeys.models import Journey, JourneyStep
from teams.models import Membership
from tests.conftest import signed_in
from tests.factories import MembershipFactory
from tests.journeys.of_journeys import JourneyFactory, JourneyStepFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey(anna: Membership) -> Journey:
    return JourneyFactory(team=anna.team)


@pytest.fixture
def step(journey: Journey) -> JourneyStep:
    return JourneyStepFactory(phase__journey=journey)


@pytest.fixture
def ben_writes(ben: Membership) -> Client:
    return signed_in(ben)


def address(step: JourneyStep, lane: str = "goal", pk: int | None = None) -> str:
    return reverse("journeys:write_cell", args=[step.journey.team.slug, step.journey_id, pk or step.pk, lane])


def test_stranger_and_reader_write_nothing(step: JourneyStep, clara: Membership, rita: Membership) -> None:
    for membership, status in ((clara, 404), (rita, 403)):
        answer = signed_in(membership).post(address(step), {"before": "", "after": "Hallo"})
        assert answer.status_code == status
    step.refresh_from_db()
    assert step.goal == ""


def test_step_of_another_team_is_not_reached_through_a_journey_of_ours(
    step: JourneyStep, ben_writes: Client, clara: Membership
) -> None:
    foreign = JourneyStepFactory(phase__journey__team=clara.team)
    assert ben_writes.post(address(step, pk=foreign.pk), {"before": "", "after": "Hallo"}).status_code == 410
    foreign.refresh_from_db()
    assert foreign.goal == ""


def test_words_are_saved_and_come_back_as_they_are_kept(step: JourneyStep, ben_writes: Client) -> None:
    answer = ben_writes.post(address(step), {"before": "", "after": "  Prüfen,\r\nob es passt 😊 <b> "})
    assert answer.json() == {"text": "Prüfen,\nob es passt 😊 <b>"}
    step.refresh_from_db()
    assert step.goal == "Prüfen,\nob es passt 😊 <b>"


def test_line_ends_make_no_conflict(step: JourneyStep, ben_writes: Client) -> None:
    JourneyStep.objects.filter(pk=step.pk).update(goal="eins\r\nzwei")
    assert ben_writes.post(address(step), {"before": "eins\r\nzwei", "after": "drei"}).status_code == 200
    JourneyStep.objects.filter(pk=step.pk).update(goal="eins\nzwei")
    assert ben_writes.post(address(step), {"before": "eins\r\nzwei", "after": "drei"}).status_code == 200


def test_second_writer_sees_the_firsts_words_and_name(step: JourneyStep, anna: Membership, ben_writes: Client) -> None:
    signed_in(anna).post(address(step), {"before": "", "after": "Schnell & gut"})
    answer = ben_writes.post(address(step), {"before": "", "after": "Nichts zahlen"})
    assert answer.status_code == 409
    assert "Anna Keller" in answer.text
    assert 'data-theirs="Schnell &amp; gut"' in answer.text
    step.refresh_from_db()
    assert step.goal == "Schnell & gut"


def test_whoever_wrote_into_another_cell_is_not_named(step: JourneyStep, anna: Membership, ben_writes: Client) -> None:
    otto = MembershipFactory(team=anna.team, user__name="Otto Ohm")
    signed_in(anna).post(address(step), {"before": "", "after": "Schnell"})
    signed_in(otto).post(address(step, "doing"), {"before": "", "after": "Anrufen"})
    answer = ben_writes.post(address(step), {"before": "", "after": "Nichts zahlen"})
    assert "Anna Keller" in answer.text
    assert otto.user.name not in answer.text


def test_the_second_writer_may_keep_theirs(step: JourneyStep, anna: Membership, ben_writes: Client) -> None:
    signed_in(anna).post(address(step), {"before": "", "after": "Schnell fertig"})
    assert ben_writes.post(address(step), {"before": "Schnell fertig", "after": "Sauber fertig"}).status_code == 200


def test_words_sent_twice_are_no_conflict(step: JourneyStep, ben_writes: Client) -> None:
    for _time in range(2):
        assert ben_writes.post(address(step), {"before": "", "after": "Schnell"}).status_code == 200
    assert step.history.filter(goal="Schnell").count() == 1


def test_too_many_words_and_wrong_emotions_are_refused_in_a_sentence(step: JourneyStep, ben_writes: Client) -> None:
    answer = ben_writes.post(address(step), {"before": "", "after": "x" * 1001})
    assert answer.status_code == 422
    assert "1000" in answer.text
    for emotion in ("3", "gut", "1.5"):
        assert ben_writes.post(address(step, "emotion"), {"before": "", "after": emotion}).status_code == 422


def test_a_step_that_is_gone_is_told(step: JourneyStep, ben_writes: Client) -> None:
    placing.remove_step(step=JourneyStep.objects.get(pk=step.pk))
    answer = ben_writes.post(address(step), {"before": "", "after": "Zu spät"})
    assert answer.status_code == 410
    assert "Diesen Schritt gibt es nicht mehr" in answer.text


def test_only_cells_of_the_map_are_written(step: JourneyStep, ben_writes: Client) -> None:
    for lane in ("name", "position", "journey_id", "nichts"):
        assert ben_writes.post(address(step, lane), {"before": "", "after": "x"}).status_code == 404
    assert ben_writes.get(address(step)).status_code == 405


def test_an_emotion_brings_the_curve_and_the_figures_along(step: JourneyStep, ben_writes: Client) -> None:
    answer = ben_writes.post(address(step, "emotion"), {"before": "", "after": "-2"}).json()
    assert answer["text"] == "-2"
    assert "verärgert" in answer["words"]
    assert answer["curve"].startswith("<svg")
    assert "n = 1 von 1 Schritt" in answer["figures"]
    taken_back = ben_writes.post(address(step, "emotion"), {"before": "-2", "after": ""}).json()
    assert (taken_back["text"], taken_back["words"]) == ("", "")


def test_two_emotions_at_once_are_a_conflict_in_words(step: JourneyStep, anna: Membership, ben_writes: Client) -> None:
    signed_in(anna).post(address(step, "emotion"), {"before": "", "after": "0"})
    answer = ben_writes.post(address(step, "emotion"), {"before": "", "after": "2"})
    assert answer.status_code == 409
    assert 'data-theirs="0"' in answer.text
    assert "0 neutral" in answer.text
