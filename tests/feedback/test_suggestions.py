"""Proposing something with an account: received at once, named or without a trace."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from uuid import uuid4

import pytest
from django.utils import translation

from feedback import personal_data
from feedback.models import Reply, Suggestion
from feedback.suggestions import at_touchpoint, receipts, receiving
from feedback.suggestions.personal_data import about
from teams.models import Letter, Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, TouchpointFactory
from tests.feedback.of_feedback import SuggestionFactory
from tests.feedback.of_suggestions import TITLE, at, in_review, letters_to, of_team, proposed, typed
from touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db


# --- Coming in ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["anna", "ben", "rita"])
def test_everybody_in_the_team_proposes_something_readers_too(request: pytest.FixtureRequest, who: str) -> None:
    person: Membership = request.getfixturevalue(who)
    place = TouchpointFactory(team=person.team)
    answer = signed_in(person).post(of_team(person.team, "suggest"), typed(touchpoint=place.name))
    made = Suggestion.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, at(made))
    assert (made.by, made.touchpoint, made.state, made.receipt_hash) == (person.user, place, "received", "")


def test_receipt_of_a_named_suggestion_is_a_mail_at_once(rita: Membership) -> None:
    made = proposed(rita.team, by=rita.user)
    assert made.code == ""
    assert letters_to(rita.user) == [f"suggestion:{made.suggestion.pk}:received"]


def test_link_to_the_form_names_the_touchpoint(ben: Membership) -> None:
    place = TouchpointFactory(team=ben.team, name="Messestand")
    page = signed_in(ben).get(of_team(ben.team, "suggest"), {"touchpoint": place.pk})
    assert 'value="Messestand"' in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_touchpoint_that_is_removed_in_that_moment_takes_no_words_along(ben: Membership) -> None:
    place = TouchpointFactory(team=ben.team)
    Touchpoint.objects.filter(pk=place.pk).delete()
    words = receiving.Words(title=TITLE, touchpoint=place)
    made = receiving.receive(team=ben.team, words=words, sheet=uuid4(), by=ben.user, at=NOW).suggestion
    assert (Suggestion.objects.get(), made.touchpoint) == (made, None)
    assert letters_to(ben.user) == [f"suggestion:{made.pk}:received"]


@pytest.mark.parametrize("wrong", ["999999999999999999999", "x", "7' OR 1=1"])
def test_touchpoint_that_is_none_is_refused_and_nothing_typed_is_lost(ben: Membership, wrong: str) -> None:
    browser = signed_in(ben)
    assert browser.get(of_team(ben.team, "suggest"), {"touchpoint": wrong}).status_code == 200
    answer = browser.post(of_team(ben.team, "suggest"), typed(touchpoint=wrong, text="Zwölf Wörter"))
    assert answer.status_code == 422
    assert TITLE in answer.content.decode() and "Zwölf Wörter" in answer.content.decode()
    assert not Suggestion.objects.exists()


def test_touchpoint_of_another_team_is_no_choice(ben: Membership, clara: Membership) -> None:
    TouchpointFactory(team=clara.team, name="Geheimer Ort")
    answer = signed_in(ben).post(of_team(ben.team, "suggest"), typed(touchpoint="Geheimer Ort"))
    assert answer.status_code == 422 and answer.context["form"].has_error("touchpoint")


def test_one_megabyte_is_refused_with_a_sentence_and_kept_in_the_form(ben: Membership) -> None:
    long = "ä" * 500_000
    answer = signed_in(ben).post(of_team(ben.team, "suggest"), typed(text=long))
    assert answer.status_code == 422 and long in answer.content.decode()


def test_signs_that_turn_text_around_are_not_kept(ben: Membership) -> None:
    signed_in(ben).post(of_team(ben.team, "suggest"), typed(title="Gut\u202eaus\u200b", text="A\u2066b\tc"))
    made = Suggestion.objects.get()
    assert (made.title, made.text) == ("Gutaus", "Ab c")


def test_title_of_invisible_signs_is_no_title(ben: Membership) -> None:
    assert signed_in(ben).post(of_team(ben.team, "suggest"), typed(title="\u200b \u202e")).status_code == 422


def test_the_same_form_sent_twice_is_one_suggestion_and_one_mail(ben: Membership) -> None:
    form, browser = typed(), signed_in(ben)
    answers = [browser.post(of_team(ben.team, "suggest"), form).headers["Location"] for _time in range(2)]
    assert answers[0] == answers[1] == at(Suggestion.objects.get())
    assert len(letters_to(ben.user)) == 1


def test_form_without_a_proper_number_is_taken_all_the_same(ben: Membership) -> None:
    browser = signed_in(ben)
    for number in ("", "not-a-number", "7" * 400):
        assert browser.post(of_team(ben.team, "suggest"), typed(sheet=number)).status_code == 302
    assert Suggestion.objects.count() == 3


# --- Without a name -----------------------------------------------------------------------------


def test_anonymous_suggestion_is_answered_by_a_page_with_its_code_that_nobody_keeps(ben: Membership) -> None:
    sheet = uuid4()
    answer = signed_in(ben).post(of_team(ben.team, "suggest"), typed(is_anonymous="on", sheet=str(sheet)))
    code = receipts.code_for(sheet, ben.team)
    assert answer.status_code == 200 and code in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    made = Suggestion.objects.get()
    assert made.receipt_hash == receipts.kept_hash(code) and made.sheet != sheet
    assert code not in str(Suggestion.objects.values().get())


def test_anonymous_form_sent_again_shows_the_same_code(ben: Membership) -> None:
    form, browser = typed(is_anonymous="on"), signed_in(ben)
    first, second = (browser.post(of_team(ben.team, "suggest"), form).context["code"] for _time in range(2))
    assert first == second and Suggestion.objects.count() == 1


def test_the_moment_of_an_anonymous_suggestion_is_that_of_the_hour(team: Team) -> None:
    assert proposed(team).suggestion.received_at == NOW.replace(minute=0, second=0)


def test_code_has_a_hundred_bits_in_readable_groups_and_belongs_to_one_team(team: Team, clara: Membership) -> None:
    sheet = uuid4()
    code = receipts.code_for(sheet, team)
    groups = code.split("-")
    assert [len(group) for group in groups] == [4] * 5 and set("".join(groups)) <= set(receipts.ALPHABET)
    assert len(receipts.ALPHABET) ** 20 == 2**100
    assert receipts.code_for(sheet, clara.team) != code
    assert receipts.tidy(f" {code.lower().replace('-', ' ')} ") == code


def test_what_is_kept_of_the_forms_number_does_not_make_the_code(team: Team) -> None:
    sheet = uuid4()
    made = proposed(team, sheet=sheet)
    assert receipts.code_for(made.suggestion.sheet, team) != made.code


def test_leaving_deletes_the_name_and_keeps_the_suggestion(ben: Membership) -> None:
    made = proposed(ben.team, by=ben.user).suggestion
    ben.user.delete()
    made.refresh_from_db()
    assert (made.title, made.by, made.is_anonymous) == (TITLE, None, True)


# --- What is known about a person ---------------------------------------------------------------


def test_personal_data_hold_what_was_named_and_not_what_was_not(ben: Membership, anna: Membership) -> None:
    named = in_review(ben.team, anna, by=ben.user, asked_by=anna)
    proposed(ben.team)
    anna_rating = named.ratings.create(by=anna.user, value=4, comment="Gut", rated_at=NOW)
    reply = Reply.objects.create(suggestion=named, text="Danke", by=anna.user, at=NOW)
    assert [each["title"] for each in about(ben.user)["suggestions"]] == [TITLE]
    assert [each["text"] for each in about(ben.user)["suggestions"][0]["replies"]] == ["Danke"]
    assert about(anna.user)["suggestions_rated"][0]["comment"] == anna_rating.comment
    assert about(anna.user)["suggestions_answered"][0]["text"] == reply.text


def test_personal_data_of_voices_hold_those_of_suggestions(ben: Membership) -> None:
    proposed(ben.team, by=ben.user)
    assert TITLE in str(personal_data.about(ben.user))


# --- The list -----------------------------------------------------------------------------------


def test_list_has_a_heading_for_each_state_of_things(ben: Membership, anna: Membership) -> None:
    in_review(ben.team, ben, by=anna.user, asked_by=ben)
    SuggestionFactory(team=ben.team, title="Fertig", state="done", answered_at=NOW, thanks="Danke an alle")
    SuggestionFactory(team=ben.team, title="Abgelehnt", state="declined", answered_at=NOW)
    browser = signed_in(ben)
    seen = {
        show: [line.title for line in browser.get(of_team(ben.team, "suggestions"), {"show": show}).context["page"]]
        for show in ("open", "to_rate", "mine", "done", "not", "all", "nonsense")
    }
    assert seen["open"] == seen["to_rate"] == seen["nonsense"] == [TITLE]
    assert seen["mine"] == [] and seen["done"] == ["Fertig"] and seen["not"] == ["Abgelehnt"]
    assert len(seen["all"]) == 3


def test_thanks_and_outcome_are_read_by_everybody_in_the_team(rita: Membership) -> None:
    SuggestionFactory(team=rita.team, state="done", answered_at=NOW, thanks="Danke, Person 7!")
    assert (
        "Danke, Person 7!" in signed_in(rita).get(of_team(rita.team, "suggestions"), {"show": "done"}).content.decode()
    )


def test_suggestions_of_another_team_are_not_found(ben: Membership, clara: Membership) -> None:
    foreign = proposed(clara.team, by=clara.user).suggestion
    browser = signed_in(ben)
    assert TITLE not in browser.get(of_team(ben.team, "suggestions"), {"show": "all"}).content.decode()
    address = at(foreign).replace(clara.team.slug, ben.team.slug)
    assert browser.get(address).status_code == 404


def test_list_costs_the_same_for_one_and_thirty(ben: Membership, anna: Membership) -> None:
    browser, address = signed_in(ben), of_team(ben.team, "suggestions")
    in_review(ben.team, ben, by=anna.user, asked_by=ben)
    queries_of(browser, address)
    few = queries_of(browser, address)
    for _number in range(29):
        made = in_review(ben.team, ben, by=anna.user, asked_by=ben)
        Reply.objects.create(suggestion=made, text="Danke", by=ben.user, at=NOW)
    assert queries_of(browser, address) == few


def test_page_costs_the_same_for_one_and_ten_ratings(ben: Membership, anna: Membership) -> None:
    made = in_review(ben.team, ben, by=anna.user, asked_by=ben)
    made.ratings.create(by=ben.user, value=5, rated_at=NOW)
    browser = signed_in(ben)
    queries_of(browser, at(made))
    few = queries_of(browser, at(made))
    for _number in range(9):
        made.ratings.create(by=None, value=3, rated_at=NOW)
        Reply.objects.create(suggestion=made, text="Danke", by=ben.user, at=NOW)
    assert queries_of(browser, at(made)) == few


def test_open_ones_of_a_touchpoint_are_there_for_its_page_in_one_query(
    ben: Membership, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    place = TouchpointFactory(team=ben.team)
    SuggestionFactory(team=ben.team, touchpoint=place, by=ben.user)
    SuggestionFactory(team=ben.team, touchpoint=place, state="done", answered_at=NOW)
    SuggestionFactory(team=ben.team)
    with django_assert_num_queries(1):  # type: ignore[operator]
        (found,) = at_touchpoint.open_at(place)
        assert str(found.by) == "Ben Yılmaz"


@pytest.mark.parametrize("language", ["de", "en"])
def test_pages_are_there_in_both_languages(ben: Membership, language: str) -> None:
    made = in_review(ben.team, ben, asked_by=ben)
    ben.user.language = language
    ben.user.save()
    with translation.override(language):
        for address in (at(made), of_team(ben.team, "suggestions"), of_team(ben.team, "suggestion_link")):
            assert signed_in(ben).get(address).status_code == 200


# --- Who is to answer ---------------------------------------------------------------------------


def test_those_who_lead_hear_once_of_a_suggestion_and_nobody_hears_of_their_own(
    anna: Membership, ben: Membership
) -> None:
    sheet = uuid4()
    made, _again = (proposed(ben.team, by=ben.user, sheet=sheet).suggestion for _time in range(2))
    proposed(ben.team, by=anna.user)
    assert letters_to(anna.user) == [f"suggestion:{made.pk}:lead:{anna.user.pk}", f"suggestion:{made.pk + 1}:received"]
    letter = Letter.objects.get(key=f"suggestion:{made.pk}:lead:{anna.user.pk}")
    assert TITLE in message_from_bytes(bytes(letter.mime), policy=default)["Subject"]


def test_mail_about_an_anonymous_suggestion_does_not_tell_the_minute(anna: Membership) -> None:
    made = proposed(anna.team).suggestion
    letter = Letter.objects.get(to=anna.user.email)
    due = letter.next_try_at
    assert (due.minute, due.second) == (0, 0) and NOW < due <= NOW + timedelta(hours=1)
    assert letter.created_at == due and made.received_at == due - timedelta(hours=1)
