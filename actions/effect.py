"""Whether an action has worked: its metric before and after, and what the two values allow to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actions.models import Action, Status
from touchpoints.measuring.formulas import SMALL_GROUP, Difference, Estimate, difference
from touchpoints.measuring.wording import estimate_of
from touchpoints.models import Baseline, Metric, Reading

WAIT = timedelta(days=1)
"""What was measured on the last day of an action still counts as before it."""


class Verdict(TextChoices):
    """What can be said about an action."""

    WORKED = "worked", _("hat gewirkt")
    NO_DIFFERENCE = "no_difference", _("kein Unterschied erkennbar")
    WORSE = "worse", _("ist schlechter geworden")
    TOO_FEW = "too_few", _("zu wenige Messungen")


@dataclass(frozen=True)
class Side:
    """One of the two values that are compared, and its day."""

    measured_on: date
    figure: Estimate

    @classmethod
    def of(cls, row: Reading | Baseline | None) -> Side | None:
        """The value of a reading, or of a baseline where no reading is left."""
        return cls(row.measured_on, estimate_of(row)) if row else None


@dataclass(frozen=True)
class Effect:
    """A metric before and after an action; `meanwhile` counts the other actions finished between the two values."""

    metric: Metric
    before: Side | None
    after: Side | None
    meanwhile: int = 0

    @property
    def sides(self) -> list[tuple[str, Side]]:
        """The values that are known, by name."""
        named = ((gettext("vorher"), self.before), (gettext("nachher"), self.after))
        return [(name, side) for name, side in named if side]

    @property
    def change(self) -> Difference | None:
        """After less before, with its 95 % interval where one follows."""
        return difference(self.after.figure, self.before.figure) if self.before and self.after else None

    @property
    def verdict(self) -> Verdict:
        """What the two values allow to say."""
        if self.before is None or self.after is None:
            return Verdict.TOO_FEW
        return judged(before=self.before.figure, after=self.after.figure, better=Metric.Better(self.metric.better))

    @property
    def reason(self) -> str:
        """Why nothing more certain can be said, or what makes it certain, in a sentence."""
        if self.before is None:
            return gettext("Es fehlt eine vergleichbare Messung von vorher.")
        if self.after is None:
            return gettext("Seit dem Abschluss fehlt noch eine Messung.")
        match self.verdict:
            case Verdict.WORKED:
                return gettext("Auch mit der Unsicherheit beider Messungen ist der Wert besser als vorher.")
            case Verdict.WORSE:
                return gettext("Auch mit der Unsicherheit beider Messungen ist der Wert schlechter als vorher.")
            case Verdict.NO_DIFFERENCE:
                return gettext("So weit können zwei Messungen auch durch Zufall auseinanderliegen.")
        if self.change and self.change.low is None:
            return gettext("Ohne Streuung lässt sich nicht sagen, was davon Zufall ist.")
        return gettext("Mindestens eine der beiden Messungen stützt sich auf weniger als fünf Antworten.")


def judged(*, before: Estimate, after: Estimate, better: Metric.Better) -> Verdict:
    """What two independent values of a metric allow to say.

    The interval of their difference comes from their own 95 % intervals (`formulas.difference`: Newcombe 1998, method
    10; Zou & Donner 2008); symmetric ones make it ± 1.96·√(se₁² + se₂²) with se = half width / 1.96. Only an interval
    that leaves out zero tells better from worse. Fewer than five answers on a side, an unknown number of them or a side
    without an interval are too few. CSAT 48 of 80 before and 56 of 70 after differ by 20 (5.2 to 33.4): worked.

    It takes both samples as drawn at random and apart from each other, and it sees one metric at two moments: a
    season, a campaign or another action in between looks the same to it as the action itself. One comparison in forty
    says "worked" where nothing has changed.
    """
    change = difference(after, before)
    if is_small(before) or is_small(after) or change.low is None or change.high is None:
        return Verdict.TOO_FEW
    if change.low <= 0 <= change.high:
        return Verdict.NO_DIFFERENCE
    return Verdict.WORKED if (change.low > 0) == (better == Metric.Better.HIGHER) else Verdict.WORSE


def is_small(figure: Estimate) -> bool:
    """Whether too few answers stand behind a figure, or nobody knows how many."""
    return figure.n is None or figure.n < SMALL_GROUP


def effect_of(action: Action) -> Effect | None:
    """What became of the action's metric; None while the action is not done or has no metric.

    After is the newest reading at least a day after it was done. Before is the newest reading up to that day from the
    same source and department, so that staff is never held against customers; else the baseline of that time.
    """
    metric = action.metric
    if metric is None or action.status != Status.DONE or action.done_at is None:
        return None
    done_on = action.team.today(action.done_at)
    after = metric.readings.shown().since(done_on + WAIT).last()
    earlier = metric.readings.shown().until(done_on)
    if after is not None:
        earlier = earlier.filter(source=after.source, department=after.department_id)
    before = earlier.last() or metric.baselines.filter(measured_on__lte=done_on).first()
    return Effect(
        metric=metric,
        before=Side.of(before),
        after=Side.of(after),
        meanwhile=_finished_between(action, before, after) if before and after else 0,
    )


def _finished_between(action: Action, before: Reading | Baseline, after: Reading) -> int:
    """How many other actions at the same touchpoint were finished after the one value and before the other."""
    others = action.team.actions.filter(touchpoint=after.metric.touchpoint_id, status=Status.DONE).exclude(pk=action.pk)
    days = [action.team.today(done_at) for done_at in others.values_list("done_at", flat=True) if done_at]
    return sum(before.measured_on <= day < after.measured_on for day in days)
