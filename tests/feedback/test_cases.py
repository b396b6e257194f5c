"""Cases: an owner, a deadline, an answer, an outcome; and who is told of it, once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from feedback.errors import AlreadyClosed, NeedsOutcome, NoSuchMove
from feedback.models import CaseNote, Feedback, Listening, RecoveryCase
from feedback.tasks import sweep_late_cases
from feedback.workspaces import letters, recovery
from teams.models import Letter, Membership
from tests.conftest import signed_in
from tests.factories import NOW
from tests.feedback.of_feedback import ContactFactory, FeedbackFactory, RecoveryCaseFactory

pytestmark = pytest.mark.django_db
DUE = NOW + timedelta(hours=48)


def opened(by: Membership, owner: Membership, voice: Feedback | None = None) -> RecoveryCase:
    voice = voice or FeedbackFactory(team=by.team)
    return recovery.open_case(voice=voice, owner=owner.user, due_at=DUE, by=by.user, at=NOW)


def post(who: Membership, name: str, voice: Feedback, **said: Any) -> Any:
    return signed_in(who).post(reverse(f"feedback:{name}", args=[who.team.slug, voice.pk]), said)


def letters_to(who: Membership) -> list[str]:
    return list(Letter.objects.filter(to=who.user.email).order_by("pk").values_list("key", flat=True))


def test_the_deadline_is_48_hours_unless_the_team_wishes_otherwise(ben: Membership) -> None:
    assert recovery.deadline(ben.team, NOW) == DUE
    Listening.objects.create(team=ben.team, hours_to_answer=4)
    assert recovery.deadline(ben.team, NOW) == NOW + timedelta(hours=4)


def test_who_is_given_a_case_is_told_once_and_who_takes_it_is_not(anna: Membership, ben: Membership) -> None:
    opened(anna, ben)
    opened(ben, ben)
    assert len(letters_to(ben)) == 1


def test_a_voice_has_one_case_and_only_a_complaint_has_one(ben: Membership) -> None:
    case = opened(ben, ben)
    for voice in (
        case.feedback,
        FeedbackFactory(team=ben.team, polarity="positive"),
        FeedbackFactory(team=ben.team, polarity=""),
    ):
        with pytest.raises(NoSuchMove):
            opened(ben, ben, voice)
    assert RecoveryCase.objects.count() == 1


def test_handing_over_tells_the_new_owner_and_starts_the_deadline_anew(anna: Membership, ben: Membership) -> None:
    case = opened(anna, anna)
    RecoveryCase.objects.update(told_late_at=NOW)
    later = DUE + timedelta(days=1)
    recovery.hand_over(case=case, owner=ben.user, due_at=later, by=anna.user, at=NOW)
    case.refresh_from_db()
    assert (case.owner, case.due_at, case.told_late_at) == (ben.user, later, None)
    recovery.hand_over(case=case, owner=ben.user, due_at=later, by=anna.user, at=NOW + timedelta(hours=1))
    assert len(letters_to(ben)) == 1


def test_no_case_ends_without_an_outcome_and_a_result(ben: Membership) -> None:
    case = opened(ben, ben)
    for outcome, result in (("", "Angerufen"), ("solved", "  \u200b "), ("nonsense", "Angerufen")):
        with pytest.raises(NeedsOutcome):
            recovery.close(case=case, outcome=outcome, result=result, by=ben.user, at=NOW)
    assert post(ben, "close_case", case.feedback, outcome="", result="Angerufen").status_code == 422
    assert post(ben, "close_case", case.feedback, outcome="solved", result="").status_code == 422
    case.refresh_from_db()
    assert case.closed_at is None
    assert post(ben, "close_case", case.feedback, outcome="solved", result="Angerufen").status_code == 302
    case.refresh_from_db()
    assert (case.outcome, case.result, case.closed_by) == ("solved", "Angerufen", ben.user)


def test_what_has_ended_takes_nothing_more_and_what_was_typed_is_shown_again(ben: Membership) -> None:
    case = opened(ben, ben)
    recovery.close(case=case, outcome="lost", result="Weg", by=ben.user, at=NOW)
    deeds: list[tuple[Any, dict[str, Any]]] = [
        (recovery.note, {"text": "Doch"}),
        (recovery.answer, {"answer": "Hallo"}),
        (recovery.close, {"outcome": "solved", "result": "Doch"}),
        (recovery.hand_over, {"owner": ben.user, "due_at": DUE}),
    ]
    for deed, said in deeds:
        with pytest.raises(AlreadyClosed):
            deed(case=case, **said, by=ben.user, at=NOW)
    answer = post(ben, "note_case", case.feedback, text="Das soll nicht verloren gehen")
    assert answer.status_code == 422 and "Das soll nicht verloren gehen" in answer.text


def test_a_case_taken_up_again_keeps_how_it_ended_among_its_notes(ben: Membership) -> None:
    case = opened(ben, ben)
    recovery.close(case=case, outcome="lost", result="Kunde ist weg", by=ben.user, at=NOW)
    recovery.reopen(case=case, by=ben.user, at=NOW)
    case.refresh_from_db()
    assert (case.closed_at, case.outcome, case.due_at) == (None, "", DUE)
    note = CaseNote.objects.get()
    assert "Kunde verloren" in note.text and "Kunde ist weg" in note.text
    with pytest.raises(NoSuchMove):
        recovery.reopen(case=case, by=ben.user, at=NOW)


def test_the_customer_is_answered_once(ben: Membership) -> None:
    case = opened(ben, ben)
    recovery.answer(case=case, answer="Es tut uns leid.", by=ben.user, at=NOW)
    with pytest.raises(NoSuchMove):
        recovery.answer(case=case, answer="Noch einmal", by=ben.user, at=NOW)
    case.refresh_from_db()
    assert (case.answer, case.answered_at) == ("Es tut uns leid.", NOW)
    assert not Letter.objects.exists(), "nobody asked for a mail"


def test_the_answer_goes_to_the_address_that_the_customer_left_and_a_reply_to_the_writer(ben: Membership) -> None:
    voice = ContactFactory(feedback__team=ben.team).feedback
    case = opened(ben, ben, voice)
    recovery.answer(case=case, answer="Es tut uns leid.", by_mail=True, by=ben.user, at=NOW)
    letter = Letter.objects.get()
    assert letter.to == "gisela@example.org" and letter.secret
    assert b"Reply-To: ben@example.com" in bytes(letter.mime)


@pytest.mark.parametrize("address", ["0171 2345678", "", "a@b\nBcc: x@example.org"])
def test_without_a_mail_address_nothing_is_mailed(ben: Membership, address: str) -> None:
    voice = ContactFactory(feedback__team=ben.team, address=address).feedback
    case = opened(ben, ben, voice)
    with pytest.raises(NoSuchMove):
        recovery.answer(case=case, answer="Hallo", by_mail=True, by=ben.user, at=NOW)
    assert post(ben, "answer_case", voice, answer="Hallo", by_mail="on").status_code == 302, "kept, not mailed"
    assert not Letter.objects.exists()


def test_the_owner_of_a_late_case_is_told_once(ben: Membership) -> None:
    case = opened(ben, ben)
    assert recovery.tell_of_late_ones(DUE) == 0
    after = DUE + timedelta(minutes=1)
    assert recovery.tell_of_late_ones(after) == 1
    assert recovery.tell_of_late_ones(after + timedelta(days=1)) == 0
    assert len(letters_to(ben)) == 1
    recovery.hand_over(case=case, owner=ben.user, due_at=after + timedelta(days=2), by=ben.user, at=after)
    assert recovery.tell_of_late_ones(after + timedelta(days=3)) == 1, "another deadline"
    assert len(letters_to(ben)) == 2


def test_a_late_case_of_nobody_is_told_to_the_leads(anna: Membership, ben: Membership) -> None:
    RecoveryCaseFactory(feedback__team=ben.team, owner=None)
    ben_left = RecoveryCaseFactory(feedback__team=ben.team, owner=ben.user)
    ben.delete()
    assert recovery.tell_of_late_ones(NOW + timedelta(hours=1)) == 2
    assert len(letters_to(anna)) == 2 and ben_left.owner == ben.user
    assert not letters_to(ben)


def test_a_late_case_that_breaks_keeps_back_no_other(ben: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _second = (opened(ben, ben) for _case in range(2))
    case_late = letters.case_late
    broken = {first.pk}

    def posted(case: RecoveryCase, *, at: datetime) -> None:
        if case.pk in broken:
            raise ValueError("an address that no mail can have")
        case_late(case, at=at)

    monkeypatch.setattr(letters, "case_late", posted)
    after = DUE + timedelta(minutes=1)
    assert recovery.tell_of_late_ones(after) == 1
    assert [case.told_late_at for case in RecoveryCase.objects.order_by("pk")] == [None, after]
    broken.clear()
    assert recovery.tell_of_late_ones(after) == 1
    assert len(letters_to(ben)) == 2


def test_what_is_closed_is_never_late(ben: Membership) -> None:
    case = opened(ben, ben)
    recovery.close(case=case, outcome="solved", result="Gut", by=ben.user, at=NOW)
    assert recovery.tell_of_late_ones(DUE + timedelta(days=9)) == 0


def test_the_sweep_finds_late_cases(ben: Membership) -> None:
    RecoveryCaseFactory(feedback__team=ben.team, owner=ben.user, due_at=timezone.now() - timedelta(hours=1))
    sweep_late_cases()
    assert len(letters_to(ben)) == 1


def test_late_cases_come_first_and_mine_can_be_asked_for(anna: Membership, ben: Membership) -> None:
    for hours, owner, text in ((5, anna, "Bald"), (-5, ben, "Spät")):
        voice = FeedbackFactory(team=ben.team, text=text)
        RecoveryCaseFactory(feedback=voice, owner=owner.user, due_at=timezone.now() + timedelta(hours=hours))
    address = reverse("feedback:negative", args=[ben.team.slug])
    page = signed_in(ben).get(address)
    assert [case.feedback.text for case in page.context["page"]] == ["Spät", "Bald"]
    assert page.text.count("Frist vorbei") == 1
    mine = signed_in(ben).get(address + "?whose=mine")
    assert [case.feedback.text for case in mine.context["page"]] == ["Spät"]


def test_who_left_a_contact_and_waits_stands_apart(ben: Membership) -> None:
    FeedbackFactory(team=ben.team, text="Ohne Kontakt")
    waits = ContactFactory(feedback__team=ben.team, feedback__said_on=timezone.now().date()).feedback
    context = signed_in(ben).get(reverse("feedback:negative", args=[ben.team.slug])).context
    assert context["waiting"] == [waits]
    assert [voice.text for voice in context["untouched"]] == ["Ohne Kontakt"]


def test_the_whole_way_of_a_case_by_hand(anna: Membership, ben: Membership) -> None:
    voice = ContactFactory(feedback__team=ben.team).feedback
    due = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert post(anna, "open_case", voice, owner=ben.user.pk, due_at=due).status_code == 302
    assert post(ben, "open_case", voice, owner=ben.user.pk, due_at=due).status_code == 422
    assert post(ben, "note_case", voice, text="Nicht erreicht").status_code == 302
    assert post(ben, "hand_over_case", voice, owner=anna.user.pk, due_at=due).status_code == 302
    assert post(anna, "answer_case", voice, answer="Es tut uns leid.", by_mail="on").status_code == 302
    assert post(anna, "close_case", voice, outcome="goodwill", result="Gutschein").status_code == 302
    page = signed_in(ben).get(voice.get_absolute_url()).text
    for words in ("Nicht erreicht", "Es tut uns leid.", "Kulanz", "Gutschein", "Wieder aufnehmen"):
        assert words in page
    assert post(ben, "reopen_case", voice).status_code == 302
    assert RecoveryCase.objects.open().count() == 1


def test_a_deadline_lies_ahead_and_people_of_other_teams_own_nothing(ben: Membership, clara: Membership) -> None:
    voice = FeedbackFactory(team=ben.team)
    for due in ("2020-01-01T10:00", "9999-12-31T23:59", "morgen", ""):
        assert post(ben, "open_case", voice, owner=ben.user.pk, due_at=due).status_code == 422
    due = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert post(ben, "open_case", voice, owner=clara.user.pk, due_at=due).status_code == 422
    assert post(ben, "open_case", FeedbackFactory(team=clara.team), owner=ben.user.pk, due_at=due).status_code == 404
    assert not RecoveryCase.objects.exists()


def test_the_round_is_one_click_away_with_the_customers_words(ben: Membership) -> None:
    from tests.factories import TouchpointFactory

    voice = FeedbackFactory(team=ben.team, touchpoint=TouchpointFactory(team=ben.team), text="Nie wieder")
    page = signed_in(ben).get(voice.get_absolute_url()).text
    assert "Nie wieder“" in page.split('name="occasion" value="')[1].split('"')[0]
    assert reverse("actions:create", args=[ben.team.slug]) + f"?voice={voice.pk}" in page.replace("&amp;", "&")
