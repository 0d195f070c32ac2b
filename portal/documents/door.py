"""The one door for files: check, keep by content, enqueue the reading of text and cover.

    document = door.store(request.FILES["file"], name, by=request.user)

raises a ValidationError with a sentence for people when the file does not come in; then nothing is kept. The file is
on the disk, whole, before its row exists, so a kill at any moment leaves at most a file that `sweep_documents` takes
away. Row and task are written in one transaction, the caller's own where there is one.
"""

import hashlib
import logging
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from portal.documents import checks, kinds, limits, shelves, tasks
from portal.documents.names import clean_name
from portal.models import Document, DocumentPage

CHUNK = 1024 * 1024
logger = logging.getLogger(__name__)


def store(file, name, *, by, accepted=kinds.ALL, recognition="", by_content=False):
    """Keep `file` (anything with read()) under its own `name`; returns the Document, whose text comes later.

    `recognition` is done where the text in it was recognised by ourselves. `by_content`: a name with the ending of
    another kind gets the right one too (Есеп.xls.xlsx) instead of a refusal.
    """
    try:
        with _received(file, name) as (temporary, sha256, size):
            kind, page_count = checks.check(temporary, name, accepted, by_content=by_content)
            with transaction.atomic():
                lock(sha256)
                _move_into_place(temporary, shelves.path_of(sha256))
                document = Document.objects.create(
                    name=clean_name(name, _extension(kind, name)),
                    sha256=sha256,
                    size=size,
                    kind_code=kind.code,
                    page_count=page_count,
                    stored_by=by,
                    recognition=recognition,
                )
                tasks.read_document.enqueue(document.pk)
    except OSError as error:
        logger.exception("a file of %s could not be kept", by)
        raise checks.RefusedFile("no_room", name) from error
    return document


@transaction.atomic
def share(document, name, *, by):
    """The same content once more under another name and for other readers. What was read of it is not read again."""
    lock(document.sha256)
    is_read = document.state == Document.State.READY and document.recognition != Document.Recognition.WAITING
    copy = Document.objects.get(pk=document.pk)
    copy.pk, copy._state.adding, copy.stored_by = None, True, by
    copy.name = renamed(document, name)
    if not is_read:
        copy.state, copy.failure, copy.attempts, copy.recognition = Document.State.WAITING, "", 0, ""
    copy.save()
    if is_read:
        own = ("number", "title", "text", "vector")
        pages = [DocumentPage(document=copy, **row) for row in document.pages.values(*own)]
        DocumentPage.objects.bulk_create(pages, batch_size=200)
    else:
        tasks.read_document.enqueue(copy.pk)
    return copy


def renamed(document, name):
    """A new name for a document, with the ending of its kind."""
    return clean_name(name, _extension(document.kind, name))


def lock(sha256):
    """Until the end of the transaction nobody else keeps or takes away this content."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(sha256[:15], 16)])


@contextmanager
def _received(file, name):
    """(path, hash, size) of a temporary copy that is wholly on the disk; it is gone afterwards unless it was moved."""
    handle, path = tempfile.mkstemp(dir=shelves.arrivals())
    try:
        with os.fdopen(handle, "wb") as copy:
            sha256, size = _copy(file, copy, name)
            copy.flush()
            os.fsync(copy.fileno())
        yield Path(path), sha256, size
    finally:
        Path(path).unlink(missing_ok=True)


def _copy(file, copy, name):
    digest = hashlib.sha256()
    size = 0
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > settings.MAX_UPLOAD_MB * limits.MEGABYTE:
            raise checks.RefusedFile("too_big", name, limit=settings.MAX_UPLOAD_MB)
        digest.update(chunk)
        copy.write(chunk)
    if not size:
        raise checks.RefusedFile("empty", name)
    return digest.hexdigest(), size


def _move_into_place(temporary, path):
    """Over an equal file when there is one: that makes it young again for `sweep_documents`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.chmod(temporary, 0o640)
    os.replace(temporary, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _extension(kind, name):
    """The ending people gave (.jpeg, .jpg) where it is one of this kind."""
    given = Path(name).suffix.lower()
    return given if given in kind.extensions else kind.extensions[0]
