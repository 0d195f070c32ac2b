"""What a person's own machine needs and a server is told: a database, a secret key, loopback only."""

import os
import secrets
from contextlib import contextmanager

from portal.runtime import embedded
from portal.runtime.places import BASE, make_folder, var


def data_folder():
    return var() / "postgresql"


def read_env_file():
    from environ import Env

    Env.read_env(BASE / ".env")


def is_local():
    return any(os.environ.get(name, "").lower() in ("1", "true", "yes", "on") for name in ("LOCAL", "DEBUG"))


@contextmanager
def environment():
    """For commands of manage.py: on a person's own machine, a database and a key that were not given are found."""
    read_env_file()
    if not is_local():
        yield
        return
    give_secret_key()
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with embedded.running(data_folder()) as address:
        os.environ["DATABASE_URL"] = address
        yield


def give_secret_key():
    """The key is made once on each machine and stays in var/: no key stands in the code."""
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = _kept_secret_key()


def _kept_secret_key():
    path = make_folder(var()) / "secret_key"
    if not path.exists():
        unfinished = path.with_name(f"secret_key.{os.getpid()}")
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        unfinished.rename(path)
    return path.read_text()
