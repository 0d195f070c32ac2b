"""Killed with -9 or cut off from its database, an import is there as a whole or not at all. Two of one source take turns."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from portal.facilities import loading
from portal.importing import limits, load
from portal.importing.problems import StepRefused
from portal.models import (
    DirtyDay,
    ImportRun,
    LimitTable,
    LimitValue,
    Observation,
    Release,
    ReleaseImport,
    ReleaseRevision,
    Revision,
    RunSeries,
    Series,
    Source,
    StationAlias,
)
from tests.exceedances.conftest import World
from tests.facilities.conftest import Works
from tests.importing.conftest import NOW
from tests.importing.moments import do_and_die

HOURS = 30
commits = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(db, keep):
    world = World()
    world.parameter("h2s")
    world.source = Source.objects.create(code="plain", name_en="Plain", mapping={"averaging": "1h", "unit": "mg/m3"})
    StationAlias.objects.create(source=world.source, spelling="post_1", station=world.station)
    return world


def rows(value, hours=HOURS):
    times = [f"2026-01-{1 + hour // 24:02} {hour % 24:02}:00" for hour in range(hours)]
    return "time;station;value\n" + "".join(f"{time};post_1;{value}{number:02}\n" for number, time in enumerate(times))


def in_halves(wait):
    """The COPY of a load, which waits in its middle."""
    copy = load._Store._copy

    def copy_in_halves(store, target, lines):
        half = len(lines) // 2
        copy(store, target, lines[:half])
        wait("copy")
        copy(store, target, lines[half:])

    return copy_in_halves


def readings():
    models = (ImportRun, RunSeries, Series, Revision, DirtyDay)
    return load.checksum(), [model.objects.count() for model in models]


@commits
@pytest.mark.slow
def test_readings_that_are_new_and_readings_that_correct_them(world, keep):
    def loading_of(kept):
        def work(wait):
            load._Store._copy = in_halves(wait)
            load.load(world.source, kept, at=NOW)

        return work

    for kept, expected in ((keep(rows("0.0")), (HOURS, 0)), (keep(rows("0.1", HOURS + 6)), (6, HOURS))):
        do_and_die(loading_of(kept), readings)
        run = ImportRun.objects.latest("pk")
        assert (run.rows_new, run.rows_changed) == expected
    assert Observation.objects.count() == HOURS + 6
    assert Revision.objects.count() == HOURS


@commits
@pytest.mark.slow
def test_two_imports_of_one_source_do_not_mix(world, keep):
    load.load(world.source, keep(rows("0.5")), at=NOW)
    files = [keep(rows("0.1")), keep(rows("0.2"))]
    barrier = Barrier(2)

    def one(kept):
        barrier.wait(timeout=30)
        try:
            return load.load(world.source, kept, at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(one, files))

    assert [run.rows_changed for run in runs] == [HOURS, HOURS]
    assert Observation.objects.values("run").distinct().count() == 1
    last = Observation.objects.latest("ts").run
    first = next(run for run in runs if run != last)
    assert set(Revision.objects.filter(run=last).values_list("old_run", flat=True)) == {first.pk}
    values = {value // Decimal("0.1") for value in Observation.objects.values_list("value", flat=True)}
    assert len(values) == 1


def kept_limits(world, keep):
    content = "substance;MPC max single, mg/m3\nh2s;0.009\nno2;0.2\n"
    said = {"norm": world.norm, "edition": "of 2020", "source": "moon.example", "valid_from": date(2020, 5, 1)}
    return limits.check(LimitTable(**said), keep(content, "limits.csv"), at=NOW)


def stored_limits():
    found = LimitValue.objects.order_by("parameter__code").values_list("parameter__code", "value", "table")
    return (
        list(found),
        list(LimitTable.objects.order_by("pk").values_list("state", flat=True)),
        DirtyDay.objects.count(),
    )


@commits
@pytest.mark.slow
def test_a_table_of_limits_and_its_undoing(world, keep):
    world.parameter("no2")
    world.limit("h2s", "0.008", since=date(2019, 1, 1))
    world.measure(world.series("h2s"), NOW, ["0.01", "0.02"])
    before = stored_limits()[0]
    table = kept_limits(world, keep)

    do_and_die(lambda wait: limits.load(table, at=NOW), stored_limits)
    assert stored_limits()[0] == [("h2s", Decimal("0.009"), table.pk), ("no2", Decimal("0.2"), table.pk)]
    loaded = stored_limits()[0]
    with pytest.raises(StepRefused):
        limits.load(table, at=NOW)
    again = limits.load(kept_limits(world, keep), at=NOW)
    assert (again.counts["same"], stored_limits()[0]) == (2, loaded)

    do_and_die(lambda wait: limits.undo(table, at=NOW), stored_limits)
    assert stored_limits()[0] == before


def stored_releases():
    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text FROM portal_release r ORDER BY id")
        found = cursor.fetchall()
    return found, ReleaseRevision.objects.count(), list(ReleaseImport.objects.order_by("pk").values_list("state"))


@commits
@pytest.mark.slow
def test_a_table_of_releases_and_its_undoing(keep):
    works = Works()
    works.release(works.refinery, works.benzene, 2023, "2376.50", source="Report", page=4)
    before = stored_releases()[0]
    content = "facility;year;medium;pollutant;kg\nRefinery;2023;air;62;2400\nRefinery;2024;air;62;1500,5\n"
    run = loading.check(keep(content, "prtr.csv"), "PRTR", at=NOW)

    do_and_die(lambda wait: loading.load(run, at=NOW), stored_releases)
    assert [f"{one.kg:f}" for one in Release.objects.order_by("year")] == ["2400", "1500.5"]
    loaded = stored_releases()
    loading.load(run, at=NOW)
    assert stored_releases() == loaded
    again = loading.load(loading.check(keep(content, "prtr.csv"), "PRTR", at=NOW), at=NOW)
    assert (again.rows_same, stored_releases()[:2]) == (2, loaded[:2])

    do_and_die(lambda wait: loading.undo(run, at=NOW), stored_releases)
    assert stored_releases()[0] == before
