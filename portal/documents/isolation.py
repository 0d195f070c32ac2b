"""Asks reader.py and redactor.py, each in a process of its own, and survives whatever happens to them."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading

from django.conf import settings

from portal.documents import limits


class ReaderStopped(Exception):
    """The reader crashed, ran out of memory or took too long: the file is to blame, not the portal."""


def check(kind, path):
    """{"pages": n} or {"problem": code}. A file that stops the reader counts as broken."""
    try:
        return _one_line("reader", "check", kind.code, path)
    except ReaderStopped:
        return {"problem": "broken"}


def inspect(kind, path):
    """[[code, how often, detail], …]: what a file says beside what it shows. Raises ReaderStopped."""
    return _one_line("reader", "inspect", kind.code, path, seconds=limits.INSPECTION_SECONDS)["findings"]


def picture(kind, path, folder, number):
    """(width, height) of the page's picture, which is in `folder` as page.png. Raises ReaderStopped."""
    return tuple(_one_line("reader", "picture", kind.code, path, folder, number)["size"])


def redact(kind, path, folder, known, boxes):
    """What redactor.py answers; the new file is in `folder`. Raises ReaderStopped."""
    arguments = ("redactor", kind.code, path, folder, known)
    return _one_line(*arguments, seconds=limits.REDACTION_SECONDS, told=json.dumps(boxes))


def read(kind, path, folder):
    """The lines of the reader one after another; covers are written to `folder`. Raises ReaderStopped."""
    return _lines(limits.READ_SECONDS, "read", kind.code, path, folder)


def recognise(kind, path, folder, known):
    """{"page": n, "text": …} of each page that has no text. Raises ReaderStopped."""
    return _lines(limits.RECOGNITION_SECONDS, "recognise", kind.code, path, folder, known)


def _lines(seconds, *arguments):
    process = _start("reader", *arguments)
    clock = threading.Timer(seconds, _kill, [process])
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


def _one_line(program, *arguments, seconds=limits.CHECK_SECONDS, told=None):
    process = _start(program, *arguments, stdin=subprocess.PIPE)
    try:
        output, _nothing = process.communicate(told and told.encode(), timeout=seconds)
        return json.loads(output)
    except subprocess.TimeoutExpired as error:
        raise ReaderStopped("out of time") from error
    except ValueError as error:
        raise ReaderStopped(f"exit status {process.returncode}") from error
    finally:
        _stop(process)


def _start(program, *arguments, stdin=subprocess.DEVNULL):
    command = [sys.executable, "-m", f"portal.documents.{program}", *map(str, arguments)]
    return subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ.get("PATH", ""), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # what it starts itself, tesseract, ends with it
    )


def _stop(process):
    _kill(process)
    process.stdout.close()
    process.wait()


def _kill(process):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
