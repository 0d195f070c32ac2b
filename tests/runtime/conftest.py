import pytest

from tests.runtime.running import Portal


@pytest.fixture(scope="session")
def prepared_var(tmp_path_factory):
    """One folder for many tests: the first start fills it, the others find it full."""
    return tmp_path_factory.mktemp("portal") / "var"


@pytest.fixture
def run(request):
    """Starts portals and sees to it that none is left, whatever the test does."""

    def start(var, **environment):
        portal = Portal(var, **environment).start()
        request.addfinalizer(portal.clear_away)
        return portal

    return start
