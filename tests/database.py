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


def _start():
    try:
        return server.start()
    except Problem as problem:
        pytest.exit(str(problem), returncode=1)
