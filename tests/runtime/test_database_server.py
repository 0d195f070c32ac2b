"""The portal on a PostgreSQL server that is not its own: Debian's, over TCP, with a password, as a plain role."""

import os
import pwd
import subprocess
import tempfile
from pathlib import Path

import psycopg2
import pytest

from portal.runtime import children
from tests.runtime.running import free_port, wait_until

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("make run"),
    pytest.mark.skipif(
        not BINARIES, reason="no PostgreSQL in /usr/lib/postgresql: install Debian's package postgresql"
    ),
]


@pytest.fixture(scope="module")
def server_address():
    """A new server of Debian's with a role and a database for the portal, as docs/deploying.md makes them."""
    port, user = free_port(), unprivileged_user()
    with tempfile.TemporaryDirectory() as folder:
        data, password = Path(folder) / "data", Path(folder) / "password"
        password.write_text("secret")
        data.mkdir()
        if user:
            os.chown(folder, user["user"], user["group"])
            os.chown(data, user["user"], user["group"])
        initdb = [BINARIES[-1], f"--pgdata={data}", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8"]
        passwords = ["--auth-local=trust", "--auth-host=scram-sha-256", f"--pwfile={password}"]
        subprocess.run([*initdb, *passwords], check=True, capture_output=True, cwd="/", **user)
        options = ["-c", f"port={port}", "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={data}"]
        postgres = [BINARIES[-1].with_name("postgres"), "-D", data, *options]
        server = children.start(postgres, cwd="/", stderr=subprocess.DEVNULL, **user)
        try:
            wait_until(lambda: is_ready(data))
            create_role_and_database(f"postgresql://postgres@/postgres?host={data}&port={port}")
            yield f"postgresql://portal:secret@127.0.0.1:{port}/portal"
        finally:
            children.stop(server)


def unprivileged_user():
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def is_ready(data):
    pid_file = data / "postmaster.pid"
    return pid_file.exists() and "ready" in pid_file.read_text()


def create_role_and_database(address):
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE portal LOGIN PASSWORD 'secret'")
        cursor.execute("CREATE DATABASE portal OWNER portal")
    connection.close()


def test_make_run_on_debians_postgresql(run, tmp_path, server_address):
    portal = run(tmp_path / "var", DATABASE_URL=server_address).wait_until_answering()

    assert 'lang="kk"' in portal.page("/kk/")
    assert not (tmp_path / "var" / "postgresql").exists()
    assert rows(server_address, "portal_region") > 15

    portal.make.terminate()
    assert portal.leaves_nothing_behind()


def test_a_wrong_password_is_said(run, tmp_path, server_address):
    portal = run(tmp_path / "var", DATABASE_URL=server_address.replace("secret", "guessed")).wait_for_end()

    assert "password authentication failed" in portal.words()
    assert "guessed" not in portal.words()
    assert "Traceback" not in portal.words()


def rows(address, table):
    with psycopg2.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]
