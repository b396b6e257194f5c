"""What puts touchpoints into an order: fields of the two matrices, ICE and RICE. Pure arithmetic."""

from collections.abc import Iterable
from math import isclose
from statistics import fmean
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

EASIEST = 11
"""Ease and effort add up to it, so that both run from 1 to 10."""


class Point(NamedTuple):
    """A place in a matrix: `x` to the right, `y` upwards, in the scale's units."""

    x: float
    y: float


class Quadrant(TextChoices):
    """Where importance and performance put a touchpoint: top left, top right, bottom left, bottom right."""

    START = "start", _("Hier zuerst ansetzen")
    KEEP = "keep", _("Weiter so")
    LOW = "low", _("Niedrige Priorität")
    TOO_MUCH = "too_much", _("Vielleicht zu viel des Guten")


class Bet(TextChoices):
    """Where effort and impact put an improvement: top left, top right, bottom left, bottom right."""

    QUICK_WIN = "quick_win", _("Quick Win")
    BIG = "big", _("Großes Vorhaben")
    ASIDE = "aside", _("Nebenbei")
    HARDLY = "hardly", _("Lohnt kaum")


MIDDLE = Point(5.5, 5.5)
"""Of two scales from 1 to 10: from 6 on something is high."""


def means(points: Iterable[Point]) -> Point | None:
    """The crosshair: the mean of each axis; None without points.

    Martilla & James (1977), Importance-Performance Analysis, Journal of Marketing 41(1).
    (2, 5), (4, 3) → (3, 4).
    """
    known = list(points)
    return Point(fmean(point.x for point in known), fmean(point.y for point in known)) if known else None


def field_of[T: TextChoices](fields: type[T], point: Point, crosshair: Point) -> T:
    """Which of the four fields a point lies in; what lies on the crosshair counts as high.

    Around (3, 4): (2, 5) → the first, (4, 5) → the second, (2, 3) → the third, (3, 3) → the fourth.
    """
    right, below = not _less(point.x, crosshair.x), _less(point.y, crosshair.y)
    return list(fields)[2 * below + right]


def ease(effort: int) -> int:
    """How easy what costs that effort is, both from 1 to 10: 3 → 8."""
    return EASIEST - effort


def ice(impact: int, confidence: int, effort: int) -> int:
    """Impact × confidence × ease, each 1 to 10, hence 1 to 1,000 (Ellis & Brown 2017, Hacking Growth).

    Impact 8, confidence 7, effort 3 → 8 · 7 · 8 = 448.
    """
    return impact * confidence * ease(effort)


def rice(contacts: int, impact: int, confidence: int, effort: int) -> float:
    """Contacts a month × impact × confidence as a share / effort (McBride 2016, Intercom).

    1,200 contacts, impact 8, confidence 7, effort 3 → 1,200 · 8 · 0.7 / 3 = 2,240.
    """
    return contacts * impact * confidence / 10 / effort


def _less(value: float, line: float) -> bool:
    """Below the line by more than the rounding of a mean."""
    return value < line and not isclose(value, line, rel_tol=1e-9)
