"""The one door by which voices come in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from feedback import keeping
from feedback.models import Feedback, Polarity, Via
from teams.models import Membership, Team
from tests.factories import NOW, TeamFactory, TouchpointFactory
from tests.feedback.of_feedback import FeedbackFactory, RecoveryCaseFactory, SuggestionFactory, a_voice

pytestmark = pytest.mark.django_db


def test_what_comes_in_is_kept_readable(team: Team) -> None:
    voice = keeping.keep(a_voice(team, " Toll\u202e \x00gemacht!  \n\n 👍 "), at=NOW)
    assert Feedback.objects.get().text == "Toll gemacht!\n👍" == voice.text


def test_the_same_voice_brought_twice_is_one(team: Team) -> None:
    first, second = a_voice(team, "Danke"), a_voice(team, "Danke")
    first.key = second.key = "<1@post>"
    assert len(keeping.keep_many([first, second], at=NOW)) == 1
    again = a_voice(team, "Danke")
    again.key = "<1@post>"
    assert keeping.keep_many([again], at=NOW) == []
    elsewhere = a_voice(team, "Danke")
    elsewhere.key, elsewhere.via = "<1@post>", Via.REVIEW
    other_team = a_voice(TeamFactory(), "Danke")
    other_team.key = "<1@post>"
    assert keeping.keep_many([elsewhere], at=NOW) and keeping.keep_many([other_team], at=NOW)


def test_what_has_no_number_is_never_the_same(team: Team) -> None:
    keeping.keep_many([a_voice(team, "Danke"), a_voice(team, "Danke")], at=NOW)
    assert Feedback.objects.count() == 2


def test_what_the_customer_said_to_be_bad_needs_no_judge(team: Team) -> None:
    told = keeping.keep(a_voice(team, "Zu teuer", Polarity.NEGATIVE), at=NOW)
    assert (told.judged_at, told.judged_by) == (NOW, None)
    open_ = keeping.keep(a_voice(team, "Aha"), at=NOW)
    assert (open_.polarity, open_.judged_at) == ("", None)


def test_a_person_decides_for_or_against_and_where(ben: Membership) -> None:
    place, voice = TouchpointFactory(team=ben.team), FeedbackFactory(team=ben.team, polarity="")
    later = NOW + timedelta(hours=1)
    keeping.judge(voice, polarity=Polarity.POSITIVE, touchpoint=place, by=ben.user, at=later)
    voice.refresh_from_db()
    assert (voice.polarity, voice.touchpoint, voice.judged_by, voice.judged_at) == ("positive", place, ben.user, later)


def test_what_was_masked_is_kept_nowhere(team: Team) -> None:
    voice = FeedbackFactory(team=team, text="Rufen Sie 0171 2345678 an")
    keeping.reword(voice, text="Rufen Sie ••• an")
    assert "0171" not in str(list(Feedback.objects.values()))


def test_forty_voices_cost_as_few_queries_as_ten(team: Team) -> None:
    counted = []
    for size in (10, 40):
        with CaptureQueriesContext(connection) as queries:
            keeping.keep_many([a_voice(team, f"Stimme {n}") for n in range(size)], at=NOW)
        counted.append(len(queries))
    assert counted[0] == counted[1]


@pytest.mark.parametrize("wrong", [{"polarity": "both"}, {"via": "dream"}, {"strength": 9}])
def test_the_database_knows_what_a_voice_can_be(team: Team, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedbackFactory(team=team, **wrong)


def test_a_case_closes_only_with_an_outcome(team: Team) -> None:
    case = RecoveryCaseFactory(feedback__team=team)
    case.closed_at = NOW
    with pytest.raises(IntegrityError), transaction.atomic():
        case.save()


def test_a_suggestion_is_never_closed_without_an_answer(team: Team) -> None:
    for state in ("declined", "not_now", "done"):
        with pytest.raises(IntegrityError), transaction.atomic():
            SuggestionFactory(team=team, state=state)
    SuggestionFactory(team=team, state="declined", answered_at=NOW)
