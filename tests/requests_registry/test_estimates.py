import statistics
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_registry.statistics.estimates import lower_rank, median, median_interval, wilson

DAYS = st.lists(st.integers(0, 400), min_size=1, max_size=60)


def exact_lower_rank(n):
    """The greatest k for which fewer than k heads of n come up in 2.5 % of all cases at most, in whole numbers."""
    best = 0
    for rank in range(1, n // 2 + 1):
        if Fraction(sum(comb(n, heads) for heads in range(rank)), 2**n) <= Fraction(25, 1000):
            best = rank
    return best


@given(DAYS)
def test_the_median_is_that_of_the_values_in_a_row(days):
    assert median(Counter(days)) == Decimal(str(statistics.median(days)))


@pytest.mark.parametrize(
    ("days", "expected"),
    [([7], 7), ([3, 4], Decimal("3.5")), ([5, 5, 5, 9], 5), ([1, 2, 3, 4, 100], 3), ([0, 0], 0)],
)
def test_the_median_with_ties_even_numbers_and_one_value(days, expected):
    assert median(Counter(days)) == expected


def test_nothing_has_no_median():
    assert median(Counter()) is None
    assert median_interval(Counter()) is None


@pytest.mark.parametrize("n", [*range(1, 121), 250, 999])
def test_the_rank_of_the_interval_is_exact(n):
    assert lower_rank(n) == exact_lower_rank(n)


def test_five_values_give_no_interval_and_six_give_the_smallest_and_the_largest():
    assert median_interval(Counter([1, 2, 3, 4, 5])) is None
    assert median_interval(Counter([1, 2, 3, 4, 5, 60])) == (1, 60)


@given(DAYS)
def test_the_interval_holds_the_median_and_ends_in_values(days):
    interval = median_interval(Counter(days))
    if interval:
        rank = exact_lower_rank(len(days))
        assert interval == (sorted(days)[rank - 1], sorted(days)[-rank])
        assert interval[0] <= median(Counter(days)) <= interval[1]


def test_fifty_thousand_values_have_a_narrow_interval():
    assert lower_rank(50_000) == 24_781  # 25000.5 less 1.96 times half the root of 50,000


@pytest.mark.parametrize(
    ("count", "of", "expected"),
    [(8, 10, (0.4902, 0.9433)), (0, 10, (0.0, 0.2775)), (10, 10, (0.7225, 1.0)), (1, 1, (0.2065, 1.0))],
)
def test_the_interval_of_a_share_is_wilsons(count, of, expected):
    assert tuple(round(end, 4) for end in wilson(count, of)) == expected


def test_a_share_of_nothing_has_no_interval():
    assert wilson(0, 0) is None


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_of_a_share_lies_around_it_within_0_and_1(share):
    count, of = share
    low, high = wilson(count, of)

    assert 0 <= low <= count / of <= high <= 1
