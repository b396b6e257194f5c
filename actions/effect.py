"""Whether an action has worked: its metric before and after, and what the two sides allow to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Min, Q, Sum, TextChoices
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actions.models import Action, Status
from touchpoints.measuring.formulas import Difference, Estimate, difference, welch
from touchpoints.measuring.pooling import answers_pooled, readings_pooled, sums
from touchpoints.measuring.readings import Measured
from touchpoints.measuring.wording import called, estimate_of
from touchpoints.models import Baseline, Metric, Voice
from touchpoints.models.metrics import ReadingQuerySet

WAIT = timedelta(days=1)
"""What was measured on the last day of an action still counts as before it."""

SHORTEST, LONGEST = timedelta(days=91), timedelta(days=365)
"""How far each side reaches at least, so that weekly values give a handful, and at most: once through all seasons."""


class Verdict(TextChoices):
    """What can be said about an action."""

    WORKED = "worked", _("hat gewirkt")
    NO_DIFFERENCE = "no_difference", _("kein Unterschied erkennbar")
    WORSE = "worse", _("ist schlechter geworden")
    TOO_FEW = "too_few", _("zu wenige Messungen")


@dataclass(frozen=True)
class Side:
    """The readings of one side, from the first day to the last, as one value.

    `is_sample` where each reading counts once; else all their answers were put together. `answers` is None where nobody
    knows how many there were.
    """

    first: date
    last: date
    measured: Measured
    readings: int = 1
    answers: int | None = None
    is_sample: bool = False

    @classmethod
    def of(cls, readings: ReadingQuerySet, kind: str) -> Side | None:
        """Out of readings of one voice, themselves the sample where n or spread is unknown; None without any."""
        row = readings.aggregate(first=Min("measured_on"), last=Max("measured_on"), **sums())
        if not row["readings"]:
            return None
        pooled = answers_pooled(kind, row)
        answers = row["answers"] if row["counted"] == row["readings"] else None
        if pooled.figure.low is not None:
            return cls(row["first"], row["last"], pooled, row["readings"], answers)
        return cls(row["first"], row["last"], readings_pooled(kind, row), row["readings"], answers, is_sample=True)

    @classmethod
    def frozen(cls, baseline: Baseline) -> Side:
        """Out of a baseline, where no reading is left."""
        figure, day = estimate_of(baseline), baseline.measured_on
        if figure.low is not None:
            return cls(day, day, Measured(figure), answers=baseline.n)
        return cls(day, day, Measured(Estimate(figure.value, None, None, 1)), answers=baseline.n, is_sample=True)

    @property
    def figure(self) -> Estimate:
        """The value with its interval; n counts answers, or readings where they are the sample."""
        return self.measured.figure


@dataclass(frozen=True)
class Effect:
    """A metric before and after an action, in one voice.

    `meanwhile` counts the other actions finished in the time of the values compared.
    """

    metric: Metric
    before: Side | None
    after: Side | None
    meanwhile: int = 0
    whose: str = ""

    @property
    def sides(self) -> list[tuple[str, Side]]:
        """The sides that are known, by name."""
        named = ((gettext("vorher"), self.before), (gettext("nachher"), self.after))
        return [(name, side) for name, side in named if side]

    @property
    def change(self) -> Difference | None:
        """After less before, with its 95 % interval where one follows."""
        return change_of(self.before.measured, self.after.measured) if self.before and self.after else None

    @property
    def verdict(self) -> Verdict:
        """What the two sides allow to say."""
        if self.before is None or self.after is None:
            return Verdict.TOO_FEW
        better = Metric.Better(self.metric.better)
        return judged(before=self.before.measured, after=self.after.measured, better=better)

    @property
    def reason(self) -> str:
        """Why nothing more certain can be said, or what makes it certain, in a sentence."""
        if self.before is None:
            return gettext("Es fehlt eine vergleichbare Messung von vorher.")
        if self.after is None:
            return gettext("Seit dem Abschluss fehlt noch eine Messung.")
        match self.verdict:
            case Verdict.WORKED:
                return gettext("Auch mit der Unsicherheit beider Seiten ist der Wert besser als vorher.")
            case Verdict.WORSE:
                return gettext("Auch mit der Unsicherheit beider Seiten ist der Wert schlechter als vorher.")
            case Verdict.NO_DIFFERENCE:
                return gettext("So weit können die beiden Werte auch durch Zufall auseinanderliegen.")
        small = [side for side in (self.before, self.after) if side.figure.is_small]
        if any(side.is_sample for side in small):
            return gettext("Wo n oder Streuung fehlen, zählt jede Messung einmal, und dann braucht jede Seite fünf.")
        if small:
            return gettext("Mindestens eine der beiden Seiten stützt sich auf weniger als fünf Antworten.")
        return gettext("Ohne Streuung lässt sich nicht sagen, was davon Zufall ist.")

    @property
    def basis(self) -> str:
        """Whose values were put together and how, in words; empty without any."""
        sides = [side for _name, side in self.sides]
        if not self.whose:
            return ""
        if any(side.is_sample for side in sides):
            return gettext("Verglichen: %(whose)s. Wo n oder Streuung fehlen, zählt jede Messung einmal.") % {
                "whose": self.whose
            }
        if any(side.readings > 1 for side in sides):
            return gettext("Verglichen: %(whose)s. Die Antworten jeder Seite sind zusammengezählt.") % {
                "whose": self.whose
            }
        return gettext("Verglichen: %(whose)s.") % {"whose": self.whose}


def change_of(before: Measured, after: Measured) -> Difference:
    """After less before: Welch's interval for two means with their spreads, else out of both intervals.

    Visits of 60, 70, 80, 70 and 70 % and then 85, 90, 95, 90 and 90 % give 20 with 11.31 to 28.69.
    """
    then, now = before.figure, after.figure
    if before.spread and after.spread and then.n and now.n:
        return welch(now.value, after.spread, now.n, then.value, before.spread, then.n)
    return difference(now, then)


def judged(*, before: Measured, after: Measured, better: Metric.Better) -> Verdict:
    """What two independent values of a metric allow to say.

    The interval of their difference comes from Welch for means (`formulas.welch`), else from their own 95 % intervals
    (`formulas.difference`: Newcombe 1998, method 10; Zou & Donner 2008). Only an interval that leaves out zero tells
    better from worse. Fewer than five answers on a side (or readings, where they are the sample), an unknown number of
    them or a side without an interval are too few. CSAT 48 of 80 before and 56 of 70 after differ by 20 (5.2 to 33.4):
    worked.

    It takes both samples as drawn at random and apart from each other, and it sees one metric at two times: a
    season, a campaign or another action in between looks the same to it as the action itself. One comparison in forty
    says "worked" where nothing has changed.
    """
    change = change_of(before, after)
    sides = (before.figure, after.figure)
    if change.low is None or change.high is None or any(side.is_small or side.low is None for side in sides):
        return Verdict.TOO_FEW
    if change.low <= 0 <= change.high:
        return Verdict.NO_DIFFERENCE
    return Verdict.WORKED if (change.low > 0) == (better == Metric.Better.HIGHER) else Verdict.WORSE


@dataclass(frozen=True)
class Heard:
    """One voice before and after: on which days it was heard, how many answered, and its baseline of before."""

    voice: Voice
    whose: str
    baseline: Baseline | None
    first: date | None
    last_before: date | None
    first_after: date | None
    last: date | None
    answers_before: int
    answers_after: int

    @property
    def rank(self) -> tuple[int, date, date]:
        """The voice with most answers on its smaller side says most; without two sides the newest."""
        then = self.answers_before or (self.baseline.n or 1 if self.baseline else 0)
        return min(then, self.answers_after), self.last or date.min, self.last_before or date.min


def effect_of(action: Action) -> Effect | None:
    """What became of the action's metric; None while the action is not done or has no metric.

    Before are the readings up to the day on which it began, where that is known, else to the day on which it was done.
    After are those at least a day after it was done; what was measured in between is neither. Both are of one voice, so
    that staff is never held against customers. Each side reaches as far from the action as the other one can, because
    unequal times would set a season against a year; see `SHORTEST` and `LONGEST`. The nearest reading counts however
    far away it is, and a baseline where there is none.
    """
    metric = action.metric
    if metric is None or action.status != Status.DONE or action.done_at is None:
        return None
    done_on = action.team.today(action.done_at)
    until, since = min(action.starts_on or done_on, done_on), done_on + WAIT
    heard = max(_heard(metric, until, since), key=lambda each: each.rank, default=None)
    if heard is None:
        baseline = metric.baselines.filter(measured_on__lte=until).first()
        return Effect(metric, Side.frozen(baseline) if baseline else None, None)
    start, end = _window(heard, until, since)
    readings = metric.readings.shown().of_voice(heard.voice)
    before = Side.of(readings.since(start).until(until), metric.type)
    if before is None and heard.baseline:
        before = Side.frozen(heard.baseline)
    after = Side.of(readings.since(since).until(end), metric.type)
    meanwhile = _finished_between(action, metric.touchpoint_id, before.first, after.last) if before and after else 0
    return Effect(metric, before, after, meanwhile, heard.whose)


def _heard(metric: Metric, until: date, since: date) -> Iterator[Heard]:
    """Who was heard before or after, each with the newest baseline of its own."""
    oldest_first = metric.baselines.filter(measured_on__lte=until).order_by("set_at", "pk")
    baselines: Mapping[Voice, Baseline] = {baseline.voice: baseline for baseline in oldest_first}
    before, after, answers = Q(measured_on__lte=until), Q(measured_on__gte=since), Coalesce("n", 1)
    rows: Any = metric.readings.shown().order_by().values_list("source", "department", "department__name")
    for source, department, name, *found in rows.annotate(
        first=Min("measured_on", filter=before),
        last_before=Max("measured_on", filter=before),
        first_after=Min("measured_on", filter=after),
        last=Max("measured_on", filter=after),
        answers_before=Sum(answers, filter=before, default=0),
        answers_after=Sum(answers, filter=after, default=0),
    ):
        voice = Voice(source, department)
        yield Heard(voice, called(source, name), baselines.get(voice), *found)


def _window(heard: Heard, until: date, since: date) -> tuple[date, date]:
    """The first day that counts as before, and the last that counts as after."""
    room = (until - (heard.first or until), (heard.last or since) - since)
    reach = min(max(min(room), SHORTEST), LONGEST)
    return min(until - reach, heard.last_before or until), max(since + reach, heard.first_after or since)


def _finished_between(action: Action, touchpoint: int, first: date, last: date) -> int:
    """How many other actions at the touchpoint were finished since the first day and before the last."""
    others = action.team.actions.filter(touchpoint=touchpoint, status=Status.DONE).exclude(pk=action.pk)
    days = [action.team.today(done_at) for done_at in others.values_list("done_at", flat=True) if done_at]
    return sum(first <= day < last for day in days)
