"""The files that were imported, kept by their content: a number can be followed back to the very file."""

import hashlib
import logging
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from portal.documents import shelves
from portal.importing.problems import FileRefused
from portal.models import ImportRun, LimitTable, ReleaseImport, TableOffer

logger = logging.getLogger(__name__)

CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Kept:
    path: Path
    name: str
    sha256: str
    size: int


def keep(file, name):
    """`file` (anything with read()) as a Kept file; equal content is one file on the disk, which is there as a whole."""
    try:
        return _keep(file, Path(name).name[-200:])
    except OSError as error:
        logger.exception("a table could not be kept")
        raise FileRefused("no_room") from error


def kept(run):
    """The file of a run."""
    return Kept(path_of(run.sha256), run.file_name, run.sha256, run.size)


def path_of(sha256):
    return _folder() / sha256[:2] / sha256


def sweep(*, before):
    """Remove the files, given before `before`, that no import and no offer names: they were refused. How many it were."""
    old = {path.name: path for path in _folder().glob("*/*") if _is_older(path, before)}
    for model in (ImportRun, LimitTable, ReleaseImport, TableOffer):
        for sha256 in model.objects.filter(sha256__in=old).values_list("sha256", flat=True):
            old.pop(sha256, None)
    unused = [path for path in old.values() if _is_older(path, before)]  # one may have come again meanwhile
    for path in unused:
        path.unlink()
    return len(unused)


def _folder():
    return Path(settings.MEDIA_ROOT) / "imports"


def _is_older(path, before):
    return path.stat().st_mtime < before.timestamp()


def _keep(file, name):
    handle, temporary = tempfile.mkstemp(dir=shelves.arrivals())
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
        path.parent.mkdir(parents=True, exist_ok=True)
        os.replace(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return Kept(path, name, digest.hexdigest(), size)
