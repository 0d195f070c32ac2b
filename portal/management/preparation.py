"""What `make run` and a new version on a server do before the portal serves; each step is quick when it is done."""

import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.models import SearchEntry
from portal.runtime import catalogues
from portal.runtime.database_url import unreachable
from portal.runtime.places import Problem, make_folder
from portal.search import words
from portal.search.tasks import rebuild_stale

OLDEST_POSTGRESQL = 15


def check_database(verbosity):
    """Asks the server itself: Django's own look at the version ends in a traceback."""
    try:
        server = connection.get_new_connection(connection.get_connection_params())
    except connection.Database.OperationalError as error:
        raise unreachable(error) from error
    refuse_unfit(server.server_version, server.get_parameter_status("server_encoding"))
    server.close()


def refuse_unfit(version, encoding):
    if version < OLDEST_POSTGRESQL * 10000:
        raise Problem(
            f"The server of DATABASE_URL is PostgreSQL {version // 10000}, and the portal needs "
            f"{OLDEST_POSTGRESQL} or newer: upgrade it, or unset DATABASE_URL to use the embedded one."
        )
    if encoding != "UTF8":
        raise Problem(
            f"The database of DATABASE_URL is in {encoding}, which cannot hold Kazakh and Russian together: "
            "create it with ENCODING 'UTF8'."
        )


def migrate(verbosity):
    """One at a time: of a start that was killed, the database may still be carrying out the last statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('migrate'))")  # goes with the connection where this fails
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            print("Preparing the database …", flush=True)
            call_command("migrate", verbosity=max(0, verbosity - 1), interactive=False)
        cursor.execute("SELECT pg_advisory_unlock(hashtext('migrate'))")


def load_content(verbosity):
    call_command("load_reference", verbosity=verbosity)
    call_command("load_starter", verbosity=verbosity)


def refresh_search(verbosity):
    """Rows that older rules of words wrote are written anew by the worker; until then they serve as they are."""
    if SearchEntry.objects.exclude(words_version=words.VERSION).exists():
        rebuild_stale.enqueue()


def requeue_interrupted(verbosity):
    """Tasks that a worker had begun when it was killed wait again; only for where no worker runs at the moment."""
    interrupted = DBTaskResult.objects.running().update(status=TaskResultStatus.READY, started_at=None)
    if interrupted and verbosity:
        print(f"{interrupted} interrupted tasks wait again.", flush=True)


def compile_catalogues(verbosity):
    catalogues.compile_changed()


def collect_static_files(verbosity):
    stamp = make_folder(settings.VAR_DIR) / "static.stamp"
    wanted = static_fingerprint()
    if settings.STATIC_ROOT.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    stamp.unlink(missing_ok=True)
    print("Collecting static files …", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted)


def static_fingerprint():
    """Changes with any file that would be collected and with the way of storing them."""
    found = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=[]):
            file = storage.path(path)
            found.update(f"{file} {storage.size(path)} {storage.get_modified_time(path).timestamp()}\n".encode())
    return found.hexdigest()


STEPS = (check_database, compile_catalogues, migrate, load_content, refresh_search, collect_static_files)
