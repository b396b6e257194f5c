"""What came of questions: answers counted on their scale and over time, and how many of those who could did answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from feedback.answering.scales import SCALES
from feedback.models import Answer, AskedDay, Batch, Question, Ticket
from touchpoints.measuring.formulas import SMALL_GROUP, Estimate, rate
from touchpoints.measuring.readings import measure
from touchpoints.measuring.wording import figure, interval
from touchpoints.models import Metric

PERIODS = {30: _("30 Tage"), 90: _("90 Tage"), 365: _("ein Jahr")}
"""What is looked at, in days."""

USUAL_PERIOD = 90
DAYS_A_BAR = {30: 1, 90: 7, 365: 30}

BAR = 10
"""Units of the drawing from one bar to the next."""


@dataclass(frozen=True)
class Result:
    """Answers counted by step; None is who only wrote something."""

    metric: Metric
    counts: Counter[int | None]

    @property
    def answers(self) -> int:
        """How many answered, with or without a step."""
        return self.counts.total()

    @cached_property
    def estimate(self) -> Estimate | None:
        """The figure of the metric with its interval; None while nobody chose a step."""
        if self.metric.type not in SCALES:
            return None
        chosen = {str(step): self.counts[step] for step in SCALES[self.metric.type].steps if self.counts[step]}
        return measure(self.metric.type, distribution=chosen).figure if chosen else None

    @property
    def value(self) -> str:
        """The figure as people read it; empty while there is none."""
        return figure(self.estimate.value, self.metric) if self.estimate else ""

    @property
    def interval(self) -> str:
        """Where it lies with 95 % certainty; empty where nobody can say."""
        return interval(self.estimate.low, self.estimate.high, self.metric) if self.estimate else ""


@dataclass(frozen=True)
class Line:
    """A question in the list, with what it brought."""

    question: Question
    today: int
    month: Result


@dataclass(frozen=True)
class Step:
    """One step of the scale: how many chose it, and that as a share of 100."""

    step: int
    count: int
    share: float


@dataclass(frozen=True)
class Bar:
    """The answers of some days, as high as its share of 100 beside the highest."""

    x: int
    since: date
    until: date
    result: Result
    height: float

    @property
    def y(self) -> float:
        """Where it begins above."""
        return 100 - self.height


@dataclass(frozen=True)
class Rate:
    """How many of those who could did answer."""

    given: int
    answered: int

    @property
    def share(self) -> Estimate | None:
        """In percent; None where nobody could, or where more answered than were counted."""
        return rate(self.answered, self.given) if 0 < self.given >= self.answered else None


@dataclass(frozen=True)
class Mailing:
    """A batch with the number of its links that were used; None where it could tell who answered what."""

    batch: Batch
    used: int | None

    @property
    def last_moment(self) -> datetime:
        """When its links were, or are, good for the last time."""
        return self.batch.expires_at - timedelta(seconds=1)

    @property
    def rate(self) -> Rate | None:
        """Given out and used."""
        return None if self.used is None else Rate(self.batch.size, self.used)


def lines_of(questions: Iterable[Question], today: date) -> list[Line]:
    """The questions with their answers of today and of the last 30 days, in one query."""
    questions = list(questions)
    counts: dict[int, Counter[int | None]] = {question.pk: Counter() for question in questions}
    fresh: Counter[int] = Counter()
    lately = Answer.objects.filter(question__in=questions, day__gt=today - timedelta(days=30)).order_by()
    counted = lately.values("question", "step").annotate(n=Count("pk"), of_today=Count("pk", filter=Q(day=today)))
    for row in counted:
        counts[row["question"]][row["step"]] += row["n"]
        fresh[row["question"]] += row["of_today"]
    return [Line(question, fresh[question.pk], Result(question.metric, counts[question.pk])) for question in questions]


@dataclass(frozen=True)
class Period:
    """The answers to a question within so many days up to `today`, counted in one query."""

    question: Question
    days: int
    today: date

    @property
    def since(self) -> date:
        """The first day of all bars; the last bar ends today."""
        width = DAYS_A_BAR[self.days]
        return self.today - timedelta(days=-(-self.days // width) * width - 1)

    @cached_property
    def _by_day(self) -> dict[date, Counter[int | None]]:
        rows = self.question.answers.filter(day__range=(self.since, self.today)).order_by()
        found: dict[date, Counter[int | None]] = {}
        for day, step, count in rows.values_list("day", "step").annotate(n=Count("pk")):
            found.setdefault(day, Counter())[step] += count
        return found

    @cached_property
    def result(self) -> Result:
        """All of them."""
        return Result(self.question.metric, sum(self._by_day.values(), Counter()))

    @property
    def steps(self) -> list[Step]:
        """How often each step was chosen, the highest first; none on a scale that is not asked on."""
        counts, scale = self.result.counts, SCALES.get(self.question.metric.type)
        steps = scale.steps if scale else range(0)
        chosen = sum(counts[step] for step in steps)
        return [Step(step, counts[step], 100 * counts[step] / chosen if chosen else 0) for step in reversed(steps)]

    @cached_property
    def bars(self) -> list[Bar]:
        """The answers by day, week or month of thirty days, oldest first."""
        width = DAYS_A_BAR[self.days]
        starts = [self.since + timedelta(days=days) for days in range(0, (self.today - self.since).days + 1, width)]
        spans = [(start, start + timedelta(days=width - 1)) for start in starts]
        results = [Result(self.question.metric, self._within(*span)) for span in spans]
        top = max(result.answers for result in results) or 1
        return [
            Bar(place * BAR, *span, result, 100 * result.answers / top)
            for place, (span, result) in enumerate(zip(spans, results, strict=True))
        ]

    @property
    def width(self) -> int:
        """Of the drawing."""
        return BAR * len(self.bars)

    @cached_property
    def open_link(self) -> Rate:
        """How often the open link was looked at, and how often somebody answered there."""
        days = AskedDay.objects.filter(question=self.question, day__range=(self.since, self.today))
        sums = days.aggregate(seen=Sum("seen", default=0), answered=Sum("answered", default=0))
        return Rate(sums["seen"], sums["answered"])

    def _within(self, since: date, until: date) -> Counter[int | None]:
        return sum((counts for day, counts in self._by_day.items() if since <= day <= until), Counter())


def mailings_of(question: Question) -> list[Mailing]:
    """All batches of one-use links, the newest first, in two queries."""
    batches = list(question.batches.select_related("created_by"))
    used = Ticket.objects.filter(batch__in=batches, is_used=True).order_by()
    counts = dict(used.values_list("batch").annotate(n=Count("pk")))
    return [Mailing(batch, told(counts.get(batch.pk, 0))) for batch in batches]


def one_use(mailings: Iterable[Mailing]) -> Rate | None:
    """Links given out and used, of all mailings that tell; None without one."""
    telling = [mailing.rate for mailing in mailings if mailing.rate]
    return Rate(sum(each.given for each in telling), sum(each.answered for each in telling)) if telling else None


def told(used: int) -> int | None:
    """How many links were used, unless they are so few that one could tell whose answer is whose."""
    return used if used >= SMALL_GROUP else None
