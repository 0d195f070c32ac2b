import os
import signal
import subprocess
import sys

import psycopg2
import pytest

from portal.runtime import embedded
from portal.runtime.places import BASE, Problem
from tests.runtime.running import wait_until

pytestmark = pytest.mark.slow


@pytest.fixture
def server(tmp_path):
    server = embedded.Server(tmp_path / "postgresql", settings=embedded.FOR_TESTS)
    yield server
    if server.process:
        server.stop()


def answer(address, query="SELECT current_database()"):
    connection = psycopg2.connect(address)
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = cursor.fetchone()[0]
    connection.close()
    return found


def test_it_serves_an_empty_database_in_utf8(server):
    address = server.start()

    assert answer(address) == "portal"
    assert answer(address, "SHOW server_encoding") == "UTF8"
    assert answer(address, "SELECT lower('ҚӘҢҒҮҰІҺӨ')") == "қәңғүұіһө"


def test_nobody_else_reaches_it(server):
    address = server.start()

    assert answer(address, "SHOW listen_addresses") == ""
    assert server.socket_folder.stat().st_mode & 0o777 == 0o700


def test_it_keeps_its_data(server):
    answer_once = psycopg2.connect(server.start())
    with answer_once, answer_once.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 42 AS number")
    answer_once.close()
    server.stop()

    assert answer(server.start(), "SELECT number FROM kept") == 42


@pytest.mark.parametrize("name", ["x" * 120, "папка, с пробелами"])
def test_any_folder_will_do(tmp_path, name):
    server = embedded.Server(tmp_path / name / "postgresql", settings=embedded.FOR_TESTS)
    try:
        assert answer(server.start()) == "portal"
    finally:
        server.stop()


def test_a_second_one_is_refused_and_named(server):
    server.start()

    with pytest.raises(Problem, match=f"is in use by process {os.getpid()}"):
        embedded.Server(server.folder).start()


def test_a_command_uses_the_server_that_runs(server):
    address = server.start()

    with embedded.running(server.folder) as found:
        assert found == address
    assert answer(address) == "portal"


def test_a_command_starts_one_and_stops_it(server):
    with embedded.running(server.folder, embedded.FOR_TESTS) as address:
        assert answer(address) == "portal"

    assert server.find() is None
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(address)


def test_it_goes_with_the_process_that_started_it(server):
    start = f"import time; from portal.runtime.embedded import *; Server(Path({str(server.folder)!r}), FOR_TESTS).start(); time.sleep(60)"
    starter = subprocess.Popen([sys.executable, "-c", start], cwd=BASE)
    wait_until(server._is_ready)

    starter.send_signal(signal.SIGKILL)
    starter.wait()

    assert answer(server.start()) == "portal"


def test_a_half_made_folder_is_made_anew(server):
    unfinished = server.folder.with_name("postgresql.unfinished")
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")

    assert answer(server.start()) == "portal"
    assert not unfinished.exists()


def test_files_of_a_killed_server_are_not_believed(server):
    server.start()
    pid_file = (server.folder / "postmaster.pid").read_text().splitlines()
    server.stop()
    pid_file[0] = str(os.getpid())
    (server.folder / "postmaster.pid").write_text("\n".join(pid_file))
    (server.folder / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")

    assert answer(server.start()) == "portal"


def test_a_server_that_cannot_start_gives_its_reason(server):
    server.start()
    server.stop()
    (server.folder / "PG_VERSION").write_text("9\n")

    with pytest.raises(Problem, match=r"did not start \(.*incompatible"):
        server.start()


def test_a_socket_folder_of_somebody_else_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(embedded.tempfile, "gettempdir", lambda: str(tmp_path))
    server = embedded.Server(tmp_path / ("x" * 120) / "postgresql", settings=embedded.FOR_TESTS)
    (tmp_path / "elsewhere").mkdir()
    server.socket_folder.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(Problem, match="belongs to somebody else"):
        server.start()


@pytest.mark.parametrize("use", ["start", "find"])
def test_a_folder_of_somebody_else_is_said(server, use):
    server.lock.mkdir()

    with pytest.raises(Problem, match=r"cannot be used .*: see whom the folder belongs to"):
        getattr(server, use)()
