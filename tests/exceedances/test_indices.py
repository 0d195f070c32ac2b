from decimal import Decimal as D

import pytest

from portal.exceedances import indices
from portal.exceedances.indices import Level


@pytest.mark.parametrize(
    ("si", "level"),
    [("0.9", 1), ("1.4", 1), ("1.5", 2), ("4.49", 2), ("4.5", 3), ("10.4", 3), ("10.5", 4), ("36.3", 4)],
)
def test_gradations_of_si_go_by_whole_numbers(si, level):
    assert indices.level_of(D(si), indices.SI_LEVELS) == level


@pytest.mark.parametrize(("np", "level"), [("0", 1), ("0.4", 1), ("0.5", 2), ("19.4", 2), ("19.5", 3), ("49.5", 4)])
def test_gradations_of_np_go_by_whole_numbers(np, level):
    assert indices.level_of(D(np), indices.NP_LEVELS) == level


def test_the_level_of_a_month_is_the_worse_of_both():
    assert indices.pollution_level(D("10.6"), D("0.1")) == Level.VERY_HIGH
    assert indices.pollution_level(D("0.5"), D("25")) == Level.HIGH


def test_iza_is_the_sum_of_the_five_largest():
    parts = [(D(2), 3), (D(1), 3), (D("0.5"), None), (D("0.4"), 3), (D("0.3"), 3), (D("0.1"), 3)]
    assert indices.iza(parts) == indices.Iza(D("4.2"), 5)


def test_iza_raises_by_the_hazard_class():
    one = indices.iza([(D(2), 2)])
    assert one.substances == 1
    assert abs(float(one.value) - 2**1.3) < 1e-12


def test_iza_of_nothing_is_nothing():
    assert indices.iza([]) is None
