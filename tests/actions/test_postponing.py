"""A last day moves later through one door, with its reason, and what was promised first stays."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from actions import settling
from actions.asking_for_help import ask_for_help
from actions.errors import NotAllowed
from actions.models import Action, Outcome, Postponement, Status
from actions.my_day.forms import PostponeForm, days_at_hand
from actions.my_day.keeping import table
from actions.personal_data import about
from actions.postponing import FURTHEST, postpone
from teams.models import Event, Membership, Team
from tests.conftest import signed_in
from tests.factories import NOW, ActionFactory, WebhookFactory

TODAY = NOW.date()
REASON = "Die Druckerei liefert später."


def day(count: int) -> date:
    return TODAY + timedelta(days=count)


@pytest.fixture
def action(team: Team, ben: Membership, time_machine) -> Action:
    time_machine.move_to(NOW, tick=False)
    return ActionFactory(team=team, responsible=ben.user, due_on=TODAY)


def test_the_last_day_moves_and_the_promised_one_stays(action: Action, ben: Membership) -> None:
    action = postpone(action=action, to=day(3), reason=REASON, by=ben.user, at=NOW)
    action.refresh_from_db()
    assert (action.due_on, action.promised_on) == (day(3), TODAY)


def test_it_is_kept_who_postponed_from_when_to_when_and_why(action: Action, ben: Membership) -> None:
    postpone(action=action, to=day(3), reason=REASON, by=ben.user, at=NOW)
    kept = action.postponements.get()
    assert (kept.from_day, kept.to_day, kept.reason, kept.by, kept.at) == (TODAY, day(3), REASON, ben.user, NOW)


def test_a_second_click_is_the_same_step(action: Action, ben: Membership) -> None:
    for _click in range(2):
        postpone(action=action, to=day(3), reason=REASON, by=ben.user, at=NOW)
    assert action.postponements.count() == 1


@pytest.mark.parametrize(
    ("due", "follow_up", "to", "then"),
    [
        (0, 7, 3, 7),  # it lies after the new day: it stays
        (0, 3, 3, 3),
        (0, 2, 3, 5),  # it keeps its distance
        (0, -2, 3, 3),  # it is never before the last day
        (0, None, 3, None),
    ],
)
def test_the_follow_up_moves_along_if_it_would_lie_before(
    team: Team, ben: Membership, time_machine, due: int, follow_up: int | None, to: int, then: int | None
) -> None:
    time_machine.move_to(NOW, tick=False)
    asked = None if follow_up is None else day(follow_up)
    before = ActionFactory(team=team, due_on=day(due), follow_up_on=asked)
    action = postpone(action=before, to=day(to), reason=REASON, by=ben.user, at=NOW)
    assert action.follow_up_on == (None if then is None else day(then))


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        (day(-1), "Dieser Tag ist schon vorbei."),
        (day(2), "Der neue Tag liegt nicht nach dem bisherigen."),
        (TODAY + FURTHEST + timedelta(days=1), "Das ist mehr als fünf Jahre hin."),
        (date.max, "Das ist mehr als fünf Jahre hin."),
    ],
)
def test_the_new_day_is_to_come_and_later_but_not_out_of_sight(
    team: Team, ben: Membership, to: date, sentence: str
) -> None:
    action = ActionFactory(team=team, due_on=day(3))
    with pytest.raises(NotAllowed, match=sentence):
        postpone(action=action, to=to, reason=REASON, by=ben.user, at=NOW)
    assert not Postponement.objects.exists()


@pytest.mark.parametrize("status", [Status.DONE, Status.DROPPED])
def test_what_is_not_open_any_more_is_not_postponed(team: Team, ben: Membership, status: Status) -> None:
    action = ActionFactory(team=team, due_on=TODAY, status=status, result="Vorbei", done_at=NOW)
    with pytest.raises(NotAllowed, match="nicht mehr offen"):
        postpone(action=action, to=day(3), reason=REASON, by=ben.user, at=NOW)


def test_a_reason_is_required(action: Action, ben: Membership) -> None:
    with pytest.raises(NotAllowed, match="Grund"):
        postpone(action=action, to=day(3), reason="", by=ben.user, at=NOW)


@pytest.mark.parametrize(
    ("how", "rule"),
    [({"to_day": TODAY, "reason": REASON}, "postponement_to_later"), ({"reason": ""}, "postponement_with_reason")],
)
def test_database_refuses_a_postponement_to_no_later_day_or_without_reason(
    action: Action, how: dict, rule: str
) -> None:
    with pytest.raises(IntegrityError, match=rule):
        Postponement.objects.create(action=action, from_day=TODAY, at=NOW, **{"to_day": day(1), **how})


def test_a_webhook_hears_of_the_new_day(action: Action, ben: Membership) -> None:
    webhook = WebhookFactory(team=action.team)
    postpone(action=action, to=day(3), reason=REASON, by=ben.user, at=NOW)
    assert list(webhook.deliveries.values_list("event", flat=True)) == [Event.ACTION_CHANGED]


def test_it_is_kept_when_who_postponed_has_no_account_any_more(action: Action, ben: Membership) -> None:
    postpone(action=action, to=day(3), reason=REASON, by=ben.user, at=NOW)
    ben.user.delete()
    assert action.postponements.get().by is None


def test_what_follows_a_fine_tuned_action_was_never_postponed(action: Action, ben: Membership) -> None:
    postpone(action=action, to=day(3), reason=REASON, by=ben.user, at=NOW)
    settled = settling.settle(
        action=action, outcome=Outcome.FINE_TUNE, result="Halb so viele.", again_on=day(20), at=NOW
    )
    assert not Action.objects.get(predecessor=settled).postponements.exists()


# --- The days at hand -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "due", "words"),
    [
        (  # Tuesday
            date(2026, 11, 24),
            date(2026, 11, 24),
            ["morgen · Mi, 25. Nov.", "am Montag · Mo, 30. Nov.", "in einer Woche · Di, 1. Dez."],
        ),
        (  # Friday, overdue
            date(2026, 11, 27),
            date(2026, 11, 2),
            ["morgen · Sa, 28. Nov.", "am Montag · Mo, 30. Nov.", "in einer Woche · Fr, 4. Dez."],
        ),
        (  # Sunday
            date(2026, 11, 29),
            date(2026, 11, 29),
            ["morgen · Mo, 30. Nov.", "in einer Woche · So, 6. Dez."],
        ),
        (  # Thursday before Easter: neither Friday nor Monday are worked on
            date(2027, 3, 25),
            date(2027, 3, 25),
            ["morgen · Fr, 26. März", "am nächsten Arbeitstag · Di, 30. März", "in einer Woche · Do, 1. April"],
        ),
        (  # due next week
            date(2026, 11, 24),
            date(2026, 12, 1),
            ["einen Tag später · Mi, 2. Dez.", "am Montag · Mo, 7. Dez.", "eine Woche später · Di, 8. Dez."],
        ),
    ],
)
def test_the_days_at_hand_are_later_ones_each_once_and_in_words(
    team: Team, today: date, due: date, words: list[str]
) -> None:
    assert list(days_at_hand(ActionFactory(team=team, due_on=due), today).values()) == words


def test_a_working_day_is_proposed(team: Team) -> None:
    friday = date(2026, 11, 27)
    form = PostponeForm(action=ActionFactory(team=team, due_on=friday), today=friday)
    assert form.initial["quick"] == "2026-11-30"


# --- The page -------------------------------------------------------------------------------------


def sent(person: Membership, action: Action, **typed: str):
    return signed_in(person).post(reverse("actions:deed", args=[action.team.slug, action.pk, "postpone"]), typed)


def test_a_day_at_hand_is_one_click_and_a_reason(action: Action, ben: Membership) -> None:
    response = sent(ben, action, quick=day(1).isoformat(), reason=REASON)
    action.refresh_from_db()
    assert (response.status_code, action.due_on) == (302, day(1))


def test_another_day_is_typed(action: Action, ben: Membership) -> None:
    sent(ben, action, quick="other", to=day(5).isoformat(), reason=REASON)
    action.refresh_from_db()
    assert action.due_on == day(5)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"quick": "other", "reason": REASON}, "Hier fehlt der Tag."),
        ({"quick": "2026-99-99", "reason": REASON}, "Das ist kein Tag."),
        ({"quick": "2026-11-26"}, "Das fehlt noch."),
        ({"quick": "2026-11-23", "reason": REASON}, "Dieser Tag ist schon vorbei."),
        ({"quick": "9999-12-31", "reason": REASON}, "Das ist mehr als fünf Jahre hin."),
        ({"quick": "2026-11-26", "reason": "x" * 281}, "höchstens 280 Zeichen"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    action: Action, ben: Membership, typed: dict[str, str], sentence: str
) -> None:
    response = sent(ben, action, **typed)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert typed.get("reason", "") in response.content.decode()
    assert not Postponement.objects.exists()


def test_the_page_of_the_action_tells_how_it_was_postponed(action: Action, anna: Membership, ben: Membership) -> None:
    postpone(action=action, to=day(3), reason=REASON, by=ben.user, at=NOW)
    page = signed_in(anna).get(action.get_absolute_url()).content.decode()
    assert "Zugesagt war:" in page
    assert REASON in page


def test_postponing_from_the_page_of_the_action_leads_back_there(action: Action, ben: Membership) -> None:
    url = reverse("actions:deed", args=[action.team.slug, action.pk, "postpone"])
    typed = {"quick": day(1).isoformat(), "reason": REASON}
    assert signed_in(ben).post(f"{url}?back=action", typed).headers["Location"] == action.get_absolute_url()


def test_the_reason_belongs_to_what_is_known_of_a_person(action: Action, ben: Membership) -> None:
    postpone(action=action, to=day(3), reason=REASON, by=ben.user, at=NOW)
    ask_for_help(action=action, words="Wer kennt die Druckerei?", by=ben.user, at=NOW)
    known = about(ben.user)
    assert [line["reason"] for line in known["postponed"]] == [REASON]
    assert [line["words"] for line in known["asks_for_help"]] == ["Wer kennt die Druckerei?"]


def test_a_team_takes_its_postponements_along(action: Action, anna: Membership, clara: Membership) -> None:
    postpone(action=action, to=day(3), reason=REASON, by=anna.user, at=NOW)
    assert REASON in str(list(table(action.team).rows()))
    assert REASON not in str(list(table(clara.team).rows()))
