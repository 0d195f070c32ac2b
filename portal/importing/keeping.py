"""The files that were imported, kept by their content: a number can be followed back to the very file."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Kept:
    path: Path
    name: str
    sha256: str
    size: int


def keep(file, name):
    """`file` (anything with read()) as a Kept file; equal content is one file on the disk."""
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder)
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as copy:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                copy.write(chunk)
                size += len(chunk)
            copy.flush()
            os.fsync(copy.fileno())
        path = path_of(digest.hexdigest())
        path.parent.mkdir(exist_ok=True)
        os.replace(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return Kept(path, Path(name).name[-200:], digest.hexdigest(), size)


def kept(run):
    """The file of a run."""
    return Kept(path_of(run.sha256), run.file_name, run.sha256, run.size)


def path_of(sha256):
    return Path(settings.MEDIA_ROOT) / "imports" / sha256[:2] / sha256
