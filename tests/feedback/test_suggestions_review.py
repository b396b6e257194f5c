"""Reviewing, answering and deciding: experts rate, and no suggestion ends without words to the person."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from feedback.errors import NeedsAnswer, NoSuchMove
from feedback.models import Rating, Reply, Suggestion, SuggestionState
from feedback.models.suggestion import MOVES
from feedback.suggestions import becoming, deciding, reviewing, waiting
from teams.models import Letter, Membership, Role, Team
from tests.conftest import signed_in
from tests.factories import NOW, ActionFactory, DepartmentFactory, MembershipFactory, TouchpointFactory, UserFactory
from tests.feedback.of_feedback import SuggestionFactory
from tests.feedback.of_suggestions import TITLE, at, in_review, letters_to, of_team, proposed
from touchpoints.models import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def expert(team: Team) -> Membership:
    return MembershipFactory(team=team, user=UserFactory(name="Emre Fachmann"))


def accepted(team: Team, by: Membership, **fields: object) -> Suggestion:
    return SuggestionFactory(team=team, state="accepted", answered_at=NOW, by=by.user, **fields)


# --- Experts ------------------------------------------------------------------------------------


def test_asking_experts_starts_the_review_and_writes_to_each_once(
    anna: Membership, ben: Membership, expert: Membership
) -> None:
    made = in_review(anna.team, expert, by=ben.user, asked_by=anna)
    assert made.state == "in_review"
    again = [expert.user, anna.user]
    reviewing.ask(suggestion=made, experts=again, departments=[], by=anna.user, at=NOW + timedelta(days=1))
    assert letters_to(expert.user) == [f"suggestion:{made.pk}:expert:{expert.user.pk}"]
    assert letters_to(anna.user) == [f"suggestion:{made.pk}:{key}:{anna.user.pk}" for key in ("lead", "expert")]


def test_department_stands_for_all_who_work_in_it(anna: Membership, rita: Membership, expert: Membership) -> None:
    service = DepartmentFactory(team=anna.team, name="Service")
    for member in (rita, expert):
        member.department = service
        member.save()
    form = {"departments": [service.pk]}
    made = proposed(anna.team).suggestion
    assert signed_in(anna).post(at(made, "suggestion_experts"), form).status_code == 302
    made.refresh_from_db()
    assert list(made.experts.all()) == [expert.user] and list(made.departments.all()) == [service]


def test_nobody_reviews_or_decides_their_own(anna: Membership, ben: Membership) -> None:
    made = proposed(anna.team, by=ben.user).suggestion
    assert signed_in(anna).post(at(made, "suggestion_experts"), {"experts": [ben.user.pk]}).status_code == 422
    for deed, form in (
        ("suggestion_experts", {"experts": [anna.user.pk]}),
        ("answer_suggestion", {"kind": "answer", "words": "Danke an mich"}),
    ):
        refused = signed_in(ben).post(at(made, deed), form)
        assert refused.status_code == 422
    made.refresh_from_db()
    assert (made.state, made.answered_at) == ("received", None)


def test_review_without_anybody_is_none(anna: Membership) -> None:
    made = proposed(anna.team).suggestion
    answer = signed_in(anna).post(at(made, "suggestion_experts"), {})
    assert answer.status_code == 422 and "Wer soll es prüfen?" in answer.content.decode()


def test_experts_come_from_the_team_alone(anna: Membership, rita: Membership, clara: Membership) -> None:
    made = proposed(anna.team).suggestion
    for person in (rita.user, clara.user):
        assert signed_in(anna).post(at(made, "suggestion_experts"), {"experts": [person.pk]}).status_code == 422


@pytest.mark.parametrize("wrong", [{}, {"value": "0"}, {"value": "6"}, {"value": "x"}])
def test_rating_is_from_one_to_five(anna: Membership, expert: Membership, wrong: dict[str, str]) -> None:
    made = in_review(anna.team, expert, asked_by=anna)
    answer = signed_in(expert).post(at(made, "rate_suggestion"), wrong | {"comment": "Das Wort bleibt stehen"})
    assert answer.status_code == 422 and "Das Wort bleibt stehen" in answer.content.decode()
    assert not Rating.objects.exists()


def test_expert_rates_once_and_may_think_again(anna: Membership, expert: Membership) -> None:
    made = in_review(anna.team, expert, asked_by=anna)
    for value in ("2", "5"):
        form = {"value": value, "comment": "So ist es"}
        assert signed_in(expert).post(at(made, "rate_suggestion"), form).status_code == 302
    assert Rating.objects.get().value == 5


def test_only_named_experts_rate_and_only_in_review(anna: Membership, ben: Membership, expert: Membership) -> None:
    made = in_review(anna.team, expert, asked_by=anna)
    assert signed_in(ben).post(at(made, "rate_suggestion"), {"value": "1"}).status_code == 422
    deciding.move(suggestion=made, expected="in_review", to="accepted", by=anna.user, at=NOW, words="Machen wir")
    assert signed_in(expert).post(at(made, "rate_suggestion"), {"value": "1"}).status_code == 422
    assert not Rating.objects.exists()


def test_who_reads_what_experts_think(anna: Membership, ben: Membership, rita: Membership, expert: Membership) -> None:
    made = in_review(anna.team, expert, anna, by=ben.user, asked_by=anna)
    reviewing.rate(suggestion=made, by=anna.user, value=4, comment="Gut", at=NOW)
    other = MembershipFactory(team=anna.team)
    readers = {who: reviewing.ratings_for(made, who) is not None for who in (anna, ben, rita, expert, other)}
    assert readers == {anna: True, ben: False, rita: False, expert: False, other: True}
    reviewing.rate(suggestion=made, by=expert.user, value=2, comment="", at=NOW)
    seen = reviewing.ratings_for(made, expert)
    assert seen is not None and reviewing.mean(seen) == 3.0
    assert reviewing.mean([]) is None


# --- The door of the state ----------------------------------------------------------------------


@pytest.mark.parametrize(("here", "to"), list(product(SuggestionState.values, repeat=2)))
def test_suggestion_goes_only_the_ways_there_are(anna: Membership, here: str, to: str) -> None:
    made = SuggestionFactory(team=anna.team, state=here, answered_at=NOW)
    if to in MOVES[here]:
        moved = deciding.move(suggestion=made, expected=here, to=to, by=anna.user, at=NOW, words="Danke")
        assert (moved.state, moved.closed_at is None) == (to, to not in ("not_now", "declined", "done"))
    else:
        with pytest.raises(NoSuchMove):
            deciding.move(suggestion=made, expected=here, to=to, by=anna.user, at=NOW, words="Danke")


def test_state_moves_from_the_expected_one_only(anna: Membership) -> None:
    made = SuggestionFactory(team=anna.team, state="accepted", answered_at=NOW)
    with pytest.raises(NoSuchMove):
        deciding.move(suggestion=made, expected="in_review", to="declined", by=anna.user, at=NOW, words="Nein")
    form = {"to": "declined", "expected": "in_review", "kind": "answer", "words": "Nein, und das hier bleibt stehen"}
    late = signed_in(anna).post(at(made, "decide_suggestion"), form)
    assert late.status_code == 422 and "das hier bleibt stehen" in late.content.decode()
    assert "inzwischen hat sich etwas geändert" in late.content.decode()


@pytest.mark.parametrize("to", ["accepted", "not_now", "declined"])
@pytest.mark.parametrize("words", ["", "  \n", "\u200b\u202e"])
def test_no_decision_without_words_to_the_person(anna: Membership, to: str, words: str) -> None:
    made = SuggestionFactory(team=anna.team, state="in_review", answered_at=NOW)
    with pytest.raises(NeedsAnswer):
        deciding.move(suggestion=made, expected="in_review", to=to, by=anna.user, at=NOW, words=words)
    form = {"to": to, "expected": "in_review", "kind": "answer", "words": words}
    assert signed_in(anna).post(at(made, "decide_suggestion"), form).status_code == 422
    made.refresh_from_db()
    assert made.state == "in_review" and not made.replies.exists()


def test_decision_tells_the_person_by_mail_once_and_everyone_the_thanks(anna: Membership, rita: Membership) -> None:
    made = in_review(anna.team, anna, by=rita.user, asked_by=anna)
    form = {
        "to": "accepted",
        "expected": "in_review",
        "kind": "answer",
        "words": "Wird gemacht.",
        "thanks": "Dank an Rita!",
    }
    assert signed_in(anna).post(at(made, "decide_suggestion"), form).status_code == 302
    assert signed_in(anna).post(at(made, "decide_suggestion"), form).status_code == 422
    made.refresh_from_db()
    reply = made.replies.get()
    assert (made.state, made.thanks, reply.text, reply.by) == ("accepted", "Dank an Rita!", "Wird gemacht.", anna.user)
    assert letters_to(rita.user) == [f"suggestion:{made.pk}:received", f"suggestion:{made.pk}:reply:{reply.pk}"]


def test_conversation_is_documented_and_sends_no_mail(anna: Membership, rita: Membership) -> None:
    made = in_review(anna.team, anna, by=rita.user, asked_by=anna)
    deciding.move(
        suggestion=made, expected="in_review", to="declined", by=anna.user, at=NOW, words="Beim Kaffee", kind="talk"
    )
    made.refresh_from_db()
    assert (made.state, made.answered_at, made.replies.get().kind) == ("declined", NOW, "talk")
    assert letters_to(rita.user) == [f"suggestion:{made.pk}:received"]


def test_what_was_declined_can_be_looked_at_again(anna: Membership) -> None:
    made = SuggestionFactory(team=anna.team, state="declined", answered_at=NOW, closed_at=NOW)
    browser = signed_in(anna)
    offered = browser.get(at(made))
    assert offered.context["decision_form"]["to"].is_hidden and "Noch einmal prüfen</button>" in offered.text
    form = {"to": "in_review", "expected": "declined", "kind": "answer", "words": ""}
    assert browser.post(at(made, "decide_suggestion"), form).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.closed_at, made.replies.count()) == ("in_review", None, 0)


def test_state_has_one_door() -> None:
    from tests.test_architecture import MODULES

    writers = {path.name for path in MODULES if path.parent.name == "suggestions" and ".state = " in path.read_text()}
    assert writers == {"deciding.py"}


# --- Answers ------------------------------------------------------------------------------------


def test_first_answer_stays_the_first(anna: Membership, rita: Membership) -> None:
    made = proposed(anna.team, by=rita.user).suggestion
    for hours in (5, 9):
        deciding.answer(suggestion=made, kind="answer", words=f"{hours}", by=anna.user, at=NOW + timedelta(hours=hours))
    made.refresh_from_db()
    assert made.took == timedelta(hours=5)


def test_person_writes_back_and_whoever_answered_last_hears_of_it(anna: Membership, rita: Membership) -> None:
    made = proposed(anna.team, by=rita.user).suggestion
    deciding.answer(suggestion=made, kind="answer", words="Wie genau?", by=anna.user, at=NOW)
    browser = signed_in(rita)
    for _time in range(2):
        assert browser.post(at(made, "write_back"), {"words": "So genau."}).status_code == 302
    back = made.replies.get(kind=Reply.Kind.BACK)
    assert (back.by, back.text) == (None, "So genau.")
    assert letters_to(anna.user)[1:] == [f"suggestion:{made.pk}:back:{back.pk}"]
    assert browser.post(at(made, "write_back"), {"words": ""}).status_code == 422


def test_who_has_left_the_team_hears_no_more_of_it(anna: Membership, ben: Membership, rita: Membership) -> None:
    made = proposed(anna.team, by=rita.user).suggestion
    for by in (anna, ben):
        deciding.answer(suggestion=made, kind="answer", words=f"Wie genau, {by.user}?", by=by.user, at=NOW)
    ben.delete()
    deciding.write_back(suggestion=made, words="So genau.", at=NOW)
    assert letters_to(ben.user) == []
    assert "back" in letters_to(anna.user)[-1]


def test_minute_in_which_somebody_anonymous_writes_back_is_not_kept(anna: Membership) -> None:
    made = proposed(anna.team).suggestion
    then, hour = NOW.replace(minute=37, second=11), NOW.replace(minute=0, second=0, microsecond=0)
    deciding.write_back(suggestion=made, words="Noch etwas", at=then)
    deciding.answer(suggestion=made, kind="answer", words="Was denn?", by=anna.user, at=then)
    deciding.write_back(suggestion=made, words="Das da", at=then + timedelta(minutes=5))
    assert [(each.text, each.at) for each in made.replies.all()] == [
        ("Noch etwas", hour),
        ("Was denn?", then),
        ("Das da", then),
    ]
    assert Letter.objects.latest("pk").next_try_at == hour + timedelta(hours=1)


def test_only_the_person_writes_back(anna: Membership, ben: Membership, rita: Membership) -> None:
    made = proposed(anna.team, by=rita.user).suggestion
    assert signed_in(ben).post(at(made, "write_back"), {"words": "Hallo"}).status_code == 403
    unnamed = proposed(anna.team).suggestion
    assert signed_in(ben).post(at(unnamed, "write_back"), {"words": "Hallo"}).status_code == 403


def test_answers_are_read_by_the_person_and_by_those_who_work_here(
    anna: Membership, ben: Membership, rita: Membership
) -> None:
    made = proposed(anna.team, by=ben.user).suggestion
    deciding.answer(suggestion=made, kind="talk", words="Unter vier Augen", by=anna.user, at=NOW)
    seen = {who: "Unter vier Augen" in signed_in(who).get(at(made)).content.decode() for who in (anna, ben, rita)}
    assert seen == {anna: True, ben: True, rita: False}


# --- What becomes of it -------------------------------------------------------------------------


def test_accepted_suggestion_becomes_an_action_once(anna: Membership, rita: Membership) -> None:
    place = TouchpointFactory(team=anna.team)
    made = accepted(anna.team, rita, touchpoint=place, benefit="Kein Ärger")
    browser, address = signed_in(anna), at(made, "suggestion_into_action")
    form = browser.get(address).context["form"]
    assert (form.initial["what"], form.initial["why"], form.initial["touchpoint"]) == (TITLE, "Kein Ärger", place.pk)
    typed = {"what": TITLE, "due_on": "2099-12-01", "priority": "2", "touchpoint": place.pk}
    assert browser.post(address, typed).headers["Location"] == at(made)
    made.refresh_from_db()
    assert made.action is not None and made.action.what == TITLE
    browser.post(address, typed)
    assert anna.team.actions.count() == 1


def test_accepted_suggestion_becomes_a_touchpoint_once(anna: Membership, rita: Membership) -> None:
    made = accepted(anna.team, rita, title="Lieferchat")
    browser, address = signed_in(anna), at(made, "suggestion_into_touchpoint")
    typed = {"name": "Lieferchat", "kind": "direct", "status": Status.IDEA, "evidence": "staff"}
    for time in range(2):
        answer = browser.post(address, typed | {"name": f"Lieferchat {time}"})
        assert answer.status_code == 302
    made.refresh_from_db()
    assert made.became is not None and made.became.status == Status.IDEA
    assert anna.team.touchpoints.count() == 1


@pytest.mark.parametrize("state", ["received", "in_review", "declined", "done"])
def test_nothing_becomes_of_what_is_not_accepted(anna: Membership, state: str) -> None:
    made = SuggestionFactory(team=anna.team, state=state, answered_at=NOW)
    with pytest.raises(becoming.NotAccepted):
        becoming.into_touchpoint(suggestion=made, make=lambda: TouchpointFactory(team=anna.team))
    assert not anna.team.touchpoints.exists()


def test_when_its_action_is_done_the_page_proposes_to_say_so(anna: Membership, rita: Membership) -> None:
    action = ActionFactory(team=anna.team, status="running")
    made = accepted(anna.team, rita, action=action)
    browser = signed_in(anna)
    assert "Umgesetzt melden" not in browser.get(at(made)).content.decode()
    type(action).objects.filter(pk=action.pk).update(status="done", done_at=NOW)
    page = browser.get(at(made))
    assert "Umgesetzt melden" in page.content.decode()
    assert page.context["decision_form"].initial["to"] == "done"


# --- How long people wait -----------------------------------------------------------------------


def test_waits_are_told_by_median_and_ninetieth_percentile_with_their_number(team: Team) -> None:
    for days in range(1, 11):
        received = NOW - timedelta(days=30)
        SuggestionFactory(team=team, received_at=received, answered_at=received + timedelta(days=days))
    oldest = SuggestionFactory(team=team, received_at=NOW - timedelta(days=40))
    SuggestionFactory(team=team, received_at=NOW - timedelta(hours=3))
    SuggestionFactory(team=team, received_at=NOW - timedelta(days=400), answered_at=NOW)
    told = waiting.of(team, at=NOW)
    assert (told.n, told.usual, told.slow) == (10, timedelta(days=5, hours=12), timedelta(days=9))
    assert (told.unanswered, told.longest, told.longest_words) == (2, oldest, "40 Tagen")


def test_without_answers_no_figure_is_told(ben: Membership) -> None:
    told = waiting.of(ben.team, at=NOW)
    assert (told.n, told.usual, told.slow, told.longest, told.usual_words) == (0, None, None, None, "")
    assert "Median" not in signed_in(ben).get(of_team(ben.team, "suggestions")).content.decode()


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(minutes=59), "0 Stunden"),
        (timedelta(hours=1), "1 Stunde"),
        (timedelta(hours=47), "47 Stunden"),
        (timedelta(hours=60), "2 Tagen"),
        (timedelta(minutes=-9), "0 Stunden"),
    ],
)
def test_waits_are_told_in_hours_and_from_two_days_on_in_days(wait: timedelta, words: str) -> None:
    assert waiting.in_words(wait) == words


def test_who_only_reads_is_asked_nothing(anna: Membership) -> None:
    reader = MembershipFactory(team=anna.team, role=Role.READER)
    made = in_review(anna.team, anna, asked_by=anna)
    page = signed_in(reader).get(at(made)).content.decode()
    assert "<form" not in page.split("<main")[1] and TITLE in page
