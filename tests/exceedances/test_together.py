"""Summation groups and ИЗА against fractions and decimals of Python; what equals its limit never exceeds."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.exceedances import indices
from portal.exceedances.together import group_years
from portal.models import DailyValue, LimitValue, Observation, SummationGroup, Unit, YearlyValue
from tests.exceedances.conftest import local

LIMITS = {"so2": "0.5", "h2s": "0.008", "pm10": "0.3"}  # a third of 0.3 has no last digit


@pytest.fixture
def group(world):
    for code, value in LIMITS.items():
        world.limit(code, value)
    group = SummationGroup.objects.create(norm=world.norm, number=44, valid=DateRange(date(2022, 8, 2), None))
    group.members.set([world.parameter(code) for code in LIMITS])
    world.members = {code: world.series(code) for code in LIMITS}
    return group


def shares():
    """Three shares of the limits that make exactly 1 in every second example."""
    part = st.integers(0, 10**6)
    summing = st.tuples(part, part).map(lambda pair: (min(pair), abs(pair[0] - pair[1]), 10**6 - max(pair)))
    return st.lists(st.one_of(summing, st.tuples(part, part, part)), min_size=1, max_size=24)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hours=shares())
def test_a_group_exceeds_exactly_where_the_fractions_do(world, group, hours):
    Observation.objects.all().delete()
    sums = []
    for hour, parts in enumerate(hours):
        total, at = Fraction(0), local(2025, 3, 7, hour)
        for (code, limit), part in zip(LIMITS.items(), parts, strict=True):
            value = Decimal(part) * Decimal(limit) / 10**6
            Observation.objects.create(series=world.members[code], ts=at, value=value, run_id=1)
            total += Fraction(value) / Fraction(limit)
        sums.append((total, any(part > 10**6 for part in parts)))

    (year,) = group_years(world.station, list(world.members.values()), 2025)

    assert (year.compared, year.above) == (len(sums), sum(total > 1 for total, _alone in sums))
    assert year.only_together == sum(total > 1 and not alone for total, alone in sums)
    assert abs(Fraction(year.highest) - max(sums)[0]) < Fraction(1, 10**30)


def test_thirds_of_three_limits_make_one_and_no_more(world, group):
    for hour in range(2):
        for code, limit in LIMITS.items():
            value = Decimal(limit) / 2 if code == "so2" else Decimal(limit) / 4
            more = Decimal("1e-25") if hour and code == "pm10" else 0
            world.measure(world.members[code], local(2025, 3, 7, hour), [value + more])

    (year,) = group_years(world.station, list(world.members.values()), 2025)

    assert (year.compared, year.above, year.highest_at) == (2, 1, local(2025, 3, 7, 1))


def test_an_hour_without_one_of_the_members_is_not_compared(world, group):
    for code in ("so2", "h2s"):
        world.measure(world.members[code], local(2025, 3, 7, 1), ["9"])

    (year,) = group_years(world.station, list(world.members.values()), 2025)
    assert not year.has_readings


def test_iza_of_a_year_is_the_one_that_decimals_give(client, world):
    """RD 52.04.667-2005: the five largest (mean / daily limit)^k, k = 1.7, 1.3, 1.0 and 0.9 by hazard class."""
    means = {  # mean, daily limit, hazard class
        "bap": ("0.000003", "0.000001", 1),
        "no2": ("0.06", "0.04", 2),
        "phenol": ("0.002", "0.003", 2),
        "so2": ("0.05", "0.05", 3),
        "co": ("2.4", "3", 4),
        "pm10": ("0.0006", "0.06", None),
    }
    for code, (mean, limit, hazard) in means.items():
        world.parameter(code, hazard_class=hazard)
        world.limit(code, limit, averaging="daily")
        series = world.series(code, averaging="day")
        world.measure(series, datetime(2025, 12, 30, 19, tzinfo=UTC), [mean])
        YearlyValue.objects.create(
            series=series, starts_on=date(2025, 1, 1), count=365, expected=365, compared=0,
            total=365 * Decimal(mean), mean=Decimal(mean), smallest=0, largest=1,
        )  # fmt: skip
    exponents = {1: "1.7", 2: "1.3", 3: "1", 4: "0.9", None: "1"}
    with localcontext(prec=50):
        parts = [(Decimal(mean) / Decimal(limit)) ** Decimal(exponents[k]) for mean, limit, k in means.values()]
        expected = sum(sorted(parts)[1:])

    page = client.get("/en/data/stations/post-1/?year=2025").context["page"]

    assert abs(page.iza.value - expected) < Decimal("1e-20")
    assert round(expected, 3) == Decimal("10.575")  # 6.473 + 1.694 + 1 + 0.818 + 0.590
    assert (page.iza.substances, indices.level_of(page.iza.value, indices.IZA_LEVELS)) == (5, indices.Level.HIGH)


@pytest.fixture
def in_micrograms(world):
    unit = Unit.objects.create(
        code="ug/m3", kind=world.unit.kind, factor_to_base=Decimal("0.001"), name_en="micrograms", symbol_en="µg/m³"
    )
    return world.series("x", unit=unit)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limits=st.lists(st.decimals("0.000001", "1000", places=9), min_size=24, max_size=24, unique=True))
def test_a_reading_equal_to_its_limit_never_exceeds_whatever_its_unit(world, in_micrograms, limits):
    """As many days as limits, each in force for one: a reading equal to it, and one by the smallest step above it."""
    LimitValue.objects.all().delete()
    for number, limit in enumerate(limits):
        day = date(2025, 3, 1 + number)
        world.limit("x", limit, since=day, until=day + timedelta(days=1))
        readings = [limit * 1000, limit * 1000 + Decimal("1e-12")]
        world.measure(in_micrograms, local(2025, 3, 1 + number, 1), readings)
    world.refresh()

    days = DailyValue.objects.filter(series=in_micrograms)
    assert (days.count(), set(days.values_list("compared", "above_single"))) == (24, {(2, 1)})
