"""Tests that hold wherever, and after whatever, they run."""

import pytest

from tests.conftest import loads_for_a_module


def test_what_is_loaded_for_a_module_is_asked_for_by_all_its_tests(request):
    """Else some of them meet the rows or not, as the workers happen to share the module out."""
    loading, silent = set(), {}
    for item in request.session.items:
        if any(loads_for_a_module(definitions[-1]) for definitions in item._fixtureinfo.name2fixturedefs.values()):
            loading.add(item.module.__name__)
        elif item.get_closest_marker("django_db") or "db" in item.fixturenames:
            silent.setdefault(item.module.__name__, []).append(item.name)

    assert {name: tests for name, tests in silent.items() if name in loading} == {}


def test_a_group_of_tests_is_known_to_whom_shares_them_out(request):
    if not request.config.getoption("loadgroup", default=False):
        pytest.skip("one worker runs them all")

    grouped = [item for item in request.session.items if item.get_closest_marker("xdist_group")]
    assert [item.name for item in grouped if "@" not in item.nodeid.rpartition("]")[2]] == []
