"""СИ, НП, coverage and episodes of published files, as the portal has them and as a few lines of Python with Decimal do."""

import csv
import gzip
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateRange

from portal.exceedances import indices, rollup
from portal.importing import load
from portal.models import DailyValue, Episode, LimitValue, Series, Source, YearlyValue
from tests.importing.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded"), pytest.mark.slow]

POST = "kgmt_63"
SINGLE = Decimal("0.16")  # PM2.5, mg/m³, as facts/air_limit_values.csv prints it
IN_FORCE = date(2022, 8, 2)
CLOCK = timedelta(hours=5)  # Asia/Almaty and its neighbours since 1 March 2024; the years below begin later
YEAR = 2025


def file_rows(path, station):
    """(end of the hour in UTC, value) of a post: wall clock in UTC, stamped at its beginning, the first of two stays."""
    values = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["station_id"] == station:
                ends = datetime.fromisoformat(row["datetime_utc"][:19]).replace(tzinfo=UTC) + timedelta(hours=1)
                values.setdefault(ends, Decimal(row["raw_value"]))
    return values


def by_local_day(values):
    days = defaultdict(list)
    for ends, value in values.items():
        days[(ends + CLOCK - timedelta(seconds=1)).date()].append(value)
    return days


@pytest.fixture
def imported(inputs, keep):
    path = inputs / "air_hourly/pm25.csv.gz"
    load.load(Source.objects.get(code="airdata-hourly"), keep(path, path.name), at=NOW)
    rollup.refresh(zone=settings.TIME_ZONE)
    return file_rows(path, POST)


def runs_above(values, limit):
    """(first end, last end, readings, highest) of each row of hours above the limit without a missing one."""
    found = []
    for ends in sorted(ends for ends, value in values.items() if value > limit):
        if found and ends - found[-1][-1] == timedelta(hours=1):
            found[-1].append(ends)
        else:
            found.append([ends])
    return [(run[0], run[-1], len(run), max(values[ends] for ends in run)) for run in found]


def test_multiples_shares_coverage_and_episodes_of_a_post(imported):
    series = Series.objects.get(station__aliases__spelling=POST, parameter__code="pm25")
    days = {day: values for day, values in by_local_day(imported).items() if day.year == YEAR}
    readings = [value for values in days.values() for value in values]
    above = [value for value in readings if value > SINGLE]
    assert above

    year = YearlyValue.objects.get(series=series, starts_on=date(YEAR, 1, 1))
    assert (year.count, year.expected, year.compared) == (len(readings), 365 * 24, len(readings))
    assert round(year.highest_multiple, 15) == round(max(readings) / SINGLE, 15)  # the database divides to 16 digits
    assert indices.share_above(year.above_single, year.compared) == Decimal(100) * len(above) / len(readings)
    assert (year.above_five_single, year.above_ten_single) == (
        sum(value > 5 * SINGLE for value in readings),
        sum(value > 10 * SINGLE for value in readings),
    )
    assert year.total == sum(readings)
    stored = DailyValue.objects.filter(series=series, starts_on__year=YEAR)
    assert {day.starts_on: (day.count, day.total, day.largest, day.is_complete) for day in stored} == {
        day: (len(values), sum(values), max(values), len(values) >= 18) for day, values in days.items()
    }
    since = datetime(YEAR, 1, 1, tzinfo=UTC) - CLOCK
    episodes = Episode.objects.filter(series=series, first_ts__gt=since).order_by("first_ts")
    assert list(episodes.values_list("first_ts", "last_ts", "readings", "peak_value")) == runs_above(
        {ends: value for ends, value in imported.items() if ends > since}, SINGLE
    )


def test_daily_values_of_a_town_against_the_daily_limit(inputs, keep):
    path = inputs / "air_daily_by_town/so2.csv.gz"
    load.load(Source.objects.get(code="airdata-daily"), keep(path, path.name), at=NOW)
    rollup.refresh(zone=settings.TIME_ZONE)
    limit = LimitValue.objects.get(parameter__code="so2", averaging="daily", norm__code="KZ-DSM70")
    assert (limit.value, limit.valid) == (Decimal("0.05"), DateRange(IN_FORCE, None))

    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = {
            date.fromisoformat(row["date"]): Decimal(row["avg_ugm3"]) / 1000
            for row in csv.DictReader(file)
            if row["city"] == "Atyrau"
        }
    above = sorted(day for day, value in rows.items() if value > limit.value and day >= IN_FORCE)
    episodes = Episode.objects.filter(series__station__name_en="Atyrau", series__parameter__code="so2")
    assert sum(episode.readings for episode in episodes) == len(above)
    starts = [day for day in above if day - timedelta(days=1) not in above]
    assert [episode.series.day_of(episode.first_ts) for episode in episodes.order_by("first_ts")] == starts
