"""Makes the demo team, told in `config.demo.story`, through the same deeds that people use."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from random import Random

from allauth.account.models import EmailAddress
from django.db import transaction

from actions.models import Status
from config.demo import story
from config.demo.actions import detail_all
from config.demo.hearing import hear_all
from config.demo.journeys import draw_all
from config.demo.measures import measure_all
from config.demo.past import tell_past
from config.demo.plans import plan_all
from config.demo.priorities import weigh_all
from config.demo.record import describe_all
from config.demo.round import as_of, planned, play
from config.demo.voices import speak_up
from meetings import planning
from meetings.models import Series
from teams import founding, inviting
from teams.models import Invitation, Letter, Membership, Team, User

SEED = 30
BEGAN = timedelta(days=15)
"""How long ago the series was planned: two of its weekly rounds were held, the later one yesterday at the latest."""
SOON = timedelta(minutes=25)

type People = Mapping[str, User]


@transaction.atomic
def create_demo(*, at: datetime) -> Team:
    """The demo team as of that moment, unless it is there already; the same each time but for its dates.

    Letters of its past are dropped: nobody needs an invitation to a round that is over.
    """
    if team := Team.objects.filter(name=story.TEAM).first():
        return team
    lead = _account(story.LEAD)
    team = founding.found(team=Team(name=story.TEAM, round_time=time(9)), by=lead)
    people = {story.LEAD.key: lead} | _colleagues(team, lead, at - BEGAN)
    _inventory(team, people, (at - BEGAN).replace(hour=8, minute=0))
    describe_all(team, people, (at - BEGAN).replace(hour=8, minute=0))
    weigh_all(team, (at - BEGAN).replace(hour=8, minute=0))
    series = planning.plan_series(
        team=team,
        by=lead,
        name=story.SERIES,
        weekday=team.round_weekday,
        time=team.round_time,
        deputy=people["mira"],
        touchpoint=team.touchpoints.get(name=story.FIRST_PLACE),
        at=at - BEGAN,
    )
    _past(series, people, team.today(at), at)
    detail_all(team, people, at)
    plan_all(team, people, at)
    tell_past(team, people, at)
    hear_all(team, people, at)
    Letter.objects.filter(to__endswith=f"@{story.DOMAIN}", created_at__lt=at).delete()
    _next_round(series, at)
    draw_all(team, people, at)
    measure_all(team, people, at)
    speak_up(team, people, at)
    return team


# --- The company ----------------------------------------------------------------------------------


def _address(person: story.Person) -> str:
    return f"{person.key}@{story.DOMAIN}"


def _account(person: story.Person) -> User:
    found = User.objects.filter(email=_address(person)).first()
    user = found or User.objects.create_user(_address(person), name=person.name)
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True, "verified": True})
    return user


def _colleagues(team: Team, lead: User, at: datetime) -> dict[str, User]:
    departments = {name: team.departments.create(name=name) for name in story.DEPARTMENTS}
    team.memberships.filter(user=lead).update(department=departments[story.LEAD.department])
    return {
        person.key: _join(
            Invitation(team=team, email=_address(person), role=person.role, department=departments[person.department]),
            person,
            lead,
            at,
        ).user
        for person in story.PEOPLE
    }


def _join(invitation: Invitation, person: story.Person, lead: User, at: datetime) -> Membership:
    invitation = inviting.invite(invitation=invitation, by=lead, at=at)
    return inviting.accept(invitation=invitation, user=_account(person), at=at)


def _inventory(team: Team, people: People, at: datetime) -> None:
    stages = {stage.name: stage for stage in team.stages.all()}
    departments = {department.name: department for department in team.departments.all()}
    for place in story.PLACES:
        touchpoint = team.touchpoints.model(
            team=team,
            name=place.name,
            kind=place.kind,
            is_personal=place.is_personal,
            is_key=place.is_key,
            stage=stages[place.stage],
            department=departments[place.department],
            owner=people[place.owner],
            actual_state=place.actual,
            target_state=place.target,
        )
        as_of(at, touchpoint, by=people[place.owner]).save()


# --- Its rounds -----------------------------------------------------------------------------------


def _past(series: Series, people: People, today: date, at: datetime) -> None:
    """Two rounds that were held, and what was done between them and today."""
    chance = Random(SEED)  # noqa: S311 - card ids of a demo need no secrecy
    earlier = planned(series.team, story.EARLIER_TASK, people, today)
    earlier.touchpoint = series.team.touchpoints.get(name=story.EARLIER_PLACE)
    earlier.follow_up_on = _second_day(series)
    as_of(at - BEGAN, earlier, by=earlier.responsible).save()
    for told in (story.FIRST, story.SECOND):
        meeting = series.meetings.planned().get()
        planning.write_occasion(meeting=meeting, at=meeting.starts_at, **told.occasion.words)
        play(meeting=meeting, told=told, people=people, chair=story.LEAD.key, today=today, chance=chance)
        _do_what_is_done(told, series.team, at)


def _second_day(series: Series) -> date:
    first = series.meetings.planned().get()
    return series.team.today(series.next_start(first.starts_at))


def _do_what_is_done(told: story.Round, team: Team, at: datetime) -> None:
    for task in told.tasks:
        if task.done is not None:
            action = team.actions.select_related("responsible").get(what=task.what)
            done_at = at + timedelta(days=task.done)
            as_of(done_at, action, by=action.responsible).move(Status.DONE, at=done_at)


def _next_round(series: Series, at: datetime) -> None:
    """The round that everything is ready for, brought forward to the next quarter of an hour."""
    meeting = series.meetings.planned().get()
    planning.write_occasion(meeting=meeting, at=at, **story.NEXT.words)
    later = at + SOON
    quarter = later.replace(minute=later.minute - later.minute % 15, second=0, microsecond=0)
    planning.change(meeting=meeting, at=at, starts_at=quarter)
