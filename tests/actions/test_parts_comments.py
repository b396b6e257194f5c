"""Talking about an action, and naming people."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from actions.models import Action, Comment
from actions.parts import comments
from actions.parts.mentioning import People
from actions.reminders.threads import thread_of
from actions.templatetags.action_page import comment_words
from teams.models import Letter, Membership, Role, Team
from tests.actions.parts import CommentFactory
from tests.actions.test_parts import url
from tests.conftest import signed_in
from tests.factories import NOW, ActionFactory, MembershipFactory, UserFactory


@pytest.fixture
def action(team: Team, anna: Membership) -> Action:
    return ActionFactory(team=team, responsible=anna.user)


def named(text: str, *names: str) -> list[str]:
    people = [UserFactory.build(pk=pk, name=name) for pk, name in enumerate(names, start=1)]
    return [person.name for person in People(people).named_in(text)]


# --- Names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Anna Keller, schau mal", ["Anna Keller"]),
        ("Frag @jörg!", ["Jörg Müßig"]),
        ("@JÖRG MÜßIG und @Zoë Ann van der Berg", ["Jörg Müßig", "Zoë Ann van der Berg"]),
        ("(@Zoë)", ["Zoë Ann van der Berg"]),
        ("@Anna Keller und noch einmal @Anna Keller", ["Anna Keller"]),
        ("mail@Jörg.de", []),
        ("https://x.example/@Jörg", []),
        ("@Jörgensen", []),
        ("@Jörg-Uwe", []),
        ("@ Jörg", []),
        ("@Niemand", []),
        ("", []),
    ],
)
def test_people_are_named_by_their_whole_name_or_a_first_name_that_is_enough(text: str, found: list[str]) -> None:
    assert named(text, "Anna Keller", "Anna Müller", "Jörg Müßig", "Zoë Ann van der Berg") == found


def test_a_first_name_of_two_people_asks_who_is_meant() -> None:
    with pytest.raises(ValidationError, match="@Anna Keller oder @Anna Müller"):
        named("@Anna, bis Montag?", "Anna Keller", "Anna Müller")


def test_two_people_of_the_same_name_are_both_named() -> None:
    assert named("@Anna Keller", "Anna Keller", "Anna Keller") == ["Anna Keller", "Anna Keller"]


def test_signs_of_regular_expressions_in_a_name_are_only_signs() -> None:
    assert named("@Dr. (h.c.) Noll+", "Dr. (h.c.) Noll+") == ["Dr. (h.c.) Noll+"]
    assert named("@x", "") == []


# --- Letters ------------------------------------------------------------------------------------


def say(person: Membership, action: Action, text: str) -> int:
    return signed_in(person).post(url(action, "comment"), {"text": text}).status_code


def test_who_is_named_gets_one_mail_and_the_author_none(
    team: Team, action: Action, anna: Membership, ben: Membership, rita: Membership
) -> None:
    assert say(ben, action, "@Anna Keller, @Rita Groß und ich, @Ben Yılmaz: <b>Montag</b>?") == 302
    assert sorted(Letter.objects.values_list("to", flat=True)) == sorted([anna.user.email, rita.user.email])
    letter = Letter.objects.get(to=anna.user.email)
    mime = bytes(letter.mime).decode()
    assert "multipart/alternative" in mime
    assert f"References: {thread_of(action)['References']}" in mime
    assert letter.key == f"mention:{action.comments.get().pk}:{anna.user.pk}"


def test_people_outside_the_team_are_not_named(action: Action, ben: Membership, clara: Membership) -> None:
    say(ben, action, "@Clara Fremd, was meinst du?")
    assert not Letter.objects.exists()
    assert not action.comments.get().mentions.exists()


def test_an_unclear_name_is_asked_about_and_nothing_typed_is_lost(team: Team, action: Action, ben: Membership) -> None:
    MembershipFactory(team=team, user=UserFactory(name="Anna Müller"))
    answer = signed_in(ben).post(url(action, "comment"), {"text": "@Anna, bitte ansehen"})
    assert answer.status_code == 422
    assert "@Anna Keller oder @Anna Müller" in answer.text
    assert "@Anna, bitte ansehen" in answer.text
    assert not Comment.objects.exists()


def test_rewording_writes_only_to_who_is_newly_named(
    team: Team, action: Action, anna: Membership, ben: Membership, rita: Membership
) -> None:
    say(ben, action, "@Anna Keller?")
    comment = action.comments.get()
    answers = {"text": "@Anna Keller und @Rita Groß?"}
    assert signed_in(ben).post(url(action, "reword_comment", comment.pk), answers).status_code == 302
    comment.refresh_from_db()
    assert comment.edited_at
    assert Letter.objects.count() == 2
    assert set(comment.mentions.all()) == {anna.user, rita.user}


# --- Changing and taking back --------------------------------------------------------------------


def test_author_rewords_and_author_and_lead_take_back(
    team: Team, action: Action, anna: Membership, ben: Membership
) -> None:
    other = MembershipFactory(team=team)
    bens, others = CommentFactory(action=action, author=ben.user), CommentFactory(action=action, author=other.user)
    assert signed_in(anna).post(url(action, "reword_comment", bens.pk), {"text": "x"}).status_code == 403
    assert signed_in(ben).post(url(action, "remove_comment", others.pk)).status_code == 403
    assert signed_in(ben).get(url(action, "remove_comment", bens.pk)).status_code == 200
    assert signed_in(ben).post(url(action, "remove_comment", bens.pk)).status_code == 302
    assert signed_in(anna).post(url(action, "remove_comment", others.pk)).status_code == 302
    assert not action.comments.exists()


def test_who_became_a_reader_changes_no_comment_of_theirs(action: Action, ben: Membership) -> None:
    comment = CommentFactory(action=action, author=ben.user)
    ben.role = Role.READER
    assert not comments.may_reword(comment, ben)
    assert not comments.may_remove(comment, ben)


def test_same_words_again_are_no_change(action: Action, ben: Membership) -> None:
    comment = CommentFactory(action=action, author=ben.user)
    comments.reword(comment=comment, text=comment.text, mentions=[], at=NOW + timedelta(hours=1))
    assert comment.edited_at is None


# --- The text -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("eins\nzwei", "eins<br>zwei"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        (
            'https://x.example/?a="><b>',
            '<a href="https://x.example/?a=" rel="nofollow">https://x.example/?a=</a>&quot;&gt;&lt;b&gt;',
        ),
        ("@Anna Keller <i>", '<strong class="mention">@Anna Keller</strong> &lt;i&gt;'),
    ],
)
def test_text_is_escaped_links_are_clickable_and_names_stand_out(
    action: Action, anna: Membership, text: str, shown: str
) -> None:
    comment = CommentFactory(action=action, text=text)
    comment.mentions.add(anna.user)
    assert comment_words(comment) == shown


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "x" * 4001])
def test_a_comment_says_something_and_not_too_much(action: Action, ben: Membership, text: str) -> None:
    assert say(ben, action, text) == 422


def test_the_newest_comment_stands_first(action: Action, ben: Membership) -> None:
    CommentFactory(action=action, text="erst", at=NOW)
    CommentFactory(action=action, text="dann", at=NOW + timedelta(hours=1))
    page = signed_in(ben).get(action.get_absolute_url()).context["comments"]
    assert [comment.text for comment in page] == ["dann", "erst"]
