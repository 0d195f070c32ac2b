"""`make run`: the database, then what is to be done once, then the processes of the Procfile, until told to stop.

Nothing that is started here outlives this process, and this process does not outlive the one that started it.
"""

import os
import shlex
import signal
import socket
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from string import Template

from portal.runtime import children, embedded, local
from portal.runtime.places import BASE, Problem

DEFAULTS = {"LOCAL": "1", "LISTEN_ON": "127.0.0.1", "PORT": "8000"}
MAKE = children.Make()
PORT_PATIENCE = 3  # seconds in which a portal that was killed a moment ago lets go of its port


class Stopped(BaseException):
    """Ctrl-C, or a signal that asks for the same."""


def main():
    children.end_with_parent()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _raise_stopped)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _raise_stopped)
    try:
        serve()
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except Stopped:
        return 0


def serve():
    local.read_env_file()
    give_defaults()
    wait_for_port(os.environ["LISTEN_ON"], int(os.environ["PORT"]))
    with database(), running_children() as started:
        prepare()
        for name, command in procfile():
            started[name] = start(command)
        announce_when_answering(started)
        name = first_to_end(started, look_every=0.3)
        raise Problem(f"The process {name} ended by itself, and the rest with it: its last words are above.")


def give_defaults():
    for name, value in DEFAULTS.items():
        os.environ[name] = os.environ.get(name) or value
    if not os.environ["PORT"].isdigit() or not 0 < int(os.environ["PORT"]) < 65536:
        raise Problem(f"PORT is {os.environ['PORT']}, which is no port: give a number from 1 to 65535.")
    os.environ["SITE_URL"] = os.environ.get("SITE_URL") or address()
    os.environ["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", os.defpath)])
    local.give_secret_key()


def address():
    return f"http://{host_to_ask()}:{os.environ['PORT']}"


def host_to_ask():
    return "127.0.0.1" if os.environ["LISTEN_ON"] == "0.0.0.0" else os.environ["LISTEN_ON"]


def wait_for_port(host, port):
    patient_until = time.monotonic() + PORT_PATIENCE
    while error := _why_not_bound(host, port):
        if time.monotonic() > patient_until:
            raise Problem(
                f"The portal cannot listen on {host}:{port} ({error}): stop the program that uses the port, "
                f"or choose another one with `make run PORT={port + 1}`."
            )
        time.sleep(0.2)


def _why_not_bound(host, port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror
    return None


@contextmanager
def database():
    if os.environ.get("DATABASE_URL"):
        yield
        return
    server = embedded.Server(local.data_folder())
    os.environ["DATABASE_URL"] = server.start()
    try:
        yield
    finally:
        server.stop()


@contextmanager
def running_children():
    """Yields a dictionary of name and process to fill; whatever it holds at the end is stopped."""
    started = {}
    try:
        yield started
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for child in started.values():
            child.terminate()
        for child in started.values():
            children.stop(child)


def prepare():
    """One process does all that comes before serving; it says itself what is wrong."""
    child = start([sys.executable, "manage.py", "prepare", "--requeue"])
    try:
        if first_to_end({"prepare": child}, look_every=0.05) and child.returncode != 0:
            sys.exit(1)
    finally:
        children.stop(child)


def procfile():
    for line in (BASE / "Procfile").read_text().splitlines():
        name, _, command = line.partition(":")
        yield name, shlex.split(Template(command).substitute(os.environ))


def start(command):
    return children.start(command, cwd=BASE)


def announce_when_answering(started):
    while not answers():
        if first_to_end(started, look_every=0.05, patience=0.1):
            return
    print(
        f"\nThe portal is at {address()}\n"
        "Make the first administrator with `make admin` in another terminal. Stop with Ctrl-C.\n",
        flush=True,
    )


def answers():
    web = HTTPConnection(host_to_ask(), int(os.environ["PORT"]), timeout=2)
    try:
        web.request("GET", "/healthz")
        return web.getresponse().status > 0
    except (OSError, HTTPException):
        return False
    finally:
        web.close()


def first_to_end(started, *, look_every, patience=float("inf")):
    """The name of the first process that ends by itself; None when none does in time."""
    patient_until = time.monotonic() + patience
    while time.monotonic() < patient_until:
        for name, child in started.items():
            if child.poll() is not None:
                return name
        if MAKE.was_interrupted():
            raise Stopped
        time.sleep(look_every)
    return None


def _raise_stopped(number, frame):
    raise Stopped
