"""A trial in a test market, the decision about it, and the roll-out with its trainings."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from actions.errors import NotAllowed
from actions.models import Action, Decision, PilotVoice, Plan, PlanKind, Status, Training
from actions.plans.sequence import dependencies_among
from actions.plans.trying import decide, roll_out
from teams.leaving import delete_account
from teams.models import Membership, Team
from tests.actions.of_plans import DependencyFactory, PilotVoiceFactory, PlanFactory, TrainingFactory
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, ActionFactory, DepartmentFactory

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
REASON = "42 von 50 im Testmarkt kommen wieder."


def url(team: Team, name: str, *args: Any) -> str:
    return reverse(f"actions:{name}", args=[team.slug, *args])


@pytest.fixture
def pilot(team: Team) -> Plan:
    return PlanFactory(team=team, kind=PlanKind.PILOT, name="Neue Rechnung, Filiale Nord", market="Filiale Nord")


# --- Voices ----------------------------------------------------------------------------------------

VOICE = {"text": "Endlich verständlich.", "tone": "positive", "side": "customers", "said_on": "2026-11-20"}


def test_a_voice_that_is_sent_twice_is_heard_once(team: Team, ben: Membership, pilot: Plan) -> None:
    for _click in range(2):
        response = signed_in(ben).post(url(team, "add_voice", pilot.pk), {**VOICE, "sheet": SHEET})
        assert response.status_code == 302
    assert pilot.voices.get().text == "Endlich verständlich."


SHEET = str(uuid.UUID(int=7))


@pytest.mark.parametrize(
    "wrong",
    [{"tone": ""}, {"side": "nobody"}, {"said_on": "2999-01-01"}, {"text": " "}, {"sheet": "x"}, {"said_on": "x"}],
)
def test_half_a_voice_is_asked_for_again_and_nothing_typed_is_lost(
    team: Team, ben: Membership, pilot: Plan, wrong: dict[str, str]
) -> None:
    given = {**VOICE, "sheet": SHEET, "who": "Stammkundin", **wrong}
    response = signed_in(ben).post(url(team, "add_voice", pilot.pk), given)
    assert response.status_code == 422
    assert "Stammkundin" in response.content.decode()
    assert not pilot.voices.exists()


def test_voices_for_and_against_stand_apart(team: Team, rita: Membership, pilot: Plan) -> None:
    PilotVoiceFactory(plan=pilot, text="Sehr gut")
    PilotVoiceFactory(plan=pilot, text="Zu lang", tone="negative", side="staff")
    shown = signed_in(rita).get(pilot.get_absolute_url()).content.decode()
    for_it, against = shown.split('class="voices-negative"')
    assert "Sehr gut" in for_it
    assert "Zu lang" not in for_it
    assert "Zu lang" in against
    assert "Belegschaft" in against


def test_only_a_trial_hears_voices(team: Team, ben: Membership) -> None:
    assert signed_in(ben).get(url(team, "add_voice", PlanFactory(team=team).pk)).status_code == 404


@pytest.mark.parametrize("field", ["side", "tone"])
def test_a_voice_has_a_known_side_and_tone(pilot: Plan, field: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PilotVoiceFactory(plan=pilot, **{field: "other"})


def test_a_voice_is_removed_after_asking_once(team: Team, ben: Membership) -> None:
    voice = PilotVoiceFactory(plan__team=team)
    browser, address = signed_in(ben), url(team, "remove_voice", voice.pk)
    assert browser.get(address).status_code == 200
    assert PilotVoice.objects.exists()
    browser.post(address)
    assert not PilotVoice.objects.exists()


# --- Go or no-go -----------------------------------------------------------------------------------


def test_leads_decide_with_a_reason_and_members_do_not(
    team: Team, anna: Membership, ben: Membership, pilot: Plan
) -> None:
    address = url(team, "decide_pilot", pilot.pk)
    assert signed_in(ben).post(address, {"decision": "go", "reason": REASON}).status_code == 403
    assert signed_in(anna).post(address, {"decision": "go", "reason": ""}).status_code == 422
    assert signed_in(anna).post(address, {"decision": "maybe", "reason": REASON}).status_code == 422
    assert signed_in(anna).post(address, {"decision": "go", "reason": REASON}).status_code == 302
    pilot.refresh_from_db()
    assert (pilot.decision, pilot.decision_reason, pilot.decided_by) == ("go", REASON, anna.user)
    assert pilot.decided_on == team.today(timezone.now())


def test_whoever_decides_first_decides(team: Team, anna: Membership, pilot: Plan) -> None:
    decide(pilot=pilot, decision=Decision.GO, reason=REASON, by=anna.user, at=NOW)
    again = decide(pilot=pilot, decision=Decision.GO, reason="Anders", by=anna.user, at=NOW)
    assert again.decision_reason == REASON
    with pytest.raises(NotAllowed, match="schon entschieden"):
        decide(pilot=pilot, decision=Decision.NO_GO, reason="Doch nicht", by=anna.user, at=NOW)
    told = signed_in(anna).post(url(team, "decide_pilot", pilot.pk), {"decision": "no_go", "reason": "Doch nicht"})
    assert told.status_code == 422
    assert "Doch nicht" in told.content.decode()


def test_a_no_go_closes_the_trial_and_its_reason_stays(team: Team, anna: Membership, pilot: Plan) -> None:
    decide(pilot=pilot, decision=Decision.NO_GO, reason="Niemand hat es bemerkt.", by=anna.user, at=NOW)
    pilot.refresh_from_db()
    assert pilot.closed_at == NOW
    shown = signed_in(anna).get(pilot.get_absolute_url()).content.decode()
    assert "Niemand hat es bemerkt." in shown
    assert url(team, "roll_out", pilot.pk) not in shown


def test_only_a_trial_is_decided_about(team: Team, anna: Membership) -> None:
    plan = PlanFactory(team=team)
    with pytest.raises(NotAllowed):
        decide(pilot=plan, decision=Decision.GO, reason=REASON, by=anna.user, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(decision="go", decision_reason=REASON, decided_on=TODAY)


def test_a_decision_has_its_reason_in_the_database_too(pilot: Plan) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=pilot.pk).update(decision="go", decided_on=TODAY)


def test_the_decision_stays_when_whoever_made_it_goes(
    team: Team, anna: Membership, ben: Membership, pilot: Plan
) -> None:
    decide(pilot=pilot, decision=Decision.GO, reason=REASON, by=ben.user, at=NOW)
    delete_account(user=ben.user, at=NOW)
    assert REASON in signed_in(anna).get(pilot.get_absolute_url()).content.decode()


# --- Roll-out --------------------------------------------------------------------------------------


def test_a_roll_out_repeats_what_was_ticked_at_the_same_distances(team: Team, anna: Membership, pilot: Plan) -> None:
    first = ActionFactory(
        team=team, plan=pilot, starts_on=TODAY, due_on=TODAY + timedelta(days=3), budget=Decimal(80), status="done"
    )
    second = ActionFactory(
        team=team, plan=pilot, due_on=TODAY + timedelta(days=10), follow_up_on=TODAY + timedelta(days=20)
    )
    second.helpers.add(anna.user)
    left = ActionFactory(team=team, plan=pilot)
    DependencyFactory(action=second, after=first)
    DependencyFactory(action=second, after=left)
    decide(pilot=pilot, decision=Decision.GO, reason=REASON, by=anna.user, at=NOW)
    begin = team.today(timezone.now()) + timedelta(days=30)
    given = {"name": "Neue Rechnung für alle", "starts_on": str(begin), "actions": [first.pk, second.pk]}
    response = signed_in(anna).post(url(team, "roll_out", pilot.pk), given)
    made = Plan.objects.get(tried_in=pilot)
    assert response.headers["Location"] == made.get_absolute_url()
    assert (made.kind, made.starts_on) == (PlanKind.ROLL_OUT, begin)
    again, later = made.actions.order_by("due_on")
    assert (again.starts_on, again.due_on) == (begin, begin + timedelta(days=3))
    assert again.status == Status.PLANNED
    assert (again.budget, again.promised_on) == (Decimal(80), begin + timedelta(days=3))
    assert (later.due_on, later.follow_up_on) == (begin + timedelta(days=10), begin + timedelta(days=20))
    assert list(later.helpers.all()) == [anna.user]
    assert dependencies_among([again, later]) == [(later.pk, again.pk)]
    assert again.assigned_by == anna.user


def test_a_second_click_finds_the_roll_out_of_the_first(team: Team, anna: Membership, pilot: Plan) -> None:
    decide(pilot=pilot, decision=Decision.GO, reason=REASON, by=anna.user, at=NOW)

    def click() -> Plan:
        made = Plan(team=team, name="Für alle", starts_on=TODAY)
        return roll_out(pilot=pilot, roll_out=made, actions=[], by=anna.user, at=NOW)

    assert click() == click()


def test_a_roll_out_gives_nothing_to_who_has_left(team: Team, anna: Membership, ben: Membership, pilot: Plan) -> None:
    tried = ActionFactory(team=team, plan=pilot, responsible=ben.user, status=Status.DONE)
    tried.helpers.set([anna.user, ben.user])
    decide(pilot=pilot, decision=Decision.GO, reason=REASON, by=anna.user, at=NOW)
    ben.delete()
    made = roll_out(pilot=pilot, roll_out=Plan(team=team, name="Alle"), actions=[tried], by=anna.user, at=NOW)
    again = made.actions.get()
    assert (again.responsible, list(again.helpers.all())) == (None, [anna.user])


def test_a_roll_out_beyond_the_calendar_is_refused_in_words(team: Team, anna: Membership, pilot: Plan) -> None:
    tried = [ActionFactory(team=team, plan=pilot, due_on=day) for day in (TODAY, date.max)]
    decide(pilot=pilot, decision=Decision.GO, reason=REASON, by=anna.user, at=NOW)
    soon = f"{timezone.now().year + 2}-01-01"
    given = {"name": "Alle", "starts_on": soon, "actions": [action.pk for action in tried]}
    answer = signed_in(anna).post(url(team, "roll_out", pilot.pk), given)
    assert (answer.status_code, "nach dem letzten Tag des Kalenders" in answer.text) == (422, True)
    assert not Plan.objects.filter(kind=PlanKind.ROLL_OUT).exists()


def test_nothing_is_rolled_out_without_a_go(team: Team, anna: Membership, pilot: Plan) -> None:
    given = {"name": "Für alle", "starts_on": "2099-01-01"}
    response = signed_in(anna).post(url(team, "roll_out", pilot.pk), {**given, "starts_on": str(_soon(team))})
    assert response.status_code == 422
    assert "Ausgerollt wird nach einem Go." in response.content.decode()
    assert not Plan.objects.filter(kind=PlanKind.ROLL_OUT).exists()


@pytest.mark.parametrize(
    "wrong", [{"starts_on": "2020-01-01"}, {"starts_on": "9999-12-31"}, {"actions": ["9" * 30]}, {"name": ""}]
)
def test_a_roll_out_that_makes_no_sense_is_asked_for_again(
    team: Team, anna: Membership, pilot: Plan, wrong: dict[str, Any]
) -> None:
    decide(pilot=pilot, decision=Decision.GO, reason=REASON, by=anna.user, at=NOW)
    given = {"name": "Für alle", "starts_on": str(_soon(team)), **wrong}
    assert signed_in(anna).post(url(team, "roll_out", pilot.pk), given).status_code == 422


def test_a_roll_out_with_a_name_that_is_taken_makes_nothing(team: Team, anna: Membership, pilot: Plan) -> None:
    action = ActionFactory(team=team, plan=pilot)
    decide(pilot=pilot, decision=Decision.GO, reason=REASON, by=anna.user, at=NOW)
    given = {"name": pilot.name, "starts_on": str(_soon(team)), "actions": [action.pk]}
    response = signed_in(anna).post(url(team, "roll_out", pilot.pk), given)
    assert response.status_code == 422
    assert "Einen Plan mit diesem Namen gibt es schon." in response.content.decode()
    assert Action.objects.count() == 1


def _soon(team: Team) -> Any:
    return team.today(timezone.now()) + timedelta(days=7)


# --- Trainings -------------------------------------------------------------------------------------


def test_each_department_shows_how_much_of_its_training_was_held(team: Team, ben: Membership) -> None:
    plan = PlanFactory(team=team, kind=PlanKind.ROLL_OUT)
    sales, service = DepartmentFactory(team=team, name="Verkauf"), DepartmentFactory(team=team, name="Service")
    held = TrainingFactory(plan=plan, department=sales)
    TrainingFactory(plan=plan, department=sales)
    TrainingFactory(plan=plan, department=service)
    signed_in(ben).post(url(team, "hold_training", held.pk), {"held": "on"})
    rows = [(row["department__name"], row["held"], row["planned"]) for row in plan.trainings.all().by_department()]
    assert rows == [("Service", 0, 1), ("Verkauf", 1, 2)]
    assert "1 von 2 gehalten" in signed_in(ben).get(plan.get_absolute_url()).content.decode()


def test_trainings_are_added_changed_and_removed(team: Team, ben: Membership) -> None:
    plan, browser = PlanFactory(team=team, kind=PlanKind.ROLL_OUT), signed_in(ben)
    browser.post(url(team, "add_training", plan.pk), {"what": "Neue Rechnung erklären", "planned_on": "2026-12-01"})
    training = plan.trainings.get()
    browser.post(url(team, "edit_training", training.pk), {"what": "Rechnung erklären", "trainer": "Frau Sommer"})
    training.refresh_from_db()
    assert (training.what, training.trainer, training.planned_on) == ("Rechnung erklären", "Frau Sommer", None)
    browser.post(url(team, "remove_training", training.pk))
    assert not Training.objects.exists()


def test_a_foreign_department_is_no_choice(team: Team, ben: Membership) -> None:
    plan, foreign = PlanFactory(team=team, kind=PlanKind.ROLL_OUT), DepartmentFactory()
    response = signed_in(ben).post(url(team, "add_training", plan.pk), {"what": "X", "department": foreign.pk})
    assert response.status_code == 422


@pytest.mark.parametrize("kind", [PlanKind.PILOT, PlanKind.ROLL_OUT])
def test_voices_and_trainings_cost_the_same_for_one_and_three(team: Team, anna: Membership, kind: PlanKind) -> None:
    plan = PlanFactory(team=team, kind=kind)

    def some(count: int) -> None:
        for _one in range(count):
            if kind == PlanKind.PILOT:
                PilotVoiceFactory(plan=plan)
            else:
                TrainingFactory(plan=plan, department=DepartmentFactory(team=team))

    some(1)
    one = queries_of(signed_in(anna), plan.get_absolute_url())
    some(2)
    assert queries_of(signed_in(anna), plan.get_absolute_url()) == one
