"""Lets the demo company hear what `config.demo.heard` tells, by the deeds that people use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from config.demo import heard
from feedback import keeping
from feedback.answering.answering import Said, take
from feedback.asking import making
from feedback.models import AskedDay, Contact, Feedback, Learned, Question, Reason, Suggestion
from feedback.suggestions import deciding, receiving, reviewing
from feedback.workspaces import praising, recovery
from teams.models import Team, User
from touchpoints.models import Metric

SEED = 6
A_MONTH = timedelta(days=30)

type People = Mapping[str, User]


def hear_all(team: Team, people: People, at: datetime) -> None:
    """Customers' voices with what was done about them, a question that they answer, and colleagues' suggestions."""
    chance = Random(SEED)  # noqa: S311 - numbers of a demo need no secrecy
    _voices(team, people, at)
    _look_after(team, people, at)
    _praise(team, people, at)
    _question(team, people, at, chance)
    for told in heard.SUGGESTIONS:
        _propose(team, people, told, at, chance)
    _learn(team, people, at)


def _voices(team: Team, people: People, at: datetime) -> None:
    places = {place.name: place for place in team.touchpoints.all()}
    for said in reversed(heard.VOICES):
        then = at - timedelta(days=said.ago)
        voice = Feedback(
            team=team,
            touchpoint=places.get(said.place),
            via=said.via,
            said_on=team.today(then),
            text=said.text,
            polarity=said.polarity,
            strength=said.strength,
            reason=_reason(team, said),
            source=said.source,
            reference=said.reference,
            may_quote=said.may_quote,
            recorded_by=people["mira"],
        )
        keeping.keep(voice, at=then)
        if said.contact:
            Contact.objects.create(feedback=voice, address=said.contact, forget_on=team.today(then + 3 * A_MONTH))


def _reason(team: Team, said: heard.Said) -> Reason | None:
    return team.reasons.get_or_create(polarity=said.polarity, name=said.reason)[0] if said.reason else None


def _beginning(team: Team, words: str) -> Feedback:
    return team.voices.get(text__startswith=words)


def _look_after(team: Team, people: People, at: datetime) -> None:
    for told in heard.CASES:
        begun, owner = at - timedelta(hours=told.hours_ago), people[told.owner]
        voice = _beginning(team, told.begins)
        due_at = recovery.deadline(team, begun)
        case = recovery.open_case(voice=voice, owner=owner, due_at=due_at, by=owner, at=begun)
        later = begun + timedelta(hours=1)
        for words in told.notes:
            recovery.note(case=case, text=words, by=owner, at=later)
        if told.answer:
            recovery.answer(case=case, answer=told.answer, by=owner, at=later)
        if told.outcome:
            recovery.close(case=case, outcome=told.outcome, result=told.result, by=owner, at=later + timedelta(hours=1))


def _praise(team: Team, people: People, at: datetime) -> None:
    for begins, names, departments, repeat in heard.PRAISED:
        praising.show(
            voice=_beginning(team, begins),
            people=[people[name] for name in names],
            departments=list(team.departments.filter(name__in=departments)),
            repeat=repeat,
            by=people["anna"],
            at=at - timedelta(hours=1),
        )


def _question(team: Team, people: People, at: datetime, chance: Random) -> None:
    """Customers choose on its scale, one a day, and some look and go; their words stand among the voices already."""
    question = Question(touchpoint=team.touchpoints.get(name=heard.ASKED), wording_de=heard.WORDING)
    question = making.ask(question, kind=Metric.Type.CSAT, by=people["mira"])
    for ago, step in enumerate(heard.STEPS):
        then = at - timedelta(days=ago, hours=1)
        AskedDay.count(question, on=team.today(then), seen=heard.LOOKED_ON[ago % len(heard.LOOKED_ON)])
        take(question=question, said=Said(sheet=_number(chance), step=step), at=then)


def _propose(team: Team, people: People, told: heard.Proposed, at: datetime, chance: Random) -> None:
    then = at - timedelta(days=told.ago)
    place = team.touchpoints.filter(name=told.place).first()
    words = receiving.Words(title=told.title, text=told.text, touchpoint=place)
    by = people.get(told.who)
    suggestion = receiving.receive(team=team, words=words, sheet=_number(chance), by=by, at=then).suggestion
    for number, (state, who, answer_words) in enumerate(told.steps, start=1):
        _decide(suggestion, told, people, state, who, answer_words, then + number * (at - then) / 6)


def _decide(
    suggestion: Suggestion, told: heard.Proposed, people: People, state: str, who: str, words: str, at: datetime
) -> None:
    suggestion.refresh_from_db()
    if state == "in_review" and told.experts:
        experts = [people[name] for name in told.experts]
        reviewing.ask(suggestion=suggestion, experts=experts, departments=(), by=people[who], at=at)
        for name, value, comment in told.ratings:
            reviewing.rate(suggestion=suggestion, by=people[name], value=value, comment=comment, at=at)
        return
    thanks = told.thanks if state == "done" else None
    deciding.move(
        suggestion=suggestion, expected=suggestion.state, to=state, by=people[who], at=at, words=words, thanks=thanks
    )


def _learn(team: Team, people: People, at: datetime) -> None:
    for ago, said, done, place, is_public in heard.LEARNED:
        Learned.objects.create(
            team=team,
            touchpoint=team.touchpoints.get(name=place),
            said=said,
            done=done,
            on=team.today(at - timedelta(days=ago)),
            is_public=is_public,
            by=people["anna"],
        )


def _number(chance: Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)
