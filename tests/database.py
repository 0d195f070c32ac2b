"""A pytest plugin: the whole run gets one database server and fresh catalogues before Django is set up."""

import os

import pytest

from portal.runtime import catalogues, embedded
from portal.runtime.places import Problem, var

server = embedded.Server(var() / "postgresql-tests", settings=embedded.FOR_TESTS)


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests():
    is_first_process = "PYTEST_XDIST_WORKER" not in os.environ
    if is_first_process:
        catalogues.compile_changed()
        if not os.environ.get("DATABASE_URL"):
            os.environ["DATABASE_URL"] = _start()
    return (yield)


def pytest_unconfigure():
    if server.process:
        server.stop()


@pytest.fixture(scope="session", autouse=True)
def flush_by_rows():
    """What tests with real commits leave is deleted: TRUNCATE makes the files of a hundred tables anew for the rows of a few."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    truncate = DatabaseOperations.sql_flush

    def sql_flush(self, style, tables, **options):
        with self.connection.cursor() as cursor:
            cursor.execute("SHOW is_superuser")  # rules that rows stay as written are off for nobody else
            if cursor.fetchone() != ("on",):
                return truncate(self, style, tables, **options)
            looks = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM {self.quote_name(table)})" for table in tables)
            cursor.execute(" UNION ALL ".join(looks))
            filled = [table for (table,) in cursor]
        deletions = [f"DELETE FROM {self.quote_name(table)}" for table in filled]
        return ["SET LOCAL session_replication_role = replica", *deletions]

    DatabaseOperations.sql_flush = sql_flush
    yield
    DatabaseOperations.sql_flush = truncate


def _start():
    try:
        return server.start()
    except Problem as problem:
        pytest.exit(str(problem), returncode=1)
