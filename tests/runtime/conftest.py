import os
import signal
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.runtime.running import Portal, wait_until


@pytest.fixture
def tmp_path():
    """Not pytest's own: every pytest of this user closes that one to others, and so to root's database server."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield Path(folder)


class FirstStart(NamedTuple):
    var: Path
    address: str
    words: str
    pages: dict
    programs: set
    left_nothing_behind: bool


@pytest.fixture(scope="session")
def first_start():
    """What a portal showed until it was terminated, after three starts in its folder were killed on their way.

    Its folder is full then: further starts find the work done.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        var = Path(folder) / "var"
        for on_its_way in (_makes_the_database, _fills_the_database, _collects_static_files):
            _start_and_kill(var, on_its_way)
        portal = Portal(var).start()
        try:
            portal.wait_until_answering().wait_until_said("The portal is at")
            pages = {path: portal.page(path) for path in ("/kk/", "/ru/")}
            programs = {process.name() for process in portal.processes()}
            words = portal.words()
            portal.make.terminate()
            yield FirstStart(var, portal.url, words, pages, programs, portal.leaves_nothing_behind())
        finally:
            portal.clear_away()


def _start_and_kill(var, on_its_way):
    portal = Portal(var).start()
    try:
        assert wait_until(lambda: on_its_way(portal)), portal.words()
    finally:
        os.killpg(portal.make.pid, signal.SIGKILL)
        portal.make.wait()
        portal.log.close()


def _makes_the_database(portal):
    return (portal.var / "postgresql.unfinished").exists()


def _fills_the_database(portal):
    return "Preparing the database" in portal.words()


def _collects_static_files(portal):
    return "Collecting static files" in portal.words()


@pytest.fixture
def run(request):
    """Starts portals and sees to it that none is left, whatever the test does."""

    def start(var, **environment):
        portal = Portal(var, **environment).start()
        request.addfinalizer(portal.clear_away)
        return portal

    return start
