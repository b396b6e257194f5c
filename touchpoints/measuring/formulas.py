"""The figures of measuring and their 95 % intervals, as pure functions.

Shares and scores are in percent of 100. An interval stands only where it follows from what is known: a mean without its
spread has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import atan, ceil, cos, exp, inf, isfinite, lgamma, pi, sqrt, tan
from statistics import NormalDist, fmean, stdev

SMALL_GROUP = 5
"""Groups with fewer people than this are not shown apart."""

Z = NormalDist().inv_cdf(0.975)
"""1.96: 95 % of a normal distribution lie within this many standard deviations."""

EASIEST = 7
"""The top of the CES 2.0 scale, which begins at 1."""


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval, where there is one, and the number of answers it rests on."""

    value: float
    low: float | None
    high: float | None
    n: int | None

    @property
    def is_small(self) -> bool:
        """Whether too few answers stand behind it to say anything for sure, or nobody knows how many."""
        return self.n is None or self.n < SMALL_GROUP

    def within(self, floor: float | None, top: float | None) -> Estimate:
        """The same figure with its interval kept on a scale from `floor` to `top`; None leaves that end open."""
        low = self.low if self.low is None or floor is None else max(self.low, floor)
        high = self.high if self.high is None or top is None else min(self.high, top)
        return Estimate(self.value, low, high, self.n)


@dataclass(frozen=True)
class Difference:
    """How far one figure lies above another, with its 95 % interval where one follows.

    `chance` is how likely two samples of one and the same group lie as far apart, where that is known.
    """

    value: float
    low: float | None
    high: float | None
    chance: float | None = None


def nps(promoters: int, passives: int, detractors: int) -> Estimate:
    """Net Promoter Score, −100 to 100: 100·(P−D)/n. ValueError without answers.

    Interval: adjusted Wald with n+3, P+¾, D+¾, clipped (Rocks 2016, "Interval Estimation for the Net Promoter Score").
    18, 11 and 2 give 51.61 with 25.51 to 68.61; 10, 0 and 0 give 100 with 47.5 to 100.
    """
    n = _answers(promoters, passives, detractors)
    share_up, share_down = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    middle = share_up - share_down
    reach = Z * sqrt((share_up + share_down - middle**2) / (n + 3))
    score = Estimate(100 * (promoters - detractors) / n, 100 * (middle - reach), 100 * (middle + reach), n)
    return score.within(-100, 100)


def nps_spread(promoters: int, passives: int, detractors: int) -> float:
    """Standard deviation of the answers counted as 100, 0 and −100: with the score it says how many stood where.

    18, 11 and 2 give 61.54.
    """
    n = _answers(promoters, passives, detractors)
    return 100 * sqrt((promoters + detractors) / n - ((promoters - detractors) / n) ** 2)


def csat(satisfied: float, n: int) -> Estimate:
    """Customer satisfaction in percent: the share of the two top boxes of five, with `rate`'s interval.

    42 of 50 give 84 with 71.5 to 91.7.
    """
    return rate(satisfied, n)


def rate(k: float, n: int) -> Estimate:
    """`k` of `n` in percent with the Wilson interval (Wilson 1927). ValueError unless 0 ≤ k ≤ n and n ≥ 1.

    0 of 10 give 0 with 0 to 27.75; 1 of 2 gives 50 with 9.45 to 90.55.
    """
    if n < 1 or not 0 <= k <= n:
        raise ValueError("k of n needs 0 ≤ k ≤ n and n ≥ 1")
    share, shrink = k / n, 1 + Z**2 / n
    middle = (share + Z**2 / (2 * n)) / shrink
    reach = Z * sqrt(share * (1 - share) / n + Z**2 / (4 * n**2)) / shrink
    low, high = min(middle - reach, share), max(middle + reach, share)  # rounding must not put 0 of n outside
    return Estimate(100 * share, 100 * low, 100 * high, n).within(0, 100)


def ces(counts: Mapping[int, int]) -> Estimate:
    """Customer Effort Score 2.0: the mean of 1 to 7, higher is easier, from answers counted by step.

    {5: 2, 6: 4, 7: 4} gives 6.2 with 5.64 to 6.76. ValueError without answers or beyond the scale.
    """
    if not set(counts) <= set(range(1, EASIEST + 1)):
        raise ValueError("CES 2.0 goes from 1 to 7")
    _answers(*counts.values())
    return mean_of(*spread_of(counts)).within(1, EASIEST)


def spread_of(counts: Mapping[int, int]) -> tuple[float, float | None, int]:
    """Mean, standard deviation (of a sample, n−1) and number of answers counted by step; no spread for one answer.

    {5: 2, 6: 4, 7: 4} gives 6.2, 0.789 and 10.
    """
    n = _answers(*counts.values())
    value = sum(step * count for step, count in counts.items()) / n
    if n == 1:
        return value, None, n
    return value, sqrt(sum(count * (step - value) ** 2 for step, count in counts.items()) / (n - 1)), n


def mean(values: Sequence[float]) -> Estimate:
    """Mean of the values with Student's interval. ValueError without values.

    4, 6 and 8 give 6 with 1.03 to 10.97.
    """
    n = _answers(len(values))
    return mean_of(fmean(values), stdev(values) if n > 1 else None, n)


def mean_of(value: float, spread: float | None, n: int | None) -> Estimate:
    """A mean with Student's t interval: value ± t(n−1)·spread/√n (Student 1908).

    No interval for fewer than two answers, for an unknown spread or for none: answers that are all alike do not say how
    far others would differ. 6 with 2 of 3 gives 1.03 to 10.97.
    """
    if not spread or n is None or n < 2:
        return Estimate(value, None, None, n)
    reach = t_quantile(n - 1) * spread / sqrt(n)
    return Estimate(value, value - reach, value + reach, n)


def welch(a_mean: float, a_sd: float, a_n: int, b_mean: float, b_sd: float, b_n: int) -> Difference:
    """a − b with Welch's interval (Welch 1947), for groups of different size and spread.

    4.2, 0.8, 20 and 3.5, 1.1, 15 give 0.7 with 0.01 to 1.39, by chance in 0.048 of all cases. No interval where either
    group has fewer than two, or no spread: 4, 0, 5 and 2, 0.8, 30 give 2 and no more, because five who all tick 4 do
    not say how far others would differ, as in `mean_of`.
    """
    gap = a_mean - b_mean
    if a_n < 2 or b_n < 2 or not (a_sd and b_sd):
        return Difference(gap, None, None)
    a_part, b_part = a_sd**2 / a_n, b_sd**2 / b_n
    freedom = (a_part + b_part) ** 2 / (a_part**2 / (a_n - 1) + b_part**2 / (b_n - 1))
    freedom, error = max(freedom, min(a_n, b_n) - 1), sqrt(a_part + b_part)
    reach = t_quantile(freedom) * error
    return Difference(gap, gap - reach, gap + reach, t_chance(gap / error, freedom))


def difference(a: Estimate, b: Estimate) -> Difference:
    """a − b of two independent figures by their own intervals (Newcombe 1998, method 10; Zou & Donner 2008).

    For shares with Wilson intervals: 56 of 70 less 48 of 80 give 20 with 5.2 to 33.4. None where either has none.
    """
    gap = a.value - b.value
    if a.low is None or a.high is None or b.low is None or b.high is None:
        return Difference(gap, None, None)
    below = sqrt(max(a.value - a.low, 0) ** 2 + max(b.high - b.value, 0) ** 2)
    above = sqrt(max(a.high - a.value, 0) ** 2 + max(b.value - b.low, 0) ** 2)
    return Difference(gap, gap - below, gap + above)


def holm(chances: Sequence[float], limit: float = 0.05) -> list[bool]:
    """Which of many differences are certain, so that among all of them one is wrong with `limit` at most (Holm 1979).

    From the least likely on, each must be at most `limit` by the number of those left; the first that is not ends it.
    0.01, 0.04, 0.03 and 0.005 leave the first and the last: 0.005 ≤ 0.05/4, 0.01 ≤ 0.05/3, but 0.03 > 0.05/2.
    """
    certain, by_chance = [False] * len(chances), sorted(range(len(chances)), key=chances.__getitem__)
    for left, place in zip(range(len(chances), 0, -1), by_chance, strict=True):
        if chances[place] > limit / left:
            break
        certain[place] = True
    return certain


def mystery_score(lines: Iterable[tuple[float, float | None, float]]) -> float | None:
    """Mystery score in percent: 100·Σ(weight·points)/Σ(weight·top) of (weight, points, top).

    Points None means "not applicable" and leaves both sums; None when nothing is left. (1, 2, 2), (2, 1, 2) and
    (3, None, 2) give 66.67.
    """
    counted = [(weight, points, top) for weight, points, top in lines if points is not None]
    best = sum(weight * top for weight, _points, top in counted)
    return 100 * sum(weight * points for weight, points, _top in counted) / best if best else None


@lru_cache(maxsize=4096)
def t_quantile(df: float, p: float = 0.975) -> float:
    """The value below which Student's t with `df` ≥ 1 degrees of freedom lies with probability `p`.

    12.706 for 1, 4.303 for 2, 2.228 for 10, 1.980 for 120 (tables of Fisher & Yates 1963). With t = √df·tan(a) the
    distribution is c·∫cos^(df−1), which bends one way only, so that Newton's steps from 0 never pass the answer.
    """
    if df < 1 or not 0 < p < 1:
        raise ValueError("needs df ≥ 1 and 0 < p < 1")
    if p < 0.5:
        return -t_quantile(df, 1 - p)
    if not isfinite(df):
        return NormalDist().inv_cdf(p)
    scale = _cosine_scale(df)
    angle, step = 0.0, inf
    while step > 1e-12:
        step = (p - 0.5 - scale * _cosine_integral(angle, df - 1)) / (scale * cos(angle) ** (df - 1))
        angle += step
    return sqrt(df) * tan(angle)


def t_chance(t: float, df: float) -> float:
    """How likely Student's t with `df` ≥ 1 degrees of freedom lies as far from 0 as `t`, to either side.

    12.706 with 1 and 2.228 with 10 give 0.05. Ten pieces a standard deviation keep it right to 1e-7 from df 4 on.
    """
    angle = atan(abs(t) / sqrt(df))
    pieces = 32 + 2 * ceil(5 * angle * sqrt(df))
    return max(0.0, 1 - 2 * _cosine_scale(df) * _cosine_integral(angle, df - 1, pieces))


def _cosine_scale(df: float) -> float:
    """What makes ∫ cos^(df−1) from −π/2 to π/2 one."""
    return exp(lgamma((df + 1) / 2) - lgamma(df / 2)) / sqrt(pi)


def _cosine_integral(angle: float, power: float, pieces: int = 32) -> float:
    """∫ cos^power from 0 to the angle, by Simpson's rule."""
    width = angle / pieces
    inner = sum((4 if piece % 2 else 2) * cos(piece * width) ** power for piece in range(1, pieces))
    return width / 3 * (1 + inner + cos(angle) ** power)


def _answers(*counts: int) -> int:
    if min(counts, default=0) < 0 or not sum(counts):
        raise ValueError("needs at least one answer, and no negative counts")
    return sum(counts)
