"""PostgreSQL refuses to run as root: for root somebody else runs it, who must be able to reach what it needs."""

import os
import pwd
import stat
import subprocess

from portal.runtime.places import Problem

SYSTEM_USER = "portal_postgres"


def server_user(data):
    """Numbers of user and group, or None for ourselves: for root the owner of the data, at first a system user."""
    if os.geteuid() != 0:
        return None
    if data.exists() and data.stat().st_uid != 0:
        return data.stat().st_uid, data.stat().st_gid
    user = _system_user()
    return user.pw_uid, user.pw_gid


def open_the_way(programs, data):
    """The user walks down to the programs and to the data (walks: neither lists nor reads the folders above)."""
    for folder in [*programs.parents, *data.parents]:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            print(f"Letting the database's system user walk through {folder} (chmod o+x).", flush=True)
            folder.chmod(mode | stat.S_IXOTH)
    if not (programs / "postgres").stat().st_mode & stat.S_IROTH:
        package = programs.parents[1]
        subprocess.run(["chmod", "-R", "o+rX", package, package.with_name(f"{package.name}.libs")], check=True)


def _system_user():
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return _make_system_user()


def _make_system_user():
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Problem(
            f"PostgreSQL refuses to run as root and the system user {SYSTEM_USER} could not be made: "
            "run this as an ordinary user, or set DATABASE_URL to a PostgreSQL server."
        ) from error
    return pwd.getpwnam(SYSTEM_USER)
