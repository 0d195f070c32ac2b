"""Medians and shares with their 95 % intervals, from counts: no Django, no database, no clock.

A histogram is {value: how many times}. Ties and even numbers are as in every textbook: the median of 3 and 4 is 3.5.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from math import exp, log, sqrt

ONE_SIDE = 0.025  # 95 %, half of the rest on each side
Z = 1.959963984540054  # the 97.5 % point of the normal distribution


def median(histogram: Mapping[int, int]) -> Decimal | None:
    n = sum(histogram.values())
    if not n:
        return None
    return Decimal(_ranked(histogram, (n + 1) // 2) + _ranked(histogram, n // 2 + 1)) / 2


def median_interval(histogram: Mapping[int, int]) -> tuple[int, int] | None:
    """Two of the values themselves, between which the median of all such cases lies with 95 % at least.

    Nothing is assumed of how the values are spread: each lies below the true median as a fair coin falls. Fewer than six
    values give no such interval. Source: the sign test, e.g. Conover, Practical Nonparametric Statistics, 3.2.
    """
    n = sum(histogram.values())
    rank = lower_rank(n)
    return (_ranked(histogram, rank), _ranked(histogram, n + 1 - rank)) if rank else None


@lru_cache(maxsize=1024)
def lower_rank(n: int) -> int:
    """The greatest k with P(fewer than k heads of n) <= 2.5 %: the rank where the interval of a median begins; 0: none."""
    probability_log = -n * log(2)
    below = 0.0
    for rank in range(n + 1):
        below += exp(probability_log)
        if below > ONE_SIDE:
            return rank
        probability_log += log(n - rank) - log(rank + 1)
    return 0


def wilson(count: int, of: int) -> tuple[float, float] | None:
    """The interval of a share, honest for few cases and near 0 and 1. Source: Wilson 1927, JASA 22."""
    if not of:
        return None
    share = count / of
    middle = share + Z * Z / (2 * of)
    spread = Z * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    scale = 1 + Z * Z / of
    low = 0.0 if count == 0 else (middle - spread) / scale
    high = 1.0 if count == of else (middle + spread) / scale
    return low, high


def _ranked(histogram, rank):
    """The value at this place, counted from 1, if all stood in a row by their size."""
    passed = 0
    for value in sorted(histogram):
        passed += histogram[value]
        if passed >= rank:
            return value
    raise IndexError(rank)
