import os
import time

import pytest
from django.contrib.staticfiles.finders import get_finder
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django_tasks_db.models import DBTaskResult

from portal.management import preparation


@pytest.fixture
def collected(settings, tmp_path):
    """A portal whose static files are one sheet."""
    settings.VAR_DIR, settings.STATIC_ROOT = tmp_path / "var", tmp_path / "var" / "static"
    settings.STATICFILES_DIRS = [tmp_path / "sources"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    get_finder.cache_clear()
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "site.css").write_text("a")
    preparation.collect_static_files(verbosity=0)
    yield tmp_path
    get_finder.cache_clear()


def test_static_files_are_collected_once(collected):
    (collected / "var" / "static" / "site.css").write_text("untouched")
    preparation.collect_static_files(verbosity=0)

    assert (collected / "var" / "static" / "site.css").read_text() == "untouched"


def test_a_changed_static_file_is_collected_again(collected):
    sheet = collected / "sources" / "site.css"
    sheet.write_text("another")
    os.utime(sheet, (time.time() + 10, time.time() + 10))
    preparation.collect_static_files(verbosity=0)

    assert (collected / "var" / "static" / "site.css").read_text() == "another"


def test_an_interrupted_collection_is_done_again(collected):
    (collected / "var" / "static.stamp").unlink()
    (collected / "var" / "static" / "site.css").unlink()
    preparation.collect_static_files(verbosity=0)

    assert (collected / "var" / "static" / "site.css").exists()


@pytest.mark.django_db
def test_interrupted_tasks_wait_again_when_asked():
    task = DBTaskResult.objects.create(
        args_kwargs={}, task_path="x", backend_name="default", run_after=None, status="RUNNING"
    )
    call_command("prepare", verbosity=0)
    task.refresh_from_db()
    assert task.status == "RUNNING"

    call_command("prepare", requeue=True, verbosity=0)
    task.refresh_from_db()
    assert task.status == "READY"


@pytest.mark.django_db
def test_preparing_twice_says_nothing_the_second_time(capsys):
    call_command("prepare")
    capsys.readouterr()

    call_command("prepare")

    assert capsys.readouterr().out == ""


@pytest.mark.django_db
def test_migrations_wait_for_a_start_that_was_killed():
    """Its last statement may be under way still: who does not wait makes the same table."""
    other = connection.get_new_connection(connection.get_connection_params())
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('migrate'))")
        with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '50ms'")
            preparation.migrate(0)
    finally:
        other.close()
    preparation.migrate(0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert cursor.fetchone() == (0,)
