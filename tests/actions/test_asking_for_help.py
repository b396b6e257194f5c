"""Who asks for help reaches the leads and the helpers, once a day, and hears who comes."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from actions.asking_for_help import ask_for_help, lend_a_hand, take_back
from actions.errors import NotAllowed
from actions.models import Action, Status
from actions.reminders.threads import thread_of
from teams import leaving
from teams.models import Letter, Membership, Role, Team
from tests.conftest import signed_in
from tests.factories import NOW, ActionFactory, MembershipFactory

WORDS = "Wer kennt die Rabattstaffel?"


@pytest.fixture
def action(team: Team, ben: Membership, time_machine) -> Action:
    time_machine.move_to(NOW, tick=False)
    return ActionFactory(team=team, responsible=ben.user, what="Preisliste lesen")


def letters() -> list[EmailMessage]:
    rows = Letter.objects.order_by("pk")
    return [message_from_bytes(bytes(row.mime), policy=policy.default) for row in rows]


def recipients() -> list[str]:
    return sorted(Letter.objects.values_list("to", flat=True))


def text_of(letter: EmailMessage, kind: str = "plain") -> str:
    body = letter.get_body((kind,))
    assert body
    content: str = body.get_content()
    return content


# --- Asking ---------------------------------------------------------------------------------------


def test_a_call_says_who_needs_help_with_what_since_when(action: Action, ben: Membership) -> None:
    action = ask_for_help(action=action, words=WORDS, by=ben.user, at=NOW)
    assert action.wants_help
    assert (action.help_wanted_at, action.help_wanted_by, action.help_words) == (NOW, ben.user, WORDS)
    assert list(action.team.actions.wanting_help()) == [action]


def test_it_reaches_the_leads_and_the_helpers_but_neither_the_asker_nor_others(
    action: Action, anna: Membership, ben: Membership, rita: Membership
) -> None:
    helper, gone = MembershipFactory(team=action.team), MembershipFactory(team=action.team)
    MembershipFactory(team=action.team)
    action.helpers.set([helper.user, gone.user])
    leaving.end(membership=gone, at=NOW)
    ask_for_help(action=action, by=ben.user, at=NOW)
    assert recipients() == sorted([anna.user.email, helper.user.email])


def test_a_helper_who_asks_reaches_whoever_answers_for_it(action: Action, anna: Membership, ben: Membership) -> None:
    helper = MembershipFactory(team=action.team)
    action.helpers.add(helper.user)
    ask_for_help(action=action, by=helper.user, at=NOW)
    assert recipients() == sorted([anna.user.email, ben.user.email])


def test_the_mail_is_text_and_html_in_the_language_of_its_reader_and_in_the_thread_of_the_action(
    action: Action, anna: Membership, ben: Membership
) -> None:
    english = MembershipFactory(team=action.team, role=Role.LEAD, user__language="en")
    action = ask_for_help(action=action, words=WORDS, by=ben.user, at=NOW)
    by_reader = {letter["To"]: letter for letter in letters()}
    german = by_reader[anna.user.email]
    assert german["Subject"] == "Ben Yılmaz bittet um Hilfe: Preisliste lesen"
    for kind in ("plain", "html"):
        assert WORDS in text_of(german, kind)
        assert action.get_absolute_url() in text_of(german, kind)
    assert german["References"] == thread_of(action)["References"]
    assert '<html lang="en">' in text_of(by_reader[english.user.email], "html")


def test_a_second_click_within_a_day_sends_no_second_mail(action: Action, anna: Membership, ben: Membership) -> None:
    for hours in (0, 0, 23):
        ask_for_help(action=action, by=ben.user, at=NOW + timedelta(hours=hours))
    assert Letter.objects.count() == 1
    ask_for_help(action=action, by=ben.user, at=NOW + timedelta(hours=24))
    assert Letter.objects.count() == 2


def test_taking_back_and_asking_again_within_a_day_sends_no_second_mail(
    action: Action, anna: Membership, ben: Membership
) -> None:
    ask_for_help(action=action, by=ben.user, at=NOW)
    take_back(action=action)
    ask_for_help(action=action, by=ben.user, at=NOW + timedelta(hours=2))
    assert Letter.objects.count() == 1


def test_who_joins_meanwhile_hears_of_the_repeated_call(action: Action, anna: Membership, ben: Membership) -> None:
    ask_for_help(action=action, by=ben.user, at=NOW)
    late = MembershipFactory(team=action.team, role=Role.LEAD)
    ask_for_help(action=action, by=ben.user, at=NOW + timedelta(hours=2))
    assert recipients() == sorted([anna.user.email, late.user.email])


def test_asking_again_changes_the_words(action: Action, ben: Membership) -> None:
    ask_for_help(action=action, words="Hm", by=ben.user, at=NOW)
    assert ask_for_help(action=action, words=WORDS, by=ben.user, at=NOW).help_words == WORDS


@pytest.mark.parametrize("status", [Status.DONE, Status.DROPPED])
def test_what_is_not_open_any_more_needs_no_help(team: Team, ben: Membership, status: Status) -> None:
    action = ActionFactory(team=team, status=status, result="Vorbei", done_at=NOW)
    with pytest.raises(NotAllowed):
        ask_for_help(action=action, by=ben.user, at=NOW)


def test_what_is_finished_calls_no_more(action: Action, ben: Membership) -> None:
    action = ask_for_help(action=action, by=ben.user, at=NOW)
    action.move(Status.DONE, at=NOW)
    assert not action.wants_help
    assert not action.team.actions.wanting_help().exists()


def test_database_refuses_words_without_a_call(team: Team) -> None:
    with pytest.raises(IntegrityError, match="action_help_words_when_wanted"):
        ActionFactory(team=team, help_words=WORDS)


# --- Answering ------------------------------------------------------------------------------------


@pytest.fixture
def call(action: Action, ben: Membership) -> Action:
    action = ask_for_help(action=action, words=WORDS, by=ben.user, at=NOW)
    Letter.objects.all().delete()
    return action


def test_who_lends_a_hand_helps_from_now_on_and_the_asker_is_told(
    call: Action, anna: Membership, ben: Membership
) -> None:
    action = lend_a_hand(action=call, by=anna.user, at=NOW)
    assert list(action.helpers.all()) == [anna.user]
    assert not action.wants_help
    (letter,) = letters()
    assert (letter["To"], letter["Subject"]) == (ben.user.email, "Anna Keller hilft: Preisliste lesen")


def test_a_second_click_tells_the_asker_once(call: Action, anna: Membership) -> None:
    for _click in range(2):
        lend_a_hand(action=call, by=anna.user, at=NOW)
    assert (call.helpers.count(), Letter.objects.count()) == (1, 1)


def test_who_comes_too_late_hears_so(call: Action, anna: Membership) -> None:
    lend_a_hand(action=call, by=anna.user, at=NOW)
    with pytest.raises(NotAllowed, match="keine Hilfe mehr gesucht"):
        lend_a_hand(action=call, by=MembershipFactory(team=call.team).user, at=NOW)


def test_nobody_answers_their_own_call(call: Action, ben: Membership) -> None:
    with pytest.raises(NotAllowed, match="eigenen Ruf"):
        lend_a_hand(action=call, by=ben.user, at=NOW)


def test_whoever_answers_for_the_action_does_not_become_their_own_helper(
    action: Action, anna: Membership, ben: Membership
) -> None:
    ask_for_help(action=action, by=anna.user, at=NOW)
    action = lend_a_hand(action=action, by=ben.user, at=NOW)
    assert (action.helpers.count(), action.wants_help) == (0, False)


def test_an_asker_who_has_left_is_told_nothing(call: Action, anna: Membership, ben: Membership) -> None:
    leaving.end(membership=ben, at=NOW)
    assert not lend_a_hand(action=call, by=anna.user, at=NOW).wants_help
    assert not Letter.objects.exists()


def test_the_call_stays_when_the_asker_has_no_account_any_more(call: Action, anna: Membership, ben: Membership) -> None:
    ben.user.delete()
    call.refresh_from_db()
    assert (call.wants_help, call.help_wanted_by) == (True, None)
    assert lend_a_hand(action=call, by=anna.user, at=NOW).helpers.get() == anna.user


def test_taking_back_leaves_nothing_of_the_call(call: Action) -> None:
    for _click in range(2):
        action = take_back(action=call)
    assert (action.help_wanted_at, action.help_wanted_by, action.help_words) == (None, None, "")


# --- The pages ------------------------------------------------------------------------------------


def sent(person: Membership, action: Action, deed: str, **typed: str):
    return signed_in(person).post(reverse("actions:deed", args=[action.team.slug, action.pk, deed]), typed)


def test_one_click_asks_and_the_sentence_is_optional(action: Action, ben: Membership) -> None:
    assert sent(ben, action, "help").status_code == 302
    assert Action.objects.get().wants_help


def test_whoever_works_in_the_team_may_lend_a_hand_and_a_reader_may_not(call: Action, rita: Membership) -> None:
    assert sent(rita, call, "lend_a_hand").status_code == 403
    assert sent(MembershipFactory(team=call.team), call, "lend_a_hand").status_code == 302
    assert call.helpers.count() == 1


def test_only_who_may_change_the_action_asks_or_takes_back(call: Action) -> None:
    colleague = MembershipFactory(team=call.team)
    assert {sent(colleague, call, deed).status_code for deed in ("help", "take_back")} == {403}
    assert Action.objects.get().wants_help


def test_the_page_of_the_action_shows_the_call_and_offers_to_answer(
    call: Action, anna: Membership, ben: Membership, rita: Membership
) -> None:
    pages = {person: signed_in(person).get(call.get_absolute_url()).content.decode() for person in (anna, ben, rita)}
    assert all(WORDS in page and "Hilfe gesucht" in page for page in pages.values())
    assert [("Ich helfe" in page, "Geht ohne Hilfe" in page) for page in pages.values()] == [
        (True, True),
        (False, True),
        (False, False),
    ]


def test_the_link_in_the_mail_asks_once_more_and_then_helps(action: Action, anna: Membership, ben: Membership) -> None:
    ask_for_help(action=action, words=WORDS, by=ben.user, at=NOW)
    link = next(line for line in text_of(letters()[0]).splitlines() if "/m/" in line)
    path = link.partition("//")[2].partition("/")[2]
    assert "Mithelfen?" in Client().get(f"/{path}").content.decode()
    Client().post(f"/{path}")
    assert action.helpers.get() == anna.user
