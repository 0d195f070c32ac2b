import os
import signal

import pytest

from tests.runtime.running import interrupt

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("make run")]


@pytest.fixture
def portal(run, first_start):
    return run(first_start.var).wait_until_answering()


def test_a_start_killed_at_any_moment_is_recovered_from(first_start):
    assert 'lang="kk"' in first_start.pages["/kk/"]


def test_it_serves_and_says_where_and_how_to_go_on(first_start):
    assert f"The portal is at {first_start.address}" in first_start.words
    assert "make admin" in first_start.words
    assert 'lang="ru"' in first_start.pages["/ru/"]
    assert "Traceback" not in first_start.words


def test_nothing_is_left_behind_when_it_is_terminated(first_start):
    assert {"postgres", "gunicorn"} <= first_start.programs
    assert first_start.left_nothing_behind


def test_the_second_start_loads_nothing_again_and_leaves_nothing_behind_at_ctrl_c(portal):
    assert "rules of law" not in portal.words()
    assert 0 < portal.seconds_of_work() < 15  # the first start takes a multiple of it
    assert {"postgres", "gunicorn"} <= {process.name() for process in portal.processes()}

    interrupt(portal)

    assert portal.leaves_nothing_behind()


@pytest.mark.parametrize(
    "end",
    [
        lambda portal: portal.make.send_signal(signal.SIGINT),
        lambda portal: portal.make.kill(),
        lambda portal: portal.supervisor().kill(),
        lambda portal: os.killpg(portal.make.pid, signal.SIGKILL),
    ],
    ids=["make interrupted alone", "make killed", "supervisor killed", "both killed"],
)
def test_nothing_is_left_behind(portal, end):
    assert {"postgres", "gunicorn"} <= {process.name() for process in portal.processes()}

    end(portal)

    assert portal.leaves_nothing_behind()


def test_the_rest_goes_when_the_web_server_dies(portal):
    web = next(p for p in portal.supervisor().children() if "gunicorn" in " ".join(p.cmdline()))

    web.kill()

    assert portal.leaves_nothing_behind()
    assert "The process web ended by itself" in portal.words()
    assert portal.make.returncode != 0
