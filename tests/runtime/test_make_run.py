import os
import signal

import pytest

from tests.runtime.running import interrupt, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("make run")]


@pytest.fixture
def portal(run, prepared_var):
    return run(prepared_var).wait_until_answering()


def test_it_serves_and_says_where_and_how_to_go_on(portal):
    portal.wait_until_said(f"The portal is at {portal.url}")

    assert "make admin" in portal.words()
    assert 'lang="ru"' in portal.page("/ru/")
    assert "Traceback" not in portal.words()


def test_the_second_start_loads_nothing_again(run, prepared_var):
    first = run(prepared_var).wait_until_answering()
    first.make.terminate()
    assert first.leaves_nothing_behind()

    second = run(prepared_var).wait_until_answering()

    assert "rules of law" not in second.words()
    assert 0 < second.seconds_of_work() < 15  # the first start takes a multiple of it


@pytest.mark.parametrize(
    "end",
    [
        lambda portal: portal.make.terminate(),
        interrupt,
        lambda portal: portal.make.send_signal(signal.SIGINT),
        lambda portal: portal.make.kill(),
        lambda portal: portal.supervisor().kill(),
        lambda portal: os.killpg(portal.make.pid, signal.SIGKILL),
    ],
    ids=["terminated", "ctrl-c", "make interrupted alone", "make killed", "supervisor killed", "both killed"],
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


def test_a_start_killed_at_any_moment_is_recovered_from(run, tmp_path):
    var = tmp_path / "var"
    moments = [
        lambda portal: (var / "postgresql.unfinished").exists(),
        lambda portal: "Preparing the database" in portal.words(),
        lambda portal: "Collecting static files" in portal.words(),
    ]
    for reached in moments:
        portal = run(var)
        wait_until(lambda portal=portal, reached=reached: reached(portal))
        os.killpg(portal.make.pid, signal.SIGKILL)

    assert 'lang="kk"' in run(var).wait_until_answering().page("/kk/")
