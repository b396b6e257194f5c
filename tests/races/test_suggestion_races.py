"""Suggestions in the same moment: one form, one decision, one round, one link."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from feedback.errors import NotAllowed
from feedback.models import Rating, Reply, Suggestion
from feedback.suggestions import deciding, doors
from meetings.bringing import bring
from meetings.models import Card, Phase
from teams.models import Letter, Membership, Team
from tests.factories import NOW, ActionFactory
from tests.feedback.of_feedback import SuggestionFactory
from tests.feedback.of_suggestions import TOLD, door_of, in_review, proposed, typed
from tests.meetings.rounds import a_round
from tests.races.at_once import at_once, posting, statuses

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nobody_has_come_yet() -> None:
    cache.clear()


def test_the_same_form_sent_four_times_at_once_is_one_suggestion_and_one_code(team: Team) -> None:
    door = door_of(team)
    for number in range(4):
        form = typed()
        results = at_once([partial(Client().post, door, form)] * 4)
        assert statuses(results) == [200] * 4
        assert len({result.context["code"] for result in results}) == 1  # type: ignore[attr-defined]
        assert Suggestion.objects.count() == number + 1


def test_two_who_decide_at_once_decide_once(anna: Membership, ben: Membership, rita: Membership) -> None:
    for _round in range(5):
        made = in_review(anna.team, anna, by=rita.user, asked_by=anna)
        decide = [
            posting(
                who,
                "feedback:decide_suggestion",
                made.pk,
                to=to,
                expected="in_review",
                kind="answer",
                words=f"Das ist {to}",
            )
            for who, to in ((anna, "accepted"), (ben, "declined"))
        ]
        assert statuses(at_once(decide)) == [302, 422]
        made.refresh_from_db()
        assert made.replies.get().text == f"Das ist {made.state}"
        assert Letter.objects.filter(key__startswith=f"suggestion:{made.pk}:reply:").count() == 1


def test_rating_clicked_twice_is_one_rating(anna: Membership, ben: Membership) -> None:
    made = in_review(anna.team, ben, asked_by=anna)
    rating = posting(ben, "feedback:rate_suggestion", made.pk, value="4")
    assert statuses(at_once([rating, posting(ben, "feedback:rate_suggestion", made.pk, value="4")])) == [302, 302]
    assert Rating.objects.count() == 1


def test_rating_while_it_is_decided_is_in_the_review_or_refused(anna: Membership, ben: Membership) -> None:
    for _round in range(4):
        made = in_review(anna.team, ben, asked_by=anna)
        rate = posting(ben, "feedback:rate_suggestion", made.pk, value="4")
        decide = posting(
            anna, "feedback:decide_suggestion", made.pk, to="declined", expected="in_review", kind="talk", words="Nein"
        )
        assert statuses(at_once([rate, decide])) in ([302, 302], [302, 422])
        assert made.ratings.count() in (0, 1)


def test_experts_asked_twice_at_once_have_one_mail(anna: Membership, ben: Membership) -> None:
    made = proposed(anna.team).suggestion
    asking = [posting(anna, "feedback:suggestion_experts", made.pk, experts=[ben.user.pk]) for _time in range(2)]
    assert statuses(at_once(asking)) == [302, 302]
    assert Letter.objects.filter(to=ben.user.email).count() == 1


def test_two_who_make_an_action_of_it_make_one(anna: Membership, ben: Membership) -> None:
    for number in range(3):
        made = SuggestionFactory(team=anna.team, state="accepted", answered_at=NOW)
        typed_in = {"what": "Rechnung später schicken", "due_on": "2099-12-01", "priority": "2"}
        at_once([posting(who, "feedback:suggestion_into_action", made.pk, **typed_in) for who in (anna, ben)])
        made.refresh_from_db()
        assert made.action is not None and anna.team.actions.count() == number + 1


def test_two_who_tie_it_to_two_actions_tie_it_to_one(anna: Membership, ben: Membership) -> None:
    for _round in range(3):
        made = SuggestionFactory(team=anna.team, state="accepted", answered_at=NOW)
        actions = [ActionFactory(team=anna.team) for _number in range(2)]
        tie = [
            posting(who, "feedback:tie_suggestion", made.pk, action=action.pk)
            for who, action in zip((anna, ben), actions, strict=True)
        ]
        assert statuses(at_once(tie)) == [302, 302]
        made.refresh_from_db()
        assert made.action in actions


def test_words_for_everyone_and_a_second_look_at_once_leave_no_words_of_an_open_one(
    anna: Membership, ben: Membership
) -> None:
    for _round in range(3):
        made = SuggestionFactory(team=anna.team, state="declined", answered_at=NOW, closed_at=NOW)
        publish = posting(anna, "feedback:publish_suggestion", made.pk, **TOLD)
        reopen = posting(ben, "feedback:decide_suggestion", made.pk, to="in_review", expected="declined")
        assert statuses(at_once([publish, reopen])) in ([302, 302], [302, 422])
        made.refresh_from_db()
        assert (made.state, made.public_title) == ("in_review", "")


def test_words_written_back_twice_at_once_are_one_reply(team: Team) -> None:
    made = proposed(team).suggestion
    at_once([partial(deciding.write_back, suggestion=made, words="So genau.", at=NOW)] * 3)
    assert made.replies.filter(kind=Reply.Kind.BACK).count() == 1


def test_suggestion_brought_twice_at_once_is_one_card(anna: Membership, ben: Membership) -> None:
    made = SuggestionFactory(team=anna.team, state="in_review")
    running = a_round(anna, ben).to(Phase.IDEAS)
    before = Card.objects.count()
    at_once([partial(bring, meeting=running.meeting, suggestion=made, by=ben.user, at=NOW)] * 3)
    assert Card.objects.count() == before + 1


def test_link_renewed_twice_at_once_is_one_open_link(team: Team) -> None:
    codes = at_once([partial(doors.renew, team=team)] * 3)
    assert [doors.behind(str(code)) for code in codes].count(team) == 1


def test_answer_and_decision_at_once_lose_neither(anna: Membership, ben: Membership) -> None:
    made = in_review(anna.team, anna, asked_by=anna)
    deeds: list[Callable[[], object]] = [
        partial(deciding.answer, suggestion=made, kind="answer", words=f"Wort {uuid4()}", by=ben.user, at=NOW),
        partial(
            deciding.move,
            suggestion=made,
            expected="in_review",
            to="accepted",
            by=anna.user,
            at=NOW,
            words="Machen wir",
        ),
    ]
    assert not [result for result in at_once(deeds) if isinstance(result, NotAllowed)]
    assert made.replies.count() == 2
