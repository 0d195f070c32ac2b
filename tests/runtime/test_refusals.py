"""What goes wrong at the start is said in one sentence, without a traceback, with a status that scripts see."""

import socket

import pytest

from portal.management.preparation import refuse_unfit
from portal.runtime.places import Problem

pytestmark = pytest.mark.xdist_group("make run")


def refusal(portal):
    portal.wait_for_end()
    said = [line for line in portal.words().splitlines() if not line.startswith("make:")]
    assert portal.make.returncode != 0
    assert len(said) == 1, portal.words()
    return said[0]


@pytest.mark.slow
def test_a_busy_port(run, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refusal(run(tmp_path / "var", PORT=str(port)))

    assert f"127.0.0.1:{port}" in said
    assert f"make run PORT={port + 1}" in said


@pytest.mark.slow
def test_no_port_at_all(run, tmp_path):
    assert refusal(run(tmp_path / "var", PORT="http")).startswith("PORT is http, which is no port")


@pytest.mark.slow
@pytest.mark.parametrize(
    "address, expected",
    [
        ("nonsense", "is not the address of a PostgreSQL database"),
        ("mysql://me@localhost/portal", "is not the address of a PostgreSQL database"),
        ("postgresql://me:secret@127.0.0.1:port/portal", "is not the address of a PostgreSQL database"),
        ("postgresql://me:secret@127.0.0.1:1/portal", "Connection refused"),
        ("postgresql://me:secret@no-such-host.invalid/portal", "could not translate host name"),
        ("postgresql:///portal?host=/no/such/folder", "No such file or directory"),
    ],
)
def test_a_wrong_database_url(run, tmp_path, address, expected):
    said = refusal(run(tmp_path / "var", DATABASE_URL=address))

    assert said.startswith("The database of DATABASE_URL" if "is not" not in expected else "DATABASE_URL is not")
    assert expected in said
    assert "secret" not in said


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_to(run, tmp_path):
    said = refusal(run(tmp_path / "var", VAR_DIR="/proc/portal"))

    assert said.startswith("The folder /proc/portal cannot be written to")


def test_an_old_postgresql():
    with pytest.raises(Problem, match="is PostgreSQL 14, and the portal needs 15 or newer"):
        refuse_unfit(140011, "UTF8")


def test_a_database_in_another_encoding():
    with pytest.raises(Problem, match="is in SQL_ASCII, which cannot hold Kazakh"):
        refuse_unfit(150000, "SQL_ASCII")
