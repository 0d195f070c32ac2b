"""Reads a stored document in the background: the text of every page, and the cover; then the letters in its pictures."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django_tasks import task

from portal.documents import carriers, isolation, kinds, limits, recognition, shelves
from portal.models import Document, DocumentPage
from portal.search import vectors, words

BATCH = 200


@task()
def read_document(document_id):
    """Safe to run twice, at once or after a kill: pages are written in one transaction, over what was there.

    An attempt is counted before it starts, so that a file that kills the worker is not tried for ever.
    """
    document = _claimed(Document.objects.waiting(), document_id)
    if document is None:
        return
    if document.attempts > limits.READ_ATTEMPTS:
        _fail(document, Document.Failure.GAVE_UP)
    elif not document.path.exists():
        _fail(document, Document.Failure.MISSING)
    elif document.kind in kinds.UNREAD:
        _finish(document)
    else:
        _read(document)
    _recognise_later(document)


@task()
def recognise_document(document_id):
    """The letters of pages that are pictures. Safe to run twice; what it found appears at once, or not at all."""
    known = recognition.languages()
    document = _claimed(Document.objects.unrecognised(), document_id) if known else None
    if document is None:
        return
    if document.attempts > limits.READ_ATTEMPTS:
        _end_recognition(document, Document.Recognition.FAILED)
    else:
        _recognise(document, known)


def words_of(text):
    """What staff find a page by, long before it is public: the words of its text in all their forms.

    Nobody has said in which language a page is, and one of a Kazakh answer often has both.
    """
    languages = ("ru", "kk") if words.has_kazakh_letter(text.lower()) else ("ru",)
    return " ".join(vectors.vector(language, "", text) for language in languages)


def take_up(*, before):
    """Enqueue what has waited since before `before`: its task was lost with its worker. How many those are."""
    waiting = Document.objects.waiting().filter(stored_at__lt=before).order_by("stored_at")
    unrecognised = Document.objects.unrecognised().filter(stored_at__lt=before).order_by("stored_at")
    found = [(read_document, waiting), (recognise_document, unrecognised)]
    lost = [(work, key) for work, documents in found for key in documents.values_list("pk", flat=True)]
    for work, key in lost:
        work.enqueue(key)
    return len(lost)


@transaction.atomic
def _claimed(documents, key):
    """The document with this attempt counted; None where nothing waits or another worker is at it."""
    document = documents.select_for_update(no_key=True, skip_locked=True).filter(pk=key).first()
    if document:
        document.attempts += 1
        document.save(update_fields=["attempts"])
    return document


def _is_at_work(documents, document):
    """Whether another worker has begun or finished it since; if not, the row is ours until the transaction ends."""
    return not documents.select_for_update(no_key=True, skip_locked=True).filter(pk=document.pk).exists()


def _recognise_later(document):
    """Where it is wanted, and a program for it is there."""
    is_picture = document.kind in kinds.PICTURES or (
        document.kind == kinds.PDF and document.pages_with_text < (document.page_count or 0)
    )
    is_new = document.state == Document.State.READY and not document.recognition
    if is_picture and is_new and settings.RECOGNISE_TEXT and recognition.languages():
        document.recognition, document.attempts = Document.Recognition.WAITING, 0
        document.save(update_fields=["recognition", "attempts"])
        recognise_document.enqueue(document.pk)


def _recognise(document, known):
    try:
        with tempfile.TemporaryDirectory(dir=shelves.arrivals()) as folder, transaction.atomic():
            if _is_at_work(Document.objects.unrecognised(), document):
                return
            for line in isolation.recognise(document.kind, document.path, folder, known):
                told = {"text": line["text"], "vector": words_of(line["text"])}
                DocumentPage.objects.update_or_create(document=document, number=line["page"], defaults=told)
            document.pages_with_text = document.pages.exclude(text="").count()
            _end_recognition(document, Document.Recognition.DONE)
            carriers.tell_read(document)
    except isolation.ReaderStopped:
        _end_recognition(document, Document.Recognition.FAILED)


def _end_recognition(document, state):
    document.recognition = state
    document.save(update_fields=["recognition", "pages_with_text"])


def _read(document):
    try:
        with tempfile.TemporaryDirectory(dir=shelves.arrivals()) as folder, transaction.atomic():
            if _is_at_work(Document.objects.waiting(), document):
                return
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
        told = {"title": line.get("title", ""), "text": line["text"], "vector": words_of(line["text"])}
        pages.append(DocumentPage(document=document, number=line["page"], **told))
        document.pages_with_text += bool(line["text"])
        if len(pages) >= BATCH:
            DocumentPage.objects.bulk_create(pages)
            pages = []
    DocumentPage.objects.bulk_create(pages)


def _move_covers(document, folder):
    if not document.has_cover:
        return
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
