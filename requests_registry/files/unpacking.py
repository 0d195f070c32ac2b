"""The documents of a ZIP archive that came with an answer: each becomes a file of the answer, reviewed and found by itself."""

import zipfile

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django_tasks import task

from portal.documents import archives, door, kinds
from requests_registry.models import MailFile, MailMessage

MOST_FILES = 200  # of one archive; a larger one is unpacked by the person who reviews it
DUST = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")  # what systems leave in archives


def ask(files):
    """Have the archives among new files unpacked, in the background, once these are committed."""
    for file in files:
        if file.document and file.document.kind == kinds.ZIP:
            unpack.enqueue(file.pk)


def ask_all():
    """The same for what a task that was lost should have unpacked; how many those are."""
    waiting = list(
        MailFile.objects.filter(document__kind_code=kinds.ZIP.code, unpacked=None).select_related("document")
    )
    ask(waiting)
    return len(waiting)


@task()
def unpack(file_id):
    """Safe to run twice, at once or after a kill: all its documents appear together, or none does."""
    with transaction.atomic():
        file = MailFile.objects.select_related("document", "message").filter(pk=file_id).first()
        if file is None:
            return
        MailMessage.objects.select_for_update().get(pk=file.message_id)
        if not file.unpacked.exists() and file.document.path.exists():
            ask(_unpacked(file))


def is_too_much(file):
    """There is more in this archive than is unpacked by itself."""
    if file.document is None or file.document.kind != kinds.ZIP or not file.document.path.exists():
        return False
    with zipfile.ZipFile(file.document.path) as archive:
        return len(_documents(archive)) > MOST_FILES


def _unpacked(file):
    with zipfile.ZipFile(file.document.path) as archive:
        entries = _documents(archive)
        if len(entries) > MOST_FILES:
            return []
        first = (file.message.files.aggregate(last=Max("position"))["last"] or 0) + 1
        taken = [_taken_out(file, archive, entry, number) for number, entry in enumerate(entries, start=first)]
        return MailFile.objects.bulk_create(taken)


def _documents(archive):
    return [
        entry
        for entry in archive.infolist()
        if not entry.is_dir() and entry.file_size and not any(name in entry.filename for name in DUST)
    ]


def _taken_out(file, archive, entry, position):
    name = archives.name_of(entry)
    taken = MailFile(
        message=file.message,
        archive=file,
        position=position,
        name=name.rsplit("/", 1)[-1][:500],
        size=entry.file_size,
        inside=[*file.inside, file.name, *name.split("/")[:-1]],
    )
    try:
        with transaction.atomic(), archive.open(entry) as content:
            taken.document = door.store(content, taken.name, by=file.document.stored_by, by_content=True)
            taken.sha256, taken.content_type = taken.document.sha256, taken.document.kind.media_type
    except ValidationError as refused:
        taken.refusal = " ".join(refused.messages)
    return taken
