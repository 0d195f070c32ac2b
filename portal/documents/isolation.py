"""Asks reader.py, which runs in a process of its own, and survives whatever happens to it."""

import json
import os
import subprocess
import sys
import threading

from django.conf import settings

from portal.documents import limits


class ReaderStopped(Exception):
    """The reader crashed, ran out of memory or took too long: the file is to blame, not the portal."""


def check(kind, path):
    """{"pages": n} or {"problem": code}. A file that stops the reader counts as broken."""
    process = _start("check", kind.code, path)
    try:
        output, _nothing = process.communicate(timeout=limits.CHECK_SECONDS)
        return json.loads(output)
    except (subprocess.TimeoutExpired, ValueError):
        return {"problem": "broken"}
    finally:
        _stop(process)


def read(kind, path, folder):
    """The lines of the reader one after another; covers are written to `folder`. Raises ReaderStopped."""
    process = _start("read", kind.code, path, folder)
    clock = threading.Timer(limits.READ_SECONDS, process.kill)
    clock.start()
    try:
        for line in process.stdout:
            yield json.loads(line)
        if process.wait() != 0:
            raise ReaderStopped(f"exit status {process.returncode}")
    except ValueError as error:
        raise ReaderStopped("half a line") from error
    finally:
        clock.cancel()
        _stop(process)


def _start(*arguments):
    command = [sys.executable, "-m", "portal.documents.reader", *map(str, arguments)]
    return subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ.get("PATH", ""), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _stop(process):
    process.kill()
    process.stdout.close()
    process.wait()
