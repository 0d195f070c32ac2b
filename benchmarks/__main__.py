"""`make bench`: the figures that the README quotes, all measured in this run, on this machine.

ENTRIES=100000 how many search entries; SECONDS=5 how long each page is fetched; BENCH_PORT=8798 the first of two ports.
"""

import os
import socket
import sys
import time
from contextlib import contextmanager
from urllib.parse import quote

from portal.runtime import children, embedded, local
from portal.runtime.places import BASE, var

ENTRIES = int(os.environ.get("ENTRIES", "100000"))
SECONDS = float(os.environ.get("SECONDS", "5"))
PORT = int(os.environ.get("BENCH_PORT", "8798"))


def main():
    os.environ.update(LOCAL="1", DJANGO_SETTINGS_MODULE="portal.settings", LOG_LEVEL="WARNING")
    local.give_secret_key()
    with embedded.running(var() / "bench" / "postgresql") as address:
        os.environ["DATABASE_URL"] = address
        prepare()
        pages()
        searches()


def prepare():
    import django
    from django.core.management import call_command

    django.setup()
    from benchmarks import entries

    for command in ("compilemessages", "migrate", "load_reference", "load_starter"):
        call_command(command, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    started = time.monotonic()
    spent = entries.fill(ENTRIES)
    print(f"{ENTRIES:,} search entries, ready after {time.monotonic() - started:.0f} s.")
    if spent:
        loaded, built, work = spent
        print(
            f"Loaded in {loaded:.0f} s, {min(ENTRIES, entries.DISTINCT) / work:,.0f} entries/s of one core; indexes built in {built:.0f} s."
        )
    print(flush=True)


def pages():
    """Requests a second and how long they took: two gunicorn workers of three threads, four clients."""
    from benchmarks import entries
    from benchmarks.load import measure

    words = entries.by_frequency("ru")
    paths = {
        "home": "/ru/",
        "list: a topic": "/ru/topics/air/",
        "list: requests": "/ru/requests/",
        "list: events": "/ru/events/",
        "detail: a page": "/ru/about/",
        "detail: a dataset with its charts": "/ru/data/emissions-stationary-by-region/",
        "search: a rare word": f"/ru/search/?q={quote(words['rare'])}",
        "search: a common word": f"/ru/search/?q={quote(words['common'])}",
    }
    print("| page | requests/s | median, ms | p95, ms | HTML, kB | queries |")
    print("|---|---:|---:|---:|---:|---:|")
    with serving("benchmarks.bare:application", PORT):
        show("a bare Django page", measure(PORT, "/", seconds=SECONDS), 0)
    with serving("portal.wsgi", PORT + 1):
        for name, path in paths.items():
            measure(PORT + 1, path, seconds=1)  # templates compiled, connections open
            show(name, measure(PORT + 1, path, seconds=SECONDS), queries(path))


def show(name, result, number_of_queries):
    if result.failures:
        sys.exit(f"{name}: {len(result.failures)} answers were not 200 but {set(result.failures)}.")
    print(
        f"| {name} | {result.per_second:.0f} | {result.percentile(0.5):.1f} | {result.percentile(0.95):.1f} "
        f"| {result.size / 1000:.1f} | {number_of_queries} |",
        flush=True,
    )


def queries(path):
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "localhost"})
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return sum(not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for query in captured)


def searches():
    from benchmarks import searches
    from portal.languages import LANGUAGES

    searches.in_the_database(LANGUAGES)
    with serving("portal.wsgi", PORT + 1):
        searches.under_load(PORT + 1, "kk", SECONDS)
    searches.an_edit()
    searches.sizes()


@contextmanager
def serving(application, port):
    options = ["--preload", "--workers", "2", "--threads", "3", "--worker-connections", "3", "--keep-alive", "0"]
    quiet = ["--log-level", "warning", "--no-control-socket"]
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", *options, *quiet]
    server = children.start(command, cwd=BASE)
    try:
        wait_for(port)
        yield
    finally:
        server.terminate()
        children.stop(server)


def wait_for(port, patience=30):
    until = time.monotonic() + patience
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit(f"The server on port {port} did not start.")


if __name__ == "__main__":
    main()
