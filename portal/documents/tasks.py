"""Reads a stored document in the background: the text of every page, and the cover."""

import tempfile
from pathlib import Path

from django.db import transaction
from django.db.models import F
from django_tasks import task

from portal.documents import carriers, isolation, kinds, limits, shelves
from portal.models import Document, DocumentPage

BATCH = 200


@task()
def read_document(document_id):
    """Safe to run twice, at once or after a kill: pages are written in one transaction, over what was there.

    An attempt is counted before it starts, so that a file that kills the worker is not tried for ever.
    """
    started = Document.objects.waiting().filter(pk=document_id).update(attempts=F("attempts") + 1)
    if not started:
        return
    document = Document.objects.get(pk=document_id)
    if document.attempts > limits.READ_ATTEMPTS:
        _fail(document, Document.Failure.GAVE_UP)
    elif not document.path.exists():
        _fail(document, Document.Failure.MISSING)
    elif document.kind in kinds.ARCHIVES:
        _finish(document)
    else:
        _read(document)


def _read(document):
    try:
        with tempfile.TemporaryDirectory(dir=shelves.arrivals()) as folder, transaction.atomic():
            Document.objects.select_for_update(no_key=True).get(pk=document.pk)
            document.pages.all().delete()
            document.pages_with_text = 0
            _write_lines(document, isolation.read(document.kind, document.path, folder))
            _move_covers(document, Path(folder))
            _finish(document)
    except isolation.ReaderStopped:
        document.pages_with_text, document.cover_width, document.cover_height = 0, None, None
        _fail(document, Document.Failure.UNREADABLE)


def _write_lines(document, lines):
    pages = []
    for line in lines:
        if "cover" in line:
            document.cover_width, document.cover_height = line["cover"]
            continue
        pages.append(DocumentPage(document=document, number=line["page"], text=line["text"]))
        document.pages_with_text += bool(line["text"])
        if len(pages) >= BATCH:
            DocumentPage.objects.bulk_create(pages)
            pages = []
    DocumentPage.objects.bulk_create(pages)


def _move_covers(document, folder):
    for width in limits.COVER_WIDTHS:
        path = document.cover_path(width)
        path.parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{width}.webp").replace(path)


@transaction.atomic
def _finish(document):
    document.state = Document.State.READY
    document.save(update_fields=["state", "pages_with_text", "cover_width", "cover_height"])
    carriers.tell_read(document)


def _fail(document, failure):
    document.state = Document.State.FAILED
    document.failure = failure
    document.save(update_fields=["state", "failure", "pages_with_text", "cover_width", "cover_height"])
