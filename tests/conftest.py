import pytest
from django.utils import translation
from hypothesis import settings

from portal import remembering

# A slow machine is no broken rule: hypothesis would fail a test whose example took more than 200 ms.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def the_language_of_the_site():
    """A page asked for in Kazakh leaves its thread Kazakh: every test begins in the language of the settings."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    """A test sees at once what it wrote."""
    monkeypatch.setattr(remembering, "SECONDS", 0)
