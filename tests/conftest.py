import pytest
from django.utils import translation
from hypothesis import settings

from portal import remembering

# A slow machine is no broken rule: hypothesis would fail a test whose example took more than 200 ms.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_collection_modifyitems(config, items):
    """Tests that share what is loaded for their module stay on one worker, which then loads it once.

    pytest-xdist 3.8 says the group of a test by a change of its name which pytest 9.2 reads no longer, and scatters groups
    without a word (pytest-xdist issue 1386): the change is made here where it is read.
    """
    for item in items:
        if any(loads_for_a_module(definitions[-1]) for definitions in item._fixtureinfo.name2fixturedefs.values()):
            item.add_marker(pytest.mark.xdist_group(item.module.__name__))
        if config.getoption("loadgroup", default=False) and (group := item.get_closest_marker("xdist_group")):
            item._id = type(item._id).parse(f"{item.nodeid}@{group.args[0]}")


def loads_for_a_module(fixture):
    return fixture.scope == "module" and "django_db_blocker" in fixture.argnames


@pytest.fixture(autouse=True)
def the_language_of_the_site():
    """A page asked for in Kazakh leaves its thread Kazakh: every test begins in the language of the settings."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    """A test sees at once what it wrote."""
    monkeypatch.setattr(remembering, "SECONDS", 0)


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A busy machine takes longer for titles that resemble a query than a reader would wait; no test hangs on that."""
    monkeypatch.setattr("portal.search.query.PATIENCE_MS", 10_000)
