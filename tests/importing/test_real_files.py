"""Files as others publish them, read by the portal and, independently, by a few lines of Python here."""

import csv
import gzip
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from portal.importing import load
from portal.importing.problems import FileRefused
from portal.models import Flag, Observation, Series, Source
from tests.importing.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded"), pytest.mark.slow]

H2S_LIMIT = Decimal("0.008")


@pytest.fixture
def imported(inputs, keep):
    def imported(path, source, carry_out=load.load):
        path = inputs / path
        return carry_out(Source.objects.get(code=source), keep(path, path.name), at=NOW)

    return imported


def rows_of(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def hourly(path, station):
    """Value by the end of its hour, the clock read as UTC whatever the offset says, the first of two for one hour."""
    values = {}
    for row in rows_of(path):
        if row["station_id"] == station:
            ends = datetime.fromisoformat(row["datetime_utc"][:19]).replace(tzinfo=UTC) + timedelta(hours=1)
            values.setdefault(ends, Decimal(row["raw_value"]))
    return values


def test_hourly_values_of_a_post_are_those_of_the_file(inputs, imported):
    run = imported("air_hourly/pm25.csv.gz", "airdata-hourly")

    series = Series.objects.get(station__aliases__spelling="kgmt_63")
    stored = dict(Observation.objects.filter(series=series).values_list("ts", "value"))
    assert stored == hourly(inputs / "air_hourly/pm25.csv.gz", "kgmt_63")
    limit = Decimal("0.16")
    assert sum(value > limit for value in stored.values()) == sum(
        value > limit for value in hourly(inputs / "air_hourly/pm25.csv.gz", "kgmt_63").values()
    )
    assert (run.rows_new, run.rows_refused) == (70098, 9)
    assert set(run.refusals.values_list("code", flat=True)) == {"contradicts"}
    assert "twin" in run.report["warnings"]


def test_daily_values_of_a_town_are_those_of_the_file(inputs, imported):
    run = imported("air_daily_by_town/h2s.csv.gz", "airdata-daily")

    rows = list(rows_of(inputs / "air_daily_by_town/h2s.csv.gz"))
    of_atyrau = {row["date"]: Decimal(row["avg_ugm3"]) / 1000 for row in rows if row["city"] == "Atyrau"}
    series = Series.objects.get(station__name_en="Atyrau")
    stored = Observation.objects.filter(series=series)
    assert {f"{series.day_of(ts)}": value for ts, value in stored.values_list("ts", "value")} == of_atyrau
    assert run.rows_refused == sum(not row["city"].strip() for row in rows)
    assert run.rows_new + run.rows_refused == len(rows)
    assert run.report["warnings"]["trimmed"] >= 1


def test_a_real_file_twice_writes_nothing_and_its_undo_is_exact(imported):
    before = load.checksum()
    run = imported("air_daily_by_town/no.csv.gz", "airdata-daily")
    after = load.checksum()
    again = imported("air_daily_by_town/no.csv.gz", "airdata-daily")

    assert (again.rows_new, again.rows_changed, load.checksum()) == (0, 0, after)
    load.undo(run, by=None, at=NOW)
    assert load.checksum() == before


def test_fine_dust_above_all_dust_is_found_in_either_order(inputs, imported):
    imported("air_daily_by_town/pm2_5.csv.gz", "airdata-daily")
    imported("air_daily_by_town/pm10.csv.gz", "airdata-daily")

    town = "Atyrau"
    fine, coarse = (
        {r["date"]: Decimal(r["avg_ugm3"]) for r in rows_of(inputs / f"air_daily_by_town/{name}") if r["city"] == town}
        for name in ("pm2_5.csv.gz", "pm10.csv.gz")
    )
    expected = sum(fine[day] > coarse[day] for day in fine.keys() & coarse.keys())
    marked = Observation.objects.filter(series__station__name_en=town, flag=Flag.CONTRADICTED)
    assert marked.count() == expected > 0


def test_a_wide_table_of_twenty_minutes(imported):
    run = imported("messy/air_20min_wide.csv", "almaty-air-20min")

    assert (run.rows_new, run.rows_refused) == (120, 0)
    series = Series.objects.get(station__name_en="Скат-6", parameter__code="no2")
    assert f"{series.last_value:f}" == "0.1361"


@pytest.mark.parametrize(
    "name",
    [
        "emissions_stationary_by_region_2005_2022_source.xls",
        "emissions_stationary_by_region_2005_2022_thous_t.csv",
    ],
)
def test_statistics_by_year_as_published(imported, name):
    run = imported(f"messy/{name}", "statistics-emissions")

    assert run.rows_refused == 0
    atyrau = Series.objects.get(region__iso_3166_2="KZ-23")
    assert (atyrau.count, f"{atyrau.last_value:f}") == (18, "132.1")
    abai = Series.objects.get(region__iso_3166_2="KZ-10")
    assert (abai.count, f"{abai.first_ts:%Y-%m-%d}") == (1, "2022-12-31")


def test_concentrations_in_rivers_are_those_of_the_file_in_the_month_that_its_heading_names(inputs, imported):
    path = inputs / "messy/water-classes-quality.csv"
    run = imported("messy/water-classes-quality.csv", "rivers-monthly")

    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    written = {}
    for row in rows:
        if value := row["avg_concentration_mg/l"]:
            key = f"{row['rivers']}, {row['regions']}", row["ingredients_and_indicators"]
            written.setdefault(key, Decimal(value))
    series = Series.objects.filter(source__code="rivers-monthly").select_related("station", "parameter")
    assert sorted((one.station.name_en, one.last_value) for one in series) == sorted(
        (place, value) for (place, _substance), value in written.items()
    )
    assert {f"{one.day_of(one.last_ts)}" for one in series} == {"2006-04-30"}
    assert (run.rows_new, run.rows_refused) == (len(written), 0)
    assert run.report["warnings"]["empty"] == sum(not row["avg_concentration_mg/l"] for row in rows)
    assert run.report["warnings"]["period"] == len(written)
    assert {"wpi_april_2006", "classes", "multiplicity_of_exceeding_the_mpc"} <= set(
        run.report["examples"]["columns"][0]
    )


@pytest.mark.parametrize("source", ["rivers-monthly", "statistics-emissions"])
def test_a_table_of_limits_is_told_from_readings_in_a_dry_run(imported, source):
    with pytest.raises(FileRefused) as refused:
        imported("messy/water-regulations.csv", source, load.check)

    assert (refused.value.code, refused.value.details) == ("limits", {"name": "standards_mpc_not_more_than_mg/l"})
