"""Values and episodes against a recount in plain Python, with Decimal."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.exceedances import rollup
from portal.models import (
    COUNTED_FLAGS,
    DailyValue,
    DirtyDay,
    Episode,
    Flag,
    LimitValue,
    MonthlyValue,
    Observation,
    Series,
    YearlyValue,
)
from tests.exceedances.conftest import local

LIMIT = Decimal("0.008")


@pytest.fixture
def h2s(world):
    world.limit("h2s", LIMIT)
    return world.series("h2s")


def test_a_reading_at_its_limit_keeps_it(world, h2s):
    world.measure(h2s, local(2025, 3, 7, 1), ["0.008", "0.0080", "0.00800000000001"])
    assert world.refresh() == 1
    day = DailyValue.objects.get()
    assert (day.compared, day.above_single, day.above_five_single) == (3, 1, 0)
    assert Episode.objects.get().readings == 1


def test_midnight_belongs_to_the_day_before(world, h2s):
    world.measure(h2s, local(2025, 3, 8, 0), ["0.001", "0.002"])
    world.refresh()
    assert dict(DailyValue.objects.values_list("starts_on", "mean")) == {
        date(2025, 3, 7): Decimal("0.001"),
        date(2025, 3, 8): Decimal("0.002"),
    }


def test_more_than_five_and_ten_times_are_counted(world, h2s):
    world.measure(h2s, local(2025, 3, 7, 1), ["0.04", "0.041", "0.08", "0.081", "0.0808"])
    world.refresh()
    day = DailyValue.objects.get()
    assert (day.above_single, day.above_five_single, day.above_ten_single) == (5, 4, 2)
    assert day.highest_multiple == Decimal("10.125")


def test_a_day_counts_from_three_quarters_of_its_readings(world, h2s):
    world.measure(h2s, local(2025, 3, 7, 1), ["0.001"] * 17)
    world.measure(h2s, local(2025, 3, 8, 1), ["0.001"] * 18)
    world.refresh()
    assert [day.is_complete for day in DailyValue.objects.order_by("starts_on")] == [False, True]
    assert MonthlyValue.objects.get().expected == 31 * 24
    assert YearlyValue.objects.get().expected == 365 * 24


def test_invalid_readings_are_not_counted_suspicions_are(world, h2s):
    for hour, flag in enumerate(Flag, start=1):
        world.measure(h2s, local(2025, 3, 7, hour), ["0.009"], flag=flag)
    world.refresh()
    assert DailyValue.objects.get().above_single == len(COUNTED_FLAGS)


def test_without_a_norm_nothing_is_compared(world):
    series = world.series("unknown")
    world.measure(series, local(2025, 3, 7, 1), ["100"])
    world.refresh()
    day = DailyValue.objects.get()
    assert (day.compared, day.above_single, day.highest_multiple) == (0, None, None)


def test_a_limit_of_another_averaging_or_a_recommendation_is_not_borrowed(world):
    who = type(world.norm).objects.create(code="WHO", title_en="WHO", is_binding=False)
    world.limit("pm25", "0.01", norm=who)
    world.limit("pm25", "0.035", averaging="daily")
    world.measure(world.series("pm25"), local(2025, 3, 7, 1), ["1"])
    world.refresh()
    assert DailyValue.objects.get().compared == 0
    assert not Episode.objects.exists()


def test_each_day_has_the_limit_of_its_time(world):
    world.limit("so2", "1", since=date(2020, 1, 1), until=date(2025, 3, 8))
    world.limit("so2", "0.5", since=date(2025, 3, 8))
    world.measure(world.series("so2"), local(2025, 3, 7, 24 - 1), ["0.6", "0.6", "0.6"])
    world.refresh()
    days = DailyValue.objects.order_by("starts_on").values_list("starts_on__day", "above_single")
    assert list(days) == [(7, 0), (8, 1)]


def test_a_later_norm_takes_over_from_one_that_nobody_closed(world):
    old = type(world.norm).objects.create(code="OLD", title_en="Old")
    world.limit("so2", "1", since=date(2015, 1, 1), norm=old)
    world.limit("so2", "0.5")
    world.measure(world.series("so2"), local(2025, 3, 7, 1), ["0.6"])
    world.refresh()
    assert DailyValue.objects.get().count == 1
    assert DailyValue.objects.get().above_single == 1


def test_a_daily_series_is_held_against_the_daily_limit(world):
    world.limit("pm10", "0.06", averaging="daily")
    series = world.series("pm10", averaging="day")
    world.measure(series, local(2025, 3, 8), ["0.07", "0.08", "0.06", "0.09"], step=timedelta(days=1))
    world.refresh()
    assert list(Episode.objects.order_by("first_ts").values_list("readings", flat=True)) == [2, 1]


def test_a_month_and_a_year_of_daily_means_count_the_days_above_the_daily_limit(world):
    world.limit("pm10", "0.06", averaging="daily")
    world.limit("pm10", "0.01")
    series = world.series("pm10", averaging="day")
    world.measure(series, local(2025, 3, 31), ["0.07", "0.06", "0.31", "0.612"], step=timedelta(days=1))
    world.refresh()

    counted = ("starts_on", "compared", "above_single", "above_five_single", "above_ten_single")
    assert list(MonthlyValue.objects.order_by("starts_on").values_list(*counted)) == [
        (date(2025, 3, 1), 2, 1, 0, 0),
        (date(2025, 4, 1), 2, 2, 2, 1),
    ]
    assert list(YearlyValue.objects.values_list(*counted)) == [(date(2025, 1, 1), 4, 3, 2, 1)]
    assert YearlyValue.objects.get().highest_multiple == Decimal("10.2")


def test_an_hour_without_a_reading_ends_an_episode(world, h2s):
    world.measure(h2s, local(2025, 3, 7, 1), ["0.01", "0.02", None, "0.03", "0.001", "0.01"])
    world.refresh()
    episodes = Episode.objects.order_by("first_ts")
    assert [(episode.readings, episode.peak_value) for episode in episodes] == [
        (2, Decimal("0.02")),
        (1, Decimal("0.03")),
        (1, Decimal("0.01")),
    ]


def test_an_episode_grows_over_midnight_and_meets_the_next(world, h2s):
    world.measure(h2s, local(2025, 3, 7, 23), ["0.01", "0.01", None, "0.02"])
    world.refresh()
    assert Episode.objects.count() == 2
    world.measure(h2s, local(2025, 3, 8, 1), ["0.05"])
    world.refresh()
    episode = Episode.objects.get()
    assert (episode.readings, episode.peak_multiple, episode.peak_ts) == (4, Decimal("6.25"), local(2025, 3, 8, 1))


def test_what_is_taken_back_leaves_no_value(world, h2s):
    world.measure(h2s, local(2025, 3, 7, 1), ["0.01"])
    world.refresh()
    times = list(Observation.objects.values_list("ts", flat=True))
    Observation.objects.all().delete()
    world.touch(h2s, times)
    world.refresh()
    for model in (DailyValue, MonthlyValue, YearlyValue, Episode, DirtyDay):
        assert not model.objects.exists()


def recount(observations, zone_hours=5):
    """Days, months, years and episodes of hourly readings, as a person with paper would find them."""
    days = defaultdict(list)
    for ts, value in observations:
        days[(ts + timedelta(hours=zone_hours) - timedelta(seconds=1)).date()].append(value)
    episodes = []
    for ts, value in sorted(observations):
        if value > LIMIT:
            if episodes and ts - episodes[-1][-1] == timedelta(hours=1):
                episodes[-1].append(ts)
            else:
                episodes.append([ts])
    return days, [(found[0], found[-1], len(found)) for found in episodes]


readings = st.lists(
    st.none() | st.sampled_from(["0.007", "0.008", "0.009", "0.05", "0.0801"]).map(Decimal), min_size=1, max_size=60
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.tuples(st.integers(0, 24 * 70), readings), min_size=1, max_size=3))
def test_values_equal_a_recount_however_the_readings_came(world, h2s, parts):
    Observation.objects.all().delete()
    known = {}
    for hours, values in parts:
        start = local(2024, 12, 1) + timedelta(hours=hours)
        world.measure(h2s, start, values)
        known |= {start + timedelta(hours=n): value for n, value in enumerate(values) if value is not None}
        world.refresh()
    days, episodes = recount(list(known.items()))
    stored = {row.starts_on: row for row in DailyValue.objects.all()}
    assert {day: (row.count, row.total, row.above_single) for day, row in stored.items()} == {
        day: (len(values), sum(values), sum(value > LIMIT for value in values)) for day, values in days.items()
    }
    for model, key in ((MonthlyValue, lambda day: day.replace(day=1)), (YearlyValue, lambda day: date(day.year, 1, 1))):
        groups = defaultdict(list)
        for day, values in days.items():
            groups[key(day)] += values
        assert {
            row.starts_on: (row.count, row.total, row.largest, row.smallest, row.above_ten_single)
            for row in model.objects.all()
        } == {
            start: (len(v), sum(v), max(v), min(v), sum(value > 10 * LIMIT for value in v))
            for start, v in groups.items()
        }
    found = Episode.objects.order_by("first_ts").values_list("first_ts", "last_ts", "readings")
    assert list(found) == episodes
    world.touch(h2s, known)
    Observation.objects.all().delete()
    world.refresh()


def test_the_day_on_which_the_clock_went_back_has_25_hours(world):
    """Almaty left UTC+6 for UTC+5 at the end of 29 February 2024."""
    world.limit("h2s", LIMIT)
    series = world.series("h2s", station=world.add_station("almaty"))
    series.station.time_zone = "Asia/Almaty"
    series.station.save()
    midnight = datetime(2024, 2, 28, 18, tzinfo=UTC)
    world.measure(series, midnight + timedelta(hours=1), ["0.009"] * 26)
    world.refresh()
    assert list(DailyValue.objects.order_by("starts_on").values_list("starts_on__day", "count", "above_single")) == [
        (29, 25, 25),
        (1, 1, 1),
    ]
    assert Episode.objects.get().readings == 26


def test_after_a_change_of_limits_all_days_with_readings_are_computed_again(world, h2s):
    world.measure(h2s, local(2025, 3, 7, 0), ["0.007", None, "0.007"])
    world.refresh()
    LimitValue.objects.update(value=Decimal("0.005"))

    call_command("refresh_values", all=True, verbosity=0)

    days = DailyValue.objects.order_by("starts_on").values_list("starts_on__day", "above_single")
    assert list(days) == [(6, 1), (7, 1)]
    assert Episode.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_connections_at_once_compute_what_one_does_in_turn(world, monkeypatch):
    world.limit("h2s", LIMIT)
    for code in ("h2s", "so2", "co"):
        world.measure(world.series(code), local(2024, 12, 30, 1), ["0.007", "0.009", None, "0.05"] * 24)
    world.refresh()
    tables = (DailyValue, MonthlyValue, YearlyValue)
    in_turn = [list(model.objects.order_by("series", "starts_on").values()) for model in tables]
    for model in tables:
        model.objects.all().delete()
    rollup.mark_dirty(Series.objects.all())

    monkeypatch.setattr(rollup, "DAYS_FOR_ONE", 0)
    monkeypatch.setattr(rollup, "DAYS_AT_ONCE", 3)

    assert world.refresh() == 3 * 4
    assert [list(model.objects.order_by("series", "starts_on").values()) for model in tables] == in_turn
    assert Episode.objects.count() == 48
