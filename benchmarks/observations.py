"""`python -m benchmarks.observations`: an import with all its checks against a bare COPY into the same table, in one run.

ROWS=1000000 how many synthetic readings; SERIES=600 of how many series; ORDER=time or station. The database of its own is
thrown away afterwards.
"""

import os
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from portal.runtime import embedded, local
from portal.runtime.places import var

ROWS = int(os.environ.get("ROWS", "1000000"))
SERIES = int(os.environ.get("SERIES", "600"))
ORDER = os.environ.get("ORDER", "time")
PARAMETERS = ("pm25", "pm10", "so2", "co", "no2", "h2s")
BEGINS = datetime(2016, 1, 1, tzinfo=UTC)


def main():
    os.environ.update(LOCAL="1", DJANGO_SETTINGS_MODULE="portal.settings", LOG_LEVEL="WARNING")
    local.give_secret_key()
    with (
        embedded.running(var() / "bench" / "postgresql-observations") as address,
        tempfile.TemporaryDirectory() as folder,
    ):
        os.environ.update(DATABASE_URL=address, MEDIA_ROOT=folder)
        measure(Path(folder))


def measure(folder):
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE portal_observation, portal_importrun, portal_series CASCADE")
    from portal.importing import load

    source, kept = prepare(folder)
    print(f"{ROWS:,} readings of {SERIES} series, in the order of {ORDER}; file {kept.size / 1e6:.0f} MB.\n")
    print("| what | seconds | rows/s |")
    print("|---|---:|---:|")
    before = load.checksum()
    run, seconds = timed("import with all checks", lambda: load.load(source, kept, at=datetime.now(UTC)))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    after = load.checksum()
    again, _seconds = timed("the same file again", lambda: load.load(source, kept, at=datetime.now(UTC)))
    with tempfile.NamedTemporaryFile() as bare:
        copy_out(bare)
        timed("undo", lambda: load.undo(run, by=None, at=datetime.now(UTC)))
        exact = load.checksum() == before
        with connection.cursor() as cursor:
            cursor.execute("VACUUM portal_observation")
            cursor.execute("TRUNCATE portal_observation")

        @transaction.atomic
        def copy_in():
            bare.seek(0)
            with connection.cursor() as cursor:
                cursor.copy_expert("COPY portal_observation (ts, series_id, run_id, flag, value) FROM STDIN CSV", bare)

        _nothing, bare_seconds = timed("bare COPY into the same table", copy_in)
    print(f"\nImport / bare COPY: {bare_seconds / seconds:.2f} (target 0.5)")
    print(
        f"Same file again: {again.rows_new} new, {again.rows_changed} changed; table as before: {again.rows_same == ROWS}"
    )
    print(f"Undo exact: {exact}; readings before: {after[0]:,}")
    print(f"Memory of the importing process at most {memory:.0f} MB (target 300)")
    if not exact or again.rows_new or again.rows_changed:
        sys.exit("An import or its undo was not exact.")


def timed(name, work):
    started = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - started
    print(f"| {name} | {seconds:.1f} | {ROWS / seconds:,.0f} |", flush=True)
    return result, seconds


def prepare(folder):
    """A source with its posts, and a file of readings such as a publisher would send."""
    from portal.importing import keeping
    from portal.models import Source, Station, StationAlias

    source, is_new = Source.objects.get_or_create(
        code="bench",
        defaults={
            "name_en": "Bench",
            "clock": "wall",
            "time_zone": "UTC",
            "mapping": {"averaging": "1h", "unit": "mg/m3", "parameter_column": "parameter"},
        },
    )
    if is_new:
        for number in range(-(-SERIES // len(PARAMETERS))):
            station = Station.objects.create(slug=f"bench-{number}", name_en=f"Post {number}")
            StationAlias.objects.create(source=source, spelling=f"post_{number}", station=station)
    path = folder / "given.csv"
    with path.open("w") as file:
        file.write("time,station,parameter,value\n")
        file.writelines(lines())
    with path.open("rb") as file:
        kept = keeping.keep(file, "readings.csv")
    path.unlink()
    return source, kept


def lines():
    hours = [f"{BEGINS + timedelta(hours=hour):%Y-%m-%d %H:%M}" for hour in range(-(-ROWS // SERIES))]
    names = [f"post_{number // len(PARAMETERS)},{PARAMETERS[number % len(PARAMETERS)]}" for number in range(SERIES)]
    if ORDER == "time":
        pairs = ((hour, name) for hour in range(len(hours)) for name in range(SERIES))
    else:
        pairs = ((hour, name) for name in range(SERIES) for hour in range(len(hours)))
    for done, (hour, name) in enumerate(pairs):
        if done == ROWS:
            return
        size = 2 if name % len(PARAMETERS) == 1 else 1  # PM10 above PM2.5
        yield f"{hours[hour]},{names[name]},0.{size}{(hour * 7919 + name * 104729) % 10000:04}\n"


def copy_out(file):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.copy_expert(
            "COPY (SELECT ts, series_id, run_id, flag, value FROM portal_observation ORDER BY ctid) TO STDOUT CSV", file
        )
    file.flush()


if __name__ == "__main__":
    main()
