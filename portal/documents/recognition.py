"""Letters of pictures as text, by tesseract where it is installed. Knows nothing of Django: it runs beside reader.py."""

import functools
import os
import shutil
import subprocess
from pathlib import Path

from portal.documents import limits

WANTED = ("kaz", "rus", "eng")


class NotRecognised(Exception):
    """tesseract failed at a page or took too long."""


@functools.cache
def languages():
    """What tesseract is asked for, "kaz+rus+eng"; empty where it is not installed or knows none of ours."""
    program = shutil.which("tesseract")
    if not program:
        return ""
    try:
        told = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return ""
    return "+".join(language for language in WANTED if language in told.split())


def text_of(picture_path, dpi, known):
    """The text of one picture."""
    return _run(picture_path, "stdout", dpi, known, []).decode("utf-8", "replace").replace("\f", "")


def words_of(picture_path, dpi, known):
    """[(word, (left, top, right, bottom)), …] of one picture, in its pixels."""
    table = _run(picture_path, "stdout", dpi, known, ["tsv"]).decode("utf-8", "replace")
    rows = [line.split("\t") for line in table.splitlines()[1:]]
    found = [(row[11], [int(side) for side in row[6:10]]) for row in rows if len(row) == 12 and row[11].strip()]
    return [(word, (left, top, left + width, top + height)) for word, (left, top, width, height) in found]


def searchable_page(picture_path, dpi, known):
    """The path of a PDF of one page: the picture as it is, and its text, unseen, above it."""
    target = Path(picture_path).with_suffix("")
    _run(picture_path, str(target), dpi, known, ["pdf"])
    return target.with_suffix(".pdf")


def _run(picture_path, target, dpi, known, formats):
    command = ["tesseract", str(picture_path), target, "-l", known, "--dpi", str(dpi), *formats]
    try:
        done = subprocess.run(
            command,
            env={"PATH": os.environ.get("PATH", ""), "OMP_THREAD_LIMIT": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=limits.RECOGNITION_PAGE_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise NotRecognised from error
    return done.stdout
