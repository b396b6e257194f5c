"""An import of voices is taken back: exactly what it brought, where nobody has worked with it since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from feedback import keeping, speaking
from feedback.exchange import running, undoing
from feedback.exchange.importing import LEASE
from feedback.models import Contact, Feedback, FeedbackRun, ImportedVoice, Mark, Praise
from feedback.workspaces import placing, recovery, splitting
from teams.models import Membership, Team, User
from tests.conftest import signed_in
from tests.factories import NOW, ActionFactory, TouchpointFactory
from tests.feedback.of_feedback import FeedbackFactory, ReasonFactory, TopicFactory
from tests.feedback.test_voice_import import url
from tests.feedback.test_voice_import_running import carried_on, numbered, waiting
from tests.journeys.of_journeys import PersonaFactory
from touchpoints.exchange.refusals import NotNow

State = FeedbackRun.State
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def imported(team: Team, ben: Membership) -> FeedbackRun:
    """Three voices, two of them judged by the table, of which one names a touchpoint."""
    TouchpointFactory(team=team, name="Rechnung")
    table = "Text;Positiv oder negativ;ID;Touchpoint\nSchlecht und gut;negativ;1;Rechnung\nPrima;positiv;2;\nAha;;3;\n"
    run = waiting(team, table)
    FeedbackRun.objects.filter(pk=run.pk).update(by=ben.user)
    return carried_on(run)


def undone(run: FeedbackRun, by: User) -> FeedbackRun:
    undoing.undo(run=run, by=by, at=LATER)
    return carried_on(run, LATER)


def of(run: FeedbackRun, key: str) -> Feedback:
    voice: Feedback = run.team.voices.get(key=key)
    return voice


def test_what_nobody_has_touched_is_gone_and_what_others_brought_stays(imported: FeedbackRun, ben: Membership) -> None:
    own = FeedbackFactory(team=ben.team, text="Von Hand")
    assert imported.taken == 3
    run = undone(imported, ben.user)
    assert (run.state, run.removed, run.kept, run.undone_by) == (State.UNDONE, 3, {"counts": {}, "some": {}}, ben.user)
    assert list(ben.team.voices.all()) == [own]
    page = signed_in(ben).get(run.get_absolute_url()).text
    assert "3 Stimmen aus dieser Tabelle sind wieder weg." in page
    assert str(ben.user) in page
    assert "weil jemand damit gearbeitet hat" not in page


def has_a_case(run: FeedbackRun, by: User) -> None:
    recovery.open_case(voice=of(run, "1"), owner=by, due_at=LATER + timedelta(days=2), by=by, at=LATER)


def was_judged(run: FeedbackRun, by: User) -> None:
    keeping.judge(of(run, "1"), polarity="positive", touchpoint=None, by=by, at=LATER)


def was_judged_first(run: FeedbackRun, by: User) -> None:
    keeping.judge(of(run, "3"), polarity="neutral", touchpoint=None, by=by, at=LATER)


def was_masked(run: FeedbackRun, by: User) -> None:
    keeping.reword(of(run, "1"), text="Schlecht")


def was_split(run: FeedbackRun, by: User) -> None:
    voice = of(run, "1")
    Feedback.objects.filter(pk=voice.pk).update(text="Schlecht. Gut.")
    seen = splitting.sign_of("Schlecht. Gut.")
    splitting.split(voice=voice, sides={0: "negative", 1: "positive"}, seen=seen, by=by, at=LATER)


def has_a_reason(run: FeedbackRun, by: User) -> None:
    voice, reason = of(run, "1"), ReasonFactory(team=run.team)
    placing.place(
        voice=voice, polarity="negative", touchpoint=voice.touchpoint, reason=reason, strength=None, by=by, at=LATER
    )


def has_a_strength(run: FeedbackRun, by: User) -> None:
    voice = of(run, "1")
    placing.place(
        voice=voice, polarity="negative", touchpoint=voice.touchpoint, reason=None, strength=3, by=by, at=LATER
    )


def has_a_topic_by_hand(run: FeedbackRun, by: User) -> None:
    Mark.objects.create(feedback=of(run, "1"), topic=TopicFactory(team=run.team), by=by)


def has_a_confirmed_topic(run: FeedbackRun, by: User) -> None:
    Mark.objects.create(feedback=of(run, "1"), topic=TopicFactory(team=run.team), words=["gut"], is_confirmed=True)


def has_a_contact(run: FeedbackRun, by: User) -> None:
    Contact.objects.create(feedback=of(run, "1"), address="gisela@example.org", forget_on=NOW.date())


def became_an_action(run: FeedbackRun, by: User) -> None:
    of(run, "1").actions.add(ActionFactory(team=run.team))


def is_shown_as_praise(run: FeedbackRun, by: User) -> None:
    Praise.objects.create(feedback=of(run, "2"))


def was_said_by_a_persona(run: FeedbackRun, by: User) -> None:
    speaking.say(of(run, "1"), PersonaFactory(team=run.team).pk)


@pytest.mark.parametrize(
    ("touch", "why"),
    [
        (has_a_case, "Fall"),
        (was_judged, "seitdem geändert"),
        (was_judged_first, "seitdem geändert"),
        (was_masked, "seitdem geändert"),
        (was_split, "seitdem geändert"),
        (has_a_reason, "seitdem geändert"),
        (has_a_strength, "seitdem geändert"),
        (has_a_topic_by_hand, "Thema von Hand"),
        (has_a_confirmed_topic, "Thema von Hand"),
        (has_a_contact, "Kontakt"),
        (became_an_action, "Maßnahme"),
        (is_shown_as_praise, "Lob"),
        (was_said_by_a_persona, "daran hängt schon etwas"),
    ],
)
def test_what_somebody_has_worked_with_stays_and_says_why(
    imported: FeedbackRun, ben: Membership, touch: Callable[[FeedbackRun, User], None], why: str
) -> None:
    touch(imported, ben.user)
    run = undone(imported, ben.user)
    assert run.removed == 2
    (stays,) = undoing.stayed(run)
    assert (why in stays.reason, stays.count, len(stays.some)) == (True, 1, 1)
    page = signed_in(ben).get(run.get_absolute_url()).text
    assert stays.reason in page
    assert stays.some[0].get_absolute_url() in page


def test_a_topic_of_the_dictionary_is_no_touch(imported: FeedbackRun, ben: Membership) -> None:
    Mark.objects.create(feedback=of(imported, "1"), topic=TopicFactory(team=ben.team), words=["gut"])
    assert undone(imported, ben.user).removed == 3


def test_a_touchpoint_that_is_gone_is_no_touch(imported: FeedbackRun, ben: Membership) -> None:
    ben.team.touchpoints.all().delete()
    assert undone(imported, ben.user).removed == 3


def test_two_clicks_take_back_once(imported: FeedbackRun, ben: Membership) -> None:
    browser, address = signed_in(ben), url(ben.team, "undo_import", imported.pk)
    assert "rückgängig machen?" in browser.get(address).text
    FeedbackRun.objects.filter(pk=imported.pk).update(ended_at=NOW.replace(year=2999))
    for _click in range(2):
        answer = browser.post(address)
        assert answer["Location"] == imported.get_absolute_url()
    imported.refresh_from_db()
    assert imported.state == State.UNDOING
    assert "schon rückgängig gemacht" in browser.get(imported.get_absolute_url()).text
    carried_on(imported)
    assert imported.removed == 3
    browser.post(address)
    assert not running.unclaimed(LATER).exists()


def test_what_is_still_read_in_is_not_taken_back(team: Team, ben: Membership) -> None:
    run = waiting(team, numbered(2))
    with pytest.raises(NotNow):
        undoing.undo(run=run, by=ben.user, at=NOW)
    run.refresh_from_db()
    assert run.state == State.WAITING


def test_after_two_weeks_it_is_too_late_and_no_sign_is_left(imported: FeedbackRun, ben: Membership) -> None:
    late = NOW + undoing.UNDO_FOR
    assert undoing.undoable_until(imported, late - timedelta(seconds=1)) == late
    assert undoing.undoable_until(imported, late) is None
    with pytest.raises(NotNow, match="14 Tagen"):
        undoing.undo(run=imported, by=ben.user, at=late)
    running.tidy(late - timedelta(seconds=1))
    assert ImportedVoice.objects.count() == 3
    running.tidy(late)
    assert not ImportedVoice.objects.exists()
    assert ben.team.voices.count() == 3


def test_the_page_says_until_when(imported: FeedbackRun, ben: Membership) -> None:
    address = url(ben.team, "undo_import", imported.pk)
    FeedbackRun.objects.filter(pk=imported.pk).update(ended_at=NOW.replace(year=2999))
    page = signed_in(ben).get(imported.get_absolute_url()).text
    assert "Rückgängig machen geht bis" in page
    assert address in page
    FeedbackRun.objects.filter(pk=imported.pk).update(ended_at=NOW.replace(year=2001))
    assert address not in signed_in(ben).get(imported.get_absolute_url()).text


def test_another_worker_carries_on_where_one_has_died(
    team: Team, ben: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "AT_ONCE", 2)
    run = carried_on(waiting(team, numbered(5)))
    undoing.undo(run=run, by=ben.user, at=LATER)
    claim = LATER + LEASE
    FeedbackRun.objects.filter(pk=run.pk).update(claimed_until=claim)
    run.refresh_from_db()
    assert undoing.next_batch(run, claimed_until=claim, at=LATER, lease=LEASE)
    assert (team.voices.count(), run.removed) == (3, 2)
    assert not undoing.next_batch(run, claimed_until=NOW, at=LATER, lease=LEASE)
    running.tidy(LATER + running.TRIED_FOR)
    after = carried_on(run, LATER + timedelta(days=3))
    assert (after.state, after.removed, team.voices.count()) == (State.UNDONE, 5, 0)


def test_the_same_table_comes_in_again(imported: FeedbackRun, team: Team, ben: Membership) -> None:
    undone(imported, ben.user)
    assert carried_on(waiting(team, "Text;ID\nPrima;2\n")).taken == 1
