"""What three estimates come to: the PERT mean of a date, a cost or an effect."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal


def pert_mean(best: Decimal | None, realistic: Decimal | None, worst: Decimal | None) -> Decimal | None:
    """(best + 4·realistic + worst)/6, in the unit of the three; None when one is missing.

    Malcolm, Roseboom, Clark & Fazar 1959, "Application of a technique for research and development program
    evaluation", Operations Research 7(5). 1,000, 1,500 and 3,200 give (1,000 + 6,000 + 3,200)/6 = 1,700.
    """
    if best is None or realistic is None or worst is None:
        return None
    return (best + 4 * realistic + worst) / 6


def pert_day(best: date | None, realistic: date | None, worst: date | None) -> date | None:
    """The PERT mean of three days, rounded to the nearest; None when one is missing.

    1, 4 and 13 December give day (1 + 16 + 13)/6 = 5: 5 December.
    """
    numbers = [Decimal(day.toordinal()) if day else None for day in (best, realistic, worst)]
    mean = pert_mean(*numbers)
    return None if mean is None else date.fromordinal(int(mean.quantize(Decimal(1), ROUND_HALF_UP)))
