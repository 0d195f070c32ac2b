"""`python -m benchmarks.observations --rows 10000000`: readings imported, rolled up, shown and given out, with the targets.

Each figure that stands against a bare COPY is measured in the same run, into and from the same table. The readings are
synthetic: hourly, of 600 series; a hundredth of PM2.5 and H2S is above its limit. They are measured in the order of time and,
anew and in a process of its own, in the order of stations, unless one --order is named. What the database took is given back
afterwards; 10 million rows need 6 GB for a while.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

from portal.runtime import embedded, local
from portal.runtime.places import var

PARAMETERS = {"pm25": 0.1616, "pm10": 0.25, "so2": 0.4, "co": 4.0, "no2": 0.19, "h2s": 0.00808}  # the largest value
ENDS = datetime(2026, 1, 1, tzinfo=UTC)
LARGEST_PROCESS_MB = 300
ORDERS = ("time", "station")
TIMES = 20
ROUNDS = 5
HOURS = "SELECT ts, value, flag FROM portal_observation WHERE series_id = %s AND ts > %s AND ts <= %s ORDER BY ts"


def main():
    options = arguments()
    if not options.order:
        sys.exit(max(measure_apart(options, order) for order in ORDERS))
    os.environ.update(LOCAL="1", DJANGO_SETTINGS_MODULE="portal.settings", LOG_LEVEL="WARNING")
    local.give_secret_key()
    with (
        embedded.running(var() / "bench" / "postgresql-observations") as address,
        tempfile.TemporaryDirectory() as folder,
    ):
        os.environ.update(DATABASE_URL=address, MEDIA_ROOT=folder)
        prepare_database()
        is_exact = measure(Path(folder), options)
        empty()
        if not is_exact:
            sys.exit("An import or its undo was not exact.")


def measure_apart(options, order):
    """The peak of memory is one of a process: each order gets its own."""
    size = ["--rows", str(options.rows), "--series", str(options.series)]
    return subprocess.run([sys.executable, "-m", "benchmarks.observations", *size, "--order", order]).returncode


def arguments():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.observations")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--series", type=int, default=600)
    parser.add_argument("--order", choices=ORDERS, help="both, one after the other, if none is named")
    return parser.parse_args()


def prepare_database():
    import django

    django.setup()
    from django.core.management import call_command

    for command in ("compilemessages", "migrate", "load_reference"):
        call_command(command, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    empty()


def empty():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE portal_observation, portal_importrun, portal_series, portal_dirtyday CASCADE")
        cursor.execute("TRUNCATE portal_dailyvalue, portal_monthlyvalue, portal_yearlyvalue")


def measure(folder, options):
    source, kept = prepare(folder, options)
    print(
        f"{options.rows:,} readings of {options.series} series, in the order of {options.order}; "
        f"file {kept.size / 1e6:.0f} MB, {os.cpu_count()} cores.\n"
    )
    print("| what | measured | target |")
    print("|---|---:|---:|")
    run, is_exact = imports(source, kept, options)
    rollup(options)
    charts()
    pages()
    exports(options)
    return undo(run, options) and is_exact


def tell(what, measured, target=""):
    print(f"| {what} | {measured} | {target} |", flush=True)


@contextmanager
def clock(passed):
    """Seconds on the clock; on a busy machine they say more of the machine than of us, so bare and ours go together."""
    started = time.perf_counter()
    yield
    passed.append(time.perf_counter() - started)


def seconds_of(work):
    passed = []
    with clock(passed):
        result = work()
    return passed[0], result


def imports(source, kept, options):
    from portal.importing import load

    seconds, run = seconds_of(lambda: load.load(source, kept, at=datetime.now(UTC)))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    bare = bare_copy()
    tell("import of a CSV with all checks", f"{options.rows / seconds:,.0f} rows/s")
    tell("bare COPY into the same table", f"{options.rows / bare:,.0f} rows/s")
    tell("import / bare COPY", f"{bare / seconds:.2f}", "0.5")
    tell("memory of the importing process", f"{memory:.0f} MB", f"{LARGEST_PROCESS_MB} MB")
    seconds, again = seconds_of(lambda: load.load(source, kept, at=datetime.now(UTC)))
    written = again.rows_new + again.rows_changed
    tell(f"rows written by the same file again ({options.rows / seconds:,.0f} rows/s)", written, "0")
    return run, written == 0 and again.rows_same == run.rows_new == options.rows


def bare_copy():
    """Seconds of COPY of the very rows, in the very order, into a table with the same columns, key and constraints."""
    from django.db import connection, transaction

    with tempfile.NamedTemporaryFile() as rows, connection.cursor() as cursor:
        cursor.copy_expert(
            "COPY (SELECT ts, series_id, run_id, flag, value FROM portal_observation ORDER BY ctid) TO STDOUT CSV", rows
        )
        rows.flush()
        rows.seek(0)
        cursor.execute("CREATE TABLE bare (LIKE portal_observation INCLUDING ALL)")
        cursor.execute("ALTER TABLE bare ADD FOREIGN KEY (series_id) REFERENCES portal_series")

        @transaction.atomic
        def copy():
            cursor.copy_expert("COPY bare (ts, series_id, run_id, flag, value) FROM STDIN CSV", rows)

        seconds, _nothing = seconds_of(copy)
        cursor.execute("DROP TABLE bare")
        cursor.execute("VACUUM ANALYZE portal_observation")
    return seconds


def rollup(options):
    from portal.exceedances import rollup
    from portal.models import DailyValue, DirtyDay, Episode

    days = DirtyDay.objects.count()
    seconds, _days = seconds_of(lambda: rollup.refresh(zone="Asia/Almaty"))
    tell(
        f"rollup of the whole: {days:,} days with months, years and {Episode.objects.count():,} episodes",
        f"{options.rows / seconds:,.0f} readings/s",
        "1,000,000",
    )
    assert DailyValue.objects.count() == days


def charts():
    from django.db import connection

    from portal.models import DailyValue, Series

    series = list(Series.objects.order_by("pk")[:TIMES])
    year = (datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))

    def days(one):
        return list(DailyValue.objects.filter(series=one, starts_on__year=2025).order_by("starts_on"))

    def hours(one):
        """By the clock of the server: what a client does with 8,760 rows is not the query."""
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {HOURS}", [one.pk, *year])
            return cursor.fetchone()[0][0]["Execution Time"]

    tell("a chart's query: a year of a series, day by day", f"{best(days, series):.1f} ms", "5 ms")
    hourly = statistics.median(min(hours(one) for _round in range(ROUNDS)) for one in series)
    tell("a chart's query: a year of a series, hour by hour", f"{hourly:.1f} ms", "5 ms")


def best(work, subjects):
    """Milliseconds of the statements that `work` sends, warm: the best of a few rounds, the median of the subjects."""
    return statistics.median(
        min(sum(statements(lambda one=one: work(one))) for _round in range(ROUNDS)) for one in subjects
    )


def statements(work):
    """The milliseconds of each statement."""
    from django.db import connection

    spent = []

    def wrapper(execute, *statement):
        with clock(spent):
            return execute(*statement)

    with connection.execute_wrapper(wrapper):
        work()
    return [seconds * 1000 for seconds in spent]


def pages():
    from django.conf import settings
    from django.test import Client

    from portal.models import Episode, Observation, Station

    settings.ALLOWED_HOSTS = ["*"]
    settings.SECURE_SSL_REDIRECT = False
    client = Client()
    stations = list(Station.objects.filter(slug__startswith="bench-").order_by("pk")[:TIMES])

    def fetch(station):
        return client.get(f"/ru/data/stations/{station.slug}/")

    fetch(stations[0])
    tell("page of a station: queries", max(len(statements(lambda one=one: fetch(one))) for one in stations), "10")
    tell("page of a station: time of the database", f"{best(fetch, stations):.0f} ms", "60 ms")
    row_pages("readings", Observation.objects.all(), ("series_id", "ts"))
    row_pages("episodes", Episode.objects.select_related("series__station"), ("-last_ts", "-pk"))


def row_pages(name, rows, order):
    from django.http import QueryDict

    from portal import paging

    count = rows.count()
    for depth in (0, count // 2, count - 100):
        row = rows.order_by(*order)[depth : depth + 1].get()
        place = QueryDict(paging._url(QueryDict(mutable=True), "after", row, order)[1:])
        passed = [seconds_of(lambda place=place: paging.page_of(rows, place, order=order))[0] for _ in range(ROUNDS)]
        tell(f"page of {name} after row {depth:,}", f"{min(passed) * 1000:.1f} ms", "30 ms")


class Sink:
    def write(self, part):
        pass


def exports(options):
    from django.db import connection

    from portal.exceedances import files
    from portal.models import Series

    every = list(Series.objects.select_related("station", "parameter", "unit").order_by("pk"))
    with connection.cursor() as cursor:
        bare, _nothing = seconds_of(
            lambda: cursor.copy_expert(
                "COPY (SELECT ts, series_id, flag, value FROM portal_observation ORDER BY series_id, ts) TO STDOUT CSV",
                Sink(),
            )
        )
    before = psutil.Process().memory_info().rss
    started = time.perf_counter()
    first_byte, largest = None, 0
    for number, _part in enumerate(files.csv_parts(every)):
        if number == 1:  # the first rows; before them goes the heading
            first_byte = time.perf_counter() - started
        largest = max(largest, psutil.Process().memory_info().rss)
    seconds = time.perf_counter() - started
    tell("full export as CSV", f"{options.rows / seconds:,.0f} rows/s")
    tell("bare COPY TO STDOUT of the same rows", f"{options.rows / bare:,.0f} rows/s")
    tell("export / bare COPY", f"{bare / seconds:.2f}", "0.6")
    tell("first byte of the export", f"{first_byte:.3f} s", "0.2 s")
    tell("memory that the server takes more for it", f"{max(0, largest - before) / 1e6:.0f} MB", "flat")


def undo(run, options):
    from portal.importing import load
    from portal.models import ImportRun, Observation

    ImportRun.objects.exclude(pk=run.pk).delete()
    seconds, _run = seconds_of(lambda: load.undo(run, by=None, at=datetime.now(UTC)))
    left = Observation.objects.count()
    tell(f"readings left after an undo ({options.rows / seconds:,.0f} rows/s)", left, "0")
    return left == 0


def prepare(folder, options):
    """A source with its posts, and a file of readings such as a publisher would send."""
    from portal.importing import keeping
    from portal.models import Region, Source, Station, StationAlias

    region = Region.objects.get(iso_3166_2="KZ-23")
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
        for number in range(-(-options.series // len(PARAMETERS))):
            station = Station.objects.create(slug=f"bench-{number}", name_en=f"Post {number}", region=region)
            StationAlias.objects.create(source=source, spelling=f"post_{number}", station=station)
    path = folder / "given.csv"
    with path.open("w") as file:
        file.write("time,station,parameter,value\n")
        file.writelines(lines(options))
    with path.open("rb") as file:
        kept = keeping.keep(file, "readings.csv")
    path.unlink()
    return source, kept


def lines(options):
    count = -(-options.rows // options.series)
    begins = ENDS - timedelta(hours=count)
    hours = [f"{begins + timedelta(hours=hour):%Y-%m-%d %H:%M}" for hour in range(count)]
    codes = list(PARAMETERS)
    names = [(f"post_{number // len(codes)},{codes[number % len(codes)]}") for number in range(options.series)]
    largest = [PARAMETERS[codes[number % len(codes)]] for number in range(options.series)]
    if options.order == "time":
        pairs = ((hour, name) for hour in range(count) for name in range(options.series))
    else:
        pairs = ((hour, name) for name in range(options.series) for hour in range(count))
    for done, (hour, name) in enumerate(pairs):
        if done == options.rows:
            return
        share = (hour * 7919 + name // len(codes) * 104729) % 10000 / 10000  # PM10 above PM2.5 of the same hour
        yield f"{hours[hour]},{names[name]},{largest[name] * share:.5f}\n"


if __name__ == "__main__":
    main()
