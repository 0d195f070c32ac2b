"""`python -m benchmarks.beside`: our search beside Datasette's FTS5 and a Wagtail site, same texts, same queries, one run.

Both are installed from the package index into a virtual environment of their own in var/ and are no requirement of the
portal. ENTRIES=20000 how many texts; SECONDS=5 how long each page is fetched; BENCH_PORT=8798 the first of three ports.
"""

import csv
import io
import os
import sqlite3
import subprocess
import time
import venv
from contextlib import contextmanager
from urllib.parse import parse_qs, quote, urlsplit

import psutil

from benchmarks.__main__ import PORT, SECONDS, serving, wait_for
from benchmarks.load import measure
from portal.runtime import children, embedded, local
from portal.runtime.places import BASE, var

ENTRIES = int(os.environ.get("ENTRIES", "20000"))
CONNECTIONS = 8
PACKAGES = ["datasette", "wagtail", "psycopg2-binary", "gunicorn"]


def main():
    os.environ.update(LOCAL="1", DJANGO_SETTINGS_MODULE="portal.settings", LOG_LEVEL="WARNING")
    local.give_secret_key()
    programs = installed(var() / "beside")
    with embedded.running(var() / "bench" / "postgresql-beside") as address:
        os.environ["DATABASE_URL"] = address
        embedded.create_database(address, "beside")
        compare(programs, address)


def installed(folder):
    """The programs of a virtual environment in which both stand."""
    programs = folder / "bin"
    if not (programs / "datasette").exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return programs


def compare(programs, address):
    import django
    from django.core.management import call_command

    django.setup()
    from benchmarks import entries, searches

    for command in ("compilemessages", "migrate", "load_reference", "load_starter"):
        call_command(command, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    entries.remove()
    invented = list(entries.invented(ENTRIES))
    loading = {"ours": timed(lambda: entries.load(invented, processes=2))}
    texts = our_texts(entries.FIRST_ID)
    folder = var() / "beside"
    loading["Datasette"] = timed(lambda: fill_datasette(folder / "texts.db", texts))
    site = {**os.environ, "PYTHONPATH": str(BASE / "benchmarks"), "DJANGO_SETTINGS_MODULE": "wagtail_site.settings"}
    site["BESIDE_HOST"] = parse_qs(urlsplit(address).query)["host"][0]
    load = [programs / "python", "-m", "django", "load_texts"]
    loading["Wagtail"] = timed(lambda: subprocess.run(load, input=texts, text=True, env=site, cwd=folder, check=True))
    entries.tidy()  # ours and Wagtail's are one database
    asked = {name: searches.queries("ru")[name] for name in ("rare", "middling", "common", "two words", "a phrase")}
    with serving("portal.wsgi", PORT), datasette(programs, folder), wagtail(programs, site, folder):
        show(asked, loading)


def timed(work):
    """Its seconds, and those of processors: other programs on the machine lengthen the first alone."""
    started, before = time.monotonic(), _processor_seconds()
    work()
    return time.monotonic() - started, _processor_seconds() - before


def _processor_seconds():
    """Of this process, of the database and the others that it started, and of those that ended."""
    us = psutil.Process()
    return sum(sum(process.cpu_times()[:4]) for process in (us, *us.children(recursive=True)))


def our_texts(first_id):
    from django.db import connection

    file = io.StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY (SELECT kind, language, title, body FROM portal_searchentry WHERE object_id >= {first_id}) TO STDOUT CSV",
            file,
        )
    return file.getvalue()


def fill_datasette(path, texts):
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE texts (id INTEGER PRIMARY KEY, kind TEXT, language TEXT, title TEXT, body TEXT)")
    database.execute("CREATE VIRTUAL TABLE texts_fts USING fts5(title, body, content='texts', content_rowid='id')")
    rows = csv.reader(io.StringIO(texts))
    database.executemany("INSERT INTO texts (kind, language, title, body) VALUES (?, ?, ?, ?)", rows)
    database.execute("INSERT INTO texts_fts (texts_fts) VALUES ('rebuild')")
    database.execute("CREATE INDEX texts_kind ON texts (kind)")
    database.execute("CREATE INDEX texts_language ON texts (language)")
    database.commit()
    database.close()


@contextmanager
def datasette(programs, folder):
    command = [programs / "datasette", "serve", folder / "texts.db", "--port", str(PORT + 1)]
    options = ["--setting", "sql_time_limit_ms", "20000", "--setting", "facet_time_limit_ms", "20000"]
    with running([*command, *options], PORT + 1, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder):
        yield


@contextmanager
def wagtail(programs, environment, folder):
    command = [programs / "gunicorn", "django.core.wsgi:get_wsgi_application()", "--bind", f"127.0.0.1:{PORT + 2}"]
    options = ["--workers", "2", "--threads", "4", "--log-level", "warning", "--no-control-socket"]
    with running([*command, *options], PORT + 2, env=environment, cwd=folder):
        yield


@contextmanager
def running(command, port, **options):
    server = children.start(list(map(str, command)), **options)
    try:
        wait_for(port)
        yield
    finally:
        children.stop(server)


def show(asked, loading):
    paths = {
        "ours": (PORT, "/ru/search/?q={}"),
        "Datasette": (PORT + 1, "/texts/texts?_search={}&_size=20&_facet=kind&_facet=language"),
        "Wagtail": (PORT + 2, "/?q={}"),
    }
    print(f"{ENTRIES:,} texts in three languages, {CONNECTIONS} connections: median / p95 of a page with facets, ms\n")
    print(f"| query | {' | '.join(paths)} |\n|---|{'---:|' * len(paths)}")
    for number, what in enumerate(["s", "s of processors"]):
        cells = [f"{loading[name][number]:.0f}" for name in paths]
        print(f"| loading and indexing, {what} | {' | '.join(cells)} |", flush=True)
    for name, text in asked.items():
        cells = []
        for port, path in paths.values():
            address = path.format(quote(text))
            measure(port, address, clients=2, seconds=1)
            result = measure(port, address, clients=CONNECTIONS, seconds=SECONDS)
            failed = f" ({len(result.failures)} failed)" if result.failures else ""
            cells.append(f"{result.percentile(0.5):.0f} / {result.percentile(0.95):.0f}{failed}")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
