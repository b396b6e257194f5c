"""Rule 10: who is in, who goes, and who moderates."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from meetings import cards, closing, joining, phases, planning, voting
from meetings.errors import NotInRoom, OnlyModerator, RoundIsOver, RuleBroken, TextMissing, TextTooLong
from meetings.models import Meeting, Participant, Phase
from teams.models import Membership, Role
from tests.factories import NOW, MembershipFactory, ParticipantFactory
from tests.meetings.rounds import Round, a_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def a(anna: Membership, ben: Membership) -> Round:
    return a_round(anna, ben)


# --- Coming in ------------------------------------------------------------------------------------


def test_rule_10_members_come_in_and_coming_twice_is_once(a: Round, ben: Membership) -> None:
    version = a.meeting.version
    assert joining.enter(meeting=a.meeting, user=ben.user, at=a.later()).pk == a.ben.pk
    assert a.meeting.participants.get(user=ben.user).joined_at == NOW
    assert a.meeting.version == version


def test_rule_10_whoever_was_invited_takes_the_seat_that_was_kept(a: Round) -> None:
    member = MembershipFactory(team=a.meeting.team)
    seat = ParticipantFactory(meeting=a.meeting, user=member.user, name="alter Name", joined_at=None)
    came = joining.enter(meeting=a.meeting, user=member.user, at=a.now)
    assert (came.pk, came.joined_at, came.name) == (seat.pk, a.now, member.user.name)


def test_rule_10_a_name_that_is_too_long_for_the_list_is_cut(a: Round) -> None:
    member = MembershipFactory(team=a.meeting.team, user__name="", user__email=f"{'a' * 60}@{'b' * 40}.example")
    came = joining.enter(meeting=a.meeting, user=member.user, at=a.now)
    assert came.name == member.user.email[:80]


def test_rule_10_readers_and_strangers_stay_outside(a: Round, rita: Membership, clara: Membership) -> None:
    for membership in (rita, clara):
        with pytest.raises(NotInRoom):
            joining.enter(meeting=a.meeting, user=membership.user, at=a.now)
    assert a.meeting.participants.count() == 4


def test_rule_10_nobody_comes_in_after_the_end(a: Round, ben: Membership) -> None:
    a.to(Phase.IDEAS)
    closing.close_early(meeting=a.meeting, by=a.anna, reason="Feueralarm", at=a.now)
    with pytest.raises(RoundIsOver):
        joining.enter(meeting=a.meeting, user=ben.user, at=a.now)
    with pytest.raises(RoundIsOver):
        joining.enter_as_guest(meeting=a.meeting, name="Zu Spät", at=a.now)


def test_rule_10_guests_come_with_a_name_and_no_account(a: Round) -> None:
    guest = joining.enter_as_guest(meeting=a.meeting, name="  Ute \x00 Lange ", at=a.now)
    assert (guest.name, guest.is_guest, guest.user) == ("Ute Lange", True, None)


@pytest.mark.parametrize(("name", "refusal"), [(" ", TextMissing), ("\u200b", TextMissing), ("U" * 81, TextTooLong)])
def test_rule_10_a_guest_has_a_name_that_fits(a: Round, name: str, refusal: type[RuleBroken]) -> None:
    with pytest.raises(refusal):
        joining.enter_as_guest(meeting=a.meeting, name=name, at=a.now)


@pytest.mark.parametrize("name", ["Anna Keller", "anna keller", "Anna\u200b  Keller", "paul huber", "ÖZGE GROSS"])
def test_rule_10_no_guest_comes_under_the_name_of_someone_in_the_round(a: Round, name: str) -> None:
    ParticipantFactory(meeting=a.meeting, name="Özge Groß", joined_at=None)
    with pytest.raises(RuleBroken, match="Diesen Namen gibt es"):
        joining.enter_as_guest(meeting=a.meeting, name=name, at=a.now)


def test_a_round_is_found_by_its_code_however_typed_until_it_is_over(anna: Membership) -> None:
    meeting = planning.plan(team=anna.team, by=anna.user, starts_at=NOW, touchpoint=None, at=NOW)
    typed = meeting.join_code.lower().replace("-", " ")
    assert joining.by_code(code=typed, at=NOW) == meeting
    assert joining.by_code(code="", at=NOW) is None
    assert joining.by_code(code=typed, at=NOW + timedelta(days=2)) is None
    meeting.cancel()
    assert joining.by_code(code=typed, at=NOW) is None


def test_the_code_of_a_running_round_does_not_lapse(a: Round) -> None:
    Meeting.objects.filter(pk=a.pk).update(join_code="KT4M-9XQ2", starts_at=NOW - timedelta(days=2))
    a.to(Phase.IDEAS)
    assert joining.by_code(code="kt4m9xq2", at=NOW + timedelta(hours=2)) == a.meeting


def test_the_code_of_a_round_that_was_left_without_an_end_works_when_the_moderator_is_back(a: Round) -> None:
    Meeting.objects.filter(pk=a.pk).update(join_code="KT4M-9XQ2")
    a.to(Phase.IDEAS).leave(a.anna)
    later = a.later(hours=4)
    assert joining.by_code(code="KT4M-9XQ2", at=later) is None
    joining.keep_present(participant_pks=[a.anna.pk], until=later + timedelta(seconds=25))
    assert joining.by_code(code="KT4M-9XQ2", at=later) == a.meeting


# --- Being there ----------------------------------------------------------------------------------


def test_presence_lapses_and_is_never_shortened(a: Round) -> None:
    joining.keep_present(participant_pks=[a.ben.pk], until=NOW + timedelta(seconds=25))
    assert a.meeting.participants.present(NOW + timedelta(hours=8)).count() == 4
    assert not a.meeting.participants.present(NOW + timedelta(hours=9)).exists()


def test_presence_never_brings_back_whom_the_moderator_removed(a: Round) -> None:
    joining.remove(meeting=a.meeting, by=a.anna, participant=a.gast, at=a.now)
    joining.keep_present(participant_pks=[a.gast.pk], until=NOW + timedelta(hours=20))
    assert not a.meeting.participants.present(NOW + timedelta(hours=10)).exists()
    assert Participant.objects.get(pk=a.gast.pk).present_until is None


def test_keeping_thirty_people_present_is_one_query(
    a: Round, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        joining.keep_present(participant_pks=range(30), until=NOW)


def test_ready_is_said_and_taken_back_in_the_ideas_phase(a: Round) -> None:
    a.to(Phase.IDEAS)
    joining.set_ready(meeting=a.meeting, by=a.gast, ready=True, at=a.now)
    assert a.meeting.participants.get(pk=a.gast.pk).ready_at == a.now
    joining.set_ready(meeting=a.meeting, by=a.gast, ready=False, at=a.now)
    assert a.meeting.participants.get(pk=a.gast.pk).ready_at is None


# --- Going out ------------------------------------------------------------------------------------


def test_rule_10_the_moderator_removes_a_guest_for_good(a: Round) -> None:
    for _click in range(2):
        joining.remove(meeting=a.meeting, by=a.anna, participant=a.gast, at=a.now)
    a.to(Phase.IDEAS)
    with pytest.raises(NotInRoom):
        a.pin(a.gast)


def test_rule_10_a_removed_guest_knows_no_code_to_come_back_with(a: Round) -> None:
    Meeting.objects.filter(pk=a.pk).update(join_code="KT4M-9XQ2")
    joining.remove(meeting=a.meeting, by=a.anna, participant=a.gast, at=a.now)
    code = a.meeting.join_code
    assert joining.by_code(code="KT4M-9XQ2", at=a.now) is None
    assert joining.by_code(code=code, at=a.now) == a.meeting
    joining.remove(meeting=a.meeting, by=a.anna, participant=a.gast, at=a.now)
    assert a.meeting.join_code == code


def test_the_code_stays_when_a_member_is_removed(a: Round) -> None:
    code = a.meeting.join_code
    joining.remove(meeting=a.meeting, by=a.anna, participant=a.ben, at=a.now)
    assert a.meeting.join_code == code


def test_rule_10_a_removed_member_does_not_come_back_unasked(a: Round, ben: Membership) -> None:
    joining.remove(meeting=a.meeting, by=a.anna, participant=a.ben, at=a.now)
    with pytest.raises(NotInRoom):
        joining.enter(meeting=a.meeting, user=ben.user, at=a.later())


def test_rule_10_the_moderator_cannot_remove_themself(a: Round) -> None:
    with pytest.raises(RuleBroken, match="Erst die Moderation übergeben"):
        joining.remove(meeting=a.meeting, by=a.anna, participant=a.anna, at=a.now)


def test_rule_10_nobody_is_removed_from_another_round(a: Round, anna: Membership, ben: Membership) -> None:
    stranger = ParticipantFactory()
    joining.remove(meeting=a.meeting, by=a.anna, participant=stranger, at=a.now)
    assert Participant.objects.get(pk=stranger.pk).removed_at is None


def test_rule_10_the_cards_of_a_removed_person_stay_on_the_wall(a: Round) -> None:
    a.to(Phase.IDEAS).pin(a.gast, "Idee des Gastes")
    joining.remove(meeting=a.meeting, by=a.anna, participant=a.gast, at=a.now)
    a.to(Phase.DISCUSSION)
    assert a.meeting.cards.standing().get().text == "Idee des Gastes"


def test_rule_10_the_open_ballot_of_a_removed_person_does_not_count(a: Round) -> None:
    a.to(Phase.IDEAS)
    idea, other = a.pin(a.ben, "Eins"), a.pin(a.gast, "Zwei")
    a.to(Phase.VOTE).cast(a.gast, other)
    joining.remove(meeting=a.meeting, by=a.anna, participant=a.gast, at=a.now)
    a.cast(a.ben, idea)
    a.cast(a.cem, None)
    a.cast(a.anna, None)
    assert voting.decision_of(a.meeting) == idea


def test_rule_10_the_moderator_lets_a_removed_member_in_again(a: Round, ben: Membership) -> None:
    a.to(Phase.IDEAS).pin(a.ben, "Idee von Ben")
    joining.remove(meeting=a.meeting, by=a.anna, participant=a.ben, at=a.now)
    for _click in range(2):
        joining.let_in_again(meeting=a.meeting, by=a.anna, participant=a.ben, at=a.later())
    assert joining.enter(meeting=a.meeting, user=ben.user, at=a.later()).pk == a.ben.pk
    assert a.pin(a.ben, "Noch eine").author == a.ben
    assert a.meeting.cards.count() == 2


def test_rule_10_whoever_is_let_in_again_votes_anew(a: Round) -> None:
    a.to(Phase.IDEAS)
    idea, other = a.pin(a.ben, "Eins"), a.pin(a.gast, "Zwei")
    a.to(Phase.VOTE).cast(a.ben, other)
    joining.remove(meeting=a.meeting, by=a.anna, participant=a.ben, at=a.now)
    joining.let_in_again(meeting=a.meeting, by=a.anna, participant=a.ben, at=a.now)
    assert not a.open_vote.ballots.exists()
    a.cast(a.ben, idea)
    assert a.open_vote.ballots.get().card == idea


def test_rule_10_guests_stay_out(a: Round) -> None:
    joining.remove(meeting=a.meeting, by=a.anna, participant=a.gast, at=a.now)
    with pytest.raises(RuleBroken, match="wer im Team mitarbeitet"):
        joining.let_in_again(meeting=a.meeting, by=a.anna, participant=a.gast, at=a.now)
    assert a.meeting.participants.get(pk=a.gast.pk).removed_at


@pytest.mark.parametrize("gone", ["reads", "left"])
def test_rule_10_who_no_longer_works_in_the_team_stays_out(a: Round, ben: Membership, gone: str) -> None:
    joining.remove(meeting=a.meeting, by=a.anna, participant=a.ben, at=a.now)
    here = a.meeting.team.memberships.filter(pk=ben.pk)
    here.delete() if gone == "left" else here.update(role=Role.READER)
    with pytest.raises(RuleBroken, match="wer im Team mitarbeitet"):
        joining.let_in_again(meeting=a.meeting, by=a.anna, participant=a.ben, at=a.now)


def test_rule_10_nobody_is_let_in_to_another_round(a: Round, ben: Membership) -> None:
    elsewhere = ParticipantFactory(user=ben.user, removed_at=NOW)
    joining.let_in_again(meeting=a.meeting, by=a.anna, participant=elsewhere, at=a.now)
    assert Participant.objects.get(pk=elsewhere.pk).removed_at == NOW


# --- Who moderates --------------------------------------------------------------------------------


def test_rule_10_the_moderator_hands_over_and_the_rules_follow_the_role(a: Round) -> None:
    a.to(Phase.IDEAS)
    a.pin(a.ben, "Vom neuen Chef"), a.pin(a.anna, "Von der alten Chefin")
    joining.hand_over(meeting=a.meeting, by=a.anna, to=a.ben, at=a.now)
    with pytest.raises(OnlyModerator):
        phases.go_on(meeting=a.meeting, by=a.anna, expected=Phase.IDEAS, at=a.now)
    phases.go_on(meeting=a.meeting, by=a.ben, expected=Phase.IDEAS, at=a.now)
    first = cards.next_speaker(a.meeting)
    assert first is not None
    assert first.author == a.anna


def test_rule_10_a_deputy_who_takes_the_role_leaves_the_old_moderator_as_deputy(a: Round) -> None:
    joining.hand_over(meeting=a.meeting, by=a.anna, to=a.ben, at=a.now)
    assert (a.meeting.moderator, a.meeting.deputy) == (a.ben.user, a.anna.user)
    joining.hand_over(meeting=a.meeting, by=a.ben, to=a.cem, at=a.now)
    assert (a.meeting.moderator, a.meeting.deputy) == (a.cem.user, a.anna.user)


def test_rule_10_guests_never_moderate(a: Round) -> None:
    with pytest.raises(RuleBroken, match="wer zum Team gehört"):
        joining.hand_over(meeting=a.meeting, by=a.anna, to=a.gast, at=a.now)
    a.leave(a.anna, a.ben)
    with pytest.raises(OnlyModerator):
        joining.take_over(meeting=a.meeting, by=a.gast, at=a.now)


def test_rule_10_nobody_gets_the_role_who_is_not_in_the_room(a: Round) -> None:
    a.leave(a.ben)
    with pytest.raises(RuleBroken, match="nicht im Raum"):
        joining.hand_over(meeting=a.meeting, by=a.anna, to=a.ben, at=a.now)


def test_rule_10_a_removed_person_does_not_get_the_role(a: Round) -> None:
    joining.remove(meeting=a.meeting, by=a.anna, participant=a.ben, at=a.now)
    with pytest.raises(NotInRoom):
        joining.hand_over(meeting=a.meeting, by=a.anna, to=a.ben, at=a.now)


def test_rule_10_the_deputy_takes_over_only_while_the_moderator_is_away(a: Round) -> None:
    a.to(Phase.IDEAS)
    with pytest.raises(RuleBroken, match="im Raum"):
        joining.take_over(meeting=a.meeting, by=a.ben, at=a.now)
    a.leave(a.anna)
    for _click in range(2):
        joining.take_over(meeting=a.meeting, by=a.ben, at=a.now)
    assert (a.meeting.moderator, a.meeting.deputy) == (a.ben.user, a.anna.user)


def test_rule_10_a_member_does_not_take_over(a: Round) -> None:
    a.leave(a.anna, a.ben)
    with pytest.raises(OnlyModerator):
        joining.take_over(meeting=a.meeting, by=a.cem, at=a.now)


def test_rule_10_a_lead_takes_over_when_the_deputy_is_away_too(a: Round, anna: Membership) -> None:
    joining.hand_over(meeting=a.meeting, by=a.anna, to=a.cem, at=a.now)
    a.leave(a.cem)
    with pytest.raises(OnlyModerator):
        joining.take_over(meeting=a.meeting, by=a.anna, at=a.now)
    a.leave(a.ben)
    joining.take_over(meeting=a.meeting, by=a.anna, at=a.now)
    assert a.meeting.moderator == anna.user


def test_rule_10_a_round_whose_moderator_has_no_account_any_more_is_taken_over(a: Round, anna: Membership) -> None:
    anna.user.delete()
    joining.take_over(meeting=a.meeting, by=a.ben, at=a.now)
    assert (a.meeting.moderator, a.meeting.deputy) == (a.ben.user, None)
