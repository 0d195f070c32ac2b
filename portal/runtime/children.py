"""Child processes that do not outlive the process that started them."""

import ctypes
import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1


def start(command, *, on_our_death=signal.SIGKILL, **options):
    """A process in a session of its own, so that Ctrl-C reaches only us and we decide who stops when.

    On Linux the kernel sends it `on_our_death` when we end, however we end.
    """
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_tie_to_parent(on_our_death),
        **options,
    )


def stop(child, *, first=signal.SIGTERM, patience=10):
    """Ask, wait, then insist. What the child itself started goes with it."""
    if child.poll() is None:
        child.send_signal(first)
        with suppress(subprocess.TimeoutExpired):
            child.wait(patience)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def end_with_parent():
    """We end too, in good order, when the process that started us is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Make:
    """The make that started us, where it did.

    It passes SIGTERM on, but a SIGINT sent to it alone it keeps: it lets go of its handler and waits for us.
    """

    def __init__(self):
        self.pid = os.getppid()
        self.took_interrupts = self._name().endswith("make") and self._takes_interrupts()

    def was_interrupted(self):
        return self.took_interrupts and not self._takes_interrupts()

    def _name(self):
        return _read(f"/proc/{self.pid}/comm").strip()

    def _takes_interrupts(self):
        caught = re.search(r"^SigCgt:\s*(\w+)", _read(f"/proc/{self.pid}/status"), re.M)
        return bool(caught and int(caught[1], 16) >> (signal.SIGINT - 1) & 1)


def _read(path):
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def _tie_to_parent(on_our_death):
    if sys.platform != "linux":
        return None
    libc, parent = ctypes.CDLL(None), os.getpid()

    def tie():
        libc.prctl(PR_SET_PDEATHSIG, on_our_death)
        if os.getppid() != parent:
            os._exit(1)

    return tie
