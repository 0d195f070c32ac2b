import tempfile
from pathlib import Path

import pytest

from tests.runtime.running import Portal


@pytest.fixture
def tmp_path():
    """Not pytest's own: every pytest of this user closes that one to others, and so to root's database server."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def prepared_var():
    """One folder for many tests: the first start fills it, the others find it full."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield Path(folder) / "var"


@pytest.fixture
def run(request):
    """Starts portals and sees to it that none is left, whatever the test does."""

    def start(var, **environment):
        portal = Portal(var, **environment).start()
        request.addfinalizer(portal.clear_away)
        return portal

    return start
