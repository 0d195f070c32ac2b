"""Killed with -9 at any statement or COPY: an import is there as a whole or not at all. Two of one source take turns."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection, connections

from portal.importing import load
from portal.models import DirtyDay, ImportRun, Observation, Revision, RunSeries, Series, Source, StationAlias
from tests.exceedances.conftest import World
from tests.importing.conftest import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
HOURS = 30


@pytest.fixture
def world(keep):
    world = World()
    world.parameter("h2s")
    world.source = Source.objects.create(code="plain", name_en="Plain", mapping={"averaging": "1h", "unit": "mg/m3"})
    StationAlias.objects.create(source=world.source, spelling="post_1", station=world.station)
    return world


def rows(value, hours=HOURS):
    times = [f"2026-01-{1 + hour // 24:02} {hour % 24:02}:00" for hour in range(hours)]
    return "time;station;value\n" + "".join(f"{time};post_1;{value}{number:02}\n" for number, time in enumerate(times))


def killed_at(step, source, kept):
    """Import in a process of its own that is killed at that statement or COPY; False when it came to its end."""
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            _import(step, source, kept)
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _import(step, source, kept):
    left = [step]
    copy = load._Store._copy

    def count_down():
        left[0] -= 1
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(execute, *statement):
        count_down()
        return execute(*statement)

    def counted_copy(store, target, lines):
        half = len(lines) // 2
        copy(store, target, lines[:half])
        count_down()
        copy(store, target, lines[half:])

    load._Store._copy = counted_copy
    with connection.execute_wrapper(counted):
        load.load(source, kept, at=NOW)


def everything():
    models = (ImportRun, RunSeries, Series, Revision, DirtyDay)
    return load.checksum(), [model.objects.count() for model in models]


def test_at_every_step_of_a_first_import_and_of_one_that_corrects_it(world, keep):
    for kept, expected in ((keep(rows("0.0")), (HOURS, 0)), (keep(rows("0.1", HOURS + 6)), (6, HOURS))):
        before = everything()
        deaths = 0
        while killed_at(deaths + 1, world.source, kept):
            deaths += 1
            assert everything() == before
        assert deaths > 10
        run = ImportRun.objects.latest("pk")
        assert (run.rows_new, run.rows_changed) == expected
    assert Observation.objects.count() == HOURS + 6
    assert Revision.objects.count() == HOURS


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
