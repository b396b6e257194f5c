"""A team that has heard something of every kind."""

from __future__ import annotations

from feedback.models import Alert, CaseNote, Feedback, Mark, Polarity, Praise, Reply, Term, ToneWord, Via
from teams.models import Membership, Team
from tests.factories import NOW, ActionFactory, MetricFactory
from tests.feedback.of_feedback import (
    AnswerFactory,
    BatchFactory,
    ContactFactory,
    FeedbackFactory,
    LearnedFactory,
    QuestionFactory,
    ReasonFactory,
    RecoveryCaseFactory,
    SuggestionFactory,
    TopicFactory,
)
from touchpoints.models import Metric, Touchpoint


def hear_everything(team: Team, at: Touchpoint, by: Membership) -> Feedback:
    """One row of each kind, all at the touchpoint. Returns the complaint, of which the rest came."""
    metric = MetricFactory(touchpoint=at, type=Metric.Type.CSAT, name=f"Zufriedenheit {at.pk}")
    question = QuestionFactory(metric=metric)
    question.days.create(day=NOW.date(), seen=9, answered=1)
    BatchFactory(question=question)
    complaint: Feedback = FeedbackFactory(
        team=team,
        touchpoint=at,
        answer=AnswerFactory(question=question),
        via=Via.QUESTION,
        text="=1+1 zu spät 😀",
        reason=ReasonFactory(team=team),
        recorded_by=by.user,
    )
    complaint.actions.add(ActionFactory(team=team))
    ContactFactory(feedback=complaint)
    CaseNote.objects.create(case=RecoveryCaseFactory(feedback=complaint, owner=by.user), text="Angerufen", at=NOW)
    Alert.objects.create(team=team, touchpoint=at, kind="negative", feedback=complaint, raised_at=NOW)
    delighted = FeedbackFactory(team=team, touchpoint=at, text="Toll beraten!", polarity=Polarity.POSITIVE)
    praise = Praise.objects.create(feedback=delighted, repeat="Beratung ohne Eile", shown_at=NOW)
    praise.people.add(by.user)
    if at.department:
        praise.departments.add(at.department)
    topic = TopicFactory(team=team)
    Term.objects.create(topic=topic, text="Rechnung")
    Mark.objects.create(feedback=complaint, topic=topic, words=["spät"])
    ToneWord.objects.get_or_create(team=team, text="zu spät", tone="negative")
    suggestion = SuggestionFactory(team=team, touchpoint=at, by=by.user, answered_at=NOW)
    suggestion.ratings.create(by=by.user, value=4, comment="Geht schnell", rated_at=NOW)
    Reply.objects.create(suggestion=suggestion, text="Danke, das prüfen wir.", by=by.user, at=NOW)
    LearnedFactory(team=team, touchpoint=at)
    return complaint
